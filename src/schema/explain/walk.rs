//! The keywords, group by group, in the order in which ajv 6 runs them.

use std::cell::LazyCell;
use std::collections::HashMap;

use super::{Detail, Run, ScopeKind, Verdict};
use crate::json::{Kind, Value};
use crate::schema::equal::{could_equal, equal};
use crate::schema::instance::{element_count, first_repeat, has_type, holds_hole, length};
use crate::schema::js::{self, Keys};
use crate::schema::keyword::Keyword;
use crate::schema::message::LevelName;
use crate::schema::numbers::is_multiple;
use crate::schema::plan::{
    ArrayPart, Dependency, Extra, Items, MANY, NumberPart, ObjectPart, RestPart, StringPart, SubId, TypeMoment,
};

impl<'p, 'd> Run<'p, 'd> {
    /// Runs the keywords of one moment, and `type` if it belongs to it. Answers whether anything was left open.
    pub(super) fn keywords(&mut self, id: SubId, value: Value<'d>, at: u32, moment: TypeMoment) -> bool {
        let sub = self.out.plan.sub(id);
        let kind = value.kind();
        let mut open = false;
        match (moment, kind) {
            (TypeMoment::WithNumber, Kind::Number) => {
                if let Some(part) = &sub.number {
                    self.number(id, part, value, at);
                }
            }
            (TypeMoment::WithString, Kind::String | Kind::Key) => {
                if let Some(part) = &sub.string {
                    open = self.string(id, part, value, at);
                }
            }
            (TypeMoment::WithArray, Kind::Array) => {
                if let Some(part) = &sub.array {
                    open = self.array(id, part, value);
                }
            }
            (TypeMoment::WithObject, Kind::Object) => {
                if let Some(part) = &sub.object {
                    open = self.object(id, part, value);
                }
            }
            _ => {}
        }
        if sub.types.is_some() {
            self.types(id, value, at, moment);
        }
        open
    }

    /// Runs `type`, if it belongs to that moment.
    pub(super) fn types(&mut self, id: SubId, value: Value<'d>, at: u32, moment: TypeMoment) {
        let types = self.out.plan.sub(id).types.filter(|types| types.moment == moment);
        if types.is_some_and(|types| !has_type(value, types.set)) {
            self.record(Keyword::Type, id, at, Detail::None);
        }
    }

    fn number(&mut self, id: SubId, part: &NumberPart, value: Value<'d>, at: u32) {
        let number = value.f64().unwrap_or_default();
        let start = self.out.errors;
        if let Some(bound) = part.maximum.filter(|bound| !bound.allows_at_most(number)) {
            self.record(bound.keyword, id, at, Detail::None);
        }
        if let Some(bound) = part.minimum.filter(|bound| !bound.allows_at_least(number))
            && !self.stopped(id, start)
        {
            self.record(bound.keyword, id, at, Detail::None);
        }
        if !self.stopped(id, start) && part.multiple_of.is_some_and(|step| !is_multiple(number, step)) {
            self.record(Keyword::MultipleOf, id, at, Detail::None);
        }
    }

    fn string(&mut self, id: SubId, part: &StringPart, value: Value<'d>, at: u32) -> bool {
        let start = self.out.errors;
        if part.max_length.is_some_and(|limit| length(value) > limit) {
            self.record(Keyword::MaxLength, id, at, Detail::None);
        }
        if !self.stopped(id, start) && part.min_length.is_some_and(|limit| length(value) < limit) {
            self.record(Keyword::MinLength, id, at, Detail::None);
        }
        let text = value.string().unwrap_or_default();
        let mut open = false;
        if let Some(pattern) = part.pattern
            && !self.stopped(id, start)
        {
            match self.matches(pattern, &text, at) {
                Some(true) => {}
                Some(false) => self.record(Keyword::Pattern, id, at, Detail::None),
                None => open = true,
            }
        }
        if !self.stopped(id, start) && part.format.is_some_and(|format| !format.check(&text)) {
            self.record(Keyword::Format, id, at, Detail::None);
        }
        open
    }

    fn is_decidable(&self, pattern: u32) -> bool {
        self.out.plan.patterns[pattern as usize].is_decidable()
    }

    fn matches(&mut self, pattern: u32, text: &str, at: u32) -> Option<bool> {
        let matched = self.out.plan.patterns[pattern as usize].matches(text);
        if matched.is_none() {
            self.out.undecided = Some(at);
        }
        matched
    }

    fn array(&mut self, id: SubId, part: &'p ArrayPart, value: Value<'d>) -> bool {
        let at = value.index();
        let count = element_count(value);
        let start = self.out.errors;
        if part.max_items.is_some_and(|limit| count as f64 > limit) {
            self.record(Keyword::MaxItems, id, at, Detail::None);
        }
        if !self.stopped(id, start) && part.min_items.is_some_and(|limit| (count as f64) < limit) {
            self.record(Keyword::MinItems, id, at, Detail::None);
        }
        let mut open = false;
        if self.stopped(id, start) {
            return open;
        }
        match &part.items {
            Items::Any => {}
            Items::All(sub) => open |= self.elements(id, *sub, value, 0),
            Items::Tuple(subs, extra) => {
                if matches!(extra, Extra::Forbidden) && count > subs.len() {
                    self.record(Keyword::AdditionalItems, id, at, Detail::None);
                }
                for (position, (element, sub)) in value.elements().zip(subs).enumerate() {
                    if self.stopped(id, start) {
                        return open;
                    }
                    open |= self.child(*sub, element, LevelName::Index(position)) == Verdict::Open;
                }
                if let Extra::Schema(sub) = extra
                    && !self.stopped(id, start)
                {
                    open |= self.elements(id, *sub, value, subs.len());
                }
            }
        }
        if let Some(sub) = part.contains
            && !self.stopped(id, start)
        {
            open |= self.contains(id, sub, value);
        }
        if let Some(unique) = part.unique
            && !self.stopped(id, start)
        {
            match first_repeat(value, unique.only, self.holes) {
                Some((first, second)) => self.record(Keyword::UniqueItems, id, at, Detail::Repeat(first, second)),
                None => open |= self.holes && count > 1 && holds_hole(value),
            }
        }
        open
    }

    fn elements(&mut self, id: SubId, sub: SubId, array: Value<'d>, from: usize) -> bool {
        let start = self.out.errors;
        let mut open = false;
        for (position, element) in array.elements().enumerate().skip(from) {
            open |= self.child(sub, element, LevelName::Index(position)) == Verdict::Open;
            if self.stopped(id, start) {
                break;
            }
        }
        open
    }

    fn contains(&mut self, id: SubId, sub: SubId, array: Value<'d>) -> bool {
        let at = array.index();
        let start = self.out.errors;
        let mut open = false;
        for (position, element) in array.elements().enumerate() {
            let verdict =
                self.within(ScopeKind::Contains, id, at, |run| run.child(sub, element, LevelName::Index(position)));
            open |= verdict == Verdict::Open;
            if verdict == Verdict::Pass {
                self.cut_back(start);
                return false;
            }
        }
        if open {
            self.cut_back(start);
        } else {
            self.record(Keyword::Contains, id, at, Detail::None);
        }
        open
    }

    fn object(&mut self, id: SubId, part: &'p ObjectPart, value: Value<'d>) -> bool {
        let at = value.index();
        let doc = value.doc();
        let count = LazyCell::new(|| js::member_count(value));
        // Each member takes two nodes at least.
        let may_be_many = (value.node().next - at) as usize > 2 * MANY;
        // Most schema objects ask for a few names only: nothing is listed for those.
        let keys = LazyCell::new(|| Keys::of(value));
        let positions: Option<HashMap<_, _>> = (may_be_many && *count > MANY)
            .then(|| Keys::clone(&keys).filter_map(|key| Some((doc.value(key).string()?, key))).collect());
        let find = |name: &str| match &positions {
            None => value.key_of(name),
            Some(positions) => positions.get(name).copied(),
        };
        let start = self.out.errors;
        if part.max_properties.is_some_and(|limit| *count as f64 > limit) {
            self.record(Keyword::MaxProperties, id, at, Detail::None);
        }
        if !self.stopped(id, start) && part.min_properties.is_some_and(|limit| (*count as f64) < limit) {
            self.record(Keyword::MinProperties, id, at, Detail::None);
        }
        let mut open = false;
        for name in part.required.iter().filter(|name| find(name).is_none()) {
            if self.stopped(id, start) {
                return open;
            }
            self.record(Keyword::Required, id, at, Detail::Missing(name));
        }
        for (trigger, dependency) in part.dependencies.iter().filter(|(trigger, _)| find(trigger).is_some()) {
            if self.stopped(id, start) {
                return open;
            }
            match dependency {
                Dependency::Names(names) => {
                    for missing in names.iter().filter(|name| find(name).is_none()) {
                        if self.stopped(id, start) {
                            return open;
                        }
                        self.record(Keyword::Dependencies, id, at, Detail::Depends { trigger, missing });
                    }
                }
                Dependency::Schema(sub) => open |= self.validate(*sub, value, at) == Verdict::Open,
            }
        }
        if let Some(sub) = part.property_names {
            for key in Keys::clone(&keys) {
                if self.stopped(id, start) {
                    return open;
                }
                let key = doc.value(key);
                self.levels.push(crate::schema::message::Level { value: key, name: LevelName::None });
                let verdict =
                    self.within(ScopeKind::PropertyNames(key.index()), id, at, |run| run.validate(sub, key, at));
                self.levels.pop();
                if verdict == Verdict::Fail && !self.returned {
                    self.record(Keyword::PropertyNames, id, at, Detail::Key(key.index()));
                }
            }
        }
        if !matches!(part.extra, Extra::Allowed) {
            let is_decidable = part.patterns.iter().all(|(pattern, _)| self.is_decidable(*pattern));
            let fine = match part.extra {
                Extra::Schema(sub) if is_decidable => self.fine_types(sub),
                _ => None,
            };
            for key in Keys::clone(&keys) {
                if self.stopped(id, start) {
                    return open;
                }
                // Whether a name is listed makes no difference where its value is fine.
                if fine.is_some_and(|types| self.is_plainly(doc.nodes()[key as usize + 1], types)) {
                    continue;
                }
                let key = doc.value(key);
                if part.knows_key(key) {
                    continue;
                }
                let name = key.string().unwrap_or_default();
                if part.patterns.iter().any(|(pattern, _)| self.matches(*pattern, &name, at) != Some(false)) {
                    continue;
                }
                match part.extra {
                    Extra::Schema(sub) => {
                        open |= self.member(sub, key) == Verdict::Open;
                    }
                    _ => self.record(Keyword::AdditionalProperties, id, at, Detail::Key(key.index())),
                }
            }
        }
        for property in &part.properties {
            if self.stopped(id, start) {
                return open;
            }
            match find(&property.name) {
                Some(key) => open |= self.member(property.sub, doc.value(key)) == Verdict::Open,
                None if property.required => {
                    self.record(Keyword::Required, id, at, Detail::Missing(&property.name));
                }
                None => {}
            }
        }
        for &(pattern, sub) in &part.patterns {
            // Whether a name matches makes no difference where its value is fine.
            let fine = if self.is_decidable(pattern) { self.fine_types(sub) } else { None };
            if fine.is_some_and(|types| self.are_plainly(value, types)) {
                continue;
            }
            for key in Keys::clone(&keys) {
                if self.stopped(id, start) {
                    return open;
                }
                if fine.is_some_and(|types| self.is_plainly(doc.nodes()[key as usize + 1], types)) {
                    continue;
                }
                let key = doc.value(key);
                let name = key.string().unwrap_or_default();
                match self.matches(pattern, &name, at) {
                    Some(true) => open |= self.member(sub, key) == Verdict::Open,
                    Some(false) => {}
                    None => open = true,
                }
            }
        }
        open
    }

    pub(super) fn rest(&mut self, id: SubId, part: &'p RestPart, value: Value<'d>, at: u32) -> bool {
        let start = self.out.errors;
        let documents = &self.out.plan.documents;
        // With a hole in it, a value may yet turn out to be any that it does not differ from elsewhere.
        let is_compared = part.constant.is_some() || part.enumeration.is_some();
        let holes = is_compared && self.holes && holds_hole(value);
        let mut open = false;
        if let Some(constant) = part.constant {
            let constant = documents.value(constant);
            if holes && could_equal(value, constant) {
                open = true;
            } else if !equal(value, constant) {
                self.record(Keyword::Const, id, at, Detail::None);
            }
        }
        if let Some(members) = &part.enumeration
            && !self.stopped(id, start)
        {
            let any = |test: fn(Value<'_>, Value<'_>) -> bool| members.iter().any(|m| test(value, documents.value(*m)));
            if holes && any(could_equal) {
                open = true;
            } else if !any(equal) {
                self.record(Keyword::Enum, id, at, Detail::None);
            }
        }
        if let Some(sub) = part.not
            && !self.stopped(id, start)
        {
            match self.verdict_on(sub, value, at) {
                Verdict::Pass => self.record(Keyword::Not, id, at, Detail::None),
                Verdict::Open => open = true,
                Verdict::Fail => {}
            }
        }
        if !part.any_of.is_empty() && !self.stopped(id, start) {
            open |= self.any_of(id, &part.any_of, value, at);
        }
        if !part.one_of.is_empty() && !self.stopped(id, start) {
            open |= self.one_of(id, &part.one_of, value, at);
        }
        for &sub in &part.all_of {
            if self.stopped(id, start) {
                return open;
            }
            if self.plainly(sub, value) != Some(true) {
                open |= self.validate(sub, value, at) == Verdict::Open;
            }
        }
        if let Some(condition) = part.condition
            && !self.stopped(id, start)
        {
            let held = self.verdict_on(condition.test, value, at);
            let (kind, branch) = match held {
                Verdict::Open => return true,
                Verdict::Pass => (ScopeKind::Then, condition.then),
                Verdict::Fail => (ScopeKind::Else, condition.otherwise),
            };
            if let Some(sub) = branch.filter(|sub| self.plainly(*sub, value) != Some(true)) {
                match self.within(kind, id, at, |run| run.validate(sub, value, at)) {
                    Verdict::Fail if self.returned => {}
                    Verdict::Fail => {
                        self.record(Keyword::If, id, at, Detail::Branch { then: kind == ScopeKind::Then });
                    }
                    Verdict::Open => open = true,
                    Verdict::Pass => {}
                }
            }
        }
        open
    }

    /// Applies a schema object that makes no records.
    fn verdict_on(&mut self, id: SubId, value: Value<'d>, at: u32) -> Verdict {
        match self.plainly(id, value) {
            Some(true) => Verdict::Pass,
            Some(false) => Verdict::Fail,
            None => self.silently(|run| run.validate(id, value, at)),
        }
    }

    fn any_of(&mut self, id: SubId, branches: &[SubId], value: Value<'d>, at: u32) -> bool {
        if branches.iter().map_while(|sub| self.plainly(*sub, value)).any(|passes| passes) {
            return false;
        }
        let start = self.out.errors;
        let mut open = false;
        for (position, &sub) in branches.iter().enumerate() {
            let kind = ScopeKind::AnyOf(position as u32);
            let verdict = self.within(kind, id, at, |run| run.validate(sub, value, at));
            open |= verdict == Verdict::Open;
            if verdict == Verdict::Pass {
                self.cut_back(start);
                return false;
            }
        }
        if open {
            self.cut_back(start);
        } else {
            self.record(Keyword::AnyOf, id, at, Detail::None);
        }
        open
    }

    fn one_of(&mut self, id: SubId, branches: &[SubId], value: Value<'d>, at: u32) -> bool {
        let passes = branches.iter().map(|sub| self.plainly(*sub, value).map(u32::from));
        if passes.sum::<Option<u32>>() == Some(1) {
            return false;
        }
        let start = self.out.errors;
        let mut passing = None;
        let mut open = false;
        for (position, &sub) in branches.iter().enumerate() {
            let kind = ScopeKind::OneOf(position as u32);
            match (self.within(kind, id, at, |run| run.validate(sub, value, at)), passing) {
                (Verdict::Pass, Some(first)) => {
                    self.record(Keyword::OneOf, id, at, Detail::Passing(Some([first, position])));
                    return false;
                }
                (Verdict::Pass, None) => passing = Some(position),
                (Verdict::Open, _) => open = true,
                (Verdict::Fail, _) => {}
            }
        }
        if passing.is_none() && !open {
            self.record(Keyword::OneOf, id, at, Detail::Passing(None));
            return false;
        }
        self.cut_back(start);
        open
    }
}
