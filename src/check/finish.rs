//! From places by node to spans of the file.

use std::sync::Arc;

use super::layout::{with_member, without_member};
use crate::batch::Texts;
use crate::diagnostic::{Demand, Diagnostic, Edit, File, Fix, Label, Server, Severity};
use crate::document::Unit;
use crate::json::{self, Doc, Kind, Span, SyntaxError, SyntaxErrorKind, Value, pointer};
use crate::pattern::Pattern;
use crate::rules::{Change, Demanded, Finding, Origin, Paths, Repair, Spot};
use crate::schema::{Keyword, Plan};
use crate::source::Source;

/// A text that is parsed by itself, and where it stands in its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    /// The name of the file.
    pub(super) name: &'a str,
    pub(super) content: &'a str,
    /// Offset of its first byte in the file.
    pub(super) base: usize,
    /// Its line, if it is a record of one.
    pub(super) record: Option<usize>,
}

impl Text<'_> {
    fn in_file(self, span: Span) -> Span {
        span.start + self.base..span.end + self.base
    }
}

/// Where the line that demands something stands.
pub(super) struct Demander<'a> {
    pub(super) plan: &'a Plan,
    pub(super) origin: Origin,
    pub(super) pattern: Option<&'a Pattern>,
}

/// Turns places by node into places in the file, for the findings about one body.
pub(super) struct Places<'a> {
    text: Text<'a>,
    doc: Doc<'a>,
    body: Value<'a>,
    prefix: String,
    paths: &'a Paths,
    /// Where to look up offsets of the text.
    texts: Texts<'a>,
    /// See [`Env::be_brief`](crate::env::Env::be_brief).
    is_brief: bool,
}

impl<'a> Places<'a> {
    /// For findings about a document as a whole.
    pub(super) fn of_document(text: Text<'a>, doc: Doc<'a>, paths: &'a Paths) -> Places<'a> {
        Places::below(text, doc, String::new(), paths)
    }

    /// The same for a document that stands in a larger one, at the pointer `prefix`.
    pub(super) fn below(text: Text<'a>, doc: Doc<'a>, prefix: String, paths: &'a Paths) -> Places<'a> {
        Places { text, doc, body: doc.root(), prefix, paths, texts: Texts::whole(doc), is_brief: false }
    }

    /// For findings about a batch that is on several tapes.
    pub(super) fn of_texts(self, texts: Texts<'a>) -> Places<'a> {
        Places { texts, ..self }
    }

    /// For findings about a request body.
    pub(super) fn of_body(text: Text<'a>, doc: Doc<'a>, unit: Unit, paths: &'a Paths) -> Places<'a> {
        let prefix = unit.origin.pointer(doc);
        Places { body: doc.value(unit.body), ..Places::below(text, doc, prefix, paths) }
    }

    /// For findings of which nobody looks at more than is needed.
    pub(super) fn in_brief(self, is_brief: bool) -> Places<'a> {
        Places { is_brief, ..self }
    }

    /// The pointer of a place.
    pub(super) fn pointer(&self, spot: Spot) -> String {
        match spot {
            Spot::Node(index) | Spot::Lack(index) => self.paths.pointer(&self.prefix, self.body, index),
            Spot::At(offset) => self.texts.pointer(offset),
        }
    }

    fn value(&self, spot: Spot) -> Value<'a> {
        match spot {
            Spot::Node(index) | Spot::Lack(index) => self.doc.value(index),
            Spot::At(offset) => self.texts.value(offset),
        }
    }

    /// Finishes a finding, with the line that demands what it misses.
    pub(super) fn finish_with(&self, finding: Finding, demander: Option<&Demander<'_>>) -> Diagnostic {
        if self.is_brief {
            return self.finish_in_brief(finding);
        }
        let demand = finding.demand.and_then(|demanded| demander?.find(demanded));
        self.finish(finding, demand)
    }

    pub(super) fn finish(&self, finding: Finding, demand: Option<Demand>) -> Diagnostic {
        Diagnostic {
            rule: finding.rule,
            severity: finding.severity,
            server: finding.server.unwrap_or(Server::Unknown),
            message: finding.message,
            server_messages: finding.texts,
            notes: finding.notes,
            help: finding.help,
            primary: self.label(finding.spot, finding.remark),
            labels: finding
                .labels
                .into_iter()
                .map(|(spot, remark)| self.label(spot, remark))
                .chain(finding.elsewhere)
                .collect(),
            demand,
            fixes: finding.fixes.into_iter().map(|repair| self.fix(repair)).collect(),
            pattern: None,
        }
    }

    fn finish_in_brief(&self, finding: Finding) -> Diagnostic {
        let primary = plain_label(self.span(finding.spot), self.text.record);
        let fix = |repair: Repair| Fix { title: String::new(), applicability: repair.applicability, edits: Vec::new() };
        Diagnostic {
            server: finding.server.unwrap_or(Server::Unknown),
            fixes: finding.fixes.into_iter().map(fix).collect(),
            ..Diagnostic::new(finding.rule, finding.severity, finding.message, primary)
        }
    }

    /// The bytes of the file that a place is.
    fn span(&self, spot: Spot) -> Span {
        let value = self.value(spot);
        self.text.in_file(if matches!(spot, Spot::Lack(_)) { lacking(value) } else { value.span() })
    }

    fn label(&self, spot: Spot, message: String) -> Label {
        Label { message, pointer: self.pointer(spot), ..plain_label(self.span(spot), self.text.record) }
    }

    fn fix(&self, repair: Repair) -> Fix {
        let edits = match repair.change {
            Change::Replace(spot, literal) => vec![Edit { span: self.value(spot).span(), replacement: literal }],
            Change::Remove(spots) => {
                let removed = |spot| Edit { span: without_member(self.value(spot)), replacement: String::new() };
                spots.into_iter().map(removed).collect()
            }
            Change::Insert(spot, name, literal) => vec![with_member(self.value(spot), &name, &literal)],
        };
        let in_file = |edit: Edit| Edit { span: self.text.in_file(edit.span), ..edit };
        let edits = edits.into_iter().map(in_file).collect();
        Fix { title: repair.title, applicability: repair.applicability, edits }
    }
}

/// What stands for something that an object lacks: its key; where it has none, its opening brace.
fn lacking(object: Value<'_>) -> Span {
    let before = object.index().checked_sub(1).map(|index| object.doc().value(index));
    match before.filter(|before| before.kind() == Kind::Key) {
        Some(key) => key.span(),
        None => object.span().start..(object.span().start + 1).min(object.span().end),
    }
}

impl Demander<'_> {
    fn find(&self, demanded: Demanded) -> Option<Demand> {
        let data = self.pattern.and_then(|pattern| pattern.data.as_ref());
        let of_data = |node: u32| {
            let data = data?;
            let value = data.value(node);
            Some(place(&data.document.source, value, lacking_or_self(value)))
        };
        match demanded {
            Demanded::Data(node) => of_data(node),
            Demanded::Keyword(sub, keyword) => {
                let at = self.plan.keyword_key(sub, keyword)?;
                let document = self.plan.documents().document(at.document);
                let key = document.doc().value(at.node);
                match self.origin {
                    Origin::Server => {
                        let (source, pointer) = (Arc::clone(&document.source), document.pointer(at.node));
                        Some(Demand { source, pointer, span: key.span() })
                    }
                    Origin::Data => of_data(self.origin_of(&document.pointer(at.node))?),
                    Origin::Kind => None,
                }
            }
            Demanded::Required(sub, position) => {
                let list = self.plan.keyword_value(sub, Keyword::Required)?;
                match self.origin {
                    Origin::Data => {
                        let element = list.element(position as usize)?;
                        of_data(self.origin_of(&pointer::of(list.doc(), element.index()))?)
                    }
                    _ => self.find(Demanded::Keyword(sub, Keyword::Required)),
                }
            }
        }
    }

    /// The node of the pattern data that a place of the schema made of it stands for.
    fn origin_of(&self, pointer: &str) -> Option<u32> {
        self.pattern?.derived.as_ref()?.origin(pointer)
    }
}

/// The opening brace of an object, anything else whole: a label on a whole option would fill the screen.
fn lacking_or_self(value: Value<'_>) -> Span {
    let id = value.get("id").or(value.get("group"));
    if value.is_object() { id.map_or_else(|| lacking(value), Value::span) } else { value.span() }
}

fn place(source: &Arc<Source>, value: Value<'_>, span: Span) -> Demand {
    Demand { source: Arc::clone(source), pointer: pointer::of(value.doc(), value.index()), span }
}

/// Finishes a syntax error.
pub(super) fn syntax(
    error: SyntaxError,
    rule: fn(SyntaxErrorKind) -> &'static str,
    text: Text<'_>,
    severity: Severity,
) -> Diagnostic {
    let in_file = |edit: Edit| Edit { span: text.in_file(edit.span), ..edit };
    let fix = error.fix.map(|fix| Fix { edits: fix.edits.into_iter().map(in_file).collect(), ..fix });
    Diagnostic {
        rule: rule(error.kind),
        severity,
        server: Server::Unknown,
        message: error.message,
        server_messages: Vec::new(),
        notes: Vec::new(),
        help: error.help.into_iter().collect(),
        primary: plain_label(text.in_file(error.span), text.record),
        labels: Vec::new(),
        demand: None,
        fixes: fix.into_iter().collect(),
        pattern: None,
    }
}

/// The warning about a byte-order mark at the start of a file.
pub(super) fn byte_order_mark() -> Diagnostic {
    let mark = 0..'\u{feff}'.len_utf8();
    Diagnostic {
        rule: "encoding",
        severity: Severity::Warning,
        server: Server::Unknown,
        message: "the file begins with a byte-order mark".to_owned(),
        server_messages: Vec::new(),
        notes: Vec::new(),
        help: vec!["save it as UTF-8 without a mark: not every server reads past it".to_owned()],
        primary: plain_label(mark.clone(), None),
        labels: Vec::new(),
        demand: None,
        fixes: vec![Fix {
            title: "remove the byte-order mark".to_owned(),
            applicability: crate::diagnostic::Applicability::Safe,
            edits: vec![Edit { span: mark, replacement: String::new() }],
        }],
        pattern: None,
    }
}

/// The finding about lines before this record that could not be kept until a record told what they all are.
pub(super) fn passed_over(record: Text<'_>, count: usize) -> Diagnostic {
    let span = record.in_file(0..record.content.chars().next().map_or(0, char::len_utf8));
    let message = format!("{count} lines before this one look like no request, and were not checked");
    let mut finding = Diagnostic::new("io-error", Severity::Error, message, plain_label(span, record.record));
    finding.help.push("say what they are with --kind".to_owned());
    finding
}

fn plain_label(span: json::Span, record: Option<usize>) -> Label {
    Label { file: File::Checked, record, pointer: String::new(), span, message: String::new() }
}
