//! `$ref`: in place or apart, and the refusal of references that never come to an end.

use super::{Compiler, Problem, Scope};
use crate::json::{Kind, Value};
use crate::schema::document::Place;
use crate::schema::plan::{Dependency, Plan, Reference, SubId};

impl Compiler<'_> {
    /// Compiles a `$ref` with this value.
    pub(super) fn reference(&mut self, scope: &Scope<'_>, value: Value<'_>) -> Result<Reference, Problem> {
        let Some(written) = value.string() else { return Err(Problem::new(value, "`$ref` must be a string")) };
        let Some(target) = self.documents.resolve(scope.place, &written) else {
            let problem = Problem::new(value, format!("`{written}` leads to no schema that was loaded"));
            return Err(if written.starts_with('#') {
                problem
            } else {
                problem.help("nothing is fetched: save that document and load it with `--patterns`")
            });
        };
        let target_value = self.documents.value(target);
        if !matches!(target_value.kind(), Kind::Object | Kind::True | Kind::False) {
            return Err(Problem::new(value, format!("`{written}` leads to something that is no schema")));
        }
        if target == self.root || holds_reference(target_value) {
            return Ok(Reference::Apart(self.apart(target)));
        }
        let key = (target, written.into_owned(), scope.level);
        if let Some(&id) = self.in_place.get(&key) {
            return Ok(Reference::InPlace(id));
        }
        let id = self.schema(target, key.1.clone(), scope.level)?;
        self.in_place.insert(key, id);
        Ok(Reference::InPlace(id))
    }

    /// The function of a schema that is compiled apart; queued where it is met for the first time.
    pub(super) fn apart(&mut self, place: Place) -> SubId {
        if let Some(&id) = self.apart.get(&place) {
            return id;
        }
        let id = self.subs.len() as SubId;
        let path = self.path("#".to_owned());
        self.subs.push(crate::schema::plan::Sub::constant(place, path, None));
        self.apart.insert(place, id);
        self.queue.push((place, id));
        id
    }
}

/// Whether a member named `$ref` stands anywhere at or below a value; that is how ajv decides.
fn holds_reference(value: Value<'_>) -> bool {
    let node = value.node();
    let doc = value.doc();
    (value.index()..node.next).any(|index| {
        let node = doc.value(index);
        node.kind() == Kind::Key && node.is_str("$ref")
    })
}

/// Refuses a plan in which a schema leads back to itself without going down in the instance: it would never end.
pub(super) fn refuse_endless(plan: &Plan) -> Result<(), Problem> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
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
                    let message = "this schema refers to itself without ever going down in the instance".to_owned();
                    return Err(Problem { message, help: None, node: place.node, document: place.document });
                }
                Mark::New => {}
            }
            marks[id as usize] = Mark::Open;
            stack.push((id, true));
            for next in same_instance(plan, id) {
                if marks[next as usize] != Mark::Done {
                    stack.push((next, false));
                }
            }
        }
    }
    Ok(())
}

/// The schemas that a schema applies to its own instance.
fn same_instance(plan: &Plan, id: SubId) -> Vec<SubId> {
    let sub = plan.sub(id);
    let mut next = Vec::new();
    if let Some(Reference::InPlace(target) | Reference::Apart(target)) = sub.reference {
        next.push(target);
    }
    if let Some(object) = &sub.object {
        next.extend(object.dependencies.iter().filter_map(|(_, dependency)| match dependency {
            Dependency::Schema(sub) => Some(*sub),
            Dependency::Names(_) => None,
        }));
    }
    if let Some(rest) = &sub.rest {
        next.extend(rest.not);
        next.extend(rest.any_of.iter().chain(&rest.one_of).chain(&rest.all_of));
        if let Some(condition) = rest.condition {
            next.push(condition.test);
            next.extend(condition.then);
            next.extend(condition.otherwise);
        }
    }
    next
}
