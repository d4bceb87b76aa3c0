//! Where in a request the configurations stand that several kinds of request share.

use super::Context;
use crate::document::Kind;
use crate::json::Value;
use crate::json::pointer::Step;

/// What a configuration configures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Nesting,
    Scaling,
    ExportConfig,
}

/// The configuration that a value is a direct member of, and the name that it has there.
pub(crate) fn part_of(value: Value<'_>, context: &Context<'_>) -> Option<(Part, String)> {
    let mut steps = context.steps(value);
    let Some(Step::Name(name)) = steps.pop() else { return None };
    let part = match steps.pop() {
        Some(Step::Name(parent)) if parent == "nesting" => Part::Nesting,
        Some(Step::Name(parent)) if parent == "scaling" => Part::Scaling,
        Some(Step::Name(parent)) if parent == "config" && steps.is_empty() => Part::ExportConfig,
        None if context.kind == Kind::Nesting => Part::Nesting,
        None if context.kind == Kind::Scaling => Part::Scaling,
        None if context.kind == Kind::ExportConfig => Part::ExportConfig,
        _ => return None,
    };
    Some((part, name))
}

/// The nesting configurations of a request: its own first, then those of its materials.
pub(crate) fn nestings<'a>(context: &Context<'a>) -> Vec<Value<'a>> {
    let written = |value: &Value<'a>| value.is_object() && !context.is_hole(*value);
    let own = match context.kind {
        Kind::Nesting => Some(context.body),
        Kind::Export | Kind::ExportProfile | Kind::Material | Kind::MaterialUpdate => context.body.get("nesting"),
        _ => None,
    };
    let materials = match context.kind {
        Kind::Draft | Kind::Export | Kind::Preset => context.body.get("materials").filter(written),
        _ => None,
    };
    let of_materials = materials.into_iter().flat_map(Value::members).filter_map(|member| member.value.get("nesting"));
    own.into_iter().chain(of_materials).filter(written).collect()
}

/// The configuration of an export, and the file type that it is for, where that is said.
pub(crate) fn export_config<'a>(context: &Context<'a>) -> Option<(Value<'a>, Option<Value<'a>>)> {
    let config = match context.kind {
        Kind::ExportConfig => context.body,
        Kind::Export | Kind::ExportProfile => context.body.get("config")?,
        _ => return None,
    };
    let file_type = context.body.get("fileType").filter(|_| context.kind != Kind::ExportConfig);
    (config.is_object() && !context.is_hole(config)).then_some((config, file_type))
}
