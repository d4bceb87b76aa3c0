//! `measurement-gender`: an id of the other gender; and what else stands in for a measurement that is missing.

use super::garment::is_measurement_id;
use super::measurement_type::MEASUREMENT_TYPE;
use super::unknown_measurement::{UNKNOWN_MEASUREMENT, renamed};
use super::{
    Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation, conditions, measurement_names,
};
use crate::diagnostic::{Applicability, Severity};
use crate::document::Kind;
use crate::json::{Member, Value};
use crate::words;

pub(crate) static MEASUREMENT_GENDER: Rule = Rule::linting(
    RuleMeta {
        id: "measurement-gender",
        group: "measurement",
        severity: Severity::Error,
        summary: "a measurement id is of the other gender than the pattern",
        basis: Basis::Documented,
        docs: "Measurement ids begin with the gender that they are taken from: `m` or `f`. This pattern knows the \
measurement, but of the other gender: the server passes over the id, and the one that it needs is missing.

Take the id of the pattern's gender, if the value was measured for it; else the draft names the wrong pattern.

```json fail
{
  \"patternId\": 412,
  \"measurementType\": \"final\",
  \"measurements\": {
    \"mfWaistbandGirth\": 88, \"mfSeatGirth\": 106, \"mfInsideLegLength\": 79, \"ffThighGirth\": 64
  }
}
```

```json pass
{
  \"patternId\": 412,
  \"measurementType\": \"final\",
  \"measurements\": {
    \"mfWaistbandGirth\": 88, \"mfSeatGirth\": 106, \"mfInsideLegLength\": 79, \"mfThighGirth\": 64
  }
}
```
",
    },
    lint,
)
.unsafely_fixable()
.of(&[Kind::Draft, Kind::PredictBody, Kind::MeasurementProfile]);

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.pattern.is_some_and(|pattern| pattern.data.is_some()) {
        let members = context.members(Section::Measurements);
        findings.extend(members.filter_map(|member| other_gender_of(member.key, context)));
    }
    if matches!(context.kind, Kind::PredictBody | Kind::MeasurementProfile) {
        unlike_gender(context, findings);
    }
}

/// Measurements of the other gender than the request itself names. Where all are, its `gender` is the one that is wrong.
/// A remark, unless a loaded pattern shows that ids begin with their gender.
fn unlike_gender(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(gender) = context.body.get("gender") else { return };
    let (word, other, letter) = match gender.string().as_deref() {
        Some("male") => ("male", "female", 'f'),
        Some("female") => ("female", "male", 'm'),
        _ => return,
    };
    let severity = if context.registry.ids_bear_gender() { Severity::Error } else { Severity::Info };
    let is_other =
        |member: &Member<'_>| member.key.string().is_some_and(|id| is_measurement_id(&id) && id.starts_with(letter));
    let members = context.members(Section::Measurements);
    let wrong: Vec<Member<'_>> = members.clone().filter(is_other).collect();
    let Some(first) = wrong.first().filter(|_| wrong.len() == members.count()) else {
        findings.extend(wrong.into_iter().map(|member| {
            let id = member.key.string().unwrap_or_default();
            let message = format!("{} is a {other} measurement, but `gender` is `{word}`", words::code(&id));
            Finding::new(MEASUREMENT_GENDER.meta.id, severity, Spot::of(member.key), message)
                .label(Spot::of(gender), format!("asks for {word} measurements"))
        }));
        return;
    };
    let message = format!("`gender` is `{word}`, but every measurement is {other}");
    findings.push(
        Finding::new(MEASUREMENT_GENDER.meta.id, severity, Spot::of(gender), message)
            .label(Spot::of(first.key), format!("a {other} measurement"))
            .rewrite(gender, other, Applicability::Unsafe),
    );
}

/// The finding about a measurement that the pattern knows only of the other gender.
pub(crate) fn other_gender_of(key: Value<'_>, context: &Context<'_>) -> Option<Finding> {
    let names = &context.pattern?.names.measurements;
    let known = |name: &str| names.iter().any(|known| known == name);
    let id = key.string()?;
    let other = other_gender(&id).filter(|other| !known(&id) && known(other))?;
    (context.place(key) == Place::Entry(Section::Measurements, id)).then(|| finding(key, &other, context))
}

fn finding(key: Value<'_>, other: &str, context: &Context<'_>) -> Finding {
    let id = key.string().unwrap_or_default();
    let gender = |id: &str| if id.starts_with('f') { "female" } else { "male" };
    let mut finding = Finding::new(
        MEASUREMENT_GENDER.meta.id,
        Severity::Error,
        Spot::of(key),
        format!("`{id}` is a {} measurement, but this pattern takes `{other}`", gender(&id)),
    )
    .remark(format!("{} id in a draft of a {} pattern", gender(&id), gender(other)))
    .help(format!("use `{other}` if the value is meant for it, else check `patternId`"))
    .rewrite(key, other, Applicability::Unsafe);
    let node = context.pattern.and_then(|pattern| pattern.names.group_of(other)).map(|group| group.node);
    finding.demand = node.map(Demanded::Data);
    finding
}

/// `fbHeight` for `mbHeight`, and the other way round.
fn other_gender(id: &str) -> Option<String> {
    let (first, rest) = (id.get(..1)?, id.get(1..)?);
    let swapped = match first {
        "m" => "f",
        "f" => "m",
        _ => return None,
    };
    rest.starts_with(['b', 'f']).then(|| format!("{swapped}{rest}"))
}

/// `mfWaistGirth` for `mbWaistGirth`, and the other way round.
fn other_type(id: &str) -> Option<String> {
    let (gender, rest) = (id.get(..1)?, id.get(2..)?);
    match id.get(1..2)? {
        "b" => Some(format!("{gender}f{rest}")),
        "f" => Some(format!("{gender}b{rest}")),
        _ => None,
    }
}

/// Where one of `names` is missing: the measurement that was probably meant for it, as the cause.
pub(crate) fn stand_in(names: &[&str], violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let known = context.pattern.map(|pattern| pattern.names.measurements.as_slice()).unwrap_or_default();
    let mut members = context.members(Section::Measurements);
    let unknown = members.clone().filter(|member| !known.iter().any(|name| member.key.is_str(name)));
    let with_demand = |finding: Finding| {
        let demanded = Demanded::Keyword(violation.sub, violation.keyword);
        conditions::explain(Finding { demand: Some(demanded), ..finding }, violation, context)
    };
    // Whatever is swapped twice is itself again: the wanted names are swapped once, not every id.
    let other = |swap: fn(&str) -> Option<String>| -> Vec<(String, &str)> {
        names.iter().filter_map(|name| Some((swap(name)?, *name))).collect()
    };
    let (of_other_gender, of_other_type) = (other(other_gender), other(other_type));
    let (candidates, wanted) = (words::Candidates::of(known), words::Candidates::of(names));
    for member in unknown {
        let id = member.key.string().unwrap_or_default();
        if let Some((_, swapped)) = of_other_gender.iter().find(|(other, _)| *other == id) {
            return Some(with_demand(finding(member.key, swapped, context)));
        }
        // Most names of other measurements are told apart from the missing ones by their letters, or by their first words.
        if !wanted.may_be_near(&id) || !names.iter().any(|name| words::begin_alike(&id, name)) {
            continue;
        }
        let is_slip = |meant: &&str| {
            names.contains(meant) && words::begin_alike(&id, meant) && !measurement_names::exists(&id, context)
        };
        if let Some(meant) = candidates.nearest(&id).filter(is_slip) {
            let message = format!("{} is no measurement of this pattern", words::code(&id));
            let finding = Finding::new(UNKNOWN_MEASUREMENT.meta.id, Severity::Error, Spot::of(member.key), message)
                .note(format!("`{meant}` is required, and missing"));
            return Some(with_demand(renamed(finding, member.key, meant, names, context)));
        }
    }
    members.find_map(|member| {
        let id = member.key.string().unwrap_or_default();
        let (_, meant) = of_other_type.iter().find(|(other, _)| *other == id)?;
        let word = context.measurement_type()?.name();
        let message = format!("`{id}` is no `{word}` measurement: this draft needs `{meant}`");
        let finding = Finding::new(MEASUREMENT_TYPE.meta.id, Severity::Error, Spot::of(member.key), message)
            .help(format!("give `{meant}`, or change `measurementType`"));
        Some(with_demand(finding))
    })
}
