//! Between the check and the report: what toile.toml says is meant to be, and what the baseline holds, is left out.

use crate::baseline::{self, Baseline};
use crate::config::path;
use crate::diagnostic::Diagnostic;
use crate::discover::report_name;
use crate::env::Env;
use crate::error::ToolError;
use crate::report::Report;
use crate::settings::Settings;
use crate::source::Source;
use crate::suppress::{Seen, Suppressions, add_to};

/// What keeps findings quiet.
pub(super) struct Quiet {
    baseline: Option<Baseline>,
}

impl Quiet {
    /// Reads the baseline before anything is checked, so that a broken one fails at once.
    pub(super) fn load(settings: &Settings) -> Result<Quiet, ToolError> {
        let Some(named) = &settings.baseline else { return Ok(Quiet { baseline: None }) };
        let file = path::absolute(&settings.cwd, named);
        if settings.write_baseline && !file.exists() {
            return Ok(Quiet { baseline: None });
        }
        Baseline::read(&file, &report_name(named)).map(|baseline| Quiet { baseline: Some(baseline) })
    }

    /// What fixing leaves alone.
    pub(super) fn known<'a>(&'a self, settings: &'a Settings) -> Known<'a> {
        Known { baseline: self.baseline.as_ref(), settings }
    }

    /// Leaves out of the report what is to be quiet, and adds what is to be said about that. Writes the baseline if that
    /// was asked for and the run is not `is_complete` in vain; answers what to say about it then.
    pub(super) fn apply(
        &self,
        report: &mut Report,
        settings: &Settings,
        env: &Env,
        is_complete: bool,
    ) -> Result<Option<String>, ToolError> {
        let suppresses = settings.config.as_deref().is_some_and(|config| !config.values.suppress.is_empty());
        if !suppresses && !settings.write_baseline && self.baseline.is_none() {
            return Ok(None);
        }
        let seen = Seen::new(settings, report);
        let narrowed = !settings.select.is_empty() || !settings.ignore.is_empty();
        let is_off = |rule: &str| narrowed && !env.is_on(rule);
        if let Some(config) = settings.config.as_deref() {
            let mut suppressions = Suppressions::new(config);
            for file in &mut report.files {
                let name = file.source.name().to_owned();
                report.suppressed += suppressions.filter(&name, &settings.cwd, &mut file.diagnostics);
            }
            let mut unused = suppressions.unused(&seen, is_off);
            env.settle(&mut unused);
            add_to(report, &config.source, unused);
        }
        if settings.write_baseline {
            return if is_complete { self.write(report, settings, &seen, is_off).map(Some) } else { Ok(None) };
        }
        if let Some(baseline) = &self.baseline {
            let hidden = baseline.hide(report, &settings.cwd);
            report.baselined = hidden.count;
            let mut stale = baseline.stale(&hidden, &seen, is_off);
            env.settle(&mut stale);
            add_to(report, &baseline.source, stale);
        }
        Ok(None)
    }

    fn write(
        &self,
        report: &mut Report,
        settings: &Settings,
        seen: &Seen<'_>,
        is_off: impl Fn(&str) -> bool,
    ) -> Result<String, ToolError> {
        let Some(named) = &settings.baseline else { return Ok(String::new()) };
        let target = path::absolute(&settings.cwd, named);
        let old = self.baseline.as_ref();
        let (text, count) = baseline::write(report, &target, &settings.cwd, old, seen, is_off);
        super::output::put(&settings.cwd, named, &text)?;
        let shown = report_name(named);
        report.baselined = Baseline::read(&target, &shown)?.hide(report, &settings.cwd).count;
        Ok(format!("wrote `{shown}`: {count} {}", if count == 1 { "finding" } else { "findings" }))
    }
}

/// What is meant to be, or known of old: nobody asked for it to be fixed.
pub(super) struct Known<'a> {
    baseline: Option<&'a Baseline>,
    settings: &'a Settings,
}

impl Known<'_> {
    /// Takes it out of the findings about a source.
    pub(super) fn leave_out(&self, source: &Source, diagnostics: &mut Vec<Diagnostic>) {
        if let Some(config) = self.settings.config.as_deref() {
            Suppressions::new(config).filter(source.name(), &self.settings.cwd, diagnostics);
        }
        if let Some(baseline) = self.baseline {
            baseline.leave_out(source, &self.settings.cwd, diagnostics);
        }
    }
}
