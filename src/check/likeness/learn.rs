//! Remembering a draft that was accepted.

use std::collections::HashMap;

use super::answers::{ACTION, Answer, AskedId, NOTHING, ROOT};
use super::askers::{self, Askers};
use super::places::{self, Asker, DRAFT, PlaceId, Value};
use super::{HITS_PER_TRY, Likeness, TRIES, read};
use crate::env::Env;
use crate::json::{Kind, Value as Json};
use crate::pattern::{Pattern, Registry};
use crate::schema;

/// Names at the root that decide about the kind of a document by more than being there.
const TELLING: [&str; 10] =
    ["actions", "content", "description", "enabled", "fileType", "id", "nesting", "properties", "scaling", "title"];

/// A draft, and what its objects were asked.
struct Lesson<'a> {
    /// The draft itself, or the action that it is the body of.
    whole: Json<'a>,
    draft: Json<'a>,
    registry: &'a Registry,
    /// Who asked each of its objects.
    asked: HashMap<u32, Vec<Asker>>,
}

impl Lesson<'_> {
    fn place(&self) -> PlaceId {
        if self.whole.index() == self.draft.index() { DRAFT } else { places::ACTION }
    }

    /// Takes notice of what a gate asks. None where it does not accept the value, or not all that it looked at on the way.
    fn trace(&mut self, asker: usize, value: Json<'_>) -> Option<()> {
        let (schema::Answer::Yes, trace) = Askers(self.registry).gate(asker)?.traced(value) else { return None };
        for traced in trace {
            if !traced.passed {
                return None;
            }
            self.asked.entry(traced.index).or_default().push((asker, traced.node));
        }
        Some(())
    }
}

impl Likeness {
    /// Remembers a draft that its pattern accepts, and the action that it is the body of.
    pub(super) fn learn(&mut self, whole: Json<'_>, draft: Json<'_>, env: &Env) {
        if self.learned > TRIES + self.hits / HITS_PER_TRY || self.answers.are_full() {
            return;
        }
        self.learned += 1;
        let _ = self.try_to_learn(Lesson { whole, draft, registry: &env.registry, asked: HashMap::new() });
    }

    /// None where it is not of a kind that can be remembered.
    fn try_to_learn(&mut self, mut lesson: Lesson<'_>) -> Option<()> {
        let (whole, draft) = (lesson.whole, lesson.draft);
        let pattern = lesson.registry.pattern_of(draft)?;
        self.places.begin();
        lesson.trace(Askers(lesson.registry).number(pattern)?, draft)?;
        if lesson.place() == places::ACTION {
            lesson.trace(askers::ACTIONS, whole)?;
        } else if draft.members().any(|member| TELLING.iter().any(|name| member.key.is_str(name))) {
            return None;
        }
        self.objects(&lesson, whole, lesson.place())?;
        self.answers(&lesson, pattern)
    }

    /// Takes notice of an object, its keys and the objects in it.
    fn objects(&mut self, lesson: &Lesson<'_>, object: Json<'_>, place: PlaceId) -> Option<()> {
        let askers = Askers(lesson.registry);
        for &asker in lesson.asked.get(&object.index()).into_iter().flatten() {
            self.places.ask(place, asker, askers.gate(asker.0)?)?;
        }
        let is_draft = object.index() == lesson.draft.index();
        if is_draft || object.index() == lesson.whole.index() {
            self.places.set_relevant(place);
        }
        if object.node().has_duplicate_keys() {
            return None;
        }
        let mut after = 0;
        for member in object.members() {
            let (key, value) = (member.key, member.value);
            if key.node().is_escaped() || key.is_str("$ref") || matches!(value.kind(), Kind::Array | Kind::Missing) {
                return None;
            }
            let at = self.places.key(place, key.raw().as_bytes(), value.kind(), after, askers)?;
            after = at + 1;
            let known = &mut self.places.objects[place as usize].keys[at];
            let decides = is_draft && key.is_str("patternId") && !lesson.registry.has_one_pattern();
            let is_type = !is_draft && object.index() == lesson.whole.index() && key.is_str("type");
            if decides || is_type {
                known.keep();
            }
            known.meet(value.doc().text(), value.span(), askers);
            if let Value::Object(inside) = known.value {
                // Lists and choices of measurements make something else of a document.
                if is_draft && key.is_str("measurements") && value.members().any(|member| member.value.is_object()) {
                    return None;
                }
                self.objects(lesson, value, inside)?;
            }
        }
        Some(())
    }

    /// Remembers what every object answered.
    fn answers(&mut self, lesson: &Lesson<'_>, pattern: &Pattern) -> Option<()> {
        let (doc, text) = (lesson.whole.doc(), lesson.whole.doc().text());
        let (askers, start) = (Askers(lesson.registry), lesson.whole.span().start);
        read::object(&self.places, askers, text, start, lesson.place(), &mut self.seen)?;
        let nodes = (lesson.whole.index()..lesson.whole.node().next).map(|at| doc.value(at));
        let objects: Vec<Json<'_>> = nodes.filter(|value| value.is_object()).collect();
        if objects.len() != self.seen.objects.len() {
            return None;
        }
        let mut asked: Vec<AskedId> = Vec::new();
        for object in &objects {
            asked.push(if object.index() == lesson.draft.index() {
                ROOT
            } else if object.index() == lesson.whole.index() {
                ACTION
            } else {
                self.answers.asked(lesson.asked.get(&object.index()).cloned().unwrap_or_default())
            });
        }
        for position in 0..objects.len() {
            if asked[position] == NOTHING {
                continue;
            }
            let inside = self.seen.objects.iter().zip(&asked).skip(1);
            let inside = inside.filter(|(object, _)| object.around as usize == position);
            let inside = inside.map(|(object, asked)| (object.bit, *asked)).collect();
            let pattern = pattern.id.filter(|_| asked[position] == ROOT);
            let answer = Answer { pattern, inside };
            self.answers.put(&self.places, text, &mut self.seen, position, asked[position], answer);
        }
        Some(())
    }
}
