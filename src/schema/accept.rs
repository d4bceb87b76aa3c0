//! The first mode of a plan: valid or not, without allocating and without saying why.
//!
//! Equal to [`explain`](Plan::explain) in every verdict; a property test and the suites hold the two together.

use std::collections::HashSet;

use super::budget::{Budget, FAR, NEAR, Spent};
use super::equal::equal;
use super::instance::{element_count, first_repeat, has_type, is_hole, length};
use super::numbers::is_multiple;
use super::plan::{
    ArrayPart, Dependency, Extra, Items, MANY, Name, ObjectPart, Plan, Reference, RestPart, StringPart, SubId,
};
use super::stack::with_room;
use crate::json::{Kind, Value};

impl Plan {
    /// Whether the instance is valid. With `holes`, every `{"$ref": ...}` in it counts as valid itself, so that the
    /// answer `true` is certain, and `false` may still be for [`explain`](Plan::explain) to take back.
    #[inline]
    pub fn accepts(&self, instance: Value<'_>, holes: bool) -> bool {
        // Repeated names are rare and change what counts; the other mode knows how.
        if self.delicate || instance.doc().has_duplicate_keys() {
            let explanation = self.explain(instance, holes);
            return explanation.is_valid() && explanation.undecided().is_none();
        }
        let (accepted, spent) = self.accepts_within(instance, holes, NEAR);
        if spent != Spent::Depth {
            return accepted;
        }
        with_room(|| self.accepts_within(instance, holes, FAR)).is_some_and(|(accepted, _)| accepted)
    }

    #[inline]
    fn accepts_within(&self, instance: Value<'_>, holes: bool, depth: u32) -> (bool, Spent) {
        let budget = Budget::new(instance, depth);
        let run = Accept { plan: self, budget: &budget };
        let accepted = budget.enter(self.sub(self.root).height)
            && if holes { run.accept::<true>(self.root, instance) } else { run.accept::<false>(self.root, instance) };
        (accepted && budget.spent() == Spent::Nothing, budget.spent())
    }
}

/// One run of the first mode.
#[derive(Clone, Copy)]
struct Accept<'r> {
    plan: &'r Plan,
    budget: &'r Budget,
}

impl Accept<'_> {
    fn accept<const HOLES: bool>(self, id: SubId, value: Value<'_>) -> bool {
        let sub = &self.plan.subs[id as usize];
        if let Some(constant) = sub.constant {
            return constant || (HOLES && is_hole(value));
        }
        let kind = value.kind();
        if HOLES && kind == Kind::Object && is_hole(value) {
            return true;
        }
        if let Some(types) = sub.types
            && !has_type(value, types.set)
        {
            return false;
        }
        match sub.reference {
            None => {}
            Some(Reference::InPlace(target)) => return self.accept::<HOLES>(target, value),
            Some(Reference::Apart(target)) => {
                let height = self.plan.subs[target as usize].height;
                if !self.budget.enter(height) {
                    return false;
                }
                let accepted = self.accept::<HOLES>(target, value);
                self.budget.leave(height);
                return accepted;
            }
        }
        let typed = match kind {
            Kind::Number => sub.number.as_ref().is_none_or(|part| {
                let number = value.f64().unwrap_or_default();
                part.maximum.is_none_or(|bound| bound.allows_at_most(number))
                    && part.minimum.is_none_or(|bound| bound.allows_at_least(number))
                    && part.multiple_of.is_none_or(|step| is_multiple(number, step))
            }),
            Kind::String | Kind::Key => sub.string.as_ref().is_none_or(|part| self.accept_string(part, value)),
            Kind::Array => sub.array.as_ref().is_none_or(|part| self.accept_array::<HOLES>(part, value)),
            Kind::Object => sub.object.as_ref().is_none_or(|part| self.accept_object::<HOLES>(part, value)),
            _ => true,
        };
        typed && sub.rest.as_ref().is_none_or(|part| self.accept_rest::<HOLES>(part, value))
    }

    fn accept_string(self, part: &StringPart, value: Value<'_>) -> bool {
        let limits = part.max_length.is_none_or(|limit| length(value) <= limit)
            && part.min_length.is_none_or(|limit| length(value) >= limit);
        if !limits || (part.pattern.is_none() && part.format.is_none()) {
            return limits;
        }
        let text = value.string().unwrap_or_default();
        part.pattern.is_none_or(|pattern| self.matches(pattern, &text))
            && part.format.is_none_or(|format| format.check(&text))
    }

    /// A pattern that takes too many steps makes the whole answer uncertain.
    #[inline]
    fn matches(self, pattern: u32, text: &str) -> bool {
        self.plan.patterns[pattern as usize].matches(text).unwrap_or_else(|| {
            self.budget.give_up();
            false
        })
    }

    fn accept_array<const HOLES: bool>(self, part: &ArrayPart, value: Value<'_>) -> bool {
        let count = element_count(value);
        if part.max_items.is_some_and(|limit| count as f64 > limit)
            || part.min_items.is_some_and(|limit| (count as f64) < limit)
        {
            return false;
        }
        let items = match &part.items {
            Items::Any => true,
            Items::All(sub) => value.elements().all(|element| self.accept::<HOLES>(*sub, element)),
            Items::Tuple(subs, extra) => {
                let rest = match extra {
                    Extra::Allowed => true,
                    Extra::Forbidden => count <= subs.len(),
                    Extra::Schema(sub) => value.elements().skip(subs.len()).all(|e| self.accept::<HOLES>(*sub, e)),
                };
                rest && value.elements().zip(subs).all(|(element, sub)| self.accept::<HOLES>(*sub, element))
            }
        };
        items
            && part.contains.is_none_or(|sub| value.elements().any(|element| self.accept::<HOLES>(sub, element)))
            && part.unique.is_none_or(|unique| first_repeat(value, unique.only, false).is_none())
    }

    fn accept_object<const HOLES: bool>(self, part: &ObjectPart, value: Value<'_>) -> bool {
        let count = || value.node().stored_count().unwrap_or_else(|| value.members().count()) as f64;
        if part.max_properties.is_some_and(|limit| count() > limit)
            || part.min_properties.is_some_and(|limit| count() < limit)
            || !has_members(value, &part.required)
        {
            return false;
        }
        let depend = part.dependencies.iter().all(|(name, dependency)| {
            !has_member(value, name)
                || match dependency {
                    Dependency::Names(names) => has_members(value, names),
                    Dependency::Schema(sub) => self.accept::<HOLES>(*sub, value),
                }
        });
        if !depend {
            return false;
        }
        if let Some(sub) = part.property_names
            && !value.members().all(|member| self.accept::<HOLES>(sub, member.key))
        {
            return false;
        }
        if part.properties.is_empty() && part.patterns.is_empty() && matches!(part.extra, Extra::Allowed) {
            return true;
        }
        self.accept_members::<HOLES>(part, value)
    }

    /// One walk over the members for `properties`, `patternProperties` and `additionalProperties`.
    fn accept_members<const HOLES: bool>(self, part: &ObjectPart, value: Value<'_>) -> bool {
        let mut required = part.properties.iter().filter(|property| property.required).count();
        // Requests of one kind list their keys in about the order of the schema: look where the last one left off.
        let mut likely = 0;
        for member in value.members() {
            let found = find(part, member.key, likely);
            if let Some(at) = found {
                likely = at + 1;
                let property = &part.properties[at];
                required -= usize::from(property.required);
                if !self.accept::<HOLES>(property.sub, member.value) {
                    return false;
                }
            }
            let mut matched = false;
            for &(pattern, sub) in &part.patterns {
                let name = member.key.string().unwrap_or_default();
                if self.matches(pattern, &name) {
                    matched = true;
                    if !self.accept::<HOLES>(sub, member.value) {
                        return false;
                    }
                }
            }
            if found.is_some() || matched || matches!(part.extra, Extra::Allowed) {
                continue;
            }
            if part.known.len() > part.properties.len() && part.knows(&member.key.string().unwrap_or_default()) {
                continue;
            }
            match part.extra {
                Extra::Forbidden => return false,
                Extra::Schema(sub) if !self.accept::<HOLES>(sub, member.value) => return false,
                Extra::Schema(_) | Extra::Allowed => {}
            }
        }
        required == 0
    }

    fn accept_rest<const HOLES: bool>(self, part: &RestPart, value: Value<'_>) -> bool {
        if let Some(constant) = part.constant
            && !equal(value, self.plan.documents.value(constant))
        {
            return false;
        }
        if let Some(members) = &part.enumeration
            && !members.iter().any(|member| equal(value, self.plan.documents.value(*member)))
        {
            return false;
        }
        if let Some(sub) = part.not
            && self.accept::<HOLES>(sub, value)
        {
            return false;
        }
        if !part.any_of.is_empty() && !part.any_of.iter().any(|sub| self.accept::<HOLES>(*sub, value)) {
            return false;
        }
        if !part.one_of.is_empty() {
            let mut passing = part.one_of.iter().filter(|sub| self.accept::<HOLES>(**sub, value));
            if passing.next().is_none() || passing.next().is_some() {
                return false;
            }
        }
        if !part.all_of.iter().all(|sub| self.accept::<HOLES>(*sub, value)) {
            return false;
        }
        part.condition.is_none_or(|condition| {
            let branch = if self.accept::<HOLES>(condition.test, value) { condition.then } else { condition.otherwise };
            branch.is_none_or(|sub| self.accept::<HOLES>(sub, value))
        })
    }
}

impl super::plan::Bound {
    #[inline]
    pub(super) fn allows_at_most(self, number: f64) -> bool {
        if self.exclusive { number < self.limit } else { number <= self.limit }
    }

    #[inline]
    pub(super) fn allows_at_least(self, number: f64) -> bool {
        if self.exclusive { number > self.limit } else { number >= self.limit }
    }
}

#[inline]
fn has_member(object: Value<'_>, name: &str) -> bool {
    object.members().any(|member| member.key.is_str(name))
}

/// Whether all names are there.
#[inline]
fn has_members(object: Value<'_>, names: &[Name]) -> bool {
    if names.len() > MANY {
        let there: HashSet<_> = object.members().filter_map(|member| member.key.string()).collect();
        return names.iter().all(|name| there.contains(name.as_ref()));
    }
    names.iter().all(|name| has_member(object, name))
}

#[inline]
fn find(part: &ObjectPart, key: Value<'_>, likely: usize) -> Option<usize> {
    let names = &part.properties;
    if names.get(likely).is_some_and(|property| key.is_str(&property.name)) {
        return Some(likely);
    }
    if names.len() > MANY {
        return part.positions.get(key.string()?.as_ref()).map(|&at| at as usize).filter(|&at| at < names.len());
    }
    names.iter().position(|property| key.is_str(&property.name))
}
