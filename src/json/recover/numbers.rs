//! Number literals, and what starts like one.

use super::reader::Reader;
use super::report::{insert, replace, shown};
use super::{SyntaxError, SyntaxErrorKind};
use crate::json::{Kind, Span, scan};

fn is_number(literal: &str) -> bool {
    scan::number(literal.as_bytes(), 0) == Ok(literal.len())
}

impl Reader<'_> {
    /// What starts with a digit, a sign or a point in the place of a value.
    pub(super) fn number(&mut self) {
        let span = self.at..self.bare_word_end(self.at);
        let literal = &self.text[span.clone()];
        if is_number(literal) {
            self.leaf(Kind::Number, span);
            return;
        }
        let unsigned = literal.trim_start_matches(['-', '+']);
        if ["nan", "inf", "infinity"].iter().any(|name| unsigned.eq_ignore_ascii_case(name)) {
            self.non_finite(span.end);
            return;
        }
        match slip(literal, span.start) {
            Some(error) => self.tell(error),
            None => self.bad_number(literal, span.clone()),
        }
        self.unreadable(span);
    }

    fn bad_number(&mut self, literal: &str, span: Span) {
        let prefix = scan::number(literal.as_bytes(), 0).unwrap_or(0);
        let help = if prefix > 0 && literal[prefix..].chars().all(char::is_alphabetic) {
            "a number has no unit after it"
        } else if literal.ends_with(['e', 'E', '+', '-']) {
            "digits are missing at its end"
        } else {
            "if it is a text, it stands between quotes"
        };
        let message = format!("{} is no JSON number", shown(literal));
        self.tell_disorder(SyntaxError::new(SyntaxErrorKind::BadNumber, span, message).help(help));
    }
}

/// The one slip that keeps a literal from being a number, if it is one of the usual ones.
fn slip(literal: &str, start: usize) -> Option<SyntaxError> {
    plus_sign(literal, start)
        .or_else(|| leading_zero(literal, start))
        .or_else(|| missing_digit(literal, start))
        .or_else(|| hex_number(literal, start))
        .or_else(|| digit_separator(literal, start))
}

fn plus_sign(literal: &str, start: usize) -> Option<SyntaxError> {
    literal.strip_prefix('+').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && is_number(rest))?;
    Some(
        SyntaxError::new(SyntaxErrorKind::PlusSign, start..start + 1, "a JSON number has no plus sign")
            .safe("remove the `+`", vec![replace(start..start + 1, "")]),
    )
}

fn leading_zero(literal: &str, start: usize) -> Option<SyntaxError> {
    let digits = literal.strip_prefix('-').unwrap_or(literal);
    let significant = digits.trim_start_matches('0');
    let kept =
        if significant.starts_with(|c: char| c.is_ascii_digit()) { significant.len() } else { significant.len() + 1 };
    let zeros = digits.len().checked_sub(kept).filter(|&zeros| zeros > 0)?;
    if !is_number(&digits[zeros..]) {
        return None;
    }
    let at = start + literal.len() - digits.len();
    Some(
        SyntaxError::new(SyntaxErrorKind::LeadingZero, at..at + zeros, "a JSON number has no zeros in front")
            .help("a code with leading zeros is a text, and stands between quotes")
            .guess("remove the zeros", vec![replace(at..at + zeros, "")]),
    )
}

/// `.5` and `1.`: a point without a digit on one side.
fn missing_digit(literal: &str, start: usize) -> Option<SyntaxError> {
    let point = literal.find('.')?;
    let (before, after) = literal.split_at(point);
    let span = start + point..start + point + 1;
    let (kind, message, at, whole) = if matches!(before, "" | "-") {
        let message = "a digit is missing before the `.`";
        (SyntaxErrorKind::LeadingDot, message, span.start, format!("{before}0{after}"))
    } else {
        let message = "a digit is missing after the `.`";
        (SyntaxErrorKind::TrailingDot, message, span.end, format!("{before}.0{}", &after[1..]))
    };
    is_number(&whole)
        .then(|| SyntaxError::new(kind, span, message).safe("insert a `0`", vec![insert(at, "0")]))
        .filter(|_| !is_number(literal))
}

fn hex_number(literal: &str, start: usize) -> Option<SyntaxError> {
    let digits = literal.strip_prefix('-').unwrap_or(literal);
    let hex = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"))?;
    if hex.is_empty() || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let span = start..start + literal.len();
    let message = format!("{} is written in base 16, and JSON numbers in base 10", shown(literal));
    let error = SyntaxError::new(SyntaxErrorKind::HexNumber, span.clone(), message);
    let sign = &literal[..literal.len() - digits.len()];
    Some(match u64::from_str_radix(hex, 16) {
        Ok(value) => {
            let decimal = format!("{sign}{value}");
            error.guess(format!("write `{decimal}`"), vec![replace(span, decimal)])
        }
        Err(_) => error,
    })
}

fn digit_separator(literal: &str, start: usize) -> Option<SyntaxError> {
    if !literal.contains('_') || !is_number(&literal.replace('_', "")) {
        return None;
    }
    let edits: Vec<_> =
        literal.match_indices('_').map(|(offset, _)| replace(start + offset..start + offset + 1, "")).collect();
    let first = edits[0].span.clone();
    Some(
        SyntaxError::new(SyntaxErrorKind::DigitSeparator, first, "a JSON number has no `_` between its digits")
            .safe("remove the `_`", edits),
    )
}
