//! Dates in free-form data that read differently in different countries.

use crate::diagnostic::Severity;
use crate::document::Kind as DocumentKind;
use crate::json::{Kind, Value};
use crate::rules::conditions::shown;
use crate::rules::{Context, Finding, Spot};

/// So many findings of one request are enough to make the point.
const MOST: usize = 20;

pub(super) fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let field = match context.kind {
        DocumentKind::Draft | DocumentKind::Preset => "metadata",
        DocumentKind::Metadata => "customData",
        _ => return,
    };
    let Some(data) = context.body.get(field).filter(|data| data.is_object()) else { return };
    let doc = data.doc();
    let values = (data.index() + 1..data.node().next).map(|index| doc.value(index));
    let dates = values.filter(|value| value.kind() == Kind::String && value.string().is_some_and(|s| is_ambiguous(&s)));
    findings.extend(dates.take(MOST).map(ambiguous));
}

fn ambiguous(value: Value<'_>) -> Finding {
    let message = format!("{} is one date here and another one elsewhere", shown(value));
    Finding::new("field-value", Severity::Info, Spot::of(value), message)
        .help("write year, month and day in this order: `2018-07-02`")
}

/// Whether day and month can be taken for each other: `02/07/18`.
fn is_ambiguous(text: &str) -> bool {
    let Some(separator) = text.chars().find(|c| matches!(c, '/' | '-')) else { return false };
    let parts: Vec<&str> = text.splitn(4, separator).collect();
    let [first, second, year] = parts.as_slice() else { return false };
    let number = |part: &str| {
        let digits = part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse::<u8>().ok() } else { None }
    };
    let (Some(first), Some(second)) = (number(first), number(second)) else { return false };
    let has_year = matches!(year.len(), 2 | 4) && year.bytes().all(|byte| byte.is_ascii_digit());
    let either = |n: u8| (1..=12).contains(&n);
    has_year && either(first) && either(second) && first != second
}

/// A pattern for texts that cannot be meant: what does not match needs no look.
pub(crate) const fn might_be_ambiguous() -> &'static str {
    "^[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2}"
}

#[cfg(test)]
mod tests {
    use super::is_ambiguous;

    #[test]
    fn only_what_can_be_read_in_two_ways() {
        for text in ["02/07/18", "2/7/2018", "02-07-2018"] {
            assert!(is_ambiguous(text), "{text}");
        }
        for text in [
            "2018-07-02",
            "07/07/18",
            "31/07/18",
            "07/31/2018",
            "2.7.2018",
            "1/2",
            "1/2/3",
            "1/2/34/5",
            "",
            "a/b/18",
            "0/7/18",
            "1/2/20180",
        ] {
            assert!(!is_ambiguous(text), "{text}");
        }
    }
}
