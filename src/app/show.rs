//! `check --show-settings` and `check --show-files`: what a run would do, and why.

use std::fmt::Write as _;
use std::path::Path;

use super::check::inputs;
use super::{Exit, World, load, written};
use crate::config::{Choice, Config, Globs, path};
use crate::discover::report_name;
use crate::document::named;
use crate::env::{Env, EnvOptions};
use crate::error::ToolError;
use crate::json::Span;
use crate::pattern::{PatternFiles, Registry};
use crate::render::sanitize;
use crate::rules;
use crate::settings::Settings;
use crate::words;

/// Prints the names of the files that would be checked.
pub(super) fn files(settings: &Settings, world: &mut World<'_>) -> Result<Exit, ToolError> {
    settings.validate()?;
    let found = inputs(settings);
    let log = world.log();
    let names = found.inputs.iter().map(|input| sanitize(&input.name, log).into_owned() + "\n");
    written(world.stdout.write_all(names.collect::<String>().as_bytes()))?;
    let unreadable: Vec<String> = found.problems.into_iter().filter(|p| p.is_named).map(|p| p.name).collect();
    if !unreadable.is_empty() {
        return Err(ToolError::Unreadable { inputs: unreadable });
    }
    if !found.empty_folders.is_empty() && !settings.allow_empty {
        return Err(ToolError::NoInput { folders: found.empty_folders });
    }
    Ok(Exit::Clean)
}

/// Prints what holds for a file.
pub(super) fn settings(settings: &Settings, file: &Path, world: &mut World<'_>) -> Result<Exit, ToolError> {
    settings.validate()?;
    let name = report_name(file);
    let options = load::options(settings)?;
    let shown = Shown { settings, name: &name, lines: Vec::new() }.all(&options);
    let mut text = String::new();
    for (what, says) in shown {
        let _ = writeln!(text, "{what:<13} {}", sanitize(&says, world.log()));
    }
    written(world.stdout.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}

struct Shown<'a> {
    settings: &'a Settings,
    name: &'a str,
    lines: Vec<(&'static str, String)>,
}

const COMMAND_LINE: &str = "command line";
const DEFAULT: &str = "default";

impl<'a> Shown<'a> {
    fn all(mut self, options: &EnvOptions) -> Vec<(&'static str, String)> {
        self.lines.push(("file", self.name.to_owned()));
        let config = self.config().map_or("none", |config| config.source.name()).to_owned();
        self.lines.push(("config", config));
        self.checked();
        self.kind_and_pattern();
        self.patterns();
        self.rules(options);
        self.severities();
        self.plausibility(options);
        self.suppressed();
        self.rest();
        self.lines
    }

    fn config(&self) -> Option<&'a Config> {
        self.settings.config.as_deref()
    }

    /// The name that path patterns see.
    fn path(&self) -> Option<String> {
        self.config()?.name_of(&self.settings.cwd, self.name)
    }

    fn say(&mut self, what: &'static str, says: impl std::fmt::Display, why: impl std::fmt::Display) {
        self.lines.push((what, format!("{says} ({why})")));
    }

    /// `toile.toml:12`, with the pattern that matched where there is one.
    fn place(&self, span: &Span, globs: Option<&Globs>) -> String {
        let Some(config) = self.config() else { return String::new() };
        let path = self.path();
        let matched = globs.and_then(|globs| globs.matching(path.as_deref()?));
        let matched = matched.map(|pattern| format!(", for {}", words::code(&pattern.text)));
        config.place(span) + &matched.unwrap_or_default()
    }

    fn checked(&mut self) {
        let Settings { cwd, .. } = self.settings;
        let at = |name: &str| path::absolute(cwd, Path::new(name));
        let file = at(self.name);
        let values = self.config().map(|config| &config.values);
        let matching = |globs: Option<&'a Globs>| {
            let path = self.path()?;
            let above = Path::new(&path).ancestors().map(path::slashes);
            { above }.find_map(|path| globs?.matching(&path))
        };
        if let Some(pattern) = matching(values.map(|values| &values.exclude)) {
            let place = self.place(&pattern.span, None);
            self.say("checked", format!("no: excluded by {}", words::code(&pattern.text)), place);
        } else if inputs(self.settings).inputs.iter().any(|input| at(&input.name) == file) {
            match matching(values.map(|values| &values.include)).filter(|_| !self.settings.names_paths) {
                Some(pattern) => {
                    let place = self.place(&pattern.span, None);
                    self.say("checked", format!("yes: included by {}", words::code(&pattern.text)), place);
                }
                None => self.lines.push(("checked", "yes".to_owned())),
            }
        } else if file.exists() {
            let why = "no, unless it is named: not below what is checked, hidden, or ignored by git";
            self.lines.push(("checked", why.to_owned()));
        } else {
            self.lines.push(("checked", "no: there is no such file".to_owned()));
        }
    }

    fn kind_and_pattern(&mut self) {
        let path = self.path();
        let files = self.config().map(|config| config.values.files.as_slice()).unwrap_or_default();
        let fits = |globs: &Globs| path.as_deref().is_some_and(|path| globs.matches(path));
        let fitting: Vec<_> = files.iter().filter(|files| fits(&files.path)).collect();
        let kind = fitting.iter().rev().find_map(|files| Some((files, files.kind.as_ref()?)));
        match (&self.settings.kind, kind) {
            (Some(kind), _) => self.say("kind", kind, COMMAND_LINE),
            (None, Some((files, kind))) => {
                let place = self.place(&kind.span, Some(&files.path));
                let elements = if kind.value.elements { "[]" } else { "" };
                self.say("kind", format!("{}{elements}", kind.value.kind.name()), place);
            }
            (None, None) => match named(self.name) {
                Some(kind) => self.say("kind", format!("by its shape, else {}", kind.name()), "the name of the file"),
                None => self.say("kind", "by its shape", DEFAULT),
            },
        }
        let is_fixed = self.settings.schema.is_some() || self.settings.pattern.is_some();
        let pattern = fitting.iter().rev().find_map(|files| Some((files, files.pattern.as_ref()?)));
        match pattern.filter(|_| !is_fixed) {
            Some((files, pattern)) => {
                let place = self.place(&pattern.span, Some(&files.path));
                self.say("pattern", pattern.value, place);
            }
            None if is_fixed => self.say("pattern", "the one given for every draft", COMMAND_LINE),
            None => self.say("pattern", "by `patternId`", DEFAULT),
        }
    }

    fn patterns(&mut self) {
        let list =
            |paths: &[std::path::PathBuf]| paths.iter().map(|path| report_name(path)).collect::<Vec<_>>().join(", ");
        let configured = self.config().map(|config| config.values.patterns.as_slice()).unwrap_or_default();
        let from = |path: &str| self.config().map(|config| config.path_from(&self.settings.cwd, path));
        let is_configured =
            self.settings.patterns.iter().cloned().map(Some).eq(configured.iter().map(|p| from(&p.value)));
        let patterns = load::pattern_paths(self.settings);
        match configured.first().filter(|_| is_configured) {
            Some(first) => {
                let place = self.place(&first.span, None);
                self.say("patterns", list(&self.settings.patterns), place);
            }
            None if !self.settings.patterns.is_empty() => {
                self.say("patterns", list(&self.settings.patterns), COMMAND_LINE);
            }
            None if patterns.is_empty() => self.say("patterns", "none", DEFAULT),
            None => self.say("patterns", list(&patterns), DEFAULT),
        }
    }

    fn rules(&mut self, options: &EnvOptions) {
        let env = Env::with(Registry::default(), &EnvOptions { patterns: PatternFiles::default(), ..options.clone() });
        let env = env.for_file(self.name);
        let count = rules::all().count();
        let on = rules::all().filter(|rule| env.is_on(rule.id)).count();
        self.lines.push((
            "rules",
            if on == count { format!("all {count} are on") } else { format!("{on} of {count} are on") },
        ));
        let is_chosen = !self.settings.select.is_empty();
        let layers: Vec<(&Choice, Option<&Globs>)> = if is_chosen { Vec::new() } else { self.choices() };
        for (choice, globs) in layers {
            for (what, names) in [("  only", &choice.select), ("  without", &choice.ignore)] {
                if let Some(first) = names.first() {
                    let listed: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
                    let place = self.place(&first.span, globs);
                    self.say(what, listed.join(", "), place);
                }
            }
        }
        for (what, names) in [("  only", &self.settings.select), ("  without", &self.settings.ignore)] {
            if !names.is_empty() {
                self.say(what, names.join(", "), COMMAND_LINE);
            }
        }
    }

    /// The choices of rules that hold for the file, in the order in which they are heard.
    fn choices(&self) -> Vec<(&'a Choice, Option<&'a Globs>)> {
        let Some(config) = self.config() else { return Vec::new() };
        let path = self.path().unwrap_or_default();
        let files = config.values.files.iter().filter(|files| files.path.matches(&path));
        std::iter::once((&config.values.rules, None)).chain(files.map(|f| (&f.rules, Some(&f.path)))).collect()
    }

    fn severities(&mut self) {
        for (choice, globs) in self.choices() {
            for (name, severity) in &choice.severity {
                let place = self.place(&name.span, globs);
                self.say("severity", format!("{} = {}", name.value, severity.name()), place);
            }
        }
    }

    fn plausibility(&mut self, options: &EnvOptions) {
        let configured = self.config().and_then(|config| config.values.plausibility.as_ref());
        let word = if options.is_plausibility_on { "on" } else { "off" };
        match configured {
            Some(configured) => {
                let place = self.place(&configured.span, None);
                self.say("plausibility", word, place);
            }
            None => self.say("plausibility", word, DEFAULT),
        }
    }

    fn suppressed(&mut self) {
        let path = self.path();
        let entries = self.config().map(|config| config.values.suppress.as_slice()).unwrap_or_default();
        for entry in entries.iter().filter(|entry| path.as_deref().is_some_and(|path| entry.path.matches(path))) {
            let rules: Vec<&str> = entry.rules.iter().map(|rule| rule.value.as_str()).collect();
            let at = entry.pointer.as_deref().map(|at| format!(" at {at}")).unwrap_or_default();
            let place = self.place(&entry.span, Some(&entry.path));
            self.say("suppressed", format!("{}{at}: {}", rules.join(", "), entry.reason), place);
        }
    }

    fn rest(&mut self) {
        let values = self.config().map(|config| &config.values);
        let fail_on = self.settings.fail_on.map_or("never", crate::diagnostic::Severity::name);
        match values.and_then(|values| values.fail_on.as_ref()) {
            Some(configured) if configured.value == self.settings.fail_on => {
                let place = self.place(&configured.span, None);
                self.say("fail-on", fail_on, place);
            }
            None if fail_on == "error" => self.say("fail-on", fail_on, DEFAULT),
            _ => self.say("fail-on", fail_on, COMMAND_LINE),
        }
        if let Some(baseline) = &self.settings.baseline {
            let configured = values.and_then(|values| values.baseline.as_ref());
            let from = |path: &str| self.config().map(|config| config.path_from(&self.settings.cwd, path));
            match configured.filter(|configured| from(&configured.value).as_ref() == Some(baseline)) {
                Some(configured) => {
                    let place = self.place(&configured.span, None);
                    self.say("baseline", report_name(baseline), place);
                }
                None => self.say("baseline", report_name(baseline), COMMAND_LINE),
            }
        }
    }
}
