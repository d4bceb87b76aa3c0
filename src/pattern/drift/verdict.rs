//! Drafts that show a difference: accepted by one side, refused by the other, and for this reason.

use super::grow::{causes, grow, is_about, line, seed};
use super::{Difference, MeasurementType, Pair, Probe, Side};
use crate::json::{Doc, parse};
use crate::schema::Plan;

/// A draft that shows a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    /// Who accepts it; the other one refuses it.
    pub(crate) accepts: Side,
    /// On one line.
    pub(crate) draft: String,
}

/// What became of the search for examples.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    /// At most one for each side that accepts.
    pub(crate) examples: Vec<Example>,
    /// Some search came to an end: where no example was found, none is near.
    pub(crate) searched: bool,
}

impl Pair<'_> {
    /// Looks for drafts that show a difference; both verdicts are run on each.
    pub(crate) fn show(&self, difference: &Difference) -> Shown {
        let mut shown = Shown::default();
        for probe in &difference.probes {
            if shown.examples.iter().any(|example| example.accepts == probe.accepts) {
                continue;
            }
            let kinds = match probe.kind {
                Some(kind) => vec![kind],
                None => vec![MeasurementType::Body, MeasurementType::Final],
            };
            shown.searched = true;
            let draft = kinds.into_iter().find_map(|kind| self.try_with(probe, kind));
            shown.examples.extend(draft.map(|draft| Example { accepts: probe.accepts, draft }));
        }
        shown
    }

    fn plan_of(&self, side: Side) -> &Plan {
        match side {
            Side::Data => self.derived,
            Side::Schema => self.plan,
        }
    }

    fn try_with(&self, probe: &Probe, kind: MeasurementType) -> Option<String> {
        let draft = grow(self.plan_of(probe.accepts), seed(self.data.pattern_id, kind.name()), &probe.pins)?;
        let text = line(&draft);
        let tape = parse(&text)?;
        let doc = Doc::new(&text, &tape);
        if !self.plan_of(probe.accepts).accepts(doc.root(), false) {
            return None;
        }
        let explanation = self.plan_of(probe.accepts.other()).explain(doc.root(), false);
        if explanation.is_valid() || explanation.undecided().is_some() {
            return None;
        }
        let causes = causes(&explanation);
        let about = |id: &u32| is_about(doc, &explanation, *id, probe.section, &probe.names);
        causes.iter().any(about).then_some(text)
    }

    /// Whether a difference is one: shown by a draft, or plain without.
    pub(crate) fn stands(difference: &Difference, shown: &Shown) -> bool {
        !difference.needs_proof || !shown.examples.is_empty()
    }
}
