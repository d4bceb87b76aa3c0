//! From the tree of a regular pattern to the syntax of the `regex` crate.
//!
//! A surrogate is no character in Rust, so each surrogate code unit is given a private character instead, in the
//! pattern and in the text: `U+D800 + k` becomes `U+100000 + k`. A text holds no such character of its own once
//! its astral characters are taken apart, so the two languages agree on every text.

use std::borrow::Cow;
use std::fmt::Write;

use super::ast::{Node, Repeat};
use super::charset::CharSet;

/// The private character of surrogate `U+D800`.
const PRIVATE: u32 = 0x10_0000;
const SURROGATES: std::ops::RangeInclusive<u16> = 0xD800..=0xDFFF;

/// The text with each astral character as two private ones. Nearly no text needs a copy.
pub(super) fn split_astral(text: &str) -> Cow<'_, str> {
    // Only astral characters have a byte from 0xF0 on.
    if !text.bytes().any(|byte| byte >= 0xF0) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.encode_utf16().filter_map(|unit| char::from_u32(stand_in(unit))).collect())
}

/// The Rust character for a code unit.
fn stand_in(unit: u16) -> u32 {
    if SURROGATES.contains(&unit) { PRIVATE + u32::from(unit - SURROGATES.start()) } else { u32::from(unit) }
}

/// The pattern in the syntax of the `regex` crate; `None` for what is not regular.
pub(super) fn translate(node: &Node) -> Option<String> {
    let mut out = String::new();
    write_node(&mut out, node)?;
    Some(out)
}

fn write_node(out: &mut String, node: &Node) -> Option<()> {
    match node {
        Node::Empty => out.push_str("(?:)"),
        Node::Unit(unit) => write_unit(out, *unit),
        Node::Set(set) => write_set(out, set),
        Node::Start => out.push_str(r"\A"),
        Node::End => out.push_str(r"\z"),
        Node::WordBoundary { negated: false } => out.push_str(r"(?-u:\b)"),
        Node::WordBoundary { negated: true } => out.push_str(r"(?-u:\B)"),
        Node::Concat(nodes) => nodes.iter().try_for_each(|node| write_grouped(out, node))?,
        Node::Alternate(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                if index > 0 {
                    out.push('|');
                }
                write_node(out, node)?;
            }
        }
        // Nobody asks what was captured, and the engines are faster without.
        Node::Capture(_, node) => write_grouped(out, node)?,
        Node::Repeat(repeat) => write_repeat(out, repeat)?,
        Node::Look { .. } | Node::Backref(_) => return None,
    }
    Some(())
}

fn write_grouped(out: &mut String, node: &Node) -> Option<()> {
    if matches!(node, Node::Alternate(_)) {
        out.push_str("(?:");
        write_node(out, node)?;
        out.push(')');
        return Some(());
    }
    write_node(out, node)
}

fn write_repeat(out: &mut String, repeat: &Repeat) -> Option<()> {
    out.push_str("(?:");
    write_node(out, &repeat.node)?;
    out.push(')');
    // Writing to a String cannot fail.
    let _ = match (repeat.min, repeat.max) {
        (0, None) => write!(out, "*"),
        (1, None) => write!(out, "+"),
        (min, None) => write!(out, "{{{min},}}"),
        (min, Some(max)) => write!(out, "{{{min},{max}}}"),
    };
    // Whether a quantifier is lazy decides what is captured, not whether there is a match.
    Some(())
}

fn write_unit(out: &mut String, unit: u16) {
    match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
        _ => {
            let _ = write!(out, r"\x{{{:X}}}", stand_in(unit));
        }
    }
}

fn write_set(out: &mut String, set: &CharSet) {
    if set.is_full() {
        out.push_str("(?s:.)");
        return;
    }
    // A set that reaches the end is mostly a negated class: as such it is short. The two differ only in characters
    // that no text holds.
    let open = set.ranges().last().is_none_or(|(_, high)| *high == u16::MAX);
    let negated = open && !set.ranges().is_empty();
    let listed = if negated { Cow::Owned(set.negate()) } else { Cow::Borrowed(set) };
    out.push_str(if negated { "[^" } else { "[" });
    if listed.ranges().is_empty() {
        // An empty class, which has no spelling of its own.
        out.push_str(r"^\x{0}-\x{10FFFF}");
    }
    for &(low, high) in listed.ranges() {
        let before = (low, high.min(SURROGATES.start() - 1));
        let inside = (low.max(*SURROGATES.start()), high.min(*SURROGATES.end()));
        let after = (low.max(SURROGATES.end() + 1), high);
        for (low, high) in [before, inside, after] {
            if low <= high {
                let _ = write!(out, r"\x{{{:X}}}-\x{{{:X}}}", stand_in(low), stand_in(high));
            }
        }
    }
    out.push(']');
}
