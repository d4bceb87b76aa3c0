//! Every key that toile.toml may have. The lists are the parser: what is not on them is an error, and
//! `schemas/config.schema.json` is held against them.

use super::read::{Key, Placed, Wrong, fill, flag, integer, named, no, range, tables, text, texts};
use super::toml::Node;
use super::{Choice, ForFiles, Globs, Suppression, Values};
use crate::cli;
use crate::diagnostic::Severity;
use crate::json::pointer;
use crate::{rules, words};

const ROOT: &[Key<Values>] = &[
    ("patterns", |values, node| texts(node).map(|paths| values.patterns = paths)),
    ("pattern-schemas", pattern_schemas),
    ("include", |values, node| globs(node).map(|globs| values.include = globs)),
    ("exclude", |values, node| globs(node).map(|globs| values.exclude = globs)),
    ("select", |values, node| select(&mut values.rules, node)),
    ("ignore", |values, node| ignore(&mut values.rules, node)),
    ("severity", |values, node| severities(&mut values.rules, node)),
    ("fail-on", fail_on),
    ("format", format),
    ("baseline", |values, node| text(node).map(|path| values.baseline = Some(path))),
    ("resolve", resolve),
    ("plausibility", |values, node| fill(values, node, PLAUSIBILITY, "`plausibility`")),
    ("files", files),
    ("suppress", suppress),
];

const PLAUSIBILITY: &[Key<Values>] = &[("enabled", enabled), ("ranges", ranges)];

const FILES: &[Key<ForFiles>] = &[
    ("path", |entry, node| globs(node).map(|globs| entry.path = globs)),
    ("kind", kind),
    ("pattern", |entry, node| integer(node).map(|number| entry.pattern = Some(number))),
    ("select", |entry, node| select(&mut entry.rules, node)),
    ("ignore", |entry, node| ignore(&mut entry.rules, node)),
    ("severity", |entry, node| severities(&mut entry.rules, node)),
];

const SUPPRESS: &[Key<Suppression>] = &[
    ("path", |entry, node| globs(node).map(|globs| entry.path = globs)),
    ("rule", suppressed),
    ("pointer", place),
    ("reason", reason),
];

/// The tables of toile.toml with the keys that each may have, the root first.
pub fn keys() -> [(&'static str, Vec<&'static str>); 4] {
    fn names<T>(keys: &[Key<T>]) -> Vec<&'static str> {
        keys.iter().map(|(name, _)| *name).collect()
    }
    [("", names(ROOT)), ("plausibility", names(PLAUSIBILITY)), ("files", names(FILES)), ("suppress", names(SUPPRESS))]
}

/// Reads a whole configuration.
pub(super) fn read(root: &Node) -> Result<Values, Wrong> {
    let mut values = Values::default();
    fill(&mut values, root, ROOT, "toile.toml")?;
    Ok(values)
}

fn globs(node: &Node) -> Result<Globs, Wrong> {
    let texts: Vec<_> = texts(node)?.into_iter().map(|text| (text.value, text.span)).collect();
    Globs::new(&texts).map_err(|(message, span)| Wrong::new(&span, "this is no pattern of paths", message))
}

fn pattern_schemas(values: &mut Values, node: &Node) -> Result<(), Wrong> {
    for (key, value) in named(node)? {
        let Ok(number) = key.value.parse() else {
            let help = "write `397 = \"schemas/shirt.json\"`";
            return Err(Wrong::new(&key.span, "the number of a pattern is expected", "no number").help(help));
        };
        values.pattern_schemas.push((number, text(value)?));
    }
    Ok(())
}

fn resolve(values: &mut Values, node: &Node) -> Result<(), Wrong> {
    for (key, value) in named(node)? {
        if fluent_uri::Uri::parse(key.value.as_str()).is_err() {
            let help = "write `\"https://example.com/common.json\" = \"schemas/common.json\"`";
            return Err(Wrong::new(&key.span, "an absolute URI is expected", "no absolute URI").help(help));
        }
        values.resolve.push((key.value, text(value)?));
    }
    Ok(())
}

/// The words of a closed set.
fn one_of<T: Copy>(node: &Node, words: &[(&str, T)]) -> Result<T, Wrong> {
    let written = text(node)?.value;
    words.iter().find(|(word, _)| *word == written).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let near = words::nearest(&written, &names).map(|near| format!("did you mean `{near}`?"));
        let message = format!("{} is none of {}", words::code(&written), words::list(&names, "and"));
        Wrong::new(&node.span, message, near.unwrap_or_else(|| "unknown".to_owned()))
    })
}

const SEVERITIES: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];

fn fail_on(values: &mut Values, node: &Node) -> Result<(), Wrong> {
    let mut words: Vec<_> = SEVERITIES.iter().map(|(word, severity)| (*word, Some(*severity))).collect();
    words.push(("never", None));
    values.fail_on = Some(Placed { value: one_of(node, &words)?, span: node.span.clone() });
    Ok(())
}

fn format(values: &mut Values, node: &Node) -> Result<(), Wrong> {
    for written in texts(node)? {
        let output = cli::parse_format(&written.value).map_err(|error| Wrong::new(&written.span, error, "here"))?;
        values.format.push(Placed { value: output, span: written.span });
    }
    Ok(())
}

fn enabled(values: &mut Values, node: &Node) -> Result<(), Wrong> {
    values.plausibility = Some(Placed { value: flag(node)?, span: node.span.clone() });
    Ok(())
}

fn ranges(values: &mut Values, node: &Node) -> Result<(), Wrong> {
    for (id, value) in named(node)? {
        values.ranges.push((id.value, range(value)?));
    }
    Ok(())
}

fn files(values: &mut Values, node: &Node) -> Result<(), Wrong> {
    for table in tables(node)? {
        let mut entry = ForFiles::default();
        fill(&mut entry, table, FILES, "an entry of `files`")?;
        demand(table, "path", !entry.path.is_empty(), "which files it is about")?;
        values.files.push(entry);
    }
    Ok(())
}

fn kind(entry: &mut ForFiles, node: &Node) -> Result<(), Wrong> {
    let written = text(node)?;
    let value = written.value.parse().map_err(|error: String| Wrong::new(&node.span, error, "unknown kind"))?;
    entry.kind = Some(Placed { value, span: node.span.clone() });
    Ok(())
}

fn suppress(values: &mut Values, node: &Node) -> Result<(), Wrong> {
    for table in tables(node)? {
        let mut entry = Suppression { span: table.span.clone(), ..Suppression::default() };
        fill(&mut entry, table, SUPPRESS, "an entry of `suppress`")?;
        demand(table, "path", !entry.path.is_empty(), "which files it is about")?;
        demand(table, "rule", !entry.rules.is_empty(), "what it keeps quiet")?;
        demand(table, "reason", !entry.reason.is_empty(), "why, for whoever reads it next")?;
        values.suppress.push(entry);
    }
    Ok(())
}

fn demand(table: &Node, key: &str, is_there: bool, why: &str) -> Result<(), Wrong> {
    if is_there { Ok(()) } else { Err(Wrong::new(&table.span, format!("`{key}` is missing"), format!("say {why}"))) }
}

fn suppressed(entry: &mut Suppression, node: &Node) -> Result<(), Wrong> {
    entry.rules = names(node)?;
    for rule in &entry.rules {
        if !crate::suppress::can_hide(&rule.value) {
            let message = format!("`{}` cannot be suppressed", rule.value);
            return Err(Wrong::new(&rule.span, message, "always told"));
        }
    }
    Ok(())
}

fn place(entry: &mut Suppression, node: &Node) -> Result<(), Wrong> {
    let written = text(node)?.value;
    if !pointer::is_valid(&written) {
        let help = "write `/options`, `/actions/*/body/options`, or leave it out for the whole document";
        return Err(Wrong::new(&node.span, "this is no JSON Pointer", "it begins with `/`").help(help));
    }
    entry.pointer = Some(written);
    Ok(())
}

fn reason(entry: &mut Suppression, node: &Node) -> Result<(), Wrong> {
    text(node)?.value.trim().clone_into(&mut entry.reason);
    if entry.reason.is_empty() {
        return Err(Wrong::new(&node.span, "a reason that says nothing", "say why, for whoever reads it next"));
    }
    Ok(())
}

/// Rules and groups that exist.
fn names(node: &Node) -> Result<Vec<Placed<String>>, Wrong> {
    let names = texts(node)?;
    names.iter().try_for_each(known)?;
    Ok(names)
}

fn known(name: &Placed<String>) -> Result<(), Wrong> {
    let known: Vec<&str> = rules::all().flat_map(|rule| [rule.id, rule.group]).collect();
    if known.contains(&name.value.as_str()) {
        return Ok(());
    }
    let label = match words::nearest(&name.value, &known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "unknown".to_owned(),
    };
    let message = format!("no rule or group is called {}", words::code(&name.value));
    Err(Wrong::new(&name.span, message, label).help("`toile rules` lists all"))
}

fn select(choice: &mut Choice, node: &Node) -> Result<(), Wrong> {
    names(node).map(|names| choice.select = names)
}

fn ignore(choice: &mut Choice, node: &Node) -> Result<(), Wrong> {
    names(node).map(|names| choice.ignore = names)
}

fn severities(choice: &mut Choice, node: &Node) -> Result<(), Wrong> {
    for (name, value) in named(node)? {
        known(&name)?;
        if matches!(name.value.as_str(), "io-error" | "internal-error") {
            let message = format!("the severity of `{}` is fixed", name.value);
            return Err(Wrong::new(&name.span, message, "always an error"));
        }
        if matches!(&value.data, super::toml::Data::Text(text) if text == "off") {
            return Err(no(value, "`error`, `warning` or `info`").help("name the rule under `ignore` to turn it off"));
        }
        choice.severity.push((name, one_of(value, &SEVERITIES)?));
    }
    Ok(())
}
