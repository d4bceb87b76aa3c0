//! What measurements of bodies are likely to be: ranges, and orders that hold for every body. Off unless asked for, since
//! nothing here is documented by the vendor.
//!
//! Three rules share this: `measurement-unit` and `measurement-value` the ranges, `measurement-order` the orders.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Section};
use crate::json::{Member, Value};

/// What measurements are held against.
#[derive(Debug, Clone)]
pub struct Plausibility {
    units: bool,
    values: bool,
    orders: bool,
    /// By id, or by name without gender and type.
    ranges: BTreeMap<String, (f64, f64)>,
    /// Which of them were set by the user.
    own: BTreeSet<String>,
}

/// What is to be said of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    /// It lies outside the range, and inside it in another unit: the range, the unit, and the value in cm.
    Unit((f64, f64), &'static str, f64),
    /// It lies outside the range in every unit.
    Outside((f64, f64)),
}

/// Other units of length that people measure in, in cm.
const UNITS: [(&str, f64); 3] = [("metres", 100.0), ("inches", 2.54), ("millimetres", 0.1)];

/// Ranges in cm, wide enough for every body that clothes are made for, by the name behind gender and type. Only heights
/// and girths: slips of units show in them.
const RANGES: [(&str, f64, f64); 15] = [
    ("Height", 100.0, 250.0),
    ("BustHeight", 70.0, 190.0),
    ("WaistHeight", 55.0, 170.0),
    ("HighHipHeight", 45.0, 160.0),
    ("LowHipHeight", 40.0, 150.0),
    ("CollarGirth", 22.0, 75.0),
    ("MidNeckGirth", 20.0, 70.0),
    ("BustGirth", 50.0, 210.0),
    ("WaistGirth", 42.0, 210.0),
    ("HighHipGirth", 48.0, 220.0),
    ("LowHipGirth", 50.0, 230.0),
    ("BicepGirth", 13.0, 75.0),
    ("ElbowGirth", 13.0, 60.0),
    ("ForearmGirth", 12.0, 60.0),
    ("WristGirth", 9.0, 35.0),
];

/// Pairs of which the first is smaller than the second on every body: a point of the trunk below another, or a limb
/// thinner than the trunk.
const ORDERS: [(&str, &str); 16] = [
    ("BustHeight", "Height"),
    ("WaistHeight", "Height"),
    ("HighHipHeight", "Height"),
    ("LowHipHeight", "Height"),
    ("HighHipHeight", "WaistHeight"),
    ("LowHipHeight", "WaistHeight"),
    ("LowHipHeight", "HighHipHeight"),
    ("MidNeckGirth", "BustGirth"),
    ("MidNeckGirth", "WaistGirth"),
    ("CollarGirth", "BustGirth"),
    ("CollarGirth", "WaistGirth"),
    ("BicepGirth", "BustGirth"),
    ("WristGirth", "BicepGirth"),
    ("WristGirth", "MidNeckGirth"),
    ("WristGirth", "CollarGirth"),
    ("WristGirth", "WaistGirth"),
];

/// Two measurements in an order that no body has: the one that should be smaller first.
pub(super) struct Inversion<'a> {
    pub(super) smaller: Member<'a>,
    pub(super) greater: Member<'a>,
}

impl Plausibility {
    /// What is to be held against, if anything is: everything where it is `on`, else what the rules that are `named`
    /// look at. Ranges of the user's own come by id or by name.
    pub fn new(on: bool, named: impl Fn(&str) -> bool, ranges: &[(String, (f64, f64))]) -> Option<Plausibility> {
        let is_on = |rule: &str| on || named(rule);
        let (units, values) = (is_on("measurement-unit"), is_on("measurement-value"));
        let orders = is_on("measurement-order");
        let mut known: BTreeMap<String, (f64, f64)> =
            RANGES.iter().map(|(name, low, high)| ((*name).to_owned(), (*low, *high))).collect();
        known.extend(ranges.iter().cloned());
        let own = ranges.iter().map(|(name, _)| name.clone()).collect();
        (units || values || orders).then_some(Plausibility { units, values, orders, ranges: known, own })
    }

    /// Whether there is nothing to say about the measurements of a request.
    pub(crate) fn accepts(&self, body: Value<'_>) -> bool {
        let Some(object) = body.get("measurements").filter(|object| object.is_object()) else { return true };
        // A repeated name is for the rules, which know the one that counts.
        if object.node().has_duplicate_keys() {
            return false;
        }
        let is_fine = |member: Member<'_>| self.judge(&member).is_none();
        object.members().all(is_fine) && (!self.orders || self.inversions(object.members()).is_empty())
    }

    /// What is to be said about the value of a measurement by itself, if anything is.
    pub(super) fn judge(&self, member: &Member<'_>) -> Option<Verdict> {
        let value = member.value.f64().filter(|value| *value > 0.0)?;
        let id = member.key.string()?;
        let (low, high) = self.ranges[self.name_of_range(&id)?];
        if (low..=high).contains(&value) {
            return None;
        }
        let unit = UNITS.iter().find(|(_, cm)| (low..=high).contains(&(value * cm)));
        match unit {
            Some((unit, cm)) => {
                self.units.then(|| Verdict::Unit((low, high), unit, (value * cm * 10.0).round() / 10.0))
            }
            None => self.values.then_some(Verdict::Outside((low, high))),
        }
    }

    /// Whether a value lies in a range that the user set: what they say of their customers is not to be doubted.
    pub(super) fn is_vouched_for(&self, member: &Member<'_>) -> bool {
        let id = member.key.string().unwrap_or_default();
        let Some(name) = self.name_of_range(&id).filter(|name| self.own.contains(*name)) else { return false };
        let (low, high) = self.ranges[name];
        member.value.f64().is_some_and(|value| (low..=high).contains(&value))
    }

    fn name_of_range<'n>(&self, id: &'n str) -> Option<&'n str> {
        let is_known = |name: &&str| self.ranges.contains_key(*name);
        Some(id).filter(is_known).or_else(|| name_of_body(id).filter(is_known))
    }

    /// Every pair in an impossible order. Values that are impossible by themselves are no part of one.
    pub(super) fn inversions<'a>(&self, members: impl Iterator<Item = Member<'a>>) -> Vec<Inversion<'a>> {
        if !self.orders {
            return Vec::new();
        }
        // Both ranges are looked at whatever rules are on: what is in inches is in no order with what is in cm.
        let ranges = Plausibility { units: true, values: true, ..self.clone() };
        let mut by_id = BTreeMap::new();
        for member in members {
            let id = member.key.string().unwrap_or_default();
            let is_body = name_of_body(&id).is_some();
            if let Some(value) = member.value.f64().filter(|value| is_body && *value > 0.0)
                && ranges.judge(&member).is_none()
            {
                by_id.insert(id.into_owned(), (value, member));
            }
        }
        let mut inversions = Vec::new();
        for gender in ["mb", "fb"] {
            let of = |name: &str| by_id.get(&format!("{gender}{name}"));
            for (smaller, greater) in ORDERS {
                if let (Some(one), Some(other)) = (of(smaller), of(greater))
                    && one.0 >= other.0
                {
                    inversions.push(Inversion { smaller: one.1, greater: other.1 });
                }
            }
        }
        inversions
    }
}

/// The name of a measurement of the body, without gender and type.
fn name_of_body(id: &str) -> Option<&str> {
    id.strip_prefix("mb").or_else(|| id.strip_prefix("fb"))
}

/// What is to be said about each measurement by itself.
pub(super) fn verdicts<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (Member<'a>, Verdict)> {
    let members = context.plausibility.map(|_| context.members(Section::Measurements)).into_iter().flatten();
    members.filter_map(|member| Some((member, context.plausibility?.judge(&member)?)))
}

/// `100 to 250 cm`.
pub(super) fn shown((low, high): (f64, f64)) -> String {
    format!("{low} to {high} cm")
}
