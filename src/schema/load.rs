//! From documents to a schema that can be run: a plan for draft-07, the engine for every other draft.

use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use jsonschema::Draft;

use super::compile::{Problem, compile};
use super::document::{Document, Documents, META_SCHEMA, META_TEXT, Place};
use super::engine::{Engine, TapeJson, TapeNode, is_deep, refusal};
use super::explain::{Explanation, RecordId, ScopeKind};
use super::keyword::Keyword;
use super::plain;
use super::plan::Plan;
use super::remarks;
use super::stack::with_room;
use crate::json::{Value, parse};
use crate::source::Source;

/// A schema that is ready to run.
#[derive(Debug)]
pub enum Schema {
    /// Draft-07, read exactly as ajv 6 with ajv-errors 1 reads it.
    Plan(Plan),
    /// Any other draft.
    Engine(Engine),
}

/// The drafts that can be named by `$schema`, without scheme and fragment.
const DIALECTS: [(&str, Draft); 5] = [
    ("json-schema.org/draft-07/schema", Draft::Draft7),
    ("json-schema.org/draft-06/schema", Draft::Draft6),
    ("json-schema.org/draft-04/schema", Draft::Draft4),
    ("json-schema.org/draft/2019-09/schema", Draft::Draft201909),
    ("json-schema.org/draft/2020-12/schema", Draft::Draft202012),
];

impl Schema {
    /// Checks and compiles the schema at `root`, with everything that it refers to.
    pub fn load(documents: Arc<Documents>, root: Place) -> Result<Schema, Problem> {
        if documents.all().any(|document| is_deep(document.doc().root())) {
            return in_room(&documents, root, || Schema::load_here(Arc::clone(&documents), root));
        }
        Schema::load_here(documents, root)
    }

    /// The same, with everything that keeps a schema from being one in place of the first objection.
    pub(crate) fn load_or_object(documents: Arc<Documents>, root: Place) -> Result<Schema, Vec<Problem>> {
        let all = Arc::clone(&documents);
        Schema::load(documents, root).map_err(|first| {
            let mut problems = vec![first];
            if dialect(all.value(root)).is_ok_and(|draft| draft == Draft::Draft7) {
                problems.extend(with_room(|| objections(&all, root)).unwrap_or_default());
            }
            problems.sort_by_key(|problem| (problem.document, problem.node));
            // Stable: of two about one place, what refused the schema says more.
            problems.dedup_by_key(|problem| (problem.document, problem.node));
            problems
        })
    }

    fn load_here(documents: Arc<Documents>, root: Place) -> Result<Schema, Problem> {
        let draft = dialect(documents.value(root)).map_err(|problem| problem.at(root))?;
        if draft != Draft::Draft7 {
            // `jsonschema` goes as deep as the schema and its references.
            return in_room(&documents, root, || {
                check_schema(&documents, root, draft)?;
                Engine::build(Arc::clone(&documents), root, draft).map(Schema::Engine)
            });
        }
        judge(&documents, root)?;
        let plan = compile(documents, root)?;
        for position in remarks::documents_of(&plan) {
            let place = Place { document: position, node: 0 };
            let other = plan.documents().value(place);
            if position != root.document && other.is_object() && !plain::is_schema(other) {
                in_room(plan.documents(), place, || check_schema(plan.documents(), place, draft))?;
            }
        }
        Ok(Schema::Plan(plan))
    }

    /// Whether an instance is valid; see [`Plan::accepts`] for `holes`. The engine knows no holes.
    pub fn accepts(&self, instance: Value<'_>, holes: bool) -> bool {
        match self {
            Schema::Plan(plan) => plan.accepts(instance, holes),
            Schema::Engine(engine) => engine.accepts(instance),
        }
    }

    /// The plan, for draft-07.
    pub fn plan(&self) -> Option<&Plan> {
        match self {
            Schema::Plan(plan) => Some(plan),
            Schema::Engine(_) => None,
        }
    }

    /// The documents that the schema was read from.
    pub fn documents(&self) -> &Documents {
        match self {
            Schema::Plan(plan) => plan.documents(),
            Schema::Engine(engine) => engine.documents(),
        }
    }

    /// References of one document that the service cannot follow to an end.
    pub(crate) fn endless(&self, document: u16) -> Vec<Problem> {
        let found = self.plan().map(remarks::endless).unwrap_or_default();
        once(found, document)
    }

    /// Keywords of one document that the service ignores, being of later drafts.
    pub(crate) fn ignored(&self, document: u16) -> Vec<Problem> {
        let found = self.plan().map(remarks::ignored).unwrap_or_default();
        once(found, document)
    }

    /// What the schema says to no effect, each with its place: keywords of later drafts, which the service ignores, and
    /// references that the service cannot follow to an end.
    pub fn remarks(&self) -> Vec<Problem> {
        self.plan().map(remarks::of).unwrap_or_default()
    }
}

/// The problems of one document, one for each place.
fn once(mut problems: Vec<Problem>, document: u16) -> Vec<Problem> {
    problems.retain(|problem| problem.document == document);
    problems.sort_by_key(|problem| problem.node);
    problems.dedup_by_key(|problem| problem.node);
    problems
}

/// The draft that `$schema` names; draft-07 where there is none.
fn dialect(schema: Value<'_>) -> Result<Draft, Problem> {
    let Some(named) = schema.get("$schema") else { return Ok(Draft::Draft7) };
    let Some(uri) = named.string() else { return Err(Problem::new(named, "`$schema` must be a string")) };
    let bare = uri.trim_end_matches('#');
    let bare = bare.strip_prefix("http://").or_else(|| bare.strip_prefix("https://")).unwrap_or(bare);
    DIALECTS.iter().find(|(known, _)| *known == bare).map(|(_, draft)| *draft).ok_or_else(|| {
        Problem::new(named, format!("`{uri}` is no draft of JSON Schema that is known here")).help(format!(
            "the service reads draft-07: write `\"$schema\": \"{META_SCHEMA}#\"`, or leave `$schema` out"
        ))
    })
}

/// Whether a document is a schema of draft-07, all of it: also parts that nothing refers to.
fn judge(documents: &Documents, root: Place) -> Result<(), Problem> {
    if plain::is_schema(documents.value(root)) {
        return Ok(());
    }
    let checks = || match (check_schema(documents, root, Draft::Draft7), check_as_ajv(documents, root)) {
        // Of two objections, the one that points deeper says more.
        (Err(one), Err(other)) => Err(if other.node > one.node { other } else { one }),
        (one, other) => one.and(other),
    };
    in_room(documents, root, checks)
}

/// Does something that goes deep on a large stack.
fn in_room<T: Send>(
    documents: &Documents,
    root: Place,
    work: impl FnOnce() -> Result<T, Problem> + Send,
) -> Result<T, Problem> {
    let no_room = || Err(Problem::new(documents.value(root), "there is no memory left to compile it").at(root));
    with_room(work).unwrap_or_else(no_room)
}

/// Whether the meta-schema of its draft accepts a schema, as `jsonschema` reads it.
fn check_schema(documents: &Documents, root: Place, draft: Draft) -> Result<(), Problem> {
    let schema = documents.value(root);
    if draft == Draft::Draft7 {
        // Without `$schema`, the crate takes a schema for one of the newest draft. Formats are ajv's to judge: it takes
        // regular expressions that the crate refuses.
        static META: OnceLock<Option<jsonschema::Validator<TapeJson>>> = OnceLock::new();
        let meta = META.get_or_init(|| {
            let meta = serde_json::from_str(META_TEXT).ok()?;
            let options = jsonschema::options_for::<TapeJson>().with_draft(Draft::Draft7);
            options.should_validate_formats(false).build(&meta).ok()
        });
        let checked = meta.as_ref().map_or(Ok(()), |meta| meta.validate(TapeNode::Value(schema)));
        return checked.map_err(|error| refusal(&error, schema).at(root));
    }
    let checked = jsonschema::meta::validate_for::<TapeJson>(TapeNode::Value(schema));
    checked.map_err(|error| refusal(&error, schema).at(root))
}

/// The meta-schema of draft-07, as ajv reads it: it knows formats that others do not check.
fn meta() -> Option<&'static Plan> {
    static META: OnceLock<Option<Plan>> = OnceLock::new();
    let build = || {
        let mut documents = Documents::default();
        let source = Arc::new(Source::new("draft-07 meta-schema", META_TEXT));
        let root = documents.add(Document::new(source, parse(META_TEXT)?, META_SCHEMA));
        compile(Arc::new(documents), Place { document: root, node: 0 }).ok()
    };
    META.get_or_init(build).as_ref()
}

/// Whether ajv's reading of the meta-schema accepts a schema too.
fn check_as_ajv(documents: &Documents, root: Place) -> Result<(), Problem> {
    let Some(meta) = meta() else { return Ok(()) };
    let schema = documents.value(root);
    let explanation = meta.explain(schema, false);
    let deepest = explanation.live().iter().min_by_key(|&&id| Reverse(explanation.record(id).at));
    match deepest {
        Some(&id) => Err(objection(&explanation, id, schema).at(root)),
        None => Ok(()),
    }
}

/// All that the meta-schema has against a schema. What is said of a part covers what is said of the whole.
fn objections(documents: &Documents, root: Place) -> Vec<Problem> {
    let schema = documents.value(root);
    let Some(explanation) = meta().map(|meta| meta.explain(schema, false)) else { return Vec::new() };
    let mut problems: Vec<Problem> =
        explanation.live().iter().map(|&id| objection(&explanation, id, schema).at(root)).collect();
    problems.sort_by_key(|problem| problem.node);
    problems.dedup_by_key(|problem| problem.node);
    let below = |node: u32| schema.doc().value(node).node().next;
    let is_wrapper = |at: usize| problems.get(at + 1).is_some_and(|next| next.node < below(problems[at].node));
    let wraps: Vec<bool> = (0..problems.len()).map(is_wrapper).collect();
    problems.into_iter().zip(wraps).filter(|(_, wraps)| !wraps).map(|(problem, _)| problem).collect()
}

fn objection(explanation: &Explanation, id: RecordId, schema: Value<'_>) -> Problem {
    let record = explanation.record(id);
    let value = schema.doc().value(match explanation.scope(record.scope).kind {
        ScopeKind::PropertyNames(key) => key,
        _ => record.at,
    });
    let message = match record.keyword {
        Keyword::Format => format!("{} does not have the form that it must have here", value.raw()),
        Keyword::UniqueItems => "a value is repeated here, which no schema may".to_owned(),
        Keyword::MinItems => "this list must not be empty".to_owned(),
        keyword => format!("the meta-schema of draft-07 refuses this (`{}`)", keyword.name()),
    };
    Problem::new(value, message)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::schema) fn load(schema: &str) -> Result<Schema, Problem> {
        load_with(schema, &[])
    }

    pub(in crate::schema) fn load_with(schema: &str, others: &[(&str, &str)]) -> Result<Schema, Problem> {
        let mut documents = Documents::default();
        let document = |name: &str, text: &str| {
            let tape = parse(text).expect("a schema is JSON");
            Document::new(Arc::new(Source::new(name, text)), tape, name)
        };
        let root = documents.add(document("schema.json", schema));
        for (name, text) in others {
            documents.add(document(name, text));
        }
        Schema::load(Arc::new(documents), Place { document: root, node: 0 })
    }

    fn refused(schema: &str) -> (String, String) {
        let problem = load(schema).expect_err("it is no schema");
        let tape = parse(schema).expect("it is JSON");
        let at = crate::json::Doc::new(schema, &tape).value(problem.node).raw().to_owned();
        (problem.message, at)
    }

    #[test]
    fn a_problem_points_at_the_part_that_is_wrong() {
        assert_eq!(refused(r#"{"definitions": {"never": {"minLength": -1}}}"#).1, "-1");
        assert_eq!(refused(r#"{"properties": {"a": {"type": "strnig"}}}"#).1, r#""strnig""#);
        assert_eq!(refused(r#"{"enum": []}"#).1, "[]");
        assert_eq!(refused(r#"{"patternProperties": {"(": {}}}"#).1, r#""(""#);
        assert_eq!(refused(r#"{"pattern": "a\\Z"}"#).1, r#""a\\Z""#);
        assert_eq!(refused(r#"{"$schema": "http://example.org/own"}"#).1, r#""http://example.org/own""#);
    }

    #[test]
    fn what_is_plainly_a_schema_is_one_to_both_judges() {
        let values = [
            "null",
            "true",
            "false",
            "0",
            "1",
            "2.0",
            "-1",
            "0.5",
            "1e400",
            "-0",
            "\"\"",
            "\"string\"",
            "\"(\"",
            "\"a{\"",
            "\"#/definitions/a b\"",
            "\"http://json-schema.org/draft-07/schema#\"",
            "[]",
            "[1]",
            "[1, 1.0]",
            "[\"a\"]",
            "[\"null\", \"null\"]",
            "[\"null\", \"array\"]",
            "[\"a\", 1]",
            "[{}]",
            "[true, {}]",
            "[[]]",
            "{}",
            "{\"a\": {}}",
            "{\"a\": 1}",
            "{\"a\": true, \"a\": false}",
            "{\"(\": {}}",
            "{\"a\": [\"b\"]}",
            "{\"a\": [\"b\", \"b\"]}",
            "{\"minimum\": \"1\"}",
            "{\"enum\": []}",
            "{\"unknown\": []}",
        ];
        let meta = parse(META_TEXT).expect("it is JSON");
        let keywords = crate::json::Doc::new(META_TEXT, &meta).root().get("properties").expect("it names its keywords");
        let mut plain_ones = 0;
        for keyword in keywords.members() {
            for value in values {
                for schema in [
                    format!("{{{}: {value}}}", keyword.key.raw()),
                    format!("{{\"items\": [{{}}, {{\"not\": {{{}: {value}}}}}]}}", keyword.key.raw()),
                ] {
                    let tape = parse(&schema).expect("it is JSON");
                    let mut documents = Documents::default();
                    let document = documents.add(Document::new(Arc::new(Source::new("a", schema.as_str())), tape, "a"));
                    let root = Place { document, node: 0 };
                    if plain::is_schema(documents.value(root)) {
                        plain_ones += 1;
                        assert!(check_schema(&documents, root, Draft::Draft7).is_ok(), "{schema}");
                        assert!(check_as_ajv(&documents, root).is_ok(), "{schema}");
                    }
                }
            }
        }
        // Of the others, most are none; the rest repeats a name, or holds a number beyond all doubles.
        assert!(plain_ones > 600, "{plain_ones}");
    }

    #[test]
    fn drafts_are_told_by_their_uri() {
        assert!(matches!(load("{}"), Ok(Schema::Plan(_))));
        assert!(matches!(load("true"), Ok(Schema::Plan(_))));
        assert!(matches!(load(r#"{"pattern": "{"}"#), Ok(Schema::Plan(_))), "a pattern as JavaScript takes it");
        assert!(matches!(load(r#"{"items": [{"type": "number"}]}"#), Ok(Schema::Plan(_))), "draft-07 by default");
        assert!(matches!(load(r#"{"$schema": "http://json-schema.org/draft-07/schema"}"#), Ok(Schema::Plan(_))));
        for other in ["http://json-schema.org/draft-06/schema#", "https://json-schema.org/draft/2019-09/schema"] {
            assert!(matches!(load(&format!(r#"{{"$schema": "{other}"}}"#)), Ok(Schema::Engine(_))), "{other}");
        }
    }
}
