//! What each reference leads to, and whether that fits where it stands.

use std::borrow::Cow;

use super::facts::Reference;
use super::graph::{Index, Node};
use super::reference::{Fault, Parsed, Root, Target, parse};
use super::slot::Slot;
use super::{ActionType, Shape};
use crate::document::Kind;
use crate::json::{Kind as Json, Value};

/// One reference.
#[derive(Debug)]
pub(crate) struct Edge<'a> {
    pub(crate) from: Node,
    pub(crate) reference: Reference,
    /// Where it leads, or was probably meant to.
    pub(crate) to: Option<Node>,
    pub(crate) verdict: Verdict<'a>,
    /// A character that should be percent-encoded, where that is all, and the proper writing.
    pub(crate) unencoded: Option<(char, String)>,
}

/// What is to be said of a reference. One thing only: what is wrong first hides what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict<'a> {
    /// It leads somewhere, and nothing documented speaks against it.
    Fine,
    /// `$ref` is no string.
    NotText,
    /// It is not written as a reference is; with the proper writing, where that is known.
    Syntax(Fault, Option<String>),
    /// There is no such action.
    UnknownAction { id: Cow<'a, str>, fields: Vec<Cow<'a, str>> },
    /// There is no such definition.
    UnknownDefinition(Cow<'a, str>),
    /// The action puts no such field there.
    UnknownResource { of: ActionType, field: Cow<'a, str> },
    /// It stands for one measurement.
    OneMeasurement,
    /// It leads below a field or into a definition, to this.
    Deeper(Cow<'a, str>),
    /// The slot takes something else than this field; nothing stands for the whole.
    Misfit { of: ActionType, field: Option<&'static str> },
    /// The slot takes no definition.
    MisfitDefinition,
    /// The definition is of another kind than the slot takes.
    WrongKind { wanted: Kind, is: Kind },
}

impl Edge<'_> {
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
pub(super) fn resolve<'a>(from: Node, reference: Reference, text: Value<'a>, index: &mut Index<'a>) -> Edge<'a> {
    let mut edge = Edge { from, reference, to: None, verdict: Verdict::Fine, unencoded: None };
    if text.kind() != Json::String {
        edge.verdict = Verdict::NotText;
        return edge;
    }
    match text.string().unwrap_or_default() {
        Cow::Borrowed(text) => follow(&mut edge, parse(text), index),
        Cow::Owned(text) => {
            let Parsed { target, fault } = parse(&text);
            follow(&mut edge, Parsed { target: target.map(owned), fault }, index);
        }
    }
    edge
}

fn owned(target: Target<'_>) -> Target<'static> {
    let own = |name: Cow<'_, str>| Cow::Owned(name.into_owned());
    Target { root: target.root, name: own(target.name), rest: target.rest.into_iter().map(own).collect() }
}

fn follow<'a>(edge: &mut Edge<'a>, parsed: Parsed<'a>, index: &mut Index<'a>) {
    let Parsed { target, fault } = parsed;
    let to = target.as_ref().and_then(|target| index.find(target.root, &target.name));
    edge.to = to;
    if let Some(fault) = fault {
        let written = target.as_ref().map(Target::written);
        match fault {
            Fault::Unencoded(c) => edge.unencoded = written.map(|written| (c, written)),
            fault => {
                edge.verdict = Verdict::Syntax(fault, written);
                return;
            }
        }
    }
    let Some(target) = target else { return };
    let Some(to) = to else {
        edge.verdict = not_found(edge, target, index);
        return;
    };
    if edge.is_self_reference() {
        return;
    }
    edge.verdict = match to {
        Node::Action(at) => match index.action(at) {
            Some(of) => to_resource(edge.reference.slot, of, target.rest),
            // An action of no type creates nothing that could be known; its type is the finding.
            None => Verdict::Fine,
        },
        Node::Definition(at) => to_definition(edge.reference.slot, at, target.rest, index),
    };
}

fn not_found<'a>(edge: &mut Edge<'_>, target: Target<'a>, index: &Index<'_>) -> Verdict<'a> {
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
            return Verdict::Syntax(Fault::Slash, Some(meant.written()));
        }
    }
    match target.root {
        Root::Resources => Verdict::UnknownAction { id: target.name, fields: target.rest },
        Root::Definitions => Verdict::UnknownDefinition(target.name),
    }
}

fn to_resource(slot: Slot, of: ActionType, mut rest: Vec<Cow<'_, str>>) -> Verdict<'_> {
    match slot {
        Slot::OneMeasurement => return Verdict::OneMeasurement,
        Slot::Definition(_) => {
            let field = rest.first().and_then(|field| known(of, field));
            return Verdict::Misfit { of, field };
        }
        _ => {}
    }
    if rest.is_empty() {
        // Where nothing is typed, nothing speaks against the whole.
        return if slot == Slot::Open { Verdict::Fine } else { Verdict::Misfit { of, field: None } };
    }
    let Some(field) = known(of, &rest[0]) else {
        return Verdict::UnknownResource { of, field: rest.swap_remove(0) };
    };
    if rest.len() > 1 {
        return Verdict::Deeper(rest.swap_remove(1));
    }
    let fits = match slot {
        Slot::Measurements => field == "measurements",
        Slot::DraftId | Slot::ParentDraftId => of == ActionType::Draft && field == "id",
        Slot::Field(shape) => shape == if field == "id" { Shape::Text } else { Shape::Object },
        Slot::Open | Slot::OneMeasurement | Slot::Definition(_) => true,
    };
    if fits { Verdict::Fine } else { Verdict::Misfit { of, field: Some(field) } }
}

fn known(of: ActionType, field: &str) -> Option<&'static str> {
    of.fields().iter().copied().find(|known| *known == field)
}

fn to_definition<'a>(slot: Slot, at: usize, mut rest: Vec<Cow<'a, str>>, index: &mut Index<'a>) -> Verdict<'a> {
    match slot {
        Slot::OneMeasurement => Verdict::OneMeasurement,
        Slot::Measurements | Slot::DraftId | Slot::ParentDraftId => Verdict::MisfitDefinition,
        _ if !rest.is_empty() => Verdict::Deeper(rest.swap_remove(0)),
        Slot::Definition(wanted) => match index.other_kind(at, wanted) {
            Some(is) => Verdict::WrongKind { wanted, is },
            None => Verdict::Fine,
        },
        Slot::Field(shape) if shape != Shape::Object => Verdict::MisfitDefinition,
        Slot::Field(_) | Slot::Open => Verdict::Fine,
    }
}
