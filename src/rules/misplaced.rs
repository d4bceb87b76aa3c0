//! Fields that stand at the wrong place of a request, or in the request of another kind.

use super::request::MISSING_FIELD;
use super::{Context, Finding, Spot};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::document::parts::{EVERY_EXPORT, NESTING, SCALING, file_type_of};
use crate::json::Value;

/// The field of the request that holds what stands at its root by this name.
pub(super) fn home(name: &str, kind: Kind) -> Option<&'static str> {
    let nests = matches!(kind, Kind::Export | Kind::ExportProfile | Kind::Material | Kind::MaterialUpdate);
    match kind {
        _ if nests && NESTING.contains(&name) => Some("nesting"),
        Kind::Export | Kind::ExportProfile if EVERY_EXPORT.contains(&name) || file_type_of(name).is_some() => {
            Some("config")
        }
        Kind::Material | Kind::MaterialUpdate if SCALING.contains(&name) => Some("scaling"),
        Kind::PredictScan if matches!(name, "gender" | "scanHeight" | "scanWeight") => Some("content"),
        _ => None,
    }
}

/// The finding about the body of `predictBody` where that of `predictScan` belongs: it lacks everything at once.
pub(super) fn wrong_prediction(object: Value<'_>, context: &Context<'_>) -> Option<Finding> {
    let body = context.body;
    if context.kind != Kind::PredictScan || object.index() != body.index() {
        return None;
    }
    let measurements = body.member("measurements")?;
    if body.get("source").is_some() || body.get("content").is_some() {
        return None;
    }
    let message = "this is the body of `predictBody`: a scan has `source` and `content`";
    Some(
        Finding::new(MISSING_FIELD.meta.id, Severity::Error, Spot::Lack(body.index()), message)
            .label(Spot::of(measurements.key), "a prediction from measurements has these")
            .help("make it a `predictBody`, or send what the scan vendor delivers as `content`"),
    )
}

/// The finding about a material that lacks what only its creation requires.
pub(super) fn incomplete_material(object: Value<'_>, context: &Context<'_>) -> Option<Finding> {
    let body = context.body;
    if context.kind != Kind::Material || object.index() != body.index() {
        return None;
    }
    let (given, missing): (Vec<&str>, Vec<&str>) =
        ["name", "nesting", "scaling"].into_iter().partition(|name| body.get(name).is_some());
    let list = crate::words::list(&missing, "and");
    let are = if missing.len() == 1 { "is" } else { "are" };
    // Two of three look like a creation that forgot one; less looks like a change.
    let (severity, message, note) = if given.len() == 2 {
        let message = format!("{list} {are} missing: taken for the creation of a material, which requires it");
        (Severity::Warning, message, "an update may leave it out")
    } else {
        let message = format!("{list} {are} missing: taken for the update of a material");
        (Severity::Info, message, "a request that creates a material requires `name`, `nesting` and `scaling`")
    };
    Some(
        Finding::new(MISSING_FIELD.meta.id, severity, Spot::Lack(body.index()), message)
            .note(note)
            .help("to say that it is an update: `--kind material-update`, or NAME.material-update.json"),
    )
}
