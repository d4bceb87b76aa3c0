//! `pattern-drift`: the schema of a pattern and its data disagree.

mod wording;

use std::sync::Arc;

use super::{Basis, Context, Finding, Rule, RuleMeta, Spot};
use crate::diagnostic::{File, Label, Severity};
use crate::document::Kind;
use crate::json::{Kind as Json, Value, parse, pointer};
use crate::pattern::drift::{Difference, Mark, Pair, Shown, Side, What};
use crate::pattern::survey::{Home, Survey};
use crate::pattern::{PatternData, derived_plan};
use crate::schema::Document;
use crate::source::Source;

pub(crate) static PATTERN_DRIFT: Rule = Rule::linting(
    RuleMeta {
        id: "pattern-drift",
        group: "pattern",
        severity: Severity::Error,
        summary: "the schema of a pattern and its data disagree about which drafts are legal",
        basis: Basis::Documented,
        docs: "Options are offered, and drafts are written, from pattern data; the service checks drafts with the schema. Where \
the two differ in an option, a value, a range, a measurement group, a seam or a body shape, the one allows drafts that the \
other refuses. Both files are labelled, and where one can be found, a small draft is shown that the one accepts and the other \
refuses: both verdicts were run on it.

A draft that the data allows and the schema refuses makes it an error; one that the schema accepts and the data does not \
allow, a warning. A remark changes the verdict about no draft that was found.

Both files must be loaded (`--patterns`). What stands in one file only is told there; what both say differently, in the schema. \
Only what is always demanded of a value is compared, and what cannot be understood is passed over. In files of several \
hundred options, differences are told without a draft, and those that need one to be proved are not told.

```json fail
{
  \"patternId\": 412,
  \"options\": [{\"id\": \"beltLoops\", \"type\": \"string\", \"enum\": [\"none\", \"wide\"]}]
}
```

```json pass
{
  \"patternId\": 412,
  \"options\": [{\"id\": \"closure\", \"type\": \"string\", \"enum\": [\"zip\", \"buttons\"]}]
}
```
",
    },
    lint,
)
.of(&[Kind::PatternSchema, Kind::PatternData]);

/// Larger files are compared, but no drafts are looked for.
const MOST_OPTIONS: usize = 300;
const MOST_NODES: usize = 20_000;
/// So many differences are shown with drafts.
const MOST_SHOWN: usize = 200;

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.kind == Kind::PatternSchema { lint_schema(context, findings) } else { lint_data(context, findings) }
}

fn lint_schema(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(data) = context.registry.data_for(context.file(), context.body.raw()) else { return };
    let Some(study) = context.study() else { return };
    let plan = study.loaded.as_ref().ok().and_then(|schema| schema.plan());
    let (Some(plan), Some(derived)) = (plan, derived_plan(data)) else { return };
    let pair = Pair { data, derived: &derived, plan, survey: &study.survey };
    let other = Other { side: Side::Data, document: &data.document, offset: 0 };
    report(&pair, &other, findings);
}

fn lint_data(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let text = context.body.raw();
    let Some(tape) = parse(text) else { return };
    let source = Arc::new(Source::new(context.file(), text));
    // What is no pattern data is told by other rules.
    let Ok(data) = PatternData::read(Arc::new(Document::new(source, tape, "data"))) else { return };
    let Some(plan) = context.registry.schema_for(context.file(), text, data.pattern_id) else { return };
    let Some(derived) = derived_plan(&data) else { return };
    let place = plan.sub(plan.root()).place;
    let documents = plan.documents();
    let home = Home { documents, position: place.document, offset: 0 };
    let survey = Survey::of(documents.value(place), home);
    let pair = Pair { data: &data, derived: &derived, plan, survey: &survey };
    let document = documents.document(place.document);
    report(&pair, &Other { side: Side::Schema, document, offset: context.body.index() }, findings);
}

/// The file that is not under check.
struct Other<'o> {
    side: Side,
    document: &'o Document,
    /// What is added to nodes of the data to make those of the checked document.
    offset: u32,
}

impl Other<'_> {
    /// A place in the checked file.
    fn spot(&self, mark: Mark) -> Spot {
        match mark {
            Mark::Node(node) => Spot::Node(node + self.offset),
            Mark::Lack(node) => Spot::Lack(node + self.offset),
        }
    }

    /// A place in the other file.
    fn label(&self, mark: Mark, message: String) -> Label {
        let doc = self.document.doc();
        let (node, span) = match mark {
            Mark::Node(node) => (node, doc.value(node).span()),
            Mark::Lack(node) => (node, lacking(doc.value(node))),
        };
        let source = Arc::clone(&self.document.source);
        Label { file: File::Loaded(source), record: None, pointer: pointer::of(doc, node), span, message }
    }
}

/// What stands for something that an object lacks: its key; where it has none, its opening brace.
fn lacking(object: Value<'_>) -> crate::json::Span {
    let before = object.index().checked_sub(1).map(|index| object.doc().value(index));
    match before.filter(|before| before.kind() == Json::Key) {
        Some(key) => key.span(),
        None => object.span().start..(object.span().start + 1).min(object.span().end),
    }
}

/// Reports the differences that are told in the checked file.
fn report(pair: &Pair<'_>, other: &Other<'_>, findings: &mut Vec<Finding>) {
    let is_small = pair.data.options.len() <= MOST_OPTIONS
        && pair.survey.part(Survey::ROOT).value.doc().nodes().len() <= MOST_NODES
        && pair.data.document.doc().nodes().len() <= MOST_NODES;
    let mut shown = 0;
    for difference in pair.compare() {
        let own = other.side.other();
        if difference.primary != own {
            continue;
        }
        let found = if is_small && shown < MOST_SHOWN {
            shown += 1;
            pair.show(&difference)
        } else {
            Shown::default()
        };
        if Pair::stands(&difference, &found) {
            findings.push(word(&difference, &found, other));
        }
    }
}

fn word(difference: &Difference, shown: &Shown, other: &Other<'_>) -> Finding {
    let (own, theirs) = match difference.primary {
        Side::Data => (difference.data, difference.schema),
        Side::Schema => (difference.schema, difference.data),
    };
    let told = wording::of(&difference.what);
    let spot = own.map_or(Spot::Lack(0), |mark| other.spot(mark));
    let mut finding = Finding::new(PATTERN_DRIFT.meta.id, severity(difference, shown), spot, told.message);
    if let Some(mark) = theirs {
        finding = finding.label_elsewhere(other.label(mark, told.other));
    }
    for example in &shown.examples {
        let who = match example.accepts {
            Side::Data => "the data allows this draft, and the schema refuses it",
            Side::Schema => "the schema accepts this draft, which the data does not allow",
        };
        const LONGEST: usize = 500;
        finding = finding.note(if example.draft.len() <= LONGEST {
            format!("{who}: {}", example.draft)
        } else {
            who.replace("this draft", "a draft that is too long to be shown")
        });
    }
    if shown.examples.is_empty() {
        finding = finding.note(match (&told.without, shown.searched) {
            (Some(note), _) => note.clone(),
            (None, true) => "no draft was found that the one accepts and the other refuses because of it".to_owned(),
            (None, false) => "the files are too large to look for a draft that shows it".to_owned(),
        });
    }
    finding.help(told.help)
}

fn severity(difference: &Difference, shown: &Shown) -> Severity {
    let accepted_by = |side| shown.examples.iter().any(|example| example.accepts == side);
    // What is missing is filled in by the service, unless the draft forbids it.
    if matches!(difference.what, What::NotDemanded { .. }) {
        Severity::Info
    } else if accepted_by(Side::Data) {
        Severity::Error
    } else if accepted_by(Side::Schema) || !shown.searched {
        Severity::Warning
    } else {
        Severity::Info
    }
}
