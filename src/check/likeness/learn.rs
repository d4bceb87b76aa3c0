//! Remembering a draft that was accepted.

use std::collections::HashMap;

use super::answers::{Answer, AskedId, NOTHING, ROOT};
use super::places::{Asker, PlaceId, Value};
use super::{HITS_PER_TRY, Likeness, TRIES, read};
use crate::env::Env;
use crate::json::{Doc, Kind, Value as Json};
use crate::pattern::{Pattern, Registry};
use crate::schema::{self, Gate};

/// Names at the root that decide about the kind of a document by more than being there.
const TELLING: [&str; 10] =
    ["actions", "content", "description", "enabled", "fileType", "id", "nesting", "properties", "scaling", "title"];

/// A draft, and what its objects were asked.
struct Lesson<'a> {
    doc: Doc<'a>,
    env: &'a Env,
    askers: HashMap<u32, Vec<Asker>>,
}

impl Likeness {
    /// Remembers a draft that its pattern accepts.
    pub(super) fn learn(&mut self, doc: Doc<'_>, env: &Env) {
        if self.learned > TRIES + self.hits / HITS_PER_TRY {
            return;
        }
        self.learned += 1;
        let _ = self.try_to_learn(doc, env);
    }

    /// None where it is not of a kind that can be remembered.
    fn try_to_learn(&mut self, doc: Doc<'_>, env: &Env) -> Option<()> {
        let root = doc.root();
        if root.members().any(|member| TELLING.iter().any(|name| member.key.is_str(name))) {
            return None;
        }
        let pattern = env.registry.pattern_of(root)?;
        let position = env.registry.patterns().position(|other| std::ptr::eq(other, pattern))?;
        let gate = pattern.gate()?;
        let (schema::Answer::Yes, trace) = gate.traced(root) else { return None };
        let mut lesson = Lesson { doc, env, askers: HashMap::new() };
        for traced in trace {
            if !traced.passed {
                return None;
            }
            lesson.askers.entry(traced.index).or_default().push((position, traced.node));
        }
        let place = self.places.root();
        self.objects(&lesson, root, place)?;
        self.answers(&lesson, pattern)
    }

    /// Takes notice of an object, its keys and the objects in it.
    fn objects(&mut self, lesson: &Lesson<'_>, object: Json<'_>, place: PlaceId) -> Option<()> {
        let gate_of = |pattern| gate_of(&lesson.env.registry, pattern);
        for &asker in lesson.askers.get(&object.index()).into_iter().flatten() {
            self.places.ask(place, asker, gate_of(asker.0)?)?;
        }
        let is_root = object.index() == 0;
        let mut after = 0;
        for member in object.members() {
            let (key, value) = (member.key, member.value);
            if key.node().is_escaped() || key.is_str("$ref") || matches!(value.kind(), Kind::Array | Kind::Missing) {
                return None;
            }
            let at = self.places.key(place, key.raw().as_bytes(), value.kind(), after, gate_of)?;
            after = at + 1;
            let known = &mut self.places.objects[place as usize].keys[at];
            if is_root && key.is_str("patternId") && !lesson.env.registry.has_one_pattern() {
                known.value = Value::Exact;
            }
            if let Value::Object(inside) = known.value {
                // Lists and choices of measurements make something else of a document.
                if is_root && key.is_str("measurements") && value.members().any(|member| member.value.is_object()) {
                    return None;
                }
                self.objects(lesson, value, inside)?;
            }
        }
        Some(())
    }

    /// Remembers what every object answered.
    fn answers(&mut self, lesson: &Lesson<'_>, pattern: &Pattern) -> Option<()> {
        let text = lesson.doc.text();
        read::document(&self.places, text, &mut self.seen)?;
        let nodes = (0..lesson.doc.nodes().len() as u32).map(|at| lesson.doc.value(at));
        let objects: Vec<Json<'_>> = nodes.filter(|value| value.is_object()).collect();
        if objects.len() != self.seen.objects.len() {
            return None;
        }
        let asked: Vec<AskedId> = objects
            .iter()
            .map(|object| match object.index() {
                0 => ROOT,
                index => self.answers.asked(lesson.askers.get(&index).cloned().unwrap_or_default()),
            })
            .collect();
        for position in 0..objects.len() {
            if asked[position] == NOTHING {
                continue;
            }
            let inside = self.seen.objects.iter().zip(&asked).skip(1);
            let inside = inside.filter(|(object, _)| object.around as usize == position);
            let inside = inside.map(|(object, asked)| (object.bit, *asked)).collect();
            let pattern = pattern.id.filter(|_| position == 0);
            let answer = Answer { pattern, inside };
            self.answers.put(&self.places, text, &mut self.seen, position, asked[position], answer);
        }
        Some(())
    }
}

fn gate_of(registry: &Registry, pattern: usize) -> Option<&Gate> {
    registry.patterns().nth(pattern)?.gate()
}
