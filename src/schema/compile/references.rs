//! `$ref`: in place or apart.

use super::{Compiler, Problem, Scope};
use crate::json::{Kind, Value};
use crate::schema::document::{Endless, Place};
use crate::schema::plan::{Mode, Reference, Sub, SubId};

/// What matters about the target of a reference.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    /// A member named `$ref` stands somewhere in it; that is how ajv decides to compile it apart.
    holds_reference: bool,
    /// A text in it may hold a template, which depends on the level of data.
    holds_template: bool,
}

/// A function compiled apart: the document that the reference to it is written in, and the absolute URI. That of the root
/// has no name.
pub(super) type Name = (u16, String);

impl Compiler<'_> {
    /// Compiles a `$ref` with this value.
    pub(super) fn reference(&mut self, scope: &Scope<'_>, value: Value<'_>) -> Result<Reference, Problem> {
        let Some(written) = value.string() else { return Err(Problem::new(value, "`$ref` must be a string")) };
        let target = match self.documents.resolve(scope.place, &written) {
            Ok(Some(target)) => target,
            Ok(None) => {
                let problem = Problem::new(value, format!("`{written}` leads to no schema that was loaded"));
                return Err(if written.starts_with('#') {
                    problem
                } else {
                    problem.help(
                        "nothing is fetched: save that document and load it with `--patterns`, or name its file under \
                         `[resolve]` in toile.toml",
                    )
                });
            }
            Err(Endless) => {
                let message = format!("`{written}` leads from reference to reference and never to a schema");
                return Err(Problem::new(value, message));
            }
        };
        let target_value = self.documents.value(target);
        if !matches!(target_value.kind(), Kind::Object | Kind::True | Kind::False) {
            return Err(Problem::new(value, format!("`{written}` leads to something that is no schema")));
        }
        let facts = *self.targets.entry(target).or_insert_with(|| look_at(target_value));
        if target == self.root || facts.holds_reference {
            // ajv knows a function by the reference that led to it: another spelling compiles it once more, perhaps in
            // another mode. Only the root has one function whatever leads there.
            let key = (scope.place.document, self.documents.absolute(scope.place, &written).unwrap_or_default());
            return Ok(Reference::Apart(self.apart(key, target, scope.mode.halting)?));
        }
        let level = if facts.holds_template { scope.level } else { 0 };
        let key = (target, written.into_owned(), level, scope.mode);
        if let Some(&id) = self.in_place.get(&key) {
            return Ok(Reference::InPlace(id));
        }
        let id = self.schema(target, key.1.clone(), level, scope.mode)?;
        self.in_place.insert(key, id);
        Ok(Reference::InPlace(id))
    }

    /// The function of a schema that is compiled apart; compiled where it is met for the first time, in the mode of that
    /// place.
    pub(super) fn apart(&mut self, name: Name, place: Place, halting: bool) -> Result<SubId, Problem> {
        let name = if place == self.root { Name::default() } else { name };
        if let Some(&id) = self.apart.get(&name) {
            return Ok(id);
        }
        let id = self.subs.len() as SubId;
        let path = self.path("#".to_owned());
        let mode = Mode { halting, ..Mode::START };
        self.subs.push(Sub::constant(place, path, mode, None));
        self.apart.insert(name, id);
        let compiled = self.schema(place, "#".to_owned(), 0, mode)?;
        self.subs.swap(id as usize, compiled as usize);
        Ok(id)
    }
}

fn look_at(value: Value<'_>) -> Target {
    let doc = value.doc();
    let holds_reference = (value.index()..value.node().next).any(|index| {
        let node = doc.value(index);
        node.kind() == Kind::Key && node.is_str("$ref")
    });
    let raw = value.raw();
    // An escaped `${` has a backslash in front of what it escapes.
    Target { holds_reference, holds_template: raw.contains("${") || raw.contains("\\u") }
}
