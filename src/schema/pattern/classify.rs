//! Patterns simple enough to be decided without a regex engine, which is most of those in schemas.

use super::ast::{Ast, Node};
use super::charset::{CharSet, CharTest};
use super::simple::{Run, Simple};

/// The simple form of a pattern, if it has one.
pub(super) fn classify(ast: &Ast) -> Option<Simple> {
    if ast.irregular {
        return None;
    }
    let mut parts = Vec::new();
    flatten(&ast.root, &mut parts);
    if is_anything(&parts) {
        return Some(Simple::Anything);
    }
    if let [Node::Alternate(branches)] = parts.as_slice() {
        return exact_branches(branches, true).map(exact);
    }
    let (from_start, parts) = match parts.as_slice() {
        [Node::Start, rest @ ..] => (true, rest),
        all => (false, all),
    };
    let (to_end, parts) = match parts {
        [rest @ .., Node::End] => (true, rest),
        all => (false, all),
    };
    if let (true, true, [Node::Alternate(branches)]) = (from_start, to_end, parts) {
        return exact_branches(branches, false).map(exact);
    }
    if let Some(text) = literal(parts) {
        return Some(match (from_start, to_end) {
            (true, true) => exact(vec![text]),
            (true, false) => Simple::Prefix(text),
            (false, true) => Simple::Suffix(text),
            (false, false) => Simple::Contains(text),
        });
    }
    match (from_start, to_end, parts) {
        (false, false, [part]) => has(part),
        (true, _, parts) => runs(parts, to_end),
        _ => None,
    }
}

/// The parts of a sequence, with groups opened: what they capture is not asked for.
fn flatten<'a>(node: &'a Node, parts: &mut Vec<&'a Node>) {
    match node {
        Node::Empty => {}
        Node::Concat(nodes) => nodes.iter().for_each(|node| flatten(node, parts)),
        Node::Capture(_, node) => flatten(node, parts),
        other => parts.push(other),
    }
}

/// Whether there is a match at the start of any text: an empty one, or one that `[^]*` takes to the end.
fn is_anything(parts: &[&Node]) -> bool {
    let at_end = |part: &&Node| matches!(part, Node::End) || is_nullable(part);
    parts.iter().all(|part| is_empty_at_start(part))
        || parts.iter().position(|part| takes_all(part)).is_some_and(|all| {
            parts[..all].iter().all(|part| is_empty_at_start(part)) && parts[all + 1..].iter().all(at_end)
        })
}

fn takes_all(node: &Node) -> bool {
    match node {
        Node::Capture(_, node) => takes_all(node),
        Node::Repeat(repeat) => {
            repeat.min == 0 && repeat.max.is_none() && matches!(&repeat.node, Node::Set(set) if set.is_full())
        }
        _ => false,
    }
}

/// Whether the part matches the empty text at the start of every text.
fn is_empty_at_start(node: &Node) -> bool {
    matches!(node, Node::Start) || is_nullable(node)
}

/// Whether the part matches the empty text anywhere.
fn is_nullable(node: &Node) -> bool {
    match node {
        Node::Empty => true,
        Node::Concat(nodes) => nodes.iter().all(is_nullable),
        Node::Alternate(nodes) => nodes.iter().any(is_nullable),
        Node::Capture(_, node) => is_nullable(node),
        Node::Repeat(repeat) => repeat.min == 0 || is_nullable(&repeat.node),
        _ => false,
    }
}

/// The text that the parts spell. `None` if half of an astral character would be left over.
fn literal(parts: &[&Node]) -> Option<Box<str>> {
    let units: Option<Vec<u16>> =
        parts.iter().map(|part| if let Node::Unit(unit) = part { Some(*unit) } else { None }).collect();
    Some(String::from_utf16(&units?).ok()?.into_boxed_str())
}

/// The texts of `a|b|c`, or of `^a$|^b$` when each branch has to bring its anchors.
fn exact_branches(branches: &[Node], anchors: bool) -> Option<Vec<Box<str>>> {
    let texts = branches.iter().map(|branch| {
        let mut parts = Vec::new();
        flatten(branch, &mut parts);
        match parts.as_slice() {
            [Node::Start, inner @ .., Node::End] if anchors => literal(inner),
            all if !anchors => literal(all),
            _ => None,
        }
    });
    texts.collect()
}

fn exact(mut texts: Vec<Box<str>>) -> Simple {
    texts.sort_unstable();
    texts.dedup();
    Simple::Exact(texts.into_boxed_slice())
}

/// `[a-z]` or `[a-z]+` without anchors: one such character somewhere.
fn has(part: &Node) -> Option<Simple> {
    let run = run(part)?;
    if run.min != 1 {
        return None;
    }
    Some(if run.set == CharSet::dot() { Simple::NonEmptyLine } else { Simple::Has(CharTest::new(&run.set)) })
}

struct Part {
    set: CharSet,
    min: usize,
    max: usize,
}

fn run(node: &Node) -> Option<Part> {
    match node {
        Node::Unit(unit) => Some(Part { set: CharSet::unit(*unit), min: 1, max: 1 }),
        Node::Set(set) => Some(Part { set: set.clone(), min: 1, max: 1 }),
        Node::Capture(_, node) => run(node),
        Node::Repeat(repeat) => match run(&repeat.node)? {
            Part { set, min: 1, max: 1 } => {
                Some(Part { set, min: repeat.min as usize, max: repeat.max.map_or(usize::MAX, |max| max as usize) })
            }
            _ => None,
        },
        _ => None,
    }
}

/// A sequence of runs in which each can take all it gets: what may come behind a run is never in the run's own set.
fn runs(parts: &[&Node], to_end: bool) -> Option<Simple> {
    let parts: Vec<Part> = parts.iter().map(|part| run(part)).collect::<Option<_>>()?;
    for (index, part) in parts.iter().enumerate() {
        if part.min == part.max {
            continue;
        }
        for follower in &parts[index + 1..] {
            if !part.set.is_disjoint(&follower.set) {
                return None;
            }
            if follower.min > 0 {
                break;
            }
        }
    }
    let runs = parts.into_iter().map(|part| Run { set: CharTest::new(&part.set), min: part.min, max: part.max });
    Some(Simple::Runs { runs: runs.collect(), to_end })
}
