//! Applying an `errorMessage`: records that its texts apply to leave the list, one record per text used joins it.

use std::ops::Range;

use smallvec::SmallVec;

use super::{Detail, Record, RecordId, Run};
use crate::json::{Kind, Value};
use crate::schema::js;
use crate::schema::keyword::Keyword;
use crate::schema::message::{ErrorMessage, Text};
use crate::schema::plan::SubId;

impl<'p, 'd> Run<'p, 'd> {
    /// Applies the texts of the schema object `id` to the records made so far.
    pub(super) fn replace(&mut self, message: &'p ErrorMessage, id: SubId, value: Value<'d>, at: u32) {
        // Every text is about this value or one below it.
        if self.out.reach.of(at..value.doc().value(at).node().next).is_none() {
            return;
        }
        if self.out.reach.of(at..at + 1).is_some() {
            self.replace_own(message, id, at);
        }
        match value.kind() {
            Kind::Object if value.index() == at && !message.properties.is_empty() => {
                let members = js::members(value);
                for (name, text) in &message.properties {
                    let Some(child) = members.iter().find(|m| m.key.is_str(name)) else { continue };
                    self.replace_child(text, id, child.value);
                }
            }
            Kind::Array if value.index() == at => {
                for (element, text) in value.elements().zip(&message.items) {
                    self.replace_child(text, id, element);
                }
            }
            _ => {}
        }
        if let Some(text) = &message.whole {
            let doc = value.doc();
            let path = self.out.plan.path(self.out.plan.sub(id).path);
            let taken = self.take(at..doc.value(at).node().next, |run, record| {
                let below = run.out.plan.path(record.path);
                below.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            });
            self.emit(text, id, at, taken);
        }
    }

    /// Applies the texts that are about the value at `at` itself.
    fn replace_own(&mut self, message: &'p ErrorMessage, id: SubId, at: u32) {
        for (keyword, text) in &message.keywords {
            // The keyword names differ from text to text, so that one pass for each takes what one pass for all would.
            let taken =
                self.take(at..at + 1, |run, record| run.is_own(record, id, at) && record.keyword.name() == keyword);
            self.emit(text, id, at, taken);
        }
        for (keyword, texts) in &message.names {
            for (name, text) in texts {
                let taken = self.take(at..at + 1, |run, record| {
                    run.is_own(record, id, at)
                        && record.keyword.name() == keyword
                        && match &record.detail {
                            Detail::Missing(missing) => *missing == name,
                            Detail::Depends { trigger, .. } => *trigger == name,
                            _ => false,
                        }
                });
                self.emit(text, id, at, taken);
            }
        }
    }

    /// Whether a record was made by a keyword of the schema object `id` (by its path), about the value at `at`.
    fn is_own(&self, record: &Record<'p>, id: SubId, at: u32) -> bool {
        record.at == at && record.path == self.out.plan.sub(id).path
    }

    fn replace_child(&mut self, text: &'p Text, id: SubId, child: Value<'d>) {
        let taken = self.take(child.index()..child.node().next, |_, _| true);
        self.emit(text, id, child.index(), taken);
    }

    /// Takes the records about these values that a test picks off the list. Authored texts are never taken again.
    fn take(&mut self, values: Range<u32>, picks: impl Fn(&Self, &Record<'p>) -> bool) -> SmallVec<[RecordId; 2]> {
        let mut taken = SmallVec::new();
        let Some(reach) = self.out.reach.of(values.clone()) else { return taken };
        // Ids ascend.
        let from = self.out.live.partition_point(|id| id < reach.start());
        let to = self.out.live.partition_point(|id| id <= reach.end());
        for &id in &self.out.live[from..to] {
            let record = self.out.record(id);
            if values.contains(&record.at) && record.keyword != Keyword::ErrorMessage && picks(self, record) {
                taken.push(id);
            }
        }
        if !taken.is_empty() {
            let (mut gone, mut kept) = (taken.iter().peekable(), from);
            for at in from..to {
                let id = self.out.live[at];
                if gone.next_if_eq(&&id).is_none() {
                    self.out.live[kept] = id;
                    kept += 1;
                }
            }
            self.out.live.drain(kept..to);
            self.out.errors -= taken.len();
        }
        taken
    }

    fn emit(&mut self, text: &Text, id: SubId, at: u32, taken: SmallVec<[RecordId; 2]>) {
        if taken.is_empty() {
            return;
        }
        let scope = self.scope;
        let path = self.out.plan.sub(id).path;
        let text = text.fill(self.levels());
        let keyword = Keyword::ErrorMessage;
        self.push(Record { keyword, at, sub: id, detail: Detail::None, scope, text, taken, path });
    }
}
