//! Escapes and character classes.

use super::ast::Node;
use super::charset::CharSet;
use super::error::PatternErrorKind as Kind;
use super::parse::{Parsed, Parser};

/// One member of a class.
enum Member {
    Unit(u16),
    Set(CharSet),
}

impl Parser<'_> {
    /// What a backslash outside a class means. `\b` and `\B` are no atoms and not handled here.
    pub(super) fn atom_escape(&mut self) -> Parsed<Node> {
        let start = self.at;
        let Some(&unit) = self.units.get(start + 1) else {
            return Err((start, Kind::TrailingBackslash));
        };
        if let Some(set) = CharSet::class_escape(unit) {
            self.at += 2;
            return Ok(Node::Set(set));
        }
        match u8::try_from(unit).unwrap_or(0) {
            b'1'..=b'9' => {
                if let Some(node) = self.back_reference() {
                    return Ok(node);
                }
            }
            b'k' if self.groups.any_named => {
                self.at += 2;
                if !self.eat(b'<') {
                    return Err((start, Kind::InvalidNamedReference));
                }
                let name = self.group_name()?;
                let number = self.groups.numbers.get(&name).copied();
                if number.is_none() {
                    self.dangling.get_or_insert(start);
                }
                self.irregular = true;
                return Ok(number.map_or(Node::Empty, Node::Backref));
            }
            _ => {}
        }
        Ok(Node::Unit(self.character_escape(false)?))
    }

    /// `\12` refers to group 12 if there are so many groups in the whole pattern; if not it is an old octal escape.
    fn back_reference(&mut self) -> Option<Node> {
        let digits = self.units[self.at + 1..].iter().take_while(|unit| (0x30..=0x39).contains(*unit)).count();
        let number = self.units[self.at + 1..self.at + 1 + digits]
            .iter()
            .fold(0_u32, |number, unit| number.saturating_mul(10).saturating_add(u32::from(unit - 0x30)));
        if number > self.groups.captures {
            return None;
        }
        self.at += 1 + digits;
        self.irregular = true;
        Some(Node::Backref(number))
    }

    /// An escape that stands for one code unit.
    fn character_escape(&mut self, in_class: bool) -> Parsed<u16> {
        let start = self.at;
        self.at += 1;
        let Some(unit) = self.peek() else {
            return Err((start, Kind::TrailingBackslash));
        };
        self.at += 1;
        Ok(match u8::try_from(unit).unwrap_or(0) {
            b'f' => 0x0C,
            b'n' => 0x0A,
            b'r' => 0x0D,
            b't' => 0x09,
            b'v' => 0x0B,
            b'b' if in_class => 0x08,
            b'0'..=b'7' => self.octal(unit - 0x30),
            b'x' => self.hex(2).unwrap_or(unit),
            b'u' => self.hex(4).unwrap_or(unit),
            b'c' => match self.peek().and_then(|next| u8::try_from(next).ok()) {
                Some(next) if next.is_ascii_alphabetic() => self.control(next),
                Some(next) if in_class && (next.is_ascii_digit() || next == b'_') => self.control(next),
                // Then the backslash is plain text, and so is what follows it.
                _ => {
                    self.at -= 1;
                    0x5C
                }
            },
            b'k' if in_class && self.groups.any_named => return Err((start, Kind::InvalidEscape)),
            _ => unit,
        })
    }

    fn control(&mut self, letter: u8) -> u16 {
        self.at += 1;
        u16::from(letter & 0x1F)
    }

    /// Up to two more digits of an old octal escape, as long as it stays below 256.
    fn octal(&mut self, first: u16) -> u16 {
        let mut value = first;
        for _ in 0..2 {
            match self.peek() {
                Some(unit @ 0x30..=0x37) if value < 0x20 => {
                    value = value * 8 + (unit - 0x30);
                    self.at += 1;
                }
                _ => break,
            }
        }
        value
    }

    fn hex(&mut self, digits: usize) -> Option<u16> {
        let value = self.units.get(self.at..self.at + digits)?.iter().try_fold(0_u16, |value, unit| {
            let digit = char::from_u32(u32::from(*unit))?.to_digit(16)?;
            Some(value << 4 | u16::try_from(digit).ok()?)
        })?;
        self.at += digits;
        Some(value)
    }

    /// `[...]`.
    pub(super) fn class(&mut self) -> Parsed<Node> {
        let start = self.at;
        self.at += 1;
        let negated = self.eat(b'^');
        let mut ranges = Vec::new();
        while !self.eat(b']') {
            let from_at = self.at;
            let from = self.class_member(start)?;
            if !self.eat(b'-') {
                push(&mut ranges, &from);
                continue;
            }
            if self.eat(b']') {
                push(&mut ranges, &from);
                ranges.push((0x2D, 0x2D));
                break;
            }
            match (from, self.class_member(start)?) {
                (Member::Unit(low), Member::Unit(high)) if low > high => {
                    return Err((from_at, Kind::RangeOutOfOrder));
                }
                (Member::Unit(low), Member::Unit(high)) => ranges.push((low, high)),
                // With a set on either side the hyphen is plain text.
                (from, to) => {
                    push(&mut ranges, &from);
                    ranges.push((0x2D, 0x2D));
                    push(&mut ranges, &to);
                }
            }
        }
        let set = CharSet::from_ranges(ranges);
        Ok(Node::Set(if negated { set.negate() } else { set }))
    }

    fn class_member(&mut self, class_start: usize) -> Parsed<Member> {
        let Some(unit) = self.peek() else {
            return Err((class_start, Kind::UnterminatedClass));
        };
        if unit != 0x5C {
            self.at += 1;
            return Ok(Member::Unit(unit));
        }
        if let Some(set) = self.units.get(self.at + 1).and_then(|letter| CharSet::class_escape(*letter)) {
            self.at += 2;
            return Ok(Member::Set(set));
        }
        self.character_escape(true).map(Member::Unit)
    }
}

fn push(ranges: &mut Vec<(u16, u16)>, member: &Member) {
    match member {
        Member::Unit(unit) => ranges.push((*unit, *unit)),
        Member::Set(set) => ranges.extend_from_slice(set.ranges()),
    }
}
