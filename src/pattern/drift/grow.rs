//! The smallest draft that a plan accepts and that has what is wanted of it: begun with next to nothing, and mended where
//! the plan objects, until it does not.

use serde_json::{Map, Value as Json, json};

use super::{Pin, Want};
use crate::json::pointer::{Step, steps};
use crate::json::{Decimal, Doc, js_number, parse};
use crate::schema::{Detail, Explanation, Keyword, Plan, Record, RecordId, ScopeKind, to_serde};

/// So often a draft is mended.
const MOST_ROUNDS: usize = 120;

/// Grows a draft. `None` where no mending helps.
pub(super) fn grow(plan: &Plan, start: Json, pins: &[Pin]) -> Option<Json> {
    let mut draft = start;
    for pin in pins {
        let value = match &pin.want {
            Want::Exactly(value) => value.clone(),
            Want::Anything => json!(1),
            Want::Nothing => continue,
        };
        let root = draft.as_object_mut()?;
        let section = root.entry(pin.section).or_insert_with(|| json!({}));
        section.as_object_mut()?.insert(pin.name.clone(), value);
    }
    for _ in 0..MOST_ROUNDS {
        let text = draft.to_string();
        let tape = parse(&text)?;
        let doc = Doc::new(&text, &tape);
        let explanation = plan.explain(doc.root(), false);
        if explanation.undecided().is_some() {
            return None;
        }
        if explanation.is_valid() {
            return Some(draft);
        }
        let mender = Mender { plan, doc, explanation: &explanation, pins };
        let mended = causes(&explanation).into_iter().find_map(|id| mender.mend(id, &draft))?;
        draft = mended;
    }
    None
}

/// The records behind an explanation: what texts replaced, and what none did.
pub(super) fn causes(explanation: &Explanation<'_, '_>) -> Vec<RecordId> {
    let mut causes = Vec::new();
    for &id in explanation.live() {
        let record = explanation.record(id);
        if record.keyword == Keyword::ErrorMessage { causes.extend(&record.taken) } else { causes.push(id) }
    }
    causes.sort_unstable();
    causes
}

struct Mender<'m, 'd> {
    plan: &'m Plan,
    doc: Doc<'d>,
    explanation: &'m Explanation<'m, 'd>,
    pins: &'m [Pin],
}

impl Mender<'_, '_> {
    /// The draft with one objection met; nothing where it cannot be.
    fn mend(&self, id: RecordId, draft: &Json) -> Option<Json> {
        let record = self.explanation.record(id);
        if self.is_in_branch(record) {
            return None;
        }
        let path: Vec<String> = steps(self.doc.root(), record.at)
            .into_iter()
            .map(|step| match step {
                Step::Name(name) => Some(name),
                Step::Index(_) => None,
            })
            .collect::<Option<_>>()?;
        match (record.keyword, &record.detail) {
            (
                Keyword::Required | Keyword::Dependencies,
                Detail::Missing(name) | Detail::Depends { missing: name, .. },
            ) => self.insert(draft, &path, name),
            (Keyword::AdditionalProperties | Keyword::PropertyNames, Detail::Key(key)) => {
                let name = self.doc.value(*key).string()?;
                self.remove(draft, &path, &name)
            }
            (Keyword::OneOf | Keyword::AnyOf, detail) => self.choose(draft, &path, record, detail),
            (Keyword::Not | Keyword::FalseSchema, _) => {
                let (name, object) = path.split_last()?;
                self.remove(draft, object, name)
            }
            (keyword, _) => {
                let value = self.better(record, keyword)?;
                self.set(draft, &path, value)
            }
        }
    }

    /// Whether a record is of a branch that need not hold.
    fn is_in_branch(&self, record: &Record<'_>) -> bool {
        let mut scope = record.scope;
        while scope != 0 {
            let this = self.explanation.scope(scope);
            if matches!(this.kind, ScopeKind::AnyOf(_) | ScopeKind::OneOf(_) | ScopeKind::Contains) {
                return true;
            }
            scope = this.parent;
        }
        false
    }

    /// A value that the keyword takes.
    fn better(&self, record: &Record<'_>, keyword: Keyword) -> Option<Json> {
        let bounds = self.plan.bounds(record.sub);
        match keyword {
            Keyword::Enum => self.plan.enumeration(record.sub).first().map(|value| to_serde(*value)),
            Keyword::Const => self.plan.constant(record.sub).map(to_serde),
            Keyword::Type => Some(match self.plan.types(record.sub)?.names().first().copied()? {
                "object" => json!({}),
                "array" => json!([]),
                "string" => json!("x"),
                "boolean" => json!(true),
                "null" => Json::Null,
                _ => match bounds.minimum {
                    Some(limit) => number(Decimal::parse(limit.raw)?),
                    None => json!(1),
                },
            }),
            Keyword::Minimum
            | Keyword::ExclusiveMinimum
            | Keyword::MultipleOf
            | Keyword::Maximum
            | Keyword::ExclusiveMaximum => {
                let step = self.plan.multiple_of_literal(record.sub).and_then(Decimal::parse);
                let unit = step.or(Decimal::parse("1"))?;
                let value = match (bounds.minimum, bounds.maximum) {
                    (Some(low), _) => {
                        let limit = Decimal::parse(low.raw)?;
                        let from = step.map_or(Some(limit), |step| limit.ceil_to_multiple(step))?;
                        if low.exclusive && from == limit { from.checked_add(unit)? } else { from }
                    }
                    (None, Some(high)) => {
                        let limit = Decimal::parse(high.raw)?;
                        let to = step.map_or(Some(limit), |step| limit.floor_to_multiple(step))?;
                        if high.exclusive && to == limit { to.checked_sub(unit)? } else { to }
                    }
                    (None, None) => Decimal::ZERO,
                };
                Some(number(value))
            }
            _ => None,
        }
    }

    /// Makes one branch of a choice hold, by giving or taking away a name.
    fn choose(&self, draft: &Json, path: &[String], record: &Record<'_>, detail: &Detail<'_>) -> Option<Json> {
        let branches = self.plan.branches(record.sub, record.keyword);
        let names = |branch: usize| self.plan.required_only(*branches.get(branch)?);
        if let Detail::Passing(Some([first, second])) = detail {
            let names = [second, first].into_iter().filter_map(|branch| names(*branch)).flatten();
            return names.into_iter().find_map(|name| self.remove(draft, path, name));
        }
        (0..branches.len()).filter_map(names).find_map(|names| {
            let object = at(draft, path)?;
            let missing = names.iter().filter(|name| object.get(**name).is_none());
            let mut mended = None;
            for name in missing {
                mended = Some(self.insert(mended.as_ref().unwrap_or(draft), path, name)?);
            }
            mended
        })
    }

    fn pin(&self, path: &[String], name: &str) -> Option<&Want> {
        let [section] = path else { return None };
        self.pins.iter().find(|pin| pin.section == section && pin.name == name).map(|pin| &pin.want)
    }

    fn insert(&self, draft: &Json, path: &[String], name: &str) -> Option<Json> {
        if matches!(self.pin(path, name), Some(Want::Nothing)) {
            return None;
        }
        let value = match (path, name) {
            ([], "measurementType") => json!("body"),
            ([], "patternId") => json!(1),
            ([], _) => json!({}),
            ([section], _) if section == "measurements" => json!(40),
            _ => json!(1),
        };
        change(draft, path, |object| object.insert(name.to_owned(), value).is_none())
    }

    fn remove(&self, draft: &Json, path: &[String], name: &str) -> Option<Json> {
        let holds_pin =
            path.is_empty() && self.pins.iter().any(|pin| pin.section == name && !matches!(pin.want, Want::Nothing));
        if holds_pin || matches!(self.pin(path, name), Some(Want::Exactly(_) | Want::Anything)) {
            return None;
        }
        change(draft, path, |object| object.remove(name).is_some())
    }

    fn set(&self, draft: &Json, path: &[String], value: Json) -> Option<Json> {
        let (name, object) = path.split_last()?;
        // The measurement type decides what the draft is.
        if matches!(self.pin(object, name), Some(Want::Exactly(_))) || path == ["measurementType"] {
            return None;
        }
        change(draft, object, |object| object.insert(name.clone(), value.clone()) != Some(value))
    }
}

fn number(value: Decimal) -> Json {
    serde_json::from_str(&value.to_string()).unwrap_or_else(|_| json!(0))
}

fn at<'j>(draft: &'j Json, path: &[String]) -> Option<&'j Json> {
    path.iter().try_fold(draft, |value, name| value.get(name))
}

/// The draft with one of its objects changed; nothing where that changes nothing.
fn change(draft: &Json, path: &[String], change: impl FnOnce(&mut Map<String, Json>) -> bool) -> Option<Json> {
    let mut changed = draft.clone();
    let object = path.iter().try_fold(&mut changed, |value, name| value.get_mut(name))?;
    change(object.as_object_mut()?).then_some(changed)
}

/// A draft of a type that holds nothing yet.
pub(super) fn seed(id: i64, measurement_type: &str) -> Json {
    json!({"patternId": id, "measurementType": measurement_type, "measurements": {}})
}

/// A draft as it is written on one line.
pub(super) fn line(draft: &Json) -> String {
    match draft {
        Json::Object(members) => {
            // In the order in which people write drafts.
            const FIRST: [&str; 3] = ["patternId", "measurementType", "measurements"];
            let place = |name: &String| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len());
            let mut members: Vec<(&String, &Json)> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| place(a).cmp(&place(b)).then(a.cmp(b)));
            let member = |(name, value): (&String, &Json)| format!("{}: {}", Json::from(name.as_str()), line(value));
            format!("{{{}}}", members.into_iter().map(member).collect::<Vec<_>>().join(", "))
        }
        Json::Number(number) => match number.as_f64() {
            Some(double) if number.as_i64().is_none() => js_number(double),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// Whether a record is about one of some names of a section; about anything in it where there are no names.
pub(super) fn is_about(
    doc: Doc<'_>,
    explanation: &Explanation<'_, '_>,
    id: RecordId,
    section: &str,
    names: &[String],
) -> bool {
    let record = explanation.record(id);
    let mut path = steps(doc.root(), record.at).into_iter();
    let (first, second) = (path.next(), path.next());
    if first != Some(Step::Name(section.to_owned())) {
        return false;
    }
    let is_one = |name: &str| names.iter().any(|known| known == name);
    if names.is_empty() {
        return true;
    }
    if let Some(Step::Name(child)) = &second {
        return is_one(child);
    }
    let plan = explanation.plan();
    let of_branches =
        |branches: &[u32]| branches.iter().filter_map(|branch| plan.required_only(*branch)).flatten().any(is_one);
    match (record.keyword, &record.detail) {
        (_, Detail::Missing(missing) | Detail::Depends { missing, .. }) => is_one(missing),
        (_, Detail::Key(key)) => doc.value(*key).string().is_some_and(|name| is_one(&name)),
        (Keyword::OneOf | Keyword::AnyOf, _) => of_branches(plan.branches(record.sub, record.keyword)),
        (Keyword::Not, _) => plan.negated(record.sub).is_some_and(|negated| of_branches(&[negated])),
        _ => false,
    }
}
