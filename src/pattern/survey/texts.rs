//! The texts of an `errorMessage`, and why one can never be shown.

use std::borrow::Cow;

use super::{Edge, FamilyId, PartId, Survey};
use crate::json::{Kind, Value};

/// What a text stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum For<'a> {
    /// The failure of a keyword beside it; the key of its entry.
    Keyword(Value<'a>),
    /// One name in `required` or `dependencies`: the key of the map, then that of the entry.
    Name(Value<'a>, Value<'a>),
    /// Whatever fails at or below a property; the key of its entry.
    Child(Value<'a>),
    /// Whatever fails at or below an element of an array.
    Item,
    /// Everything that is left.
    Whole,
}

/// One text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) of: For<'a>,
    /// The string itself.
    pub(crate) value: Value<'a>,
}

impl<'a> Text<'a> {
    /// The name that it stands for in a map of that keyword.
    pub(crate) fn name_in(self, keyword: &str) -> Option<Cow<'a, str>> {
        match self.of {
            For::Name(map, name) if map.is_str(keyword) => name.string(),
            _ => None,
        }
    }

    /// The child that it stands for.
    pub(crate) fn child(self) -> Option<Cow<'a, str>> {
        if let For::Child(name) = self.of { name.string() } else { None }
    }

    /// The key of the keyword that it stands for, as a whole or by names.
    pub(crate) fn keyword(self) -> Option<Value<'a>> {
        match self.of {
            For::Keyword(key) | For::Name(key, _) => Some(key),
            _ => None,
        }
    }

    /// Where its entry begins: its key, where it has one.
    pub(crate) fn place(self) -> Value<'a> {
        match self.of {
            For::Keyword(key) | For::Name(_, key) | For::Child(key) => key,
            For::Item | For::Whole => self.value,
        }
    }

    /// The text, without what is filled in when it is shown.
    pub(crate) fn words(self) -> String {
        let text = self.value.string().unwrap_or_default();
        let mut words = String::with_capacity(text.len());
        let mut rest = text.as_ref();
        while let Some((before, after)) = rest.split_once("${") {
            words.push_str(before);
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        words + rest
    }
}

/// Why a text is never shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Death {
    /// No error is of that keyword: what it demands is demanded by the schemas below it.
    NoRecord,
    /// It is no keyword at all.
    NoKeyword,
    /// The keyword does not stand beside it.
    Absent,
    /// The keyword stands beside it, but in a form that cannot fail by itself.
    Toothless,
    /// The keyword looks at values of a type that is refused before.
    WrongType,
    /// Of two limits on one side, the other one is reported.
    Looser(&'static str),
    /// Nothing demands that name.
    NotDemanded,
    /// Nothing is said about that child; `true` where it is demanded, which is an error of its object.
    NothingBelow(bool),
    /// There is nothing beside it that could fail.
    NothingFails,
}

/// The keywords that errors are named after.
const RECORDED: [&str; 27] = [
    "type",
    "enum",
    "const",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "multipleOf",
    "maxLength",
    "minLength",
    "pattern",
    "format",
    "maxItems",
    "minItems",
    "additionalItems",
    "contains",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "required",
    "dependencies",
    "propertyNames",
    "additionalProperties",
    "not",
    "anyOf",
    "oneOf",
    "if",
];

/// Keywords that only pass on what the schemas below them find.
const PASSING: [&str; 7] = ["patternProperties", "properties", "items", "allOf", "then", "else", "definitions"];

/// The keywords of draft-07 that an error can be named after.
pub(crate) fn recorded() -> &'static [&'static str] {
    &RECORDED
}

/// The type that a keyword looks at, where it is only one.
fn subject(keyword: &str) -> Option<&'static [&'static str]> {
    Some(match keyword {
        "maximum" | "minimum" | "exclusiveMaximum" | "exclusiveMinimum" | "multipleOf" => &["number", "integer"],
        "maxLength" | "minLength" | "pattern" => &["string"],
        "maxItems" | "minItems" | "additionalItems" | "contains" | "uniqueItems" => &["array"],
        "maxProperties" | "minProperties" | "required" | "dependencies" | "propertyNames" | "additionalProperties" => {
            &["object"]
        }
        _ => return None,
    })
}

impl<'a> Survey<'a> {
    /// Every text of a part's `errorMessage`, in the order of the document.
    pub(crate) fn texts(&self, id: PartId) -> Vec<Text<'a>> {
        let Some(message) = self.part(id).value.get("errorMessage") else { return Vec::new() };
        if message.kind() == Kind::String {
            let whole = Text { of: For::Whole, value: message };
            return if message.is_str("") { Vec::new() } else { vec![whole] };
        }
        let mut texts = Vec::new();
        for member in message.members() {
            let name = member.key.string().unwrap_or_default();
            let inner = member.value.members();
            match (name.as_ref(), member.value.kind()) {
                ("properties", Kind::Object) => {
                    texts.extend(inner.map(|entry| Text { of: For::Child(entry.key), value: entry.value }));
                }
                ("items", Kind::Array) => {
                    texts.extend(member.value.elements().map(|value| Text { of: For::Item, value }));
                }
                (_, Kind::Object) => {
                    texts.extend(inner.map(|entry| Text { of: For::Name(member.key, entry.key), value: entry.value }));
                }
                ("_", Kind::String) if !member.value.is_str("") => {
                    texts.push(Text { of: For::Whole, value: member.value });
                }
                (_, Kind::String) if name != "_" => {
                    texts.push(Text { of: For::Keyword(member.key), value: member.value });
                }
                _ => {}
            }
        }
        texts
    }

    /// Why the texts for a keyword beside them are never shown, if that is so.
    pub(crate) fn death_of_keyword(&self, id: PartId, keyword: &str) -> Option<Death> {
        if PASSING.contains(&keyword) {
            return Some(Death::NoRecord);
        }
        if !RECORDED.contains(&keyword) {
            return Some(Death::NoKeyword);
        }
        let Some(value) = self.keyword(id, keyword) else { return Some(Death::Absent) };
        let is_list = |name: &str| self.keyword(id, name).is_some_and(Value::is_array);
        let can_fail = match keyword {
            "additionalProperties" => value.kind() == Kind::False,
            "additionalItems" => value.kind() == Kind::False && is_list("items"),
            "dependencies" => value.members().any(|member| member.value.elements().next().is_some()),
            "required" => value.elements().next().is_some(),
            "if" => ["then", "else"].iter().any(|branch| {
                self.keyword(id, branch).and_then(|schema| self.at(schema)).is_some_and(|at| self.demands(at))
            }),
            "uniqueItems" => value.kind() == Kind::True,
            _ => true,
        };
        if !can_fail {
            return Some(Death::Toothless);
        }
        if let Some(types) = subject(keyword)
            && let Some(declared) = self.keyword(id, "type")
        {
            let fits = |value: Value<'_>| types.iter().any(|name| value.is_str(name));
            if !fits(declared) && !declared.elements().any(fits) {
                return Some(Death::WrongType);
            }
        }
        self.outdone(id, keyword, value)
    }

    /// The service reports only the tighter of an inclusive and an exclusive limit, of two equal ones the exclusive one.
    fn outdone(&self, id: PartId, keyword: &str, value: Value<'_>) -> Option<Death> {
        let (other, is_upper) = match keyword {
            "maximum" => ("exclusiveMaximum", true),
            "exclusiveMaximum" => ("maximum", true),
            "minimum" => ("exclusiveMinimum", false),
            "exclusiveMinimum" => ("minimum", false),
            _ => return None,
        };
        let (this, that) = (value.f64()?, self.keyword(id, other)?.f64()?);
        let tighter = if is_upper { this < that } else { this > that };
        (!tighter && (this != that || other.starts_with("ex"))).then_some(Death::Looser(other))
    }

    /// Why one text is never shown, if that is so. Texts for the names of a keyword that cannot fail at all die with it.
    pub(crate) fn death(&self, id: PartId, text: Text<'a>) -> Option<Death> {
        match text.of {
            For::Keyword(key) => self.death_of_keyword(id, &key.string().unwrap_or_default()),
            For::Name(map, name) => {
                let keyword = map.string().unwrap_or_default();
                self.death_of_keyword(id, &keyword).or_else(|| self.death_of_name(id, &keyword, name))
            }
            For::Child(name) => self.death_of_child(id, &name.string().unwrap_or_default()),
            For::Item => {
                let family = self.family(id);
                let says = |id: PartId| self.part(id).children.iter().any(|&(e, c)| e == Edge::Item && self.demands(c));
                let dead = !self.is_foreign(family) && !self.sayers(family).any(says);
                dead.then_some(Death::NothingBelow(false))
            }
            For::Whole => (!self.demands(id)).then_some(Death::NothingFails),
        }
    }

    fn death_of_name(&self, id: PartId, keyword: &str, name: Value<'_>) -> Option<Death> {
        let name = name.string().unwrap_or_default();
        let listed = self.keyword(id, keyword)?;
        let demanded = if keyword == "required" {
            self.demanded(id).contains(name.as_ref())
        } else {
            listed.get(&name).is_some_and(|names| names.elements().next().is_some())
        };
        (!demanded).then_some(Death::NotDemanded)
    }

    fn death_of_child(&self, id: PartId, name: &str) -> Option<Death> {
        let family = self.family(id);
        if self.is_foreign(family) || self.says_of_child(family, name) {
            return None;
        }
        let demanded = self.facts(family).is_some_and(|facts| facts.demanded.contains_key(name));
        Some(Death::NothingBelow(demanded))
    }

    /// Whether anything but a test is said about the value of a property.
    pub(crate) fn says_of_child(&self, family: FamilyId, name: &str) -> bool {
        let says = |family| self.facts(family).is_some_and(|facts| facts.demands);
        self.property(family, name).is_some_and(says) || self.facts(family).is_some_and(|facts| facts.wild_demands)
    }

    /// The text of a member of `errorMessage` of a part, for a keyword.
    pub(crate) fn text_for(&self, id: PartId, keyword: &str) -> Option<Cow<'a, str>> {
        self.part(id).value.get("errorMessage")?.get(keyword)?.string()
    }
}
