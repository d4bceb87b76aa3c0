//! `dead-error-message`: a text of `errorMessage` that can never be shown.

use super::json::{one_line, quoted, with_member};
use super::{Basis, Context, Finding, MOST_SUGGESTIONS, Rule, RuleMeta, Spot, nearest};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::Value;
use crate::pattern::survey::texts::{Death, For, Text, recorded};
use crate::pattern::survey::{PartId, Survey};
use crate::words;

pub(crate) static DEAD_ERROR_MESSAGE: Rule = Rule::linting(
    RuleMeta {
        id: "dead-error-message",
        group: "pattern",
        severity: Severity::Warning,
        summary: "a text of `errorMessage` that can never be shown",
        basis: Basis::Documented,
        docs: "ajv-errors replaces errors that exist, and many keywords make none of their own: where a value does not fit \
`patternProperties`, the error is that of the `type` one level down. A text for such a keyword, for a keyword that does not \
stand beside it, or for a property that nothing is demanded of, is never shown; who sends the draft sees a bare `should be \
number` instead.

Only what can be proved from the schema is reported. A text counts as alive where another document has a say.

```json fail
{
  \"type\": \"object\",
  \"properties\": {
    \"options\": {\"type\": \"object\"},
    \"seams\": {
      \"type\": \"object\",
      \"patternProperties\": {\"^[a-z]\": {\"type\": \"number\"}},
      \"errorMessage\": {\"patternProperties\": \"a seam allowance is a number\"}
    }
  },
  \"additionalProperties\": false
}
```

```json pass
{
  \"type\": \"object\",
  \"properties\": {
    \"options\": {\"type\": \"object\"},
    \"seams\": {
      \"type\": \"object\",
      \"patternProperties\": {
        \"^[a-z]\": {\"type\": \"number\", \"errorMessage\": {\"type\": \"a seam allowance is a number\"}}
      }
    }
  },
  \"additionalProperties\": false
}
```
",
    },
    lint,
)
.of(&[Kind::PatternSchema])
.unsafely_fixable();

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(survey) = context.study().and_then(|study| study.sound()) else { return };
    for (id, part) in survey.reached() {
        let Some(message) = part.value.member("errorMessage") else { continue };
        let texts = survey.texts(id);
        if texts.is_empty() {
            continue;
        }
        if survey.is_reference(id) {
            findings.push(
                dead(message.key, "`errorMessage` beside `$ref` is never looked at")
                    .note("draft-07 ignores everything that stands beside a `$ref`")
                    .help("write the text into the schema that is referred to, or put the `$ref` into an `allOf`"),
            );
        } else if !part.speaks {
            findings.push(
                dead(message.key, "texts inside `if` and `not` are never shown")
                    .note("what is tested there makes no errors: a failed `if` is no failure")
                    .help("write the text where `then` or `not` stands"),
            );
        } else {
            let mut maps = Vec::new();
            for text in texts {
                if let Some(death) = survey.death(id, text) {
                    bury(survey, id, text, &death, &mut maps, findings);
                }
            }
        }
    }
}

fn dead(place: Value<'_>, message: impl Into<String>) -> Finding {
    Finding::new(DEAD_ERROR_MESSAGE.meta.id, Severity::Warning, Spot::of(place), message)
}

/// Reports one dead text. The names of a map that is dead as a whole are one finding.
fn bury(
    survey: &Survey<'_>,
    id: PartId,
    text: Text<'_>,
    death: &Death,
    maps: &mut Vec<u32>,
    findings: &mut Vec<Finding>,
) {
    let map = match text.of {
        For::Name(map, _) if *death != Death::NotDemanded => Some(map),
        _ => None,
    };
    if let Some(map) = map {
        if maps.contains(&map.index()) {
            return;
        }
        maps.push(map.index());
    }
    let place = map.unwrap_or(text.place());
    let name = place.string().unwrap_or_default();
    let code = words::code(&name);
    let never = |why: &str| dead(place, format!("the text for {code} is never shown: {why}"));
    let finding = match death {
        Death::NoRecord => no_record(survey, id, text, &name, never("no error is of that keyword")),
        Death::NoKeyword => match nearest(&name, recorded().iter().copied()) {
            Some(meant) => never("it is no keyword").perhaps(place, meant),
            None => never("it is no keyword of draft-07")
                .help("a text is named after the keyword that fails, such as `type` or `enum`"),
        },
        Death::Absent => absent(survey, id, &name, never("the keyword does not stand beside it")),
        Death::Toothless => {
            let why = match name.as_ref() {
                "additionalProperties" | "additionalItems" => "the keyword beside it does not refuse by itself",
                "if" => "there is no `then` or `else` that could fail",
                _ => "the keyword beside it demands nothing",
            };
            label_keyword(never(why), survey, id, &name)
        }
        Death::WrongType => {
            let finding = never("`type` beside it allows no value that the keyword looks at");
            label_keyword(finding, survey, id, "type")
                .help(format!("correct the `type`, or remove {code} and its text"))
        }
        Death::Looser(other) => label_keyword(never(&format!("`{other}` is tighter")), survey, id, other)
            .note("of an inclusive and an exclusive limit on one side, the service reports the tighter one only")
            .help(format!("remove {code}, or give `{other}` the text")),
        Death::NotDemanded => {
            let most = if findings.len() < MOST_SUGGESTIONS { 500 } else { 0 };
            not_demanded(survey, id, text, never("nothing demands it here"), most)
        }
        Death::NothingBelow(demanded) => {
            let most = if findings.len() < MOST_SUGGESTIONS { 500 } else { 0 };
            nothing_below(survey, id, text, *demanded, most)
        }
        Death::NothingFails => dead(text.value, "this text is never shown: nothing beside it can fail")
            .help("write it into the schema object whose failure it is about"),
    };
    let is_explained = !finding.notes.is_empty();
    findings.push(if is_explained { finding } else { finding.note("no draft ever gets it as an answer") });
}

fn label_keyword(finding: Finding, survey: &Survey<'_>, id: PartId, name: &str) -> Finding {
    match survey.part(id).value.member(name) {
        Some(member) => finding.label(Spot::of(member.key), format!("this is the `{name}` beside it")),
        None => finding,
    }
}

/// `patternProperties` and its like: the text belongs one level down.
fn no_record(survey: &Survey<'_>, id: PartId, text: Text<'_>, name: &str, finding: Finding) -> Finding {
    let finding = match name {
        "then" | "else" => return finding.help("the keyword that fails is `if`: name the text after that"),
        "allOf" => return finding.help("write the texts into the branches of `allOf`: they fail, not the `allOf`"),
        _ => finding.note(format!(
            "what does not fit `{name}` fails one level down, by a keyword such as `type`: whoever sends it reads the stock \
             text of that keyword"
        )),
    };
    let Some(keyword) = survey.part(id).value.member(name) else { return finding };
    let finding = finding.label(Spot::of(keyword.key), "no text of ours for what fails below this");
    let mut inner = keyword.value.members();
    let only = match (inner.next(), inner.next()) {
        (Some(only), None) if name == "patternProperties" => Some(only),
        _ => None,
    };
    let written = only.filter(|only| only.value.get("errorMessage").is_none()).and_then(|only| {
        let fails = only.value.members().find(|member| recorded().iter().any(|word| member.key.is_str(word)))?;
        let own = format!("{{{}: {}}}", fails.key.raw(), quoted(&text.value.string()?));
        Some(format!("\"{name}\": {{{}: {}}}", only.key.raw(), with_member(only.value, "errorMessage", &own)?))
    });
    match written {
        Some(written) => finding.help(format!("write the text where the value fails: {written}")),
        None => finding.help(format!("write the text into the schemas below `{name}`")),
    }
}

/// A keyword that is not there: perhaps it stands in a branch, which is another schema object.
fn absent(survey: &Survey<'_>, id: PartId, name: &str, finding: Finding) -> Finding {
    let part = survey.part(id);
    let below = part.children.iter().find_map(|&(edge, child)| {
        use crate::pattern::survey::Edge;
        let stays = matches!(edge, Edge::AllOf | Edge::AnyOf | Edge::OneOf | Edge::Then | Edge::Else);
        survey.part(child).value.member(name).filter(|_| stays)
    });
    match below {
        Some(member) => finding
            .label(Spot::of(member.key), "this one is of another schema object")
            .note("a text replaces errors of the keywords of its own schema object only")
            .help(format!("write the text beside that `{name}`")),
        None => finding.help(format!("add `{name}`, or remove the text")),
    }
}

/// A name that `required` or `dependencies` does not list.
fn not_demanded(survey: &Survey<'_>, id: PartId, text: Text<'_>, finding: Finding, most: usize) -> Finding {
    let For::Name(map, key) = text.of else { return finding };
    let keyword = map.string().unwrap_or_default();
    let finding = label_keyword(finding, survey, id, &keyword);
    let name = key.string().unwrap_or_default();
    let given: Vec<Value<'_>> = part_keys(map, survey, id, most);
    let free = |candidate: &&str| !given.iter().any(|key| key.is_str(candidate));
    let listed: Vec<String> = if keyword == "required" {
        survey.required(id).take(most).map(|(name, _)| name.into_owned()).collect()
    } else {
        let triggers = survey.keyword(id, "dependencies").into_iter().flat_map(Value::members);
        triggers.take(most).filter_map(|member| Some(member.key.string()?.into_owned())).collect()
    };
    match nearest(&name, listed.iter().map(String::as_str).filter(free)) {
        Some(meant) => finding.perhaps(key, meant),
        None => finding.help(format!("list {} in `{keyword}`, or remove the text", words::code(&name))),
    }
}

/// The keys of a map of texts, as far as they are looked at.
fn part_keys<'a>(map: Value<'_>, survey: &Survey<'a>, id: PartId, most: usize) -> Vec<Value<'a>> {
    let texts = survey.part(id).value.get("errorMessage");
    let map = map.string().and_then(|name| texts?.get(&name));
    map.into_iter().flat_map(Value::members).take(most).map(|member| member.key).collect()
}

/// A child that nothing is said about.
fn nothing_below(survey: &Survey<'_>, id: PartId, text: Text<'_>, demanded: bool, most: usize) -> Finding {
    let For::Child(key) = text.of else {
        return dead(text.value, "this text is never shown: nothing is demanded of that element")
            .help("say in `items` what the element must be, or remove the text");
    };
    let name = key.string().unwrap_or_default();
    let code = words::code(&name);
    let finding = dead(key, format!("the text for {code} is never shown: nothing is demanded of its value"));
    if demanded {
        let entry = format!("\"required\": {{{}: {}}}", key.raw(), one_line(text.value).unwrap_or("\"…\"".to_owned()));
        return finding
            .note(format!("a missing {code} is an error of the object, which texts under `properties` do not take"))
            .help(format!("write it under `required` of this `errorMessage`: {entry}"));
    }
    let known: Vec<String> = survey.names(id).take(most).map(|(name, _)| name.into_owned()).collect();
    match nearest(&name, known.iter().map(String::as_str)) {
        Some(meant) => finding.perhaps(key, meant),
        None => finding.help(format!("say in `properties` what {code} must be, or remove the text")),
    }
}
