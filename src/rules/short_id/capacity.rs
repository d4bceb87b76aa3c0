//! Whether the numbers of a sequence fit into the length of their short ids: exact, in whole numbers.

use super::{finding, shown, whole};
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
    /// The texts around the number, with the characters that they take.
    taken: Vec<(Value<'a>, usize)>,
}

impl<'a> Room<'a> {
    fn of(template: Value<'a>, context: &Context<'_>) -> Option<Room<'a>> {
        let length = context.member(template, "length")?.value;
        let mut digits = whole(length)?;
        let text = |name| {
            let value = context.member(template, name)?.value;
            let count = value.string()?.chars().count();
            (count > 0).then_some((value, count))
        };
        let ends: Vec<_> = [text("prefix"), text("suffix")].into_iter().flatten().collect();
        // It stands between the number and each of them.
        let beside = ends.len();
        let separator = text("separator").filter(|_| beside > 0).map(|(value, count)| (value, count * beside));
        let taken: Vec<_> = ends.into_iter().chain(separator).collect();
        for (_, count) in &taken {
            digits = digits.saturating_sub(i128::try_from(*count).unwrap_or(i128::MAX));
        }
        Some(Room { length, digits, taken })
    }

    /// Labels what takes characters.
    fn labels(&self, mut finding: Finding) -> Finding {
        for (value, count) in &self.taken {
            let once = value.string().map_or(0, |text| text.chars().count());
            let twice = if *count > once { ", twice" } else { "" };
            finding = finding.label(Spot::of(*value), format!("{}{twice}", characters(once)));
        }
        finding
    }
}

fn characters(count: usize) -> String {
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
                let taken: usize = room.taken.iter().map(|(_, count)| count).sum();
                format!("`length` {length} leaves no room: prefix, suffix and separators take {}", characters(taken))
            }
            _ => format!("`length` is {}: a short id has at least one character", shown(room.length)),
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
        let message = format!("an `increment` of 0 makes the same short id {} times", shown(quantity_value));
        return Some(finding(Severity::Error, Spot::of(value), message).label(Spot::of(quantity_value), "times"));
    }
    let sequence = Sequence { quantity_value, quantity, start_value, start, increment_value, increment };
    room.and_then(|room| sequence.beyond(room)).or_else(|| sequence.below_zero())
}

/// The numbers `start`, `start` + `increment` and so on, `quantity` of them.
struct Sequence<'a> {
    quantity_value: Value<'a>,
    quantity: i128,
    start_value: Option<Value<'a>>,
    start: i128,
    increment_value: Option<Value<'a>>,
    increment: i128,
}

impl Sequence<'_> {
    /// The last number; none where it is too large, either way.
    fn last(&self) -> Option<i128> {
        self.start.checked_add(self.increment.checked_mul(self.quantity - 1)?)
    }

    /// The finding about a number with more digits than there is room for.
    fn beyond(&self, room: &Room<'_>) -> Option<Finding> {
        let digits = u32::try_from(room.digits).unwrap_or(MOST_DIGITS).min(MOST_DIGITS);
        let largest = 10_i128.pow(digits) - 1;
        if self.start > largest {
            let value = self.start_value?;
            let message = format!(
                "`start` is {}, with {}, but `length` {} leaves {} for the number",
                shown(value),
                digits_of(self.start),
                shown(room.length),
                room.digits
            );
            let found = finding(Severity::Error, Spot::of(value), message);
            return Some(room.labels(found.label(Spot::of(room.length), in_all(room))));
        }
        if self.increment <= 0 || self.last().is_some_and(|last| last <= largest) {
            return None;
        }
        let fits = (largest - self.start) / self.increment + 1;
        let plural = if fits == 1 { "" } else { "s" };
        let quantity = shown(self.quantity_value);
        let message = format!("a `quantity` of {quantity} does not fit: at most {fits} short id{plural} can be formed");
        let found = finding(Severity::Error, Spot::of(self.quantity_value), message);
        let found = room.labels(found.label(Spot::of(room.length), in_all(room)));
        let exact = [self.quantity, self.increment].iter().all(|number| count_digits(*number) <= EXACT_DIGITS);
        let Some(last) = self.last().filter(|_| exact) else {
            return Some(
                found.note(format!("there is room for {} digits, and the last number has far more", room.digits)),
            );
        };
        let length = whole(room.length)? + i128::from(count_digits(last)) - room.digits;
        Some(
            found
                .note(format!("the last number is {last}, with {}; there is room for {}", digits_of(last), room.digits))
                .help(format!("take a `length` of {length}, or a `quantity` of at most {fits}")),
        )
    }

    /// What becomes of a sign is said nowhere.
    fn below_zero(&self) -> Option<Finding> {
        let (value, message) = match (self.start_value, self.increment_value) {
            (Some(start), _) if self.start < 0 => (start, format!("the sequence starts below zero: {}", shown(start))),
            (_, Some(increment)) if self.increment < 0 && self.last().is_none_or(|last| last < 0) => {
                (increment, format!("the sequence falls below zero: `increment` is {}", shown(increment)))
            }
            _ => return None,
        };
        Some(
            finding(Severity::Info, Spot::of(value), message)
                .note("whether a sign may be part of a short id is said nowhere"),
        )
    }
}

fn in_all(room: &Room<'_>) -> String {
    let left = if room.taken.is_empty() { String::new() } else { format!(", {} for the number", room.digits) };
    format!("{} in all{left}", shown(room.length).trim_matches('`'))
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
