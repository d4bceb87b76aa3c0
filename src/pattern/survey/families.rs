//! Which schemas look at the same value: those joined by `allOf`, `then`, `$ref` and their like, and those that two such
//! schemas have for a property of one name.

use std::collections::HashMap;

use super::{Edge, Part, PartId};

/// Stands for all schemas that look at one value: the part that speaks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FamilyId(PartId);

/// The families of a survey.
#[derive(Debug)]
pub(super) struct Families {
    /// By part: its family.
    family: Vec<PartId>,
    /// By the part that speaks for a family.
    members: HashMap<PartId, Vec<PartId>>,
    /// By the part that speaks for a family: what looks at its properties.
    names: Vec<HashMap<Box<str>, PartId>>,
}

impl Families {
    pub(super) fn of(parts: &[Part<'_>]) -> Families {
        let mut joiner = Joiner {
            above: (0..parts.len()).collect(),
            names: vec![HashMap::new(); parts.len()],
            items: vec![None; parts.len()],
            open: Vec::new(),
        };
        for (id, part) in parts.iter().enumerate() {
            for &(edge, child) in &part.children {
                if edge.stays() {
                    joiner.open.push((id, child));
                } else if let Edge::Property(key) = edge {
                    let name = part.value.doc().value(key).string().unwrap_or_default();
                    // Of a repeated name the last counts; the others join it, which does no harm.
                    if let Some(other) = joiner.names[id].insert(name.into(), child) {
                        joiner.open.push((other, child));
                    }
                } else if edge == Edge::Item
                    && let Some(other) = joiner.items[id].replace(child)
                {
                    joiner.open.push((other, child));
                }
            }
        }
        joiner.run();
        let family: Vec<PartId> = (0..parts.len()).map(|id| joiner.find(id)).collect();
        let mut members: HashMap<PartId, Vec<PartId>> = HashMap::new();
        for (id, of) in family.iter().enumerate() {
            members.entry(*of).or_default().push(id);
        }
        Families { family, members, names: joiner.names }
    }

    pub(super) fn of_part(&self, id: PartId) -> FamilyId {
        FamilyId(self.family[id])
    }

    pub(super) fn members(&self, family: FamilyId) -> &[PartId] {
        self.members.get(&family.0).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn property(&self, family: FamilyId, name: &str) -> Option<FamilyId> {
        self.names[family.0].get(name).map(|&child| self.of_part(child))
    }
}

/// Joins parts until nothing more follows.
struct Joiner {
    above: Vec<PartId>,
    names: Vec<HashMap<Box<str>, PartId>>,
    items: Vec<Option<PartId>>,
    open: Vec<(PartId, PartId)>,
}

impl Joiner {
    fn find(&mut self, mut id: PartId) -> PartId {
        while self.above[id] != id {
            self.above[id] = self.above[self.above[id]];
            id = self.above[id];
        }
        id
    }

    fn run(&mut self) {
        while let Some((a, b)) = self.open.pop() {
            let (a, b) = (self.find(a), self.find(b));
            if a == b {
                continue;
            }
            // The one with fewer names moves, so that no name moves often.
            let (kept, gone) = if self.names[a].len() < self.names[b].len() { (b, a) } else { (a, b) };
            self.above[gone] = kept;
            let moved = std::mem::take(&mut self.names[gone]);
            #[expect(clippy::iter_over_hash_type, reason = "the order of joining does not change what is joined")]
            for (name, child) in moved {
                if let Some(other) = self.names[kept].insert(name, child) {
                    self.open.push((other, child));
                }
            }
            if let Some(item) = self.items[gone].take()
                && let Some(other) = self.items[kept].replace(item)
            {
                self.open.push((other, item));
            }
        }
    }
}
