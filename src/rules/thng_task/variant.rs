//! The variants of a task, and what each of them takes.

use crate::json::Value;
use crate::rules::Context;

/// What a task makes Thngs or short ids from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Variant {
    FixedAmount,
    FileBased,
    ListBased,
    IdentifiersListBased,
    ShortIdGeneration,
    /// Not in the documented model.
    PrivateFileBased,
}

/// What the platform sets in a task.
pub(super) const READ_ONLY_OF_TASK: [&str; 8] =
    ["id", "batch", "createdAt", "updatedAt", "completedAt", "status", "result", "progress"];
/// What the platform sets in a Thng.
pub(super) const READ_ONLY_OF_THNG: [&str; 7] =
    ["id", "createdAt", "updatedAt", "activatedAt", "properties", "batch", "createdByTask"];

const POPULATING: [&str; 4] = ["type", "generateThngs", "generateRedirections", "thngTemplate"];
const REDIRECTIONS: [&str; 2] = ["defaultRedirectUrl", "shortDomain"];

impl Variant {
    /// The documented ones.
    pub(super) const ALL: [Variant; 5] = [
        Variant::FixedAmount,
        Variant::FileBased,
        Variant::ListBased,
        Variant::IdentifiersListBased,
        Variant::ShortIdGeneration,
    ];

    /// What a task is, and the value that says so; none where that is not told, or told wrongly.
    pub(super) fn of<'a>(context: &Context<'a>) -> Option<(Variant, Value<'a>)> {
        let outer = context.member(context.body, "type")?.value;
        let parameters = context.member(context.body, "inputParameters")?.value;
        let inner = context.member(parameters, "type").map(|member| member.value);
        match (outer.string()?.as_ref(), inner) {
            ("POPULATING", Some(inner)) => Some((Variant::named(&inner.string()?)?, inner)),
            ("SHORT_ID_GENERATION", None) => Some((Variant::ShortIdGeneration, outer)),
            _ => None,
        }
    }

    /// The variant of a populating task by the `type` of its parameters.
    pub(super) fn named(type_: &str) -> Option<Variant> {
        let populating = Variant::ALL.into_iter().chain([Variant::PrivateFileBased]);
        populating.filter(|variant| *variant != Variant::ShortIdGeneration).find(|variant| variant.name() == type_)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Variant::FixedAmount => "FIXED_AMOUNT",
            Variant::FileBased => "FILE_BASED",
            Variant::ListBased => "LIST_BASED",
            Variant::IdentifiersListBased => "IDENTIFIERS_LIST_BASED",
            Variant::ShortIdGeneration => "SHORT_ID_GENERATION",
            Variant::PrivateFileBased => "PRIVATE_FILE_BASED",
        }
    }

    /// Whether a name is one of its parameters.
    pub(super) fn takes(self, name: &str) -> bool {
        let own: &[&str] = match self {
            Variant::FixedAmount => &["quantity", "shortIdTemplate"],
            Variant::FileBased => &["location", "format", "headers"],
            Variant::ListBased => &["inputData"],
            Variant::IdentifiersListBased => &["customIdentifier"],
            Variant::ShortIdGeneration => return matches!(name, "quantity" | "shortIdTemplate"),
            Variant::PrivateFileBased => &["fileRelativePath", "format"],
        };
        own.contains(&name)
            || POPULATING.contains(&name)
            || (self != Variant::IdentifiersListBased && REDIRECTIONS.contains(&name))
    }

    /// The parameter that gives it away.
    pub(super) fn tell(self) -> Option<&'static str> {
        match self {
            Variant::FixedAmount => Some("quantity"),
            Variant::FileBased => Some("location"),
            Variant::ListBased => Some("inputData"),
            Variant::IdentifiersListBased => Some("customIdentifier"),
            Variant::ShortIdGeneration | Variant::PrivateFileBased => None,
        }
    }

    /// What it needs for redirections, and for nothing else.
    pub(super) fn for_redirections(self) -> &'static [&'static str] {
        match self {
            Variant::FixedAmount => &["defaultRedirectUrl", "shortDomain", "shortIdTemplate"],
            Variant::FileBased | Variant::ListBased => &REDIRECTIONS,
            _ => &[],
        }
    }
}
