//! Whether a stream is coloured: the option, then the variables that users set for all their tools, then the terminal.

/// The value of `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Decides for one stream. `env` looks up environment variables.
pub fn is_colored(choice: ColorChoice, is_terminal: bool, env: &dyn Fn(&str) -> Option<String>) -> bool {
    match choice {
        ColorChoice::Always => return true,
        ColorChoice::Never => return false,
        ColorChoice::Auto => {}
    }
    let value = |name| env(name).filter(|value| !value.is_empty());
    let forced = |name| value(name).is_some_and(|value| value != "0");
    if value("NO_COLOR").is_some() {
        return false;
    }
    if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") {
        return true;
    }
    let refused =
        value("CLICOLOR").is_some_and(|value| value == "0") || value("TERM").is_some_and(|term| term == "dumb");
    is_terminal && !refused
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(is_terminal: bool, variables: &[(&str, &str)]) -> bool {
        let env = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        is_colored(ColorChoice::Auto, is_terminal, &env)
    }

    #[test]
    fn the_option_beats_everything() {
        let env = |_: &str| Some("1".to_owned());
        assert!(is_colored(ColorChoice::Always, false, &env));
        assert!(!is_colored(ColorChoice::Never, true, &env));
    }

    #[test]
    fn the_environment_is_asked_in_order() {
        assert!(auto(true, &[]));
        assert!(!auto(false, &[]));
        assert!(!auto(true, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]));
        assert!(auto(true, &[("NO_COLOR", "")]));
        assert!(auto(false, &[("FORCE_COLOR", "1"), ("CLICOLOR", "0")]));
        assert!(auto(false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!auto(false, &[("FORCE_COLOR", "0")]));
        assert!(!auto(true, &[("CLICOLOR", "0")]));
        assert!(!auto(true, &[("TERM", "dumb")]));
        assert!(auto(true, &[("TERM", "xterm")]));
    }
}
