//! Whether the numbers of a sequence fit into the length of their short ids: exact, in whole numbers.

use super::{finding, whole};
use crate::diagnostic::Severity;
use crate::json::Value;
use crate::rules::{Context, Finding, Spot};

/// So many digits hold every number that is looked at.
const MOST_DIGITS: u32 = 38;
/// Larger numbers are known to be large, and no more.
const EXACT_DIGITS: u32 = 30;

/// What a template leaves for the number, and what takes the rest.
struct Room<'a> {
    length: Value<'a>,
    /// `length` less everything else; negative where that alone is too long.
    digits: i128,
    /// The texts around the number, by name, with the characters that they take.
    taken: Vec<(&'static str, Value<'a>, usize)>,
}

impl<'a> Room<'a> {
    fn of(template: Value<'a>, context: &Context<'_>) -> Option<Room<'a>> {
        let length = context.member(template, "length")?.value;
        let mut digits = whole(length)?;
        let text = |name: &'static str| {
            let value = context.member(template, name)?.value;
            let count = value.string()?.chars().count();
            (count > 0).then_some((name, value, count))
        };
        let ends: Vec<_> = [text("prefix"), text("suffix")].into_iter().flatten().collect();
        // It stands between the number and each of them.
        let separator = text("separator").map(|(name, value, count)| (name, value, count * ends.len()));
        let taken: Vec<_> = ends.into_iter().chain(separator).filter(|(.., count)| *count > 0).collect();
        for (.., count) in &taken {
            digits = digits.saturating_sub(i128::try_from(*count).unwrap_or(i128::MAX));
        }
        Some(Room { length, digits, taken })
    }

    /// Labels what takes characters.
    fn labels(&self, mut finding: Finding) -> Finding {
        for (name, value, count) in &self.taken {
            let both = if *name == "separator" && *count > value.string().map_or(0, |text| text.chars().count()) {
                ", twice"
            } else {
                ""
            };
            finding = finding.label(Spot::of(*value), format!("{}{both}", characters(*count as i128)));
        }
        finding
    }
}

fn characters(count: i128) -> String {
    format!("{count} character{}", if count == 1 { "" } else { "s" })
}

/// Looks at the length of short ids, and at what a sequence comes to.
pub(super) fn lint(
    parameters: Value<'_>,
    template: Value<'_>,
    sequential: bool,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) {
    let room = Room::of(template, context);
    if let Some(room) = room.as_ref().filter(|room| room.digits < 1) {
        let message = match whole(room.length) {
            Some(length) if length > 0 => {
                let taken: usize = room.taken.iter().map(|(.., count)| count).sum();
                format!("`length` {length} leaves no room: prefix, suffix and separators take {}", characters(taken as i128))
            }
            _ => format!("`length` is {}: a short id has at least one character", room.length.raw()),
        };
        findings.push(room.labels(finding(Severity::Error, Spot::of(room.length), message)));
        return;
    }
    if sequential {
        findings.extend(sequence(parameters, template, room.as_ref(), context));
    }
}

fn sequence(
    parameters: Value<'_>,
    template: Value<'_>,
    room: Option<&Room<'_>>,
    context: &Context<'_>,
) -> Option<Finding> {
    let quantity_value = context.member(parameters, "quantity")?.value;
    let quantity = whole(quantity_value).filter(|quantity| *quantity > 0)?;
    let number = |name: &str, otherwise: i128| match context.member(template, name) {
        Some(member) => whole(member.value).map(|number| (Some(member.value), number)),
        None => Some((None, otherwise)),
    };
    let (start_value, start) = number("start", 0)?;
    let (increment_value, increment) = number("increment", 1)?;
    if let Some(value) = increment_value.filter(|_| increment == 0 && quantity > 1) {
        let message = format!("an `increment` of 0 makes the same short id {} times", quantity_value.raw());
        return Some(finding(Severity::Error, Spot::of(value), message).label(Spot::of(quantity_value), "times"));
    }
    let last = increment.checked_mul(quantity - 1).and_then(|way| start.checked_add(way));
    if let Some(value) = start_value.filter(|_| start < 0) {
        let message = format!("the sequence starts below zero: {}", value.raw());
        return Some(finding(Severity::Info, Spot::of(value), message).help("a sign is no part of a short id"));
    }
    if let (Some(value), true) = (increment_value, last.map_or(increment < 0, |last| last < 0)) {
        let message = format!("the sequence falls below zero: `increment` is {}", value.raw());
        let found = finding(Severity::Info, Spot::of(value), message).label(Spot::of(quantity_value), "short ids");
        return Some(found.help("a sign is no part of a short id"));
    }
    let room = room?;
    let digits = u32::try_from(room.digits).unwrap_or(MOST_DIGITS).min(MOST_DIGITS);
    let largest = 10_i128.pow(digits) - 1;
    let highest = last.map(|last| last.max(start));
    if highest.is_some_and(|highest| highest <= largest) {
        return None;
    }
    let highest = highest.filter(|_| [quantity, increment].map(count_digits).iter().all(|count| *count <= EXACT_DIGITS));
    if start > largest {
        let start_value = start_value?;
        let message = format!(
            "`start` {} has {}, and `length` {} leaves {} for the number",
            start_value.raw(),
            digits_of(start),
            room.length.raw(),
            room.digits
        );
        let found = finding(Severity::Error, Spot::of(start_value), message)
            .label(Spot::of(room.length), characters_in_all(room));
        return Some(room.labels(found));
    }
    let fits = (largest - start) / increment + 1;
    let needs = match highest {
        Some(highest) => format!("the last number is {highest}, with {}", digits_of(highest)),
        None => "the last number has more digits than can be counted here".to_owned(),
    };
    let message = format!(
        "`quantity` {} does not fit: at most {fits} short id{} can be formed",
        quantity_value.raw(),
        if fits == 1 { "" } else { "s" }
    );
    let mut found = finding(Severity::Error, Spot::of(quantity_value), message)
        .label(Spot::of(room.length), characters_in_all(room));
    found = room.labels(found).note(format!("{needs}; there is room for {}", room.digits));
    if let Some(highest) = highest {
        let longer = i128::from(count_digits(highest)) - room.digits;
        let length = whole(room.length)?.checked_add(longer)?;
        found = found.help(format!("take a `length` of {length}, or a `quantity` of at most {fits}"));
    }
    Some(found)
}

fn characters_in_all(room: &Room<'_>) -> String {
    let left = if room.taken.is_empty() { String::new() } else { format!(", {} of them for the number", room.digits) };
    format!("{}{left}", characters(whole(room.length).unwrap_or_default()))
}

fn count_digits(number: i128) -> u32 {
    number.checked_ilog10().map_or(1, |log| log + 1)
}

fn digits_of(number: i128) -> String {
    let count = count_digits(number);
    if count > EXACT_DIGITS {
        return format!("more than {EXACT_DIGITS} digits");
    }
    format!("{count} digit{}", if count == 1 { "" } else { "s" })
}
