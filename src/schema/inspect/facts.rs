//! What a condition looks at: the properties whose presence or value decides whether it holds.

use super::super::plan::{Plan, SubId};
use crate::json::Value;

/// One property that a condition looks at. All facts of a condition must hold together.
#[derive(Debug, Clone)]
pub struct Fact<'p> {
    /// The names that lead to the property from the value that the condition is applied to.
    pub path: Vec<&'p str>,
    /// Whether the condition fails where the property is absent (as far as its parent is there).
    pub required: bool,
    /// The values with which the condition holds, where `const` or `enum` lists them.
    pub values: Option<Vec<Value<'p>>>,
}

impl<'p> Fact<'p> {
    /// The name of the property itself.
    pub fn name(&self) -> &'p str {
        self.path.last().copied().unwrap_or_default()
    }
}

/// How far down facts are collected, references and `allOf` included.
const MAX_DEPTH: usize = 8;

impl Plan {
    /// Which properties a condition looks at, in the order of `required`, then of `properties`. Only what must hold for the
    /// condition to hold is listed: `required`, `const` and `enum` of properties at any depth, also through `allOf` and
    /// `$ref`, not what stands below `not`, `anyOf` or `oneOf`.
    pub fn condition_facts(&self, test: SubId) -> Vec<Fact<'_>> {
        let mut facts = Vec::new();
        self.collect(test, &mut Vec::new(), &mut facts, 0);
        facts
    }

    fn collect<'p>(&'p self, sub: SubId, path: &mut Vec<&'p str>, facts: &mut Vec<Fact<'p>>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        if let Some(target) = self.reference_target(sub) {
            return self.collect(target, path, facts, depth + 1);
        }
        if let Some(part) = self.object_part(sub) {
            let late = part.properties.iter().filter(|property| property.required).map(|property| &property.name);
            for name in part.required.iter().chain(late) {
                note(facts, path, name).required = true;
            }
            for property in &part.properties {
                let listed = self.enumeration(property.sub);
                let values = match self.constant(property.sub) {
                    Some(constant) => Some(vec![constant]),
                    None if !listed.is_empty() => Some(listed),
                    None => None,
                };
                if let Some(values) = values {
                    note(facts, path, &property.name).values.get_or_insert(values);
                }
                path.push(&property.name);
                self.collect(property.sub, path, facts, depth + 1);
                path.pop();
            }
        }
        for &branch in self.all_of(sub) {
            self.collect(branch, path, facts, depth + 1);
        }
    }
}

/// The fact about a property, added if there is none yet.
fn note<'a, 'p>(facts: &'a mut Vec<Fact<'p>>, parent: &[&'p str], name: &'p str) -> &'a mut Fact<'p> {
    let found = facts.iter().position(|fact| fact.path.split_last() == Some((&name, parent)));
    let at = found.unwrap_or_else(|| {
        let path = parent.iter().copied().chain([name]).collect();
        facts.push(Fact { path, required: false, values: None });
        facts.len() - 1
    });
    &mut facts[at]
}

#[cfg(test)]
mod tests {
    use crate::schema::testing::plan;

    fn facts(test: &str) -> Vec<String> {
        let plan = plan(&format!(r#"{{"if": {test}, "then": false, "definitions": {{"d": {{"required": ["r"]}}}}}}"#));
        let condition = plan.condition(plan.root()).expect("there is a condition");
        let facts = plan.condition_facts(condition.test);
        let shown = facts.iter().map(|fact| {
            let values: Option<Vec<&str>> = fact.values.as_ref().map(|v| v.iter().map(|v| v.raw()).collect());
            let values = values.map_or(String::new(), |values| format!("={}", values.join("|")));
            format!("{}{}{values}", fact.path.join("."), if fact.required { "!" } else { "" })
        });
        shown.collect()
    }

    #[test]
    fn a_value_and_its_presence_are_one_fact() {
        assert_eq!(facts(r#"{"required": ["p"], "properties": {"p": {"const": "x"}}}"#), ["p!=\"x\""]);
        assert_eq!(facts(r#"{"properties": {"p": {"enum": [1, 2]}, "q": {}}, "required": ["z"]}"#), ["z!", "p=1|2"]);
        assert_eq!(facts(r#"{"properties": {"p": {"type": "string"}}}"#), Vec::<String>::new());
    }

    #[test]
    fn nested_properties_keep_their_path() {
        let nested = r#"{"required": ["options"], "properties": {"options": {"required": ["pocket"],
            "properties": {"pocket": {"const": true}}}}}"#;
        assert_eq!(facts(nested), ["options!", "options.pocket!=true"]);
    }

    #[test]
    fn conjunctions_and_references_are_followed() {
        let test = r##"{"allOf": [{"$ref": "#/definitions/d"}, {"properties": {"r": {"const": 1}}}], "not": {"required": ["n"]}}"##;
        assert_eq!(facts(test), ["r!=1"]);
    }
}
