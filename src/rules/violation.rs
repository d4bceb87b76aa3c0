//! From the records of a plan to violations: one for each cause.
//!
//! ajv reports wrappers beside causes (`if`, `oneOf` and the failures of their branches), and several keywords for one
//! wrong value. Here every record joins the violation that it is a part of, and every authored text goes with the
//! first record that it replaced, so that each text is told exactly once.

use hashbrown::{HashMap, HashSet};
use smallvec::{SmallVec, smallvec};

use crate::json::{Doc, Value};
use crate::schema::{Detail, Explanation, Keyword, Plan, RecordId, Scope, ScopeId, ScopeKind, SubId};

/// Whose schema it is that refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The pattern schema that the server reads.
    Server,
    /// Pattern data, read as a schema.
    Data,
    /// Our schema of a kind of document.
    Kind,
}

/// One cause for which a schema refuses an instance.
#[derive(Debug)]
pub(crate) struct Violation<'e> {
    pub(crate) origin: Origin,
    pub(crate) plan: &'e Plan,
    pub(crate) keyword: Keyword,
    /// The value that it is about.
    pub(crate) value: Value<'e>,
    /// The schema object that holds the keyword.
    pub(crate) sub: SubId,
    pub(crate) detail: Detail<'e>,
    /// The authored texts that the server answers with because of it.
    pub(crate) texts: Vec<String>,
    /// The conditions under which it applies, the outermost first.
    pub(crate) conditions: Vec<Scope>,
}

impl<'e> Violation<'e> {
    /// The name that is missing, for `required` and `dependencies`.
    pub(crate) fn missing(&self) -> Option<&'e str> {
        match &self.detail {
            Detail::Missing(name) => Some(name),
            Detail::Depends { missing, .. } => Some(missing),
            _ => None,
        }
    }

    /// The key that should not be there, for `additionalProperties` and `propertyNames`.
    pub(crate) fn key(&self) -> Option<Value<'e>> {
        match &self.detail {
            Detail::Key(key) => Some(self.value.doc().value(*key)),
            _ => None,
        }
    }
}

/// Turns everything that a plan says about an instance into violations, in the order of their first records.
pub(crate) fn violations<'e>(
    mut explanation: Explanation<'e, 'e>,
    doc: Doc<'e>,
    origin: Origin,
) -> SmallVec<[Violation<'e>; 1]> {
    let mut texts: Texts = SmallVec::new();
    let mut causes: SmallVec<[RecordId; 8]> = SmallVec::new();
    for position in 0..explanation.live().len() {
        let id = explanation.live()[position];
        let text = explanation.take_text(id);
        let record = explanation.record(id);
        if record.keyword != Keyword::ErrorMessage {
            causes.push(id);
            continue;
        }
        texts.extend(record.taken.first().copied().zip(text));
        causes.extend_from_slice(&record.taken);
    }
    texts.sort_by_key(|(first, _)| *first);
    let explanation = &explanation;
    let mut told = Told { explanation, doc, origin, texts };
    // What most faults come to: one cause, and what sums up the conditions that it stands under.
    let mut others = causes.iter().filter(|id| explanation.record(**id).keyword != Keyword::If);
    if let (Some(&only), None) = (others.next(), others.next()) {
        return smallvec![told.violation(only, &mut causes)];
    }
    // A text's record comes after what it replaced: the order of making is the order of causes.
    causes.sort_unstable();
    let summaries = Summaries::of(explanation, &causes);
    let mut groups = Groups { explanation, heads: Vec::new(), members: HashMap::new() };
    for &id in &causes {
        groups.join(summaries.head_of(id), id);
    }
    if groups.heads.len() > 1 {
        groups.fold_conditions();
        groups.merge_values();
    }
    let Groups { heads, mut members, .. } = groups;
    let violation = |head| told.violation(head, &mut members.remove(&head).unwrap_or_default());
    heads.into_iter().map(violation).collect()
}

/// What a plan says about an instance.
struct Told<'a, 'e> {
    explanation: &'a Explanation<'e, 'e>,
    doc: Doc<'e>,
    origin: Origin,
    /// Each authored text, by the first record that it replaced.
    texts: Texts,
}

type Texts = SmallVec<[(RecordId, String); 2]>;

impl<'e> Told<'_, 'e> {
    /// The violation that a record speaks for, and the others that belong to it.
    fn violation(&mut self, head: RecordId, ids: &mut [RecordId]) -> Violation<'e> {
        ids.sort_unstable();
        let record = self.explanation.record(head);
        let mut conditions: Vec<Scope> = chain(self.explanation, record.scope)
            .filter(|scope| matches!(scope.kind, ScopeKind::Then | ScopeKind::Else))
            .collect();
        conditions.reverse();
        let mut texts = Vec::new();
        for id in ids {
            let from = self.texts.partition_point(|(first, _)| *first < *id);
            let own = self.texts[from..].iter_mut().take_while(|(first, _)| *first == *id);
            texts.extend(own.map(|(_, text)| std::mem::take(text)));
        }
        Violation {
            origin: self.origin,
            plan: self.explanation.plan(),
            keyword: record.keyword,
            value: self.doc.value(record.at),
            sub: record.sub,
            detail: record.detail.clone(),
            texts,
            conditions,
        }
    }
}

/// The records that sum up the failures of branches, by what they sum up.
struct Summaries<'a, 'e> {
    explanation: &'a Explanation<'e, 'e>,
    /// By keyword, schema object, value and (for `propertyNames`) key: the first such record.
    first: HashMap<(Keyword, SubId, u32, Option<u32>), RecordId>,
}

impl<'a, 'e> Summaries<'a, 'e> {
    fn of(explanation: &'a Explanation<'e, 'e>, causes: &[RecordId]) -> Self {
        let mut first = HashMap::new();
        for &id in causes {
            let record = explanation.record(id);
            let name = match (record.keyword, &record.detail) {
                (Keyword::PropertyNames, Detail::Key(key)) => Some(*key),
                (Keyword::AnyOf | Keyword::OneOf | Keyword::Contains, _) => None,
                _ => continue,
            };
            first.entry((record.keyword, record.sub, record.at, name)).or_insert(id);
        }
        Summaries { explanation, first }
    }

    /// The record that speaks for this one: the summary of the outermost branch that it failed in, else itself.
    fn head_of(&self, id: RecordId) -> RecordId {
        let mut head = id;
        for scope in chain(self.explanation, self.explanation.record(id).scope) {
            let (keyword, name) = match scope.kind {
                ScopeKind::AnyOf(_) => (Keyword::AnyOf, None),
                ScopeKind::OneOf(_) => (Keyword::OneOf, None),
                ScopeKind::Contains => (Keyword::Contains, None),
                ScopeKind::PropertyNames(name) => (Keyword::PropertyNames, Some(name)),
                ScopeKind::Root | ScopeKind::Then | ScopeKind::Else => continue,
            };
            // Scopes are listed from the innermost out: the last one found is the outermost.
            head = self.first.get(&(keyword, scope.sub, scope.at, name)).copied().unwrap_or(head);
        }
        head
    }
}

/// What a violation is about, at its value: the value itself, or one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Topic<'e> {
    Value,
    Missing(&'e str),
    /// By the index of the key on the tape.
    Key(u32),
}

struct Groups<'a, 'e> {
    explanation: &'a Explanation<'e, 'e>,
    heads: Vec<RecordId>,
    members: HashMap<RecordId, Vec<RecordId>>,
}

impl<'e> Groups<'_, 'e> {
    fn join(&mut self, head: RecordId, id: RecordId) {
        if !self.members.contains_key(&head) {
            self.heads.push(head);
        }
        self.members.entry(head).or_default().push(id);
    }

    /// Joins each `if` summary to the first violation that its branch made.
    fn fold_conditions(&mut self) {
        let is_summary = |id: &RecordId| self.explanation.record(*id).keyword == Keyword::If;
        let (summaries, heads): (Vec<_>, Vec<_>) = self.heads.iter().copied().partition(is_summary);
        if heads.is_empty() {
            return;
        }
        self.heads = heads;
        // By schema object and value of a condition: the position of the first head with a member under it.
        let mut first: HashMap<(SubId, u32), usize> = HashMap::new();
        for (position, head) in self.heads.iter().enumerate() {
            for &id in &self.members[head] {
                self.note_conditions(id, position, &mut first);
            }
        }
        for summary in summaries {
            let record = self.explanation.record(summary);
            let position = first.get(&(record.sub, record.at)).copied().unwrap_or(0);
            let moved = self.members.remove(&summary).unwrap_or_default();
            for &id in &moved {
                self.note_conditions(id, position, &mut first);
            }
            self.members.entry(self.heads[position]).or_default().extend(moved);
        }
    }

    /// Notes under which conditions the head at `position` has a record.
    fn note_conditions(&self, id: RecordId, position: usize, first: &mut HashMap<(SubId, u32), usize>) {
        for scope in chain(self.explanation, self.explanation.record(id).scope) {
            if matches!(scope.kind, ScopeKind::Then | ScopeKind::Else) {
                let known = first.entry((scope.sub, scope.at)).or_insert(position);
                *known = position.min(*known);
            }
        }
    }

    /// Joins violations that are about one wrong value, or one name: the one that says most speaks for the others.
    fn merge_values(&mut self) {
        let mut speaker: HashMap<(u32, Topic<'_>), RecordId> = HashMap::new();
        let mut order: Vec<RecordId> = self.heads.clone();
        order.sort_by_key(|id| (rank(self.explanation.record(*id).keyword), *id));
        let mut merged: HashSet<RecordId> = HashSet::new();
        for id in order {
            let record = self.explanation.record(id);
            let Some(topic) = self.topic(id) else { continue };
            // A value of a wrong type fails whatever else is asked of it.
            let mistyped = speaker.get(&(record.at, Topic::Value)).copied();
            let mistyped = mistyped.filter(|head| self.explanation.record(*head).keyword == Keyword::Type);
            match mistyped.or_else(|| speaker.get(&(record.at, topic)).copied()) {
                Some(head) if head != id => {
                    let moved = self.members.remove(&id).unwrap_or_default();
                    self.members.entry(head).or_default().extend(moved);
                    merged.insert(id);
                }
                _ => {
                    speaker.insert((record.at, topic), id);
                }
            }
        }
        self.heads.retain(|head| !merged.contains(head));
    }

    /// What a violation is about, at its value.
    fn topic(&self, id: RecordId) -> Option<Topic<'e>> {
        let record = self.explanation.record(id);
        match (&record.detail, record.keyword) {
            (Detail::Missing(name) | Detail::Depends { missing: name, .. }, _) => Some(Topic::Missing(name)),
            (Detail::Key(key), _) => Some(Topic::Key(*key)),
            (_, Keyword::OneOf | Keyword::AnyOf | Keyword::If | Keyword::Contains) => None,
            _ => Some(Topic::Value),
        }
    }
}

/// The scopes of a record, the innermost first.
fn chain<'a>(explanation: &'a Explanation<'_, '_>, start: ScopeId) -> impl Iterator<Item = Scope> + 'a {
    let mut at = start;
    std::iter::from_fn(move || {
        if at == 0 {
            return None;
        }
        let scope = explanation.scope(at);
        at = scope.parent;
        Some(scope)
    })
}

/// Which keyword speaks for a value that fails several: the lowest.
fn rank(keyword: Keyword) -> u8 {
    match keyword {
        Keyword::Not | Keyword::FalseSchema => 0,
        Keyword::Type => 1,
        Keyword::Enum | Keyword::Const => 2,
        Keyword::Maximum | Keyword::Minimum | Keyword::ExclusiveMaximum | Keyword::ExclusiveMinimum => 3,
        Keyword::MultipleOf => 4,
        // Why something is required is told better by a condition than by a dependency.
        Keyword::Dependencies => 6,
        _ => 5,
    }
}
