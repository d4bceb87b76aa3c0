//! What a rule says: places by node, never by offset.

use crate::diagnostic::{Applicability, Label, Server, Severity};
use crate::json::{Kind, Value};
use crate::schema::{Keyword, SubId};
use crate::words;

/// A finding before its places are turned into spans.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub(crate) rule: &'static str,
    pub(crate) severity: Severity,
    pub(crate) server: Option<Server>,
    pub(crate) message: String,
    pub(crate) spot: Spot,
    /// Remark on the primary place.
    pub(crate) remark: String,
    pub(crate) labels: Vec<(Spot, String)>,
    pub(crate) notes: Vec<String>,
    pub(crate) help: Vec<String>,
    pub(crate) texts: Vec<String>,
    pub(crate) demand: Option<Demanded>,
    pub(crate) fixes: Vec<Repair>,
    /// Places in other documents.
    pub(crate) elsewhere: Vec<Label>,
}

/// A place in the checked document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Spot {
    /// The key or value at this index of the tape.
    Node(u32),
    /// Something missing in the object at this index: its key, at the root its opening brace.
    Lack(u32),
    /// The key or value that begins at this offset of the text, in a batch whose actions are on tapes of their own.
    At(u32),
}

impl Spot {
    pub(crate) fn of(value: Value<'_>) -> Spot {
        if value.doc().is_part() { Spot::At(value.node().start) } else { Spot::Node(value.index()) }
    }
}

/// The line that demands what a finding misses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demanded {
    /// A keyword of the schema whose plan made the record.
    Keyword(SubId, Keyword),
    /// One name in the list of `required`.
    Required(SubId, u32),
    /// A node of the pattern data.
    Data(u32),
}

/// A way out that a tool can apply, by node.
#[derive(Debug, Clone)]
pub(crate) struct Repair {
    pub(crate) title: String,
    pub(crate) applicability: Applicability,
    pub(crate) change: Change,
}

/// What a repair changes.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// The literal here becomes another text.
    Replace(Spot, String),
    /// The members with these keys go, with their commas. Of several, none is the first of its object.
    Remove(Vec<Spot>),
    /// The object here gets another member, the last: its name and its value as a literal.
    Insert(Spot, String, String),
}

impl Finding {
    pub(crate) fn new(rule: &'static str, severity: Severity, spot: Spot, message: impl Into<String>) -> Finding {
        Finding {
            rule,
            severity,
            server: None,
            message: message.into(),
            spot,
            remark: String::new(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            texts: Vec::new(),
            demand: None,
            fixes: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    /// Takes in what another finding about the same has to say.
    pub(crate) fn join(&mut self, other: Finding) {
        self.texts.extend(other.texts);
        self.notes.extend(other.notes.into_iter().filter(|note| !self.notes.contains(note)).collect::<Vec<_>>());
        self.help.extend(other.help.into_iter().filter(|help| !self.help.contains(help)).collect::<Vec<_>>());
        self.labels.extend(other.labels.into_iter().filter(|label| !self.labels.contains(label)).collect::<Vec<_>>());
    }

    pub(crate) fn remark(mut self, remark: impl Into<String>) -> Finding {
        self.remark = remark.into();
        self
    }

    pub(crate) fn label(mut self, spot: Spot, remark: impl Into<String>) -> Finding {
        self.labels.push((spot, remark.into()));
        self
    }

    /// A label in another document.
    pub(crate) fn label_elsewhere(mut self, label: Label) -> Finding {
        self.elsewhere.push(label);
        self
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Finding {
        self.notes.push(note.into());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Finding {
        self.help.push(help.into());
        self
    }

    pub(crate) fn demand(mut self, demand: Demanded) -> Finding {
        self.demand = Some(demand);
        self
    }

    /// Offers another literal for the key or value at `value`.
    pub(crate) fn replace(mut self, value: Value<'_>, literal: String, applicability: Applicability) -> Finding {
        let bare = |literal: &str| words::code(literal.trim_matches('"'));
        let title = if value.kind() == Kind::Key {
            format!("rename {} to {}", bare(value.raw()), bare(&literal))
        } else {
            format!("replace {} with {}", words::code(value.raw()), words::code(&literal))
        };
        self.fixes.push(Repair { title, applicability, change: Change::Replace(Spot::of(value), literal) });
        self
    }

    /// Asks whether another name or string was meant, and offers it.
    pub(crate) fn perhaps(self, value: Value<'_>, meant: &str) -> Finding {
        self.remark(format!("did you mean {}?", words::code(meant))).rewrite(value, meant, Applicability::Unsafe)
    }

    /// The same for one name or string out of a closed set: it is safe where the given one is beyond doubt a slip of the
    /// pen for it.
    pub(crate) fn perhaps_of<S: AsRef<str>>(self, value: Value<'_>, meant: &str, set: &[S]) -> Finding {
        let is_slip = value.string().is_some_and(|given| words::misspelt(&given, set) == Some(meant));
        let safe = if is_slip { Applicability::Safe } else { Applicability::Unsafe };
        self.remark(format!("did you mean {}?", words::code(meant))).rewrite(value, meant, safe)
    }

    /// Offers another text for the key or string at `value`.
    pub(crate) fn rewrite(self, value: Value<'_>, text: &str, applicability: Applicability) -> Finding {
        // Names come from pattern files, and may hold anything.
        let literal = serde_json::Value::from(text).to_string();
        self.replace(value, literal, applicability)
    }

    /// Offers to remove the member with this key.
    pub(crate) fn remove(mut self, key: Value<'_>, applicability: Applicability) -> Finding {
        let title = format!("remove {}", words::code(&key.string().unwrap_or_default()));
        self.fixes.push(Repair { title, applicability, change: Change::Remove(vec![Spot::of(key)]) });
        self
    }

    /// Offers to remove those members of an object that follow the one that stays.
    pub(crate) fn remove_all(mut self, keys: &[Value<'_>], applicability: Applicability) -> Finding {
        let names: Vec<String> = keys.iter().map(|key| key.string().unwrap_or_default().into_owned()).collect();
        let title = format!("remove {}", words::list(&names, "and"));
        let change = Change::Remove(keys.iter().map(|key| Spot::of(*key)).collect());
        self.fixes.push(Repair { title, applicability, change });
        self
    }

    /// Offers to add a member to an object that lacks it.
    pub(crate) fn insert(mut self, object: Value<'_>, name: &str, literal: &str) -> Finding {
        let title = format!("add {} with {}", words::code(name), words::code(literal));
        let change = Change::Insert(Spot::of(object), name.to_owned(), literal.to_owned());
        self.fixes.push(Repair { title, applicability: Applicability::Unsafe, change });
        self
    }
}
