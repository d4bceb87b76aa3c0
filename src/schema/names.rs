//! The names that a schema has for the members of an object somewhere in the instance.

use std::collections::BTreeSet;

use hashbrown::HashSet;

use super::plan::{Dependency, Plan, Reference, SubId};

impl Plan {
    /// Every name that the schema mentions for members of the object at `path` (names from the root of the instance):
    /// in `properties`, `required` and `dependencies`, in every branch and condition. Sorted.
    pub fn names_at(&self, path: &[&str]) -> Vec<&str> {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for id in self.subs_at(path) {
            let Some(object) = &self.sub(id).object else { continue };
            names.extend(object.known.iter().map(|name| &**name));
            names.extend(object.required.iter().map(|name| &**name));
            for (trigger, dependency) in &object.dependencies {
                names.insert(trigger);
                if let Dependency::Names(needed) = dependency {
                    names.extend(needed.iter().map(|name| &**name));
                }
            }
        }
        names.into_iter().collect()
    }

    /// Every schema object that may apply to the value at `path`.
    pub fn subs_at(&self, path: &[&str]) -> Vec<SubId> {
        let mut subs = self.on_same_instance(vec![self.root]);
        for name in path {
            let mut next = Vec::new();
            for id in subs {
                let Some(object) = &self.sub(id).object else { continue };
                next.extend(object.properties.iter().filter(|p| *p.name == **name).map(|p| p.sub));
            }
            subs = self.on_same_instance(next);
        }
        subs
    }

    /// The schema objects and everything that they apply to the same instance, each once, in ascending order.
    fn on_same_instance(&self, start: Vec<SubId>) -> Vec<SubId> {
        /// Fewer are compared one by one.
        const FEW: usize = 32;
        let mut all: Vec<SubId> = Vec::with_capacity(FEW);
        let mut many: HashSet<SubId> = HashSet::new();
        let mut open = start;
        while let Some(id) = open.pop() {
            if all.len() == FEW && many.is_empty() {
                many.extend(&all);
            }
            let is_new = if all.len() < FEW { !all.contains(&id) } else { many.insert(id) };
            if !is_new {
                continue;
            }
            all.push(id);
            let sub = self.sub(id);
            if let Some(Reference::InPlace(target) | Reference::Apart(target)) = sub.reference {
                open.push(target);
            }
            if let Some(rest) = &sub.rest {
                open.extend(rest.any_of.iter().chain(&rest.one_of).chain(&rest.all_of));
                if let Some(condition) = rest.condition {
                    open.push(condition.test);
                    open.extend(condition.then);
                    open.extend(condition.otherwise);
                }
            }
            if let Some(object) = &sub.object {
                open.extend(object.dependencies.iter().filter_map(|(_, dependency)| dependency.schema()));
            }
        }
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::testing::plan;

    #[test]
    fn every_schema_object_of_an_instance_counts_once_however_many_there_are() {
        for count in [1, 31, 32, 33, 100] {
            let names: Vec<String> = (0..count).map(|number| format!("n{number:03}")).collect();
            let branch =
                |name: &String| format!(r##"{{"required": ["{name}"], "allOf": [{{"$ref": "#/definitions/d"}}]}}"##);
            let branches = names.iter().map(branch).collect::<Vec<_>>().join(",");
            let schema =
                format!(r#"{{"anyOf": [{branches}], "definitions": {{"d": {{"properties": {{"z": {{}}}}}}}}}}"#);
            let plan = plan(&schema);
            let all: Vec<&str> = names.iter().map(String::as_str).chain(["z"]).collect();
            assert_eq!(plan.names_at(&[]), all);
            let subs = plan.subs_at(&[]);
            assert!(subs.is_sorted_by(|a, b| a < b), "{subs:?}");
            assert!(subs.len() > 2 * count, "{}", subs.len());
        }
    }
}
