//! What each reference leads to, and whether that fits where it stands.

use std::borrow::Cow;

use super::graph::Node;
use super::index::Index;
use super::reference::{Fault, Parsed, Root, Target, parse, plain};
use super::references::Reference;
use super::slot::Slot;
use super::{ActionType, Field, Shape};
use crate::document::Kind;

/// One reference.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) from: Node,
    pub(crate) reference: Reference,
    /// Where it leads, or was probably meant to.
    pub(crate) to: Option<Node>,
    pub(crate) verdict: Verdict,
    /// A character that should be percent-encoded, where that is all, and the proper writing.
    pub(crate) unencoded: Option<Box<(char, String)>>,
}

/// What is to be said of a reference. One thing only: what is wrong first hides what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It leads somewhere, and nothing documented speaks against it.
    Fine,
    /// `$ref` is no string.
    NotText,
    /// It is not written as a reference is; with the proper writing, where that is known.
    Syntax(Box<(Fault, Option<String>)>),
    /// There is no such action.
    UnknownAction(Box<Unknown>),
    /// There is no such definition.
    UnknownDefinition(Box<str>),
    /// The action puts no such field there.
    UnknownResource { of: ActionType, field: Box<str> },
    /// It stands for one measurement.
    OneMeasurement,
    /// It leads below a field or into a definition, to this.
    Deeper(Box<str>),
    /// The slot takes something else than this field; nothing stands for the whole.
    Misfit { of: ActionType, field: Option<Field> },
    /// The slot takes no definition.
    MisfitDefinition,
    /// The definition is of another kind than the slot takes.
    WrongKind { wanted: Kind, is: Kind },
}

/// An action that is not there, and what follows its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unknown {
    pub(crate) id: String,
    pub(crate) fields: Vec<String>,
}

impl Edge {
    /// Whether the one action waits for the other, as far as can be known.
    pub(crate) fn is_dependency(&self) -> bool {
        match self.verdict {
            Verdict::Fine | Verdict::OneMeasurement | Verdict::Deeper(_) => self.to.is_some(),
            Verdict::Misfit { .. } | Verdict::MisfitDefinition => self.to.is_some() && !self.is_typed(),
            _ => false,
        }
    }

    /// Whether the documents say what a reference in this slot must lead to.
    pub(crate) fn is_typed(&self) -> bool {
        matches!(self.reference.slot, Slot::Measurements | Slot::DraftId | Slot::Definition(_))
    }

    pub(crate) fn is_self_reference(&self) -> bool {
        self.to == Some(self.from)
    }
}

/// Follows one reference.
pub(super) fn resolve(from: Node, reference: Reference, index: &Index<'_>) -> Edge {
    let mut edge = Edge { from, reference, to: None, verdict: Verdict::Fine, unencoded: None };
    if !reference.is_text {
        edge.verdict = Verdict::NotText;
        return edge;
    }
    let text = index.string(reference.text);
    match plain(&text) {
        Some((root, name, fields)) => follow_plain(&mut edge, root, name, fields, index),
        None => follow(&mut edge, parse(&text), index),
    }
    edge
}

/// Follows what is properly written and has nothing to decode: nearly all references are.
fn follow_plain(edge: &mut Edge, root: Root, name: &str, field: Option<&str>, index: &Index<'_>) {
    edge.to = index.find(root, name);
    let rest: &[&str] = field.as_slice();
    edge.verdict = if let Some(to) = edge.to {
        verdict(edge, to, rest, index)
    } else {
        let rest = rest.iter().map(|name| Cow::Borrowed(*name)).collect();
        not_found(edge, Target { root, name: Cow::Borrowed(name), rest }, index)
    };
}

fn follow(edge: &mut Edge, parsed: Parsed<'_>, index: &Index<'_>) {
    let Parsed { target, fault } = parsed;
    let to = target.as_ref().and_then(|target| index.find(target.root, &target.name));
    edge.to = to;
    if let Some(fault) = fault {
        let written = target.as_ref().map(Target::written);
        match fault {
            Fault::Unencoded(c) => edge.unencoded = written.map(|written| Box::new((c, written))),
            fault => {
                edge.verdict = Verdict::Syntax(Box::new((fault, written)));
                return;
            }
        }
    }
    let Some(target) = target else { return };
    edge.verdict = match to {
        Some(to) => verdict(edge, to, &target.rest, index),
        None => not_found(edge, target, index),
    };
}

/// Whether what a reference leads to fits where it stands.
fn verdict<S: AsRef<str>>(edge: &Edge, to: Node, rest: &[S], index: &Index<'_>) -> Verdict {
    if edge.is_self_reference() {
        return Verdict::Fine;
    }
    match to {
        Node::Action(at) => match index.action(at) {
            Some(of) => to_resource(edge.reference.slot, of, rest),
            // An action of no type creates nothing that could be known; its type is the finding.
            None => Verdict::Fine,
        },
        Node::Definition(at) => to_definition(edge.reference.slot, at, rest, index),
    }
}

fn not_found(edge: &mut Edge, target: Target<'_>, index: &Index<'_>) -> Verdict {
    // A name with a slash in it looks like two.
    const MOST: usize = 8;
    let mut name = target.name.to_string();
    for (position, next) in target.rest.iter().enumerate().take(MOST) {
        name.push('/');
        name.push_str(next);
        if let Some(to) = index.find(target.root, &name) {
            edge.to = Some(to);
            let rest = target.rest[position + 1..].to_vec();
            let meant = Target { root: target.root, name: Cow::Owned(name), rest };
            return Verdict::Syntax(Box::new((Fault::Slash, Some(meant.written()))));
        }
    }
    match target.root {
        Root::Resources => Verdict::UnknownAction(Box::new(Unknown {
            id: target.name.into_owned(),
            fields: target.rest.into_iter().map(Cow::into_owned).collect(),
        })),
        Root::Definitions => Verdict::UnknownDefinition(target.name.into()),
    }
}

fn to_resource<S: AsRef<str>>(slot: Slot, of: ActionType, rest: &[S]) -> Verdict {
    let field = rest.first().map(S::as_ref);
    let known = field.and_then(|field| of.fields().iter().copied().find(|known| known.name() == field));
    match slot {
        Slot::OneMeasurement => return Verdict::OneMeasurement,
        Slot::Definition(_) => return Verdict::Misfit { of, field: known },
        _ => {}
    }
    let Some(name) = field else {
        // Where nothing is typed, nothing speaks against the whole.
        return if slot == Slot::Open { Verdict::Fine } else { Verdict::Misfit { of, field: None } };
    };
    let Some(field) = known else { return Verdict::UnknownResource { of, field: name.into() } };
    if let Some(deeper) = rest.get(1) {
        return Verdict::Deeper(deeper.as_ref().into());
    }
    let fits = match slot {
        Slot::Measurements => field == Field::Measurements,
        Slot::DraftId | Slot::ParentDraftId => of == ActionType::Draft && field == Field::Id,
        Slot::Field(shape) => shape == if field == Field::Id { Shape::Text } else { Shape::Object },
        Slot::Open | Slot::OneMeasurement | Slot::Definition(_) => true,
    };
    if fits { Verdict::Fine } else { Verdict::Misfit { of, field: Some(field) } }
}

fn to_definition<S: AsRef<str>>(slot: Slot, at: u32, rest: &[S], index: &Index<'_>) -> Verdict {
    match (slot, rest.first()) {
        (Slot::OneMeasurement, _) => Verdict::OneMeasurement,
        (Slot::Measurements | Slot::DraftId | Slot::ParentDraftId, _) => Verdict::MisfitDefinition,
        (_, Some(deeper)) => Verdict::Deeper(deeper.as_ref().into()),
        (Slot::Definition(wanted), None) => match index.other_kind(at, wanted) {
            Some(is) => Verdict::WrongKind { wanted, is },
            None => Verdict::Fine,
        },
        (Slot::Field(shape), None) if shape != Shape::Object => Verdict::MisfitDefinition,
        (Slot::Field(_) | Slot::Open, None) => Verdict::Fine,
    }
}
