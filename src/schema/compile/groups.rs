//! Compiling one schema object: its keywords in the groups in which ajv 6 runs them.

use hashbrown::{HashMap, HashSet};
use std::fmt::Write as _;

use super::read::{self, array, count, names, number, object};
use super::{Compiler, Problem, Scope};
use crate::json::{Kind, Value};
use crate::schema::document::Place;
use crate::schema::format::Format;
use crate::schema::js;
use crate::schema::keyword::Keyword;
use crate::schema::message;
use crate::schema::plan::{
    ArrayPart, Bound, Condition, Dependency, Extra, Items, MANY, Mode, NumberPart, ObjectPart, PathId, Property,
    RestPart, StringPart, Sub, TypeMoment, TypeSet, Types, UniqueItems,
};

/// The groups that some keywords of a schema object belong to.
#[derive(Default)]
struct Groups {
    number: bool,
    string: bool,
    array: bool,
    object: bool,
    rest: bool,
}

impl Groups {
    /// Finds them in one walk: most schema objects have keywords of one or two.
    fn of(schema: Value<'_>) -> Groups {
        let mut groups = Groups::default();
        for member in schema.members() {
            match member.key.string().as_deref() {
                Some("maximum" | "exclusiveMaximum" | "minimum" | "exclusiveMinimum" | "multipleOf") => {
                    groups.number = true;
                }
                Some("format") => (groups.number, groups.string) = (true, true),
                Some("maxLength" | "minLength" | "pattern") => groups.string = true,
                Some("maxItems" | "minItems" | "items" | "contains" | "uniqueItems") => groups.array = true,
                Some(
                    "maxProperties"
                    | "minProperties"
                    | "required"
                    | "dependencies"
                    | "propertyNames"
                    | "properties"
                    | "additionalProperties"
                    | "patternProperties",
                ) => groups.object = true,
                Some("const" | "enum" | "not" | "anyOf" | "oneOf" | "allOf" | "if") => groups.rest = true,
                _ => {}
            }
        }
        groups
    }
}

impl Compiler<'_> {
    pub(super) fn object_schema(&mut self, scope: &Scope<'_>, path: PathId) -> Result<Sub, Problem> {
        let schema = scope.value;
        let mut sub = Sub::constant(scope.place, path, scope.mode, None);
        let groups = Groups::of(schema);
        sub.types = types(schema, &groups)?;
        if let Some(reference) = schema.get("$ref") {
            // All siblings are ignored, except a `type` that ajv checks before anything else.
            sub.types = sub.types.filter(|types| types.moment == TypeMoment::First);
            sub.reference = Some(self.reference(scope, reference)?);
            return Ok(sub);
        }
        if groups.number {
            sub.number = Some(number_part(schema)?);
        }
        if groups.string {
            sub.string = Some(self.string_part(schema)?);
        }
        if groups.array {
            sub.array = Some(Box::new(self.array_part(scope)?));
        }
        if groups.object {
            sub.object = Some(Box::new(self.object_part(scope)?));
        }
        if groups.rest {
            sub.rest = self.rest_part(scope)?.map(Box::new);
        }
        if let Some(value) = schema.get("errorMessage") {
            // Where texts do not count, ajv checks their form but never looks at their templates.
            let message = message::compile(value, scope.mode.texts.then_some(scope.level))?;
            if scope.mode.texts {
                self.delicate |= scope.mode.composite && message.takes_from_children();
                self.delicate_with_references |= scope.mode.composite && message.whole.is_some();
                sub.message = Some(Box::new(message));
            }
        }
        Ok(sub)
    }

    fn string_part(&mut self, schema: Value<'_>) -> Result<StringPart, Problem> {
        let pattern = match schema.get("pattern") {
            Some(value) if value.kind() != Kind::String => {
                return Err(Problem::new(value, "`pattern` must be a string"));
            }
            Some(value) => Some(self.pattern(value)?),
            None => None,
        };
        let format = match schema.get("format") {
            Some(value) => {
                let name = value.string().ok_or_else(|| Problem::new(value, "`format` must be a string"))?;
                let format = Format::named(&name).ok_or_else(|| {
                    Problem::new(value, format!("there is no format `{name}`"))
                        .help("the service refuses to compile a schema with an unknown format: remove it")
                })?;
                Some(format)
            }
            None => None,
        };
        Ok(StringPart {
            max_length: count(schema, "maxLength")?,
            min_length: count(schema, "minLength")?,
            pattern,
            format,
        })
    }

    fn array_part(&mut self, scope: &Scope<'_>) -> Result<ArrayPart, Problem> {
        let schema = scope.value;
        let items = match schema.get("items") {
            Some(list) if list.is_array() => {
                let mut subs = Vec::new();
                for (position, item) in list.elements().enumerate() {
                    subs.push(self.child(scope, item, &format!("items/{position}"), 1)?);
                }
                Items::Tuple(subs, self.extra(scope, "additionalItems")?)
            }
            Some(item) if read::has_rules(item) => Items::All(self.child(scope, item, "items", 1)?),
            Some(item) if !matches!(item.kind(), Kind::Object | Kind::True) => {
                return Err(Problem::new(item, "`items` must be a schema or a list of schemas"));
            }
            _ => Items::Any,
        };
        let contains = match schema.get("contains") {
            Some(value) => Some(self.child(&scope.as_mode(scope.mode.branch()), value, "contains", 1)?),
            None => None,
        };
        let unique = schema.get("uniqueItems").is_some_and(|value| value.bool() == Some(true));
        Ok(ArrayPart {
            max_items: count(schema, "maxItems")?,
            min_items: count(schema, "minItems")?,
            items,
            contains,
            unique: unique.then(|| UniqueItems { only: scalar_item_types(schema) }),
        })
    }

    /// Compiled in ajv's order: which mode a function compiled apart gets depends on where it is met first.
    fn object_part(&mut self, scope: &Scope<'_>) -> Result<ObjectPart, Problem> {
        let schema = scope.value;
        let mut required = match array(schema, "required")? {
            Some(list) => names(list, "required")?,
            None => Vec::new(),
        };
        let dependencies = self.dependencies(scope)?;
        let property_names = match schema.get("propertyNames") {
            Some(value) if read::has_rules(value) => {
                Some(self.child(&scope.as_mode(scope.mode.branch()), value, "propertyNames", 1)?)
            }
            Some(value) => read::schema(value).map(|()| None)?,
            None => None,
        };
        let extra = self.extra(scope, "additionalProperties")?;
        let listed: HashSet<Box<str>> = required.iter().cloned().collect();
        let mut covered = HashSet::new();
        let mut properties: Vec<Property> = Vec::new();
        for member in object(schema, "properties")?.map(js::members).unwrap_or_default() {
            if !read::has_rules(member.value) {
                read::schema(member.value)?;
                continue;
            }
            let name: Box<str> = member.key.string().unwrap_or_default().into();
            let sub = self.child(scope, member.value, &format!("properties/{}", path_segment(&name)), 1)?;
            // A required name with a schema that says something is recorded among the properties, any other before them,
            // and one whose schema is `false` in both places.
            let is_required = listed.contains(&name);
            if is_required && member.value.is_object() {
                covered.insert(name.clone());
            }
            properties.push(Property { name, sub, required: is_required });
        }
        required.retain(|name| !covered.contains(name));
        let known = known_names(schema);
        let mut positions = HashMap::new();
        if known.len() > MANY {
            positions.extend(known.iter().map(|name| (name.clone(), u32::MAX)));
            positions.extend(properties.iter().zip(0..).map(|(property, at)| (property.name.clone(), at)));
        }
        let mut patterns = Vec::new();
        for member in object(schema, "patternProperties")?.map(js::members).unwrap_or_default() {
            let pattern = self.pattern(member.key)?;
            let name = member.key.string().unwrap_or_default();
            let suffix = format!("patternProperties/{}", path_segment(&name));
            patterns.push((pattern, self.child(scope, member.value, &suffix, 1)?));
        }
        Ok(ObjectPart {
            max_properties: count(schema, "maxProperties")?,
            min_properties: count(schema, "minProperties")?,
            required,
            dependencies,
            property_names,
            known,
            properties,
            positions,
            patterns,
            extra,
        })
    }

    /// Lists of names first, then schemas, as ajv runs them.
    fn dependencies(&mut self, scope: &Scope<'_>) -> Result<Vec<(Box<str>, Dependency)>, Problem> {
        let listed = object(scope.value, "dependencies")?.map(js::members).unwrap_or_default();
        let (lists, schemas): (Vec<_>, Vec<_>) = listed.into_iter().partition(|member| member.value.is_array());
        let mut dependencies = Vec::new();
        for member in lists {
            let needed = names(member.value, "dependencies")?;
            dependencies.push((member.key.string().unwrap_or_default().into(), Dependency::Names(needed)));
        }
        for member in schemas.into_iter().filter(|member| read::has_rules(member.value)) {
            let name: Box<str> = member.key.string().unwrap_or_default().into();
            let sub = self.child(scope, member.value, &format!("dependencies/{}", path_segment(&name)), 0)?;
            dependencies.push((name, Dependency::Schema(sub)));
        }
        Ok(dependencies)
    }

    fn extra(&mut self, scope: &Scope<'_>, keyword: &str) -> Result<Extra, Problem> {
        Ok(match scope.value.get(keyword) {
            Some(value) if value.kind() == Kind::False => Extra::Forbidden,
            Some(value) if value.is_object() => Extra::Schema(self.child(scope, value, keyword, 1)?),
            _ => Extra::Allowed,
        })
    }

    fn rest_part(&mut self, scope: &Scope<'_>) -> Result<Option<RestPart>, Problem> {
        let schema = scope.value;
        let place = |value: Value<'_>| Place { document: scope.place.document, node: value.index() };
        let mut part = RestPart { constant: schema.get("const").map(place), ..RestPart::default() };
        part.enumeration = array(schema, "enum")?.map(|list| list.elements().map(place).collect());
        if let Some(value) = schema.get("not") {
            part.not = Some(self.child(&scope.as_mode(Mode::NEGATION), value, "not", 0)?);
        }
        // One branch that says nothing makes the whole `anyOf` say nothing.
        if let Some(list) = array(schema, "anyOf")?
            && list.elements().all(read::has_rules)
        {
            part.any_of = self.branches(&scope.as_mode(scope.mode.branch()), list, "anyOf")?;
        }
        if let Some(list) = array(schema, "oneOf")? {
            part.one_of = self.branches(&scope.as_mode(scope.mode.branch()), list, "oneOf")?;
        }
        if let Some(list) = array(schema, "allOf")? {
            part.all_of = self.branches(scope, list, "allOf")?;
        }
        if let Some(test) = schema.get("if") {
            let then = schema.get("then").filter(|value| read::has_rules(*value));
            let otherwise = schema.get("else").filter(|value| read::has_rules(*value));
            if then.is_some() || otherwise.is_some() {
                let branch = scope.as_mode(scope.mode.consequence());
                part.condition = Some(Condition {
                    test: self.child(&scope.as_mode(scope.mode.test()), test, "if", 0)?,
                    then: then.map(|value| self.child(&branch, value, "then", 0)).transpose()?,
                    otherwise: otherwise.map(|value| self.child(&branch, value, "else", 0)).transpose()?,
                });
            }
        }
        let says_nothing = part.constant.is_none()
            && part.enumeration.is_none()
            && part.not.is_none()
            && part.any_of.is_empty()
            && part.one_of.is_empty()
            && part.all_of.is_empty()
            && part.condition.is_none();
        Ok((!says_nothing).then_some(part))
    }

    fn branches(&mut self, scope: &Scope<'_>, list: Value<'_>, keyword: &str) -> Result<Vec<u32>, Problem> {
        let mut subs = Vec::new();
        for (position, branch) in list.elements().enumerate() {
            subs.push(self.child(scope, branch, &format!("{keyword}/{position}"), 0)?);
        }
        Ok(subs)
    }
}

/// A name as one segment of a schemaPath: escaped for JSON Pointer, then percent-encoded as a URI component.
fn path_segment(name: &str) -> String {
    let mut segment = String::new();
    for byte in name.replace('~', "~0").replace('/', "~1").bytes() {
        match byte {
            byte if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) => segment.push(byte as char),
            other => {
                let _ = write!(segment, "%{other:02X}");
            }
        }
    }
    segment
}

fn known_names(schema: Value<'_>) -> Vec<Box<str>> {
    let listed = schema.get("properties").map(js::members).unwrap_or_default();
    listed.iter().map(|member| member.key.string().unwrap_or_default().into()).collect()
}

fn types(schema: Value<'_>, groups: &Groups) -> Result<Option<Types>, Problem> {
    let Some(value) = schema.get("type") else { return Ok(None) };
    let set_of = |value: Value<'_>| {
        let name = value.string().unwrap_or_default();
        TypeSet::named(&name).ok_or_else(|| Problem::new(value, "`type` names types of JSON Schema"))
    };
    let mut set = TypeSet::default();
    let mut single = None;
    if value.is_array() {
        for element in value.elements() {
            set.insert(set_of(element)?);
        }
        if value.elements().count() == 1 {
            single = value.element(0);
        }
    } else {
        set = set_of(value)?;
        single = Some(value);
    }
    let moment = match single.and_then(Value::string).as_deref() {
        Some("number") if groups.number => TypeMoment::WithNumber,
        Some("string") if groups.string => TypeMoment::WithString,
        Some("array") if groups.array => TypeMoment::WithArray,
        Some("object") if groups.object => TypeMoment::WithObject,
        _ => TypeMoment::First,
    };
    Ok(Some(Types { set, moment }))
}

/// The scalar types that `items.type` names, if it names no other.
fn scalar_item_types(schema: Value<'_>) -> Option<TypeSet> {
    let types = schema.get("items").filter(|items| items.is_object())?.get("type")?;
    let mut set = TypeSet::default();
    let listed: Vec<Value<'_>> = if types.is_array() { types.elements().collect() } else { vec![types] };
    for value in listed {
        let one = TypeSet::named(&value.string()?)?;
        if one == TypeSet::OBJECT || one == TypeSet::ARRAY {
            return None;
        }
        set.insert(one);
    }
    (set != TypeSet::default()).then_some(set)
}

fn number_part(schema: Value<'_>) -> Result<NumberPart, Problem> {
    let multiple_of = number(schema, "multipleOf")?;
    if multiple_of.is_some_and(|step| step <= 0.0) {
        let value = schema.get("multipleOf").unwrap_or(schema);
        return Err(Problem::new(value, "`multipleOf` must be greater than 0"));
    }
    Ok(NumberPart {
        maximum: bound(schema, (Keyword::Maximum, Keyword::ExclusiveMaximum), f64::min)?,
        minimum: bound(schema, (Keyword::Minimum, Keyword::ExclusiveMinimum), f64::max)?,
        multiple_of,
    })
}

/// The one bound that ajv 6 checks of an inclusive and an exclusive one: the tighter, in a tie the exclusive.
fn bound(
    schema: Value<'_>,
    (plain, exclusive): (Keyword, Keyword),
    tighter: fn(f64, f64) -> f64,
) -> Result<Option<Bound>, Problem> {
    let inclusive_limit = number(schema, plain.name())?;
    let exclusive_limit = number(schema, exclusive.name())?;
    Ok(match (inclusive_limit, exclusive_limit) {
        (Some(a), Some(b)) if tighter(a, b) == b => Some(Bound { limit: b, exclusive: true, keyword: exclusive }),
        (Some(limit), _) => Some(Bound { limit, exclusive: false, keyword: plain }),
        (None, Some(limit)) => Some(Bound { limit, exclusive: true, keyword: exclusive }),
        (None, None) => None,
    })
}
