//! `misleading-error-message`: a text of `errorMessage` that says something else than its constraint, stands for several, or
//! is missing where its neighbours have one.

mod limits;
mod lists;
mod missing;
mod names;
mod words_of;

use super::{Basis, Context, Finding, Rule, RuleMeta, Spot};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::Value;
use crate::pattern::survey::texts::{For, Text};
use crate::pattern::survey::{PartId, Survey};
use words_of::Words;

pub(crate) static MISLEADING_ERROR_MESSAGE: Rule = Rule::linting(
    RuleMeta {
        id: "misleading-error-message",
        group: "pattern",
        severity: Severity::Warning,
        summary: "a text of `errorMessage` that is wrong, shared by several errors, or missing beside others",
        basis: Basis::Documented,
        docs: "The text is all that the sender of a draft gets to read. One that says `less than 5` beside an inclusive \
`maximum` of 5, lists values that are not in the `enum` or leaves some out, or names another option, sends people the wrong \
way. Those are warnings, held against the constraint beside the text; only texts that plainly list values or limits are read \
so.

Remarks are: one text for two constraints, a text of `oneOf` that reads as if nothing had been given although it is shown for \
two as well, and constraints without a text where those beside them have one.

```json fail
{
  \"type\": \"object\",
  \"properties\": {
    \"options\": {\"type\": \"object\", \"properties\": {
      \"necklineAdj\": {\"type\": \"number\", \"maximum\": 5, \"errorMessage\": {
        \"type\": \"necklineAdj should be number\",
        \"maximum\": \"necklineAdj should be less than 5\"
      }}
    }, \"additionalProperties\": false},
    \"seams\": {\"type\": \"object\"}
  },
  \"additionalProperties\": false
}
```

```json pass
{
  \"type\": \"object\",
  \"properties\": {
    \"options\": {\"type\": \"object\", \"properties\": {
      \"necklineAdj\": {\"type\": \"number\", \"maximum\": 5, \"errorMessage\": {
        \"type\": \"necklineAdj should be number\",
        \"maximum\": \"necklineAdj should be 5 at most\"
      }}
    }, \"additionalProperties\": false},
    \"seams\": {\"type\": \"object\"}
  },
  \"additionalProperties\": false
}
```
",
    },
    lint,
)
.of(&[Kind::PatternSchema]);

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(survey) = context.study().and_then(|study| study.sound()) else { return };
    let mut own = Vec::new();
    for (id, part) in survey.reached() {
        if !part.speaks || survey.is_reference(id) {
            continue;
        }
        let texts: Vec<Text<'_>> =
            survey.texts(id).into_iter().filter(|text| survey.death(id, *text).is_none()).collect();
        for text in &texts {
            own.extend(wrong(survey, id, *text));
        }
        names::lint(&texts, &mut own);
        missing::lint(survey, id, &texts, &mut own);
    }
    for finding in own.iter_mut().filter(|finding| finding.notes.is_empty()) {
        finding.notes.push("whoever reads it corrects the wrong thing".to_owned());
    }
    findings.append(&mut own);
}

/// What is wrong with a text, judged by the constraint that it is for.
fn wrong(survey: &Survey<'_>, id: PartId, text: Text<'_>) -> Option<Finding> {
    let words = Words::of(&text.words());
    match text.of {
        For::Keyword(key) => {
            let keyword = key.string().unwrap_or_default();
            let constraint = survey.part(id).value.member(&keyword)?;
            limits::of_keyword(&keyword, constraint, text, &words)
                .or_else(|| lists::check(survey, id, &keyword, constraint, text, &words))
                .or_else(|| names::one_for_none_and_two(survey, id, &keyword, constraint, text, &words))
        }
        For::Whole => limits::of_whole(survey, id, text, &words),
        For::Name(..) | For::Child(_) | For::Item => None,
    }
}

fn misleading(severity: Severity, place: Value<'_>, message: impl Into<String>) -> Finding {
    Finding::new(MISLEADING_ERROR_MESSAGE.meta.id, severity, Spot::of(place), message)
}
