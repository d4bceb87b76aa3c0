//! The rules: one file each (or one for a close family), and one line in the list below.
//!
//! A rule takes part in three ways, any of which it may leave out. It *explains*: it claims a violation of a schema
//! and words it. It *lints*: it looks at a request by itself, for what the schema lets through. It *links*: it looks at
//! the references of a whole batch.

mod allowed_option;
mod by_kind;
pub(crate) mod conditions;
mod context;
mod finding;
mod garment;
mod materials;
mod measurement_names;
mod metadata;
mod misplaced;
mod pages;
mod parts;
mod paths;
mod plausibility;
mod related;
mod thng;
pub(crate) mod values;
mod violation;
mod without_rule;

use crate::batch::Graph;
use crate::diagnostic::{Applicability, Severity};
use crate::document::Kind as DocumentKind;
use crate::pattern::Pattern;

pub(crate) use by_kind::ByKind;
pub(crate) use context::{Context, Place, Section};
pub(crate) use finding::{Change, Demanded, Finding, Repair, Spot};
pub use pages::{docs_url, repository};
pub(crate) use pages::{markdown, sentence};
pub(crate) use paths::Paths;
pub use plausibility::Plausibility;
pub use related::related;
pub(crate) use violation::{Origin, Violation, violations};
pub(crate) use without_rule::WITHOUT_RULE;

/// What a rule is, for people and for reports.
#[derive(Debug, Clone, Copy)]
pub struct RuleMeta {
    /// Stable id, named after the defect.
    pub id: &'static str,
    /// The group that it can be selected by.
    pub group: &'static str,
    /// Its severity unless a finding has its own.
    pub severity: Severity,
    /// One line: what it finds.
    pub summary: &'static str,
    /// Markdown: what, why, a failing and a passing example. Fences marked `fail` and `pass` are executed.
    pub docs: &'static str,
    /// Where its claim comes from.
    pub basis: Basis,
}

/// Where the claim of a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Stated by the vendor's documentation, by a specification, or by the user's own pattern files.
    Documented,
    /// Seen in a documented example only.
    Example,
    /// Inferred by us: never more than `info`.
    Inferred,
}

impl Basis {
    /// The word in listings.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Documented => "documented",
            Basis::Example => "example",
            Basis::Inferred => "inferred",
        }
    }
}

/// A rule with its code.
pub(crate) struct Rule {
    pub(crate) meta: RuleMeta,
    /// Claims a violation of the schema of a draft and words it.
    pub(crate) explain: Option<fn(&Violation<'_>, &Context<'_>) -> Option<Finding>>,
    /// Finds what the schema lets through.
    pub(crate) lint: Option<fn(&Context<'_>, &mut Vec<Finding>)>,
    /// The kinds of request that it lints.
    pub(crate) kinds: &'static [DocumentKind],
    /// Finds what is wrong between the actions of a batch.
    pub(crate) link: Option<Link>,
    /// How safe the safest fixes are that its findings offer, if some do.
    fixes: Option<Applicability>,
}

/// How a rule looks at a batch.
pub(crate) type Link = for<'a> fn(&Graph<'a>, &mut Links<'a>);

/// The findings about a batch, each with the pattern whose data demands something, if one does.
#[derive(Debug, Default)]
pub(crate) struct Links<'a> {
    pub(crate) findings: Vec<(Finding, Option<&'a Pattern>)>,
}

impl<'a> Links<'a> {
    fn push(&mut self, finding: Finding) {
        self.findings.push((finding, None));
    }

    fn push_with(&mut self, finding: Finding, pattern: Option<&'a Pattern>) {
        self.findings.push((finding, pattern));
    }
}

impl Rule {
    /// A rule that the pipeline itself reports.
    const fn reported(meta: RuleMeta) -> Rule {
        Rule { meta, explain: None, lint: None, link: None, kinds: &[DocumentKind::Draft], fixes: None }
    }

    const fn explaining(meta: RuleMeta, explain: fn(&Violation<'_>, &Context<'_>) -> Option<Finding>) -> Rule {
        let mut rule = Rule::reported(meta);
        rule.explain = Some(explain);
        rule
    }

    const fn linting(meta: RuleMeta, lint: fn(&Context<'_>, &mut Vec<Finding>)) -> Rule {
        Rule::reported(meta).and_linting(lint)
    }

    const fn linking(meta: RuleMeta, link: Link) -> Rule {
        Rule::reported(meta).and_linking(link)
    }

    const fn and_linting(mut self, lint: fn(&Context<'_>, &mut Vec<Finding>)) -> Rule {
        self.lint = Some(lint);
        self
    }

    const fn and_linking(mut self, link: Link) -> Rule {
        self.link = Some(link);
        self
    }

    /// Some of its findings offer a fix that keeps the meaning of the request.
    const fn safely_fixable(mut self) -> Rule {
        self.fixes = Some(Applicability::Safe);
        self
    }

    /// Some of its findings offer a fix, but none that keeps the meaning of the request beyond doubt.
    const fn unsafely_fixable(mut self) -> Rule {
        self.fixes = Some(Applicability::Unsafe);
        self
    }

    /// Lints requests of these kinds, not drafts alone. Kinds with a guard must refuse there what is found.
    const fn of(mut self, kinds: &'static [DocumentKind]) -> Rule {
        self.kinds = kinds;
        self
    }
}

/// The group of the rules about documents of EVRYTHNG.
const THNG: &str = "thng";

/// Declares the modules of the rules and lists them. A violation is offered in this order: the first that claims it
/// words it.
macro_rules! rules {
    ($($module:ident: $($rule:ident),+;)+) => {
        $(mod $module;)+
        /// Every rule, in the order of documentation.
        pub(crate) static RULES: &[&Rule] = &[$($(&$module::$rule),+),+];
    };
}

rules! {
    file: IO_ERROR, SYNTAX, ENCODING, NESTING_DEPTH, INTERNAL_ERROR, TOO_MANY_FINDINGS;
    duplicate_key: DUPLICATE_KEY;
    unknown_pattern: UNKNOWN_PATTERN;
    measurement_type: MEASUREMENT_TYPE;
    profile_revision: PROFILE_REVISION;
    measurement_group: MEASUREMENT_GROUP_MISSING, MEASUREMENT_GROUP_CONFLICT;
    measurement_gender: MEASUREMENT_GENDER;
    unknown_measurement: UNKNOWN_MEASUREMENT;
    measurement_value: MEASUREMENT_VALUE;
    measurement_unit: MEASUREMENT_UNIT;
    measurement_order: MEASUREMENT_ORDER;
    selected_measurements: SELECTED_MEASUREMENTS;
    sub_option: SUB_OPTION;
    preset_spelling: PRESET_SPELLING;
    missing_option: MISSING_OPTION;
    unknown_option: UNKNOWN_OPTION;
    option_value: OPTION_VALUE;
    option_range: OPTION_RANGE;
    option_step: OPTION_STEP;
    seam: MISSING_SEAM, UNKNOWN_SEAM, SEAM_VALUE;
    body_shape: BODY_SHAPE;
    action: UNKNOWN_ACTION;
    response_field: RESPONSE_FIELD;
    batch: REFERENCE_SYNTAX, UNKNOWN_RESOURCE, REFERENCE_SLOT, UNKNOWN_DEFINITION, UNUSED_DEFINITION, DEFINITION_SLOT,
        REFERENCE_CYCLE, FORWARD_REFERENCE, UNUSED_ACTION, FULL_PREDICTION, BATCH_GENDER, BATCH_MEASUREMENT_TYPE;
    nesting_value: NESTING_VALUE;
    part_rotation: PART_ROTATION;
    scaling_value: SCALING_VALUE;
    export_file_type: EXPORT_FILE_TYPE;
    export_driver: EXPORT_DRIVER;
    export_config: EXPORT_CONFIG;
    callback_url: CALLBACK_URL;
    thng_batch: THNG_BATCH;
    short_id: SHORT_ID;
    thng_task: THNG_TASK;
    request: MISSING_FIELD, WRONG_TYPE, UNKNOWN_FIELD, FIELD_VALUE;
    pattern: PATTERN_OPTION, PATTERN_GROUP, PATTERN_DRIFT, INVALID_SCHEMA, UNSATISFIABLE_SCHEMA, OPEN_SCHEMA, DEAD_ERROR_MESSAGE, MISLEADING_ERROR_MESSAGE;
    schema_violation: SCHEMA_VIOLATION;
    adoption: UNUSED_SUPPRESSION, STALE_BASELINE;
}

pub(crate) use duplicate_key::duplicates as duplicate_keys;
pub(crate) use measurement_group::is_left_to_selection;

/// Every rule.
pub fn all() -> impl Iterator<Item = &'static RuleMeta> {
    RULES.iter().map(|rule| &rule.meta)
}

/// The rule of that id.
pub fn find(id: &str) -> Option<&'static RuleMeta> {
    all().find(|meta| meta.id == id)
}

/// How safe the safest fixes are that findings of a rule offer, if some do.
pub fn fixes_of(id: &str) -> Option<Applicability> {
    RULES.iter().find(|rule| rule.meta.id == id)?.fixes
}
