//! What a draft-07 schema says to no effect. The service does not complain, so that somebody has to.

use std::collections::BTreeSet;

use super::compile::Problem;
use super::document::{Place, for_each_child};
use super::plan::{Plan, Reference, SubId};
use crate::json::Value;

/// Keywords of other drafts that would refuse something, with what draft-07 has instead.
const IGNORED: [(&str, &str); 9] = [
    ("dependentRequired", "write `dependencies`"),
    ("dependentSchemas", "write `dependencies`"),
    ("unevaluatedProperties", "draft-07 has only `additionalProperties`, which looks at the same schema object"),
    ("unevaluatedItems", "draft-07 has only `additionalItems`, which looks at the same schema object"),
    ("minContains", "draft-07 has only `contains`"),
    ("maxContains", "draft-07 has only `contains`"),
    ("prefixItems", "write `items` with a list"),
    ("$dynamicRef", "write `$ref`"),
    ("$recursiveRef", "write `$ref`"),
];

/// The positions of the documents that a plan was compiled from.
pub(super) fn documents_of(plan: &Plan) -> BTreeSet<u16> {
    plan.subs.iter().map(|sub| sub.place.document).collect()
}

/// All remarks, by document and place.
pub(super) fn of(plan: &Plan) -> Vec<Problem> {
    let mut found = ignored(plan);
    found.extend(endless(plan));
    found.sort_by_key(|problem| (problem.document, problem.node));
    found.dedup_by_key(|problem| (problem.document, problem.node));
    found
}

/// Keywords that draft-07 does not have.
pub(super) fn ignored(plan: &Plan) -> Vec<Problem> {
    let mut found = Vec::new();
    for document in documents_of(plan) {
        let mut open = vec![plan.documents.value(Place { document, node: 0 })];
        while let Some(schema) = open.pop() {
            let ignored = IGNORED.iter().filter_map(|(keyword, instead)| Some((schema.member(keyword)?.key, instead)));
            found.extend(ignored.map(|(key, instead)| {
                let name = key.string().unwrap_or_default();
                let problem = Problem::new(key, format!("`{name}` is no keyword of draft-07: the service ignores it"));
                Problem { document, ..problem.help(*instead) }
            }));
            for_each_child(schema, &mut |child| open.push(child));
        }
    }
    found
}

/// Schemas that lead back to themselves without going down in the instance. ajv compiles them, and its stack overflows
/// when a body gets there.
pub(super) fn endless(plan: &Plan) -> Vec<Problem> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut found = Vec::new();
    let mut marks = vec![Mark::New; plan.subs.len()];
    for start in 0..plan.subs.len() as SubId {
        // An explicit stack: a chain of references may be as long as the document.
        let mut stack = vec![(start, false)];
        while let Some((id, leave)) = stack.pop() {
            if leave {
                marks[id as usize] = Mark::Done;
                continue;
            }
            match marks[id as usize] {
                Mark::Done => continue,
                Mark::Open => {
                    let place = plan.sub(id).place;
                    let schema: Value<'_> = plan.documents.value(place);
                    let message = "this schema refers to itself without going down in the instance: the service fails on \
                                   every body that gets here";
                    found.push(Problem::new(schema, message).at(place));
                    continue;
                }
                Mark::New => {}
            }
            marks[id as usize] = Mark::Open;
            stack.push((id, true));
            stack.extend(same_instance(plan, id).into_iter().map(|next| (next, false)));
        }
    }
    found
}

/// The schemas that a schema applies to its own instance.
fn same_instance(plan: &Plan, id: SubId) -> Vec<SubId> {
    let sub = plan.sub(id);
    let mut next = Vec::new();
    if let Some(Reference::InPlace(target) | Reference::Apart(target)) = sub.reference {
        next.push(target);
    }
    if let Some(object) = &sub.object {
        next.extend(object.dependencies.iter().filter_map(|(_, dependency)| dependency.schema()));
    }
    if let Some(rest) = &sub.rest {
        next.extend(rest.schemas());
    }
    next
}

#[cfg(test)]
mod tests {
    use crate::schema::load::tests::load;

    #[test]
    fn keywords_of_later_drafts_are_not_silent() {
        let schema = r#"{"dependentRequired": {"a": ["b"]}, "properties": {"prefixItems": {"minContains": 1}},
            "definitions": {"never": {"unevaluatedProperties": false}}, "enum": [{"prefixItems": 1}]}"#;
        let remarks = load(schema).expect("it is a schema").remarks();
        let messages: Vec<&str> = remarks.iter().filter_map(|remark| remark.message.split('`').nth(1)).collect();
        assert_eq!(messages, ["dependentRequired", "minContains", "unevaluatedProperties"]);
    }

    #[test]
    fn endless_references_are_remarked() {
        let remarks = |schema: &str| load(schema).expect("it is a schema").remarks().len();
        assert_eq!(remarks(r##"{"$ref": "#"}"##), 1);
        assert_eq!(
            remarks(r##"{"allOf": [{"$ref": "#/definitions/a"}], "definitions": {"a": {"not": {"$ref": "#"}}}}"##),
            1
        );
        assert_eq!(remarks(r##"{"properties": {"a": {"$ref": "#"}}}"##), 0);
    }
}
