//! All places of a finding, each with the source that it lies in.

use crate::diagnostic::{Diagnostic, File};
use crate::json::Span;
use crate::source::Source;

/// A place of a finding: in which source, where, what to say there.
pub(super) struct Place<'a> {
    pub(super) source: &'a Source,
    pub(super) span: &'a Span,
    pub(super) message: &'a str,
}

/// The places of a finding, the primary one first, then at most so many others, and the line that demands what is missed
/// unless a label stands there already.
pub(super) fn places<'a>(checked: &'a Source, finding: &'a Diagnostic, most: usize) -> Vec<Place<'a>> {
    let labels = std::iter::once(&finding.primary).chain(finding.labels.iter().take(most));
    let mut places: Vec<Place<'a>> = labels
        .map(|label| {
            let source = match &label.file {
                File::Checked => checked,
                File::Loaded(source) => source,
            };
            Place { source, span: &label.span, message: &label.message }
        })
        .collect();
    if let Some(demand) = &finding.demand {
        let known = |place: &Place<'_>| place.source.name() == demand.source.name() && *place.span == demand.span;
        if !places.iter().any(known) {
            places.push(Place { source: &demand.source, span: &demand.span, message: "demanded here" });
        }
    }
    places
}

/// The places beside the primary one, each with something to say.
pub(super) fn others<'a>(checked: &'a Source, finding: &'a Diagnostic, most: usize) -> Vec<Place<'a>> {
    let mut places = places(checked, finding, most);
    places.remove(0);
    for place in &mut places {
        if place.message.is_empty() {
            place.message = "belongs to it";
        }
    }
    places
}
