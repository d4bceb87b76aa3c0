//! The batches of a run, drawn for the formats that show them.

use std::collections::HashMap;

use super::{read, threads};
use crate::discover::{Inputs, Origin};
use crate::env::Env;
use crate::error::ToolError;
use crate::graph::{self, draw};
use crate::render::Format;
use crate::report::{FileReport, Picture, Report};
use crate::settings::Settings;
use crate::source::Source;

/// Batches that are drawn, the ones with findings first.
const MOST_PICTURES: usize = 24;
/// Actions and definitions of one drawing: nobody sees anything in a larger one, and it takes room.
const MOST_NODES: usize = 150;
/// Bytes of a batch that is looked at for this. Larger ones have far more actions.
const MOST_BYTES: u64 = 1 << 20;

/// Draws the batches of a report, if a format of the run shows them. Drawings tell what a mask hides.
pub(super) fn add(
    report: &mut Report,
    settings: &Settings,
    env: &Env,
    found: &Inputs,
    stdin: Option<&[u8]>,
) -> Result<(), ToolError> {
    let is_shown = settings.outputs.iter().any(|output| output.format == Format::Html);
    if settings.mask || !is_shown {
        return Ok(());
    }
    let mut batches: Vec<&FileReport> = report.files.iter().filter(|file| file.kind == Some("batch")).collect();
    batches.sort_by_key(|file| file.diagnostics.is_empty());
    let origins: HashMap<&str, &Origin> =
        found.inputs.iter().map(|input| (input.name.as_str(), &input.origin)).collect();
    let draw_all = || -> Vec<Picture> {
        let drawing = |file: &FileReport| {
            let source = text(file, origins.get(file.source.name())?, stdin.filter(|_| !settings.fix))?;
            let picture = graph::Picture::of(&source, &file.diagnostics, env).ok()?;
            (1..=MOST_NODES).contains(&picture.nodes.len()).then_some((file.source.name().to_owned(), picture))
        };
        let drawn = batches.iter().filter_map(|file| drawing(file)).take(MOST_PICTURES).enumerate();
        drawn.map(|(number, (file, picture))| finish(number, file, picture)).collect()
    };
    // Deep documents need the stack that threads of the check have.
    report.pictures = threads::in_pool(settings, draw_all)?;
    Ok(())
}

/// The text of a batch, if it is small. That of a clean one was let go after the check and is read again.
fn text(file: &FileReport, origin: &Origin, stdin: Option<&[u8]>) -> Option<Source> {
    let name = file.source.name();
    let kept = file.source.text_from(0);
    let bytes = match origin {
        _ if !kept.is_empty() => (kept.len() as u64 <= MOST_BYTES).then(|| kept.as_bytes().to_vec())?,
        Origin::Stdin => stdin.filter(|bytes| bytes.len() as u64 <= MOST_BYTES)?.to_vec(),
        Origin::File(path) => {
            let meta = std::fs::metadata(path).ok()?;
            (meta.is_file() && meta.len() <= MOST_BYTES).then(|| read::file(path).ok())??
        }
    };
    match read::source(name, bytes) {
        (source, None) => Some(source),
        _ => None,
    }
}

fn finish(number: usize, file: String, mut picture: graph::Picture) -> Picture {
    picture.prefix = format!("p{number}-");
    Picture { file, svg: draw(&picture, crate::cli::Drawing::Svg) }
}
