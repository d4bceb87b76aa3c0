//! Places as SARIF writes them: columns count UTF-16 units, ends are exclusive, all four numbers are there.

use serde::Serialize;

use super::rules::Text;
use super::uri::uri;
use crate::json::Span;
use crate::project::Project;
use crate::source::Source;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    pub(super) physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Physical {
    pub(super) artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<Region>,
}

#[derive(Serialize)]
pub(super) struct Artifact {
    pub(super) uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl Region {
    pub(super) fn of(source: &Source, span: &Span) -> Region {
        Region {
            start_line: source.position(span.start).line,
            start_column: source.utf16_column(span.start),
            end_line: source.position(span.end).line,
            end_column: source.utf16_column(span.end),
        }
    }
}

impl Artifact {
    pub(super) fn of(project: &Project, source: &Source) -> Artifact {
        Artifact { uri: uri(project, source.name()) }
    }
}

impl Physical {
    pub(super) fn of(project: &Project, source: &Source, span: &Span) -> Physical {
        Physical { artifact_location: Artifact::of(project, source), region: Some(Region::of(source, span)) }
    }
}
