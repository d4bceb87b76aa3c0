//! The kinds of document. A kind is one line here and one schema file.

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal $(, $schema:literal)?;)+) => {
        /// What a document is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $kind,)+
        }

        impl Kind {
            /// Every kind, in the order of documentation.
            pub const ALL: &[Kind] = &[$(Kind::$kind),+];

            /// The name that `--kind` and reports use.
            pub fn name(self) -> &'static str {
                match self {
                    $(Kind::$kind => $name,)+
                }
            }

            /// The text of its schema, where one is shipped.
            pub fn schema(self) -> Option<&'static str> {
                match self {
                    $(Kind::$kind => None$(.or(Some(include_str!(concat!("../../schemas/", $schema)))))?,)+
                }
            }
        }
    };
}

kinds! {
    /// `POST /drafts`
    Draft = "draft", "draft.schema.json";
    /// `POST /batches`
    Batch = "batch", "batch.schema.json";
    /// `POST /predict/body`
    PredictBody = "predict-body", "predict-body.schema.json";
    /// A prediction from a scan
    PredictScan = "predict-scan", "predict-scan.schema.json";
    /// `POST /exports`
    Export = "export", "export.schema.json";
    /// `POST /exportProfiles`
    ExportProfile = "export-profile", "export-profile.schema.json";
    /// `POST /materials`
    Material = "material", "material.schema.json";
    /// `PATCH /materials/{id}`
    MaterialUpdate = "material-update", "material-update.schema.json";
    /// `POST /presets`
    Preset = "preset", "preset.schema.json";
    /// `POST /measurementProfiles`
    MeasurementProfile = "measurement-profile", "measurement-profile.schema.json";
    /// `POST /metadata`
    Metadata = "metadata", "metadata.schema.json";
    /// A batch of EVRYTHNG: `POST /batches`
    ThngBatch = "thng-batch", "thng-batch.schema.json";
    /// Some fields of such a batch: `PUT /batches/{id}`
    ThngBatchUpdate = "thng-batch-update", "thng-batch.schema.json";
    /// A task of such a batch: `POST /batches/{id}/tasks`
    ThngTask = "thng-task", "thng-task.schema.json";
    /// The reply of `GET /patterns/{id}`
    PatternData = "pattern-data";
    /// The reply of `GET /patterns/{id}/schema`
    PatternSchema = "pattern-schema";
    /// One action of a batch; never a document by itself
    Action = "action", "action.schema.json";
    /// A nesting configuration; never a document by itself
    Nesting = "nesting", "nesting.schema.json";
    /// A scaling configuration; never a document by itself
    Scaling = "scaling", "scaling.schema.json";
    /// The configuration of an export; never a document by itself
    ExportConfig = "export-config", "export-config.schema.json";
    /// What the documents of EVRYTHNG have in common; never a document by itself
    ThngParts = "thng-parts", "thng-parts.schema.json";
}

impl Kind {
    /// The kinds that a document can be.
    pub fn documents() -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(|kind| !kind.is_part())
    }

    /// Whether this is only ever a part of a document.
    pub fn is_part(self) -> bool {
        matches!(self, Kind::Action | Kind::Nesting | Kind::Scaling | Kind::ExportConfig | Kind::ThngParts)
    }

    /// Whether this is a document of EVRYTHNG: its rules are others, and its models are closed.
    pub fn is_thng(self) -> bool {
        matches!(self, Kind::ThngBatch | Kind::ThngBatchUpdate | Kind::ThngTask)
    }

    /// The kind of the body of an action of this type.
    pub fn of_action(action_type: &str) -> Option<Kind> {
        match action_type {
            "draft" => Some(Kind::Draft),
            "predictBody" => Some(Kind::PredictBody),
            "predictScan" => Some(Kind::PredictScan),
            "export" => Some(Kind::Export),
            _ => None,
        }
    }
}

/// `--kind K` or `--kind 'K[]'`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindOverride {
    /// The kind.
    pub kind: Kind,
    /// Whether the document is an array of documents of that kind.
    pub elements: bool,
}

impl std::str::FromStr for KindOverride {
    type Err = String;

    fn from_str(written: &str) -> Result<KindOverride, String> {
        let (name, elements) = match written.strip_suffix("[]") {
            Some(name) => (name, true),
            None => (written, false),
        };
        let Some(kind) = Kind::documents().find(|kind| kind.name() == name) else {
            let names: Vec<&str> = Kind::documents().map(Kind::name).collect();
            let near = crate::words::nearest(name, &names).map(|near| format!(" (did you mean `{near}`?)"));
            let near = near.unwrap_or_default();
            return Err(format!("there is no kind `{name}`{near}: it is {}", crate::words::list(&names, "or")));
        };
        Ok(KindOverride { kind, elements })
    }
}
