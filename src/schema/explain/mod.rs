//! The second mode of a plan: every record that ajv 6 makes, in its order, with `errorMessage` applied as
//! ajv-errors 1 applies it.
//!
//! One growing list, from which branches that pass are cut off again and from which texts take what they replace. A
//! schema object fails when the number of errors has changed since it began: both are ajv's own ways, and some of its
//! answers cannot be had in any other.

mod plainly;
mod reach;
mod record;
mod replace;
mod walk;

use smallvec::{SmallVec, smallvec};

use reach::Reach;
pub use record::{Detail, Explanation, Record, RecordId, Scope, ScopeId, ScopeKind};

use super::budget::{Budget, FAR, NEAR, Spent};
use super::instance::{has_type, is_hole};
use super::keyword::Keyword;
use super::message::{Level, LevelName, Levels};
use super::plan::{Plan, Reference, Sub, SubId, TypeMoment, TypeSet};
use super::stack::with_room;
use crate::json::{Kind, Node, Value};

/// The outcome of one schema on one value. `Open` where it hangs on a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Pass,
    Open,
    Fail,
}

impl Plan {
    /// Says everything that is wrong with an instance. With `holes`, a `{"$ref": ...}` is a value not known yet:
    /// whatever hangs on it is left open, and only what is wrong for every value is recorded.
    pub fn explain<'p, 'd>(&'p self, instance: Value<'d>, holes: bool) -> Explanation<'p, 'd> {
        let (mut explanation, mut spent) = self.explain_within(instance, holes, NEAR);
        if spent == Spent::Depth {
            let deeper = with_room(|| self.explain_within(instance, holes, FAR));
            (explanation, spent) = deeper.unwrap_or((explanation, spent));
        }
        if spent != Spent::Nothing {
            // The service has no answer to such a body either; what was recorded on the way is part of none.
            explanation.records.clear();
            explanation.live.clear();
        }
        explanation
    }

    fn explain_within<'p, 'd>(&'p self, instance: Value<'d>, holes: bool, depth: u32) -> (Explanation<'p, 'd>, Spent) {
        let whole = Scope { parent: 0, kind: ScopeKind::Root, sub: self.root, at: instance.index() };
        let levels = smallvec![Level { value: instance, name: LevelName::None }];
        let explanation = Explanation {
            plan: self,
            doc: instance.doc(),
            root: instance.index(),
            records: Vec::new(),
            live: SmallVec::new(),
            scopes: smallvec![whole],
            errors: 0,
            undecided: None,
            reach: Reach::default(),
        };
        let budget = Budget::new(instance, depth);
        let mut run =
            Run { out: explanation, holes, returned: false, oldest: 0, scope: 0, levels, frame: 0, instance, budget };
        if run.budget.enter(self.sub(self.root).height) {
            run.validate(self.root, instance, instance.index());
        } else {
            run.out.undecided = Some(instance.index());
        }
        (run.out, run.budget.spent())
    }
}

/// The state of one explanation.
struct Run<'p, 'd> {
    out: Explanation<'p, 'd>,
    holes: bool,
    /// A function that stops at the first error has returned.
    returned: bool,
    /// Number of records that were made before the current function began.
    oldest: usize,
    scope: ScopeId,
    levels: SmallVec<[Level<'d>; 4]>,
    /// Where the levels of the current compiled function begin.
    frame: usize,
    instance: Value<'d>,
    budget: Budget,
}

impl<'p, 'd> Run<'p, 'd> {
    /// Applies a schema object to a value. `at` is the value that records are about; it differs from `value` only
    /// below `propertyNames`, where the value is a key.
    fn validate(&mut self, id: SubId, value: Value<'d>, at: u32) -> Verdict {
        let plan = self.out.plan;
        let sub = plan.sub(id);
        let kind = value.kind();
        if kind == Kind::Missing || (self.holes && kind == Kind::Object && is_hole(value)) {
            return Verdict::Open;
        }
        match sub.constant {
            Some(true) => return Verdict::Pass,
            Some(false) => {
                self.record(Keyword::FalseSchema, id, at, Detail::None);
                return Verdict::Fail;
            }
            None => {}
        }
        if !self.returned && sub.is_bare() && sub.types.is_none_or(|types| has_type(value, types.set)) {
            return Verdict::Pass;
        }
        let start = self.out.errors;
        if sub.types.is_some() {
            self.types(id, value, at, TypeMoment::First);
        }
        if self.returned {
            return Verdict::Fail;
        }
        let mut open = false;
        if let Some(reference) = sub.reference {
            open |= match reference {
                Reference::InPlace(target) => self.validate(target, value, at),
                Reference::Apart(target) => self.apart(target, value, at),
            } == Verdict::Open;
            return self.verdict(start, open);
        }
        // Where checks stop at the first error, they do so after the group of keywords that it belongs to: a `type` that is
        // checked before all groups does not keep the first of them from running.
        for (moment, used) in [
            (TypeMoment::WithNumber, sub.number.is_some()),
            (TypeMoment::WithString, sub.string.is_some()),
            (TypeMoment::WithArray, sub.array.is_some()),
            (TypeMoment::WithObject, sub.object.is_some()),
        ] {
            if used {
                open |= self.keywords(id, value, at, moment);
                if self.stopped(id, start) {
                    return self.verdict(start, open);
                }
            }
        }
        let last = self.out.errors;
        if let Some(rest) = &sub.rest {
            open |= self.rest(id, rest, value, at);
        }
        if let Some(message) = &sub.message
            && !self.stopped(id, last)
            && self.out.errors > 0
            && self.budget.spent() == Spent::Nothing
        {
            self.replace(message, id, value, at);
        }
        self.verdict(start, open)
    }

    /// The types of which no value is wrong to a schema object; none where it asks for more than a type.
    fn fine_types(&self, id: SubId) -> Option<TypeSet> {
        let sub = self.out.plan.sub(id);
        let says_little = sub.constant.unwrap_or_else(|| sub.is_bare());
        (says_little && !self.returned).then(|| sub.types.map_or(TypeSet::ALL, |types| types.set))
    }

    /// Whether a value is known, and of one of these types, where that is seen at once.
    #[inline]
    fn is_plainly(&self, value: Node, types: TypeSet) -> bool {
        let kind = value.kind();
        types.has_kind(kind) && kind != Kind::Missing && !(self.holes && value.has_reference())
    }

    /// The same of the values of all members of an object.
    fn are_plainly(&self, object: Value<'d>, types: TypeSet) -> bool {
        let (nodes, end) = (object.doc().nodes(), object.node().next as usize);
        let mut key = object.index() as usize + 1;
        while key < end && self.is_plainly(nodes[key + 1], types) {
            key = nodes[key + 1].next as usize;
        }
        key >= end
    }

    /// Whether checks stop, in a schema object that stops at the first error, for an error since the list had that length.
    fn stopped(&self, id: SubId, start: usize) -> bool {
        self.returned || (self.out.plan.sub(id).mode.halting && self.out.errors != start)
    }

    fn verdict(&self, start: usize, open: bool) -> Verdict {
        match (self.out.errors == start && !self.returned, open) {
            (false, _) => Verdict::Fail,
            (true, true) => Verdict::Open,
            (true, false) => Verdict::Pass,
        }
    }

    /// Applies a schema that ajv compiled as a function of its own: with its own list and its own levels.
    fn apart(&mut self, id: SubId, value: Value<'d>, at: u32) -> Verdict {
        let height = self.out.plan.sub(id).height;
        if !self.budget.enter(height) {
            self.out.undecided = Some(at);
            return Verdict::Open;
        }
        let outer_live = std::mem::take(&mut self.out.live);
        let outer_errors = std::mem::take(&mut self.out.errors);
        let outer_frame = std::mem::replace(&mut self.frame, self.levels.len());
        let outer_oldest = std::mem::replace(&mut self.oldest, self.out.records.len());
        self.levels.push(Level { value, name: LevelName::None });
        let verdict = self.validate(id, value, at);
        self.levels.pop();
        self.frame = outer_frame;
        self.oldest = outer_oldest;
        self.returned = false;
        self.budget.leave(height);
        let inner = std::mem::replace(&mut self.out.live, outer_live);
        self.out.live.extend(inner);
        self.out.errors += outer_errors;
        verdict
    }

    /// Applies a schema to a child value, one level of data further down.
    fn child(&mut self, id: SubId, value: Value<'d>, name: LevelName<'d>) -> Verdict {
        self.levels.push(Level { value, name });
        let verdict = self.validate(id, value, value.index());
        self.levels.pop();
        verdict
    }

    /// Applies a schema to the member with that key.
    fn member(&mut self, id: SubId, key: Value<'d>) -> Verdict {
        let value = key.doc().value(key.index() + 1);
        if self.plainly(id, value) == Some(true) {
            return Verdict::Pass;
        }
        self.child(id, value, LevelName::Key(key))
    }

    /// Runs something inside a scope.
    fn within<T>(&mut self, kind: ScopeKind, sub: SubId, at: u32, run: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.scope;
        let records = self.out.records.len();
        self.out.scopes.push(Scope { parent: outer, kind, sub, at });
        self.scope = self.out.scopes.len() as ScopeId - 1;
        let own = self.scope;
        let result = run(self);
        self.scope = outer;
        if self.out.records.len() == records {
            self.out.scopes.truncate(own as usize);
        }
        result
    }

    /// Runs something whose records are dropped whatever comes of it.
    fn silently(&mut self, run: impl FnOnce(&mut Self) -> Verdict) -> Verdict {
        let start = self.out.errors;
        let verdict = run(self);
        self.cut_back(start);
        verdict
    }

    /// Drops every record made since the list had that length.
    fn cut_back(&mut self, start: usize) {
        self.out.errors = start;
        self.out.live.truncate(start);
        // Ids ascend, and a text only ever takes records older than itself.
        let kept = self.out.live.last().map_or(self.oldest, |&id| id as usize + 1);
        self.out.records.truncate(kept);
    }

    fn record(&mut self, keyword: Keyword, sub: SubId, at: u32, detail: Detail<'p>) {
        let plan = self.out.plan;
        let &Sub { path, mode, .. } = plan.sub(sub);
        // ajv forgets to return for the error of a `not` with nothing in it.
        let trivial = keyword == Keyword::Not && plan.negated(sub).is_some_and(|not| plan.sub(not).constant.is_some());
        if mode.halting && !mode.composite && !trivial {
            self.returned = true;
            if !matches!(keyword, Keyword::PropertyNames | Keyword::AnyOf | Keyword::OneOf | Keyword::If) {
                // The function returns this one record, whatever it had before.
                self.cut_back(0);
            }
        }
        let scope = self.scope;
        self.push(Record { keyword, at, sub, detail, scope, text: None, taken: SmallVec::new(), path });
    }

    fn push(&mut self, record: Record<'p>) {
        let id = self.out.records.len() as RecordId;
        self.out.reach.note(record.at, id);
        self.out.live.push(id);
        self.out.records.push(record);
        self.out.errors += 1;
    }

    fn levels(&self) -> Levels<'_> {
        Levels { root: self.instance, values: &self.levels[self.frame..] }
    }
}
