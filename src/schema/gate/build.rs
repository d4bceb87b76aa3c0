//! Merging plans into a gate.
//!
//! Nodes are made for sets of schema objects: all that hold for the same value at once. Whatever looks at that value again
//! (`anyOf`, `not`, `if`...) becomes a node that shares its slots.

use hashbrown::{HashMap, HashSet};
use std::sync::Arc;

use super::names::{MOST, NameTable};
use super::{
    ArrayTest, Digits, Gate, NEVER, Names, Node, NodeId, ObjectTest, OtherRule, Others, Skip, Slot, StringTest, Test,
};
use crate::json::Kind;
use crate::schema::document::Place;
use crate::schema::pattern::Pattern;
use crate::schema::plan::{
    Condition, Dependency, Extra, Items, Name, ObjectPart, Plan, Reference, RestPart, Sub, SubId, TypeSet,
};

/// A schema object of one of the plans.
type Id = (usize, SubId);

/// Schema objects may look at one value in branches within branches so deep. Beyond, and beyond so much work, instances
/// are left to the other mode.
const DEEPEST: usize = 200;
const MOST_WORK: usize = 4_000_000;

/// So much work, and so many conditions of one value, are worth having cases.
const WORK_WITH_CASES: usize = 100_000;
const MOST_CONDITIONS: usize = 4;

/// Builds a gate; none where the plans are too large for one, or where a reference comes back to itself without going
/// down in the instance.
pub(super) fn build(plans: &[&Plan]) -> Option<Gate> {
    // Cases of cases may be many; they only save time.
    build_with(plans, true, WORK_WITH_CASES).or_else(|| build_with(plans, false, MOST_WORK))
}

fn build_with(plans: &[&Plan], with_cases: bool, work: usize) -> Option<Gate> {
    let (nodes, known, open) = (vec![nothing()], HashMap::new(), Vec::new());
    let mut builder = Builder { plans, nodes, known, open, with_cases, work };
    let roots = plans.iter().enumerate().map(|(at, plan)| (at, plan.root)).collect();
    let root = builder.child(roots);
    while let Some((at, set)) = builder.open.pop() {
        builder.nodes[at as usize] = builder.met(&set)?;
    }
    let mut nodes = builder.nodes;
    for node in &mut nodes {
        node.digits = Digits::of(node);
        node.plain = node.plain_types();
    }
    for at in 0..nodes.len() {
        let skip = Skip::of(&nodes, at as NodeId);
        if let Some(names) = &mut nodes[at].names {
            names.skip = skip;
        }
    }
    let patterns = plans.iter().flat_map(|plan| plan.patterns.iter().map(Arc::clone)).collect();
    let documents = plans.iter().map(|plan| Arc::clone(&plan.documents)).collect();
    Some(Gate { nodes, root, patterns, documents })
}

/// A node that demands nothing.
fn nothing() -> Node {
    Node {
        types: TypeSet::ALL,
        numbers: Box::default(),
        strings: Box::default(),
        arrays: Box::default(),
        object: None,
        tests: Box::default(),
        names: None,
        digits: None,
        plain: TypeSet::default(),
    }
}

struct Builder<'p> {
    plans: &'p [&'p Plan],
    nodes: Vec<Node>,
    /// The nodes that values are met with first, by what holds for the value.
    known: HashMap<Vec<Id>, NodeId>,
    /// Those still to be made.
    open: Vec<(NodeId, Vec<Id>)>,
    with_cases: bool,
    /// What may still be done.
    work: usize,
}

/// What is known while the nodes for one value are made.
#[derive(Default)]
struct Site<'p> {
    names: Vec<&'p str>,
    slots: HashMap<&'p str, Slot>,
    has_objects: bool,
    branches: HashMap<Vec<Id>, NodeId>,
}

impl<'p> Builder<'p> {
    fn sub(&self, id: Id) -> &'p Sub {
        self.plans[id.0].sub(id.1)
    }

    fn pattern(&self, plan: usize, pattern: u32) -> (u32, &'p Pattern) {
        let before: usize = self.plans[..plan].iter().map(|plan| plan.patterns.len()).sum();
        (before as u32 + pattern, &self.plans[plan].patterns[pattern as usize])
    }

    /// The node for a value that all these schema objects hold for.
    fn child(&mut self, mut set: Vec<Id>) -> NodeId {
        set.sort_unstable();
        set.dedup();
        if let Some(known) = self.known.get(&set) {
            return *known;
        }
        let id = self.reserve();
        self.known.insert(set.clone(), id);
        self.open.push((id, set));
        id
    }

    fn reserve(&mut self) -> NodeId {
        self.nodes.push(nothing());
        self.nodes.len() as NodeId - 1
    }

    /// Makes the node that a value is met with first.
    fn met(&mut self, set: &[Id]) -> Option<Node> {
        let mut site = Site::default();
        let mut seen = HashSet::new();
        for id in set {
            self.survey(*id, &mut site, &mut Vec::new(), &mut seen)?;
        }
        if site.names.len() >= MOST {
            return None;
        }
        let mut node = match self.conditions(set) {
            Some(conditions) => self.cases(set, &conditions, &mut site)?,
            None => self.node(set, &[], &mut site)?,
        };
        if site.has_objects {
            let table = NameTable::new(site.names.into_iter().map(Name::from).collect());
            node.names = Some(Box::new(Names { table, skip: Skip::Nothing }));
        }
        Some(node)
    }

    /// Gives a slot to every name that is asked for by a schema object or by any that looks at the same value.
    fn survey(&mut self, id: Id, site: &mut Site<'p>, path: &mut Vec<Id>, seen: &mut HashSet<Id>) -> Option<()> {
        if path.contains(&id) || path.len() > DEEPEST {
            return None;
        }
        if !seen.insert(id) {
            return Some(());
        }
        let sub = self.sub(id);
        if let Some(part) = &sub.object {
            site.has_objects = true;
            let depends = part.dependencies.iter().flat_map(|(trigger, dependency)| {
                let names = match dependency {
                    Dependency::Names(names) => names.as_slice(),
                    Dependency::Schema(_) => &[],
                };
                names.iter().chain([trigger])
            });
            for name in part.known.iter().chain(&part.required).chain(depends) {
                let next = site.names.len() as Slot;
                site.slots.entry(name).or_insert_with(|| {
                    site.names.push(name);
                    next
                });
                (site.names.len() < MOST).then_some(())?;
            }
        }
        path.push(id);
        for next in in_place(sub) {
            self.survey((id.0, next), site, path, seen)?;
        }
        path.pop();
        Some(())
    }

    /// The conditions that decide what holds for an object's members that are objects themselves: without cases, those
    /// would be walked once for what always holds and once more for what a condition adds.
    fn conditions(&self, set: &[Id]) -> Option<Vec<Id>> {
        let conditional = |id: &Id| self.sub(*id).reference.is_none() && self.condition(*id).is_some();
        let conditions: Vec<Id> = self.closure(set).into_iter().filter(conditional).collect();
        let branches = conditions.iter().filter_map(|id| Some((id.0, self.condition(*id)?)));
        let mut branches =
            branches.flat_map(|(plan, c)| c.then.into_iter().chain(c.otherwise).map(move |sub| (plan, sub)));
        let useful = self.with_cases && branches.any(|branch| self.looks_into_objects(branch));
        (useful && conditions.len() <= MOST_CONDITIONS).then_some(conditions)
    }

    fn condition(&self, id: Id) -> Option<Condition> {
        self.sub(id).rest.as_ref()?.condition
    }

    fn looks_into_objects(&self, branch: Id) -> bool {
        self.closure(&[branch]).into_iter().any(|id| {
            let properties = self.sub(id).object.iter().flat_map(|part| &part.properties);
            properties.map(|property| (id.0, property.sub)).any(|child| {
                self.closure(&[child]).iter().any(|id| {
                    let sub = self.sub(*id);
                    sub.object.is_some() || sub.rest.as_ref().is_some_and(|rest| rest.schemas().next().is_some())
                })
            })
        })
    }

    /// A node for each outcome of some conditions.
    fn cases(&mut self, set: &[Id], conditions: &[Id], site: &mut Site<'p>) -> Option<Node> {
        let decided: Vec<(usize, Condition)> =
            conditions.iter().filter_map(|id| Some((id.0, self.condition(*id)?))).collect();
        let tests = decided.iter().map(|(plan, c)| self.branch(*plan, c.test, site)).collect::<Option<_>>()?;
        let mut nodes = Vec::new();
        for case in 0..1_usize << decided.len() {
            let mut holds = set.to_vec();
            for (bit, (plan, condition)) in decided.iter().enumerate() {
                let branch = if case >> bit & 1 == 1 { condition.then } else { condition.otherwise };
                holds.extend(branch.map(|sub| (*plan, sub)));
            }
            let id = self.reserve();
            let node = self.node(&holds, conditions, site)?;
            self.nodes[id as usize] = node;
            nodes.push(id);
        }
        let mut node = nothing();
        node.tests = Box::new([Test::Case { tests, nodes: nodes.into() }]);
        Some(node)
    }

    /// The node for a branch over the same value.
    fn branch(&mut self, plan: usize, sub: SubId, site: &mut Site<'p>) -> Option<NodeId> {
        let set = vec![(plan, sub)];
        if self.sub((plan, sub)).constant == Some(false) {
            return Some(NEVER);
        }
        if let Some(known) = site.branches.get(&set) {
            return Some(*known);
        }
        let id = self.reserve();
        let node = self.node(&set, &[], site)?;
        self.nodes[id as usize] = node;
        site.branches.insert(set, id);
        Some(id)
    }

    /// What a set of schema objects demands, with all that holds wherever they do. The conditions of `decided` are not
    /// asked.
    fn node(&mut self, set: &[Id], decided: &[Id], site: &mut Site<'p>) -> Option<Node> {
        let mut node = nothing();
        let mut numbers = Vec::new();
        let mut strings = Vec::new();
        let mut arrays = Vec::new();
        let mut objects = Vec::new();
        let mut tests = Vec::new();
        for id in self.closure(set) {
            self.spend(1)?;
            let sub = self.sub(id);
            match sub.constant {
                Some(true) => continue,
                Some(false) => {
                    node.types = TypeSet::default();
                    continue;
                }
                None => {}
            }
            if let Some(types) = sub.types {
                node.types = node.types.both(types.set);
            }
            if sub.reference.is_some() {
                continue;
            }
            numbers.extend(sub.number);
            if let Some(part) = &sub.string {
                let pattern = part.pattern.map(|pattern| self.pattern(id.0, pattern).0);
                let (max_length, min_length) = (part.max_length, part.min_length);
                strings.push(StringTest { max_length, min_length, pattern, format: part.format });
            }
            if let Some(part) = &sub.array {
                let mut child = |sub: SubId| self.child(vec![(id.0, sub)]);
                let (first, rest) = match &part.items {
                    Items::Any => (Vec::new(), None),
                    Items::All(sub) => (Vec::new(), Some(child(*sub))),
                    Items::Tuple(subs, extra) => {
                        let first = subs.iter().map(|sub| child(*sub)).collect();
                        let rest = match extra {
                            Extra::Allowed => None,
                            Extra::Forbidden => Some(NEVER),
                            Extra::Schema(sub) => Some(child(*sub)),
                        };
                        (first, rest)
                    }
                };
                arrays.push(ArrayTest {
                    max_items: part.max_items,
                    min_items: part.min_items,
                    first: first.into(),
                    rest,
                    contains: part.contains.map(&mut child),
                    unique: part.unique,
                });
            }
            if let Some(part) = &sub.object {
                objects.push((id.0, part.as_ref()));
                for (trigger, dependency) in &part.dependencies {
                    let trigger = site.slots[&**trigger];
                    tests.push(match dependency {
                        Dependency::Names(names) => {
                            Test::Names { trigger, names: names.iter().map(|name| site.slots[&**name]).collect() }
                        }
                        Dependency::Schema(sub) => Test::Depends { trigger, then: self.branch(id.0, *sub, site)? },
                    });
                }
            }
            if let Some(part) = &sub.rest {
                self.tests(id.0, part, !decided.contains(&id), site, &mut tests)?;
            }
        }
        if !objects.is_empty() {
            node.object = Some(Box::new(self.object(&objects, site)?));
        }
        node.numbers = numbers.into();
        node.strings = strings.into();
        node.arrays = arrays.into();
        node.tests = tests.into();
        Some(node)
    }

    fn tests(
        &mut self,
        plan: usize,
        part: &'p RestPart,
        with_condition: bool,
        site: &mut Site<'p>,
        tests: &mut Vec<Test>,
    ) -> Option<()> {
        if let Some(constant) = part.constant {
            tests.push(self.values(plan, &[constant]));
        }
        if let Some(members) = &part.enumeration {
            tests.push(self.values(plan, members));
        }
        let mut branches = |subs: &[SubId]| subs.iter().map(|sub| self.branch(plan, *sub, site)).collect::<Option<_>>();
        if !part.any_of.is_empty() {
            tests.push(Test::AnyOf(branches(&part.any_of)?));
        }
        if !part.one_of.is_empty() {
            tests.push(Test::OneOf(branches(&part.one_of)?));
        }
        if let Some(sub) = part.not {
            tests.push(Test::Not(self.branch(plan, sub, site)?));
        }
        if let Some(condition) = part.condition.filter(|_| with_condition) {
            let test = self.branch(plan, condition.test, site)?;
            let mut other = |sub: Option<SubId>| match sub {
                Some(sub) => self.branch(plan, sub, site).map(Some),
                None => Some(None),
            };
            tests.push(Test::If { test, then: other(condition.then)?, otherwise: other(condition.otherwise)? });
        }
        Some(())
    }

    /// One of these values.
    fn values(&self, plan: usize, places: &[Place]) -> Test {
        let values = places.iter().map(|place| self.plans[plan].documents.value(*place));
        let words = values.map(|value| (value.kind() == Kind::String).then(|| value.string()).flatten());
        let words = words.map(|word| word.map(|word| word.into_owned().into_boxed_str())).collect::<Option<_>>();
        words.map_or_else(|| Test::Values(plan, places.into()), Test::Words)
    }

    /// Everything that holds for a value that a set of schema objects holds for.
    fn closure(&self, set: &[Id]) -> Vec<Id> {
        let mut all = Vec::new();
        let mut open: Vec<Id> = set.iter().rev().copied().collect();
        let mut seen = HashSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            all.push(id);
            let sub = self.sub(id);
            match sub.reference {
                Some(Reference::InPlace(target) | Reference::Apart(target)) => open.push((id.0, target)),
                None => open.extend(sub.rest.iter().flat_map(|part| &part.all_of).map(|sub| (id.0, *sub))),
            }
        }
        all
    }

    /// What object keywords demand together.
    fn object(&mut self, parts: &[(usize, &'p ObjectPart)], site: &Site<'p>) -> Option<ObjectTest> {
        let slot = |name: &Name| site.slots[&**name];
        let required = parts.iter().flat_map(|(_, part)| {
            let named = part.properties.iter().filter(|property| property.required).map(|property| &property.name);
            part.required.iter().chain(named).map(slot)
        });
        let mut required: Vec<Slot> = required.collect();
        required.sort_unstable();
        required.dedup();
        let listed: Vec<HashMap<&str, SubId>> = parts
            .iter()
            .map(|(_, part)| part.properties.iter().map(|property| (&*property.name, property.sub)).collect())
            .collect();
        let mut properties = Vec::new();
        for (slot, name) in site.names.iter().enumerate() {
            let mut set = Vec::new();
            let mut never = false;
            for (&(plan, part), listed) in parts.iter().zip(&listed) {
                self.spend(1 + part.patterns.len())?;
                set.extend(listed.get(name).map(|sub| (plan, *sub)));
                let mut covered = part.knows(name);
                for &(pattern, sub) in &part.patterns {
                    if self.pattern(plan, pattern).1.matches(name)? {
                        covered = true;
                        set.push((plan, sub));
                    }
                }
                match part.extra {
                    Extra::Schema(sub) if !covered => set.push((plan, sub)),
                    Extra::Forbidden if !covered => never = true,
                    _ => {}
                }
            }
            if never {
                properties.push((slot as Slot, NEVER));
            } else if set.iter().any(|id| self.sub(*id).constant != Some(true)) {
                properties.push((slot as Slot, self.child(set)));
            }
        }
        let limit = |limits: &mut dyn Iterator<Item = f64>, pick: fn(f64, f64) -> f64| limits.reduce(pick);
        let keys = parts.iter().filter_map(|(plan, part)| part.property_names.map(|sub| (*plan, sub)));
        Some(ObjectTest {
            max_properties: limit(&mut parts.iter().filter_map(|(_, part)| part.max_properties), f64::min),
            min_properties: limit(&mut parts.iter().filter_map(|(_, part)| part.min_properties), f64::max),
            required: required.into(),
            properties: properties.into(),
            keys: keys.map(|id| self.child(vec![id])).collect(),
            others: self.others(parts),
        })
    }

    fn others(&mut self, parts: &[(usize, &'p ObjectPart)]) -> Others {
        let mut rules = Vec::new();
        for &(plan, part) in parts {
            let otherwise = match part.extra {
                Extra::Allowed => None,
                Extra::Forbidden => Some(NEVER),
                Extra::Schema(sub) => Some(self.child(vec![(plan, sub)])),
            };
            let patterns = part.patterns.iter();
            let patterns: Box<[_]> = patterns
                .map(|&(pattern, sub)| (self.pattern(plan, pattern).0, self.child(vec![(plan, sub)])))
                .collect();
            if otherwise.is_some() || !patterns.is_empty() {
                rules.push(OtherRule { patterns, otherwise });
            }
        }
        if rules.iter().any(|rule| !rule.patterns.is_empty()) {
            return Others::ByPattern { usual: self.usual(parts), rules: rules.into() };
        }
        if rules.iter().any(|rule| rule.otherwise == Some(NEVER)) {
            return Others::All(NEVER);
        }
        let subs = parts.iter().filter_map(|(plan, part)| match part.extra {
            Extra::Schema(sub) => Some((*plan, sub)),
            Extra::Allowed | Extra::Forbidden => None,
        });
        let subs: Vec<Id> = subs.collect();
        if subs.is_empty() { Others::Free } else { Others::All(self.child(subs)) }
    }

    /// The node for the value of a name that begins with a letter, where no pattern tells such names apart.
    fn usual(&mut self, parts: &[(usize, &'p ObjectPart)]) -> Option<NodeId> {
        let mut set = Vec::new();
        for &(plan, part) in parts {
            for &(pattern, sub) in &part.patterns {
                self.pattern(plan, pattern).1.matches_any_line().then_some(())?;
                set.push((plan, sub));
            }
            match part.extra {
                Extra::Forbidden if part.patterns.is_empty() => return Some(NEVER),
                Extra::Schema(sub) if part.patterns.is_empty() => set.push((plan, sub)),
                _ => {}
            }
        }
        Some(self.child(set))
    }

    fn spend(&mut self, work: usize) -> Option<()> {
        self.work = self.work.checked_sub(work)?;
        Some(())
    }
}

/// The schema objects that look at the same value as this one.
fn in_place(sub: &Sub) -> Vec<SubId> {
    match sub.reference {
        Some(Reference::InPlace(target) | Reference::Apart(target)) => vec![target],
        None => {
            let depends = sub.object.iter().flat_map(|part| &part.dependencies);
            let depends = depends.filter_map(|(_, dependency)| dependency.schema());
            sub.rest.iter().flat_map(|part| part.schemas()).chain(depends).collect()
        }
    }
}
