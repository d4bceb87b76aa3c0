//! The documents of `GET /patterns/{id}` (page "Pattern"): options, measurement groups, seams, body shapes.

use std::sync::Arc;

use crate::json::{Kind, Value};
use crate::schema::{Document, Problem};

/// Pattern data, with the place of each fact in its document.
#[derive(Debug)]
pub struct PatternData {
    /// The document itself.
    pub document: Arc<Document>,
    /// The pattern's number, as drafts name it.
    pub pattern_id: i64,
    /// Hash of the reference that the data was taken from.
    pub reference_id: Option<String>,
    /// Name of that reference, such as `master`.
    pub reference_name: Option<String>,
    /// What people call the pattern.
    pub pattern_name: Option<String>,
    /// `male` or `female`.
    pub gender: Option<String>,
    /// What can be chosen.
    pub options: Vec<OptionData>,
    /// Groups of body measurements.
    pub body: Vec<Group>,
    /// Groups of final (garment) measurements.
    pub final_: Vec<Group>,
    /// Seams with their default allowance in cm.
    pub seams: Vec<SeamData>,
    /// Body shape features, in the form of options.
    pub body_shapes: Vec<OptionData>,
    /// Names that `targetGarmentMeasurements` may use.
    pub garment_measurements: Vec<String>,
    /// The fabrics that it is cut from.
    pub materials: Vec<String>,
}

/// One option or body shape.
#[derive(Debug, Clone)]
pub struct OptionData {
    /// Its id.
    pub id: String,
    /// The type of its values.
    pub kind: OptionType,
    /// The values to choose from, as nodes of the document; empty for a range.
    pub choices: Vec<u32>,
    /// Smallest value of a range, inclusive, as written.
    pub minimum: Option<String>,
    /// Greatest value of a range, inclusive, as written.
    pub maximum: Option<String>,
    /// Distance between the values of a range, as written.
    pub step: Option<String>,
    /// The value that the pattern shows first, as written.
    pub default: Option<String>,
    /// The option's node in the document.
    pub node: u32,
}

/// The type of an option's values. There is no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionType {
    /// A JSON string.
    String,
    /// A JSON number.
    Number,
}

/// A measurement group: exactly one of its items is to be given.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Ids of its measurements.
    pub items: Vec<String>,
    /// Whether it may not be left out.
    pub required: bool,
    /// The group's node in the document.
    pub node: u32,
}

/// A seam and its default allowance.
#[derive(Debug, Clone)]
pub struct SeamData {
    /// Its id.
    pub id: String,
    /// The key's node in the document.
    pub node: u32,
}

impl PatternData {
    /// Reads a document. What is there must have the documented form; what is missing may be missing, except the id.
    pub fn read(document: Arc<Document>) -> Result<PatternData, Problem> {
        let doc = Arc::clone(&document);
        let root = doc.doc().root();
        let text = |name: &str| root.get(name).and_then(Value::string).map(std::borrow::Cow::into_owned);
        let Some(id) = root.get("patternId") else {
            return Err(Problem::about(root, "pattern data names its pattern in `patternId`, but there is none"));
        };
        let Some(pattern_id) = integer(id) else {
            return Err(Problem::about(id, "`patternId` must be a whole number"));
        };
        let measurements = section(root, "measurements", Kind::Object)?;
        let groups = |name: &str| match measurements {
            Some(measurements) => read_groups(measurements, name),
            None => Ok(Vec::new()),
        };
        let seams = section(root, "seams", Kind::Object)?.map(|seams| {
            let seam = |key: Value<'_>| SeamData { id: owned(key), node: key.index() };
            seams.members().map(|member| seam(member.key)).collect()
        });
        let names = |name: &str| -> Result<Vec<String>, Problem> {
            let list = section(root, name, Kind::Array)?;
            Ok(list.map(|list| list.elements().map(owned).collect()).unwrap_or_default())
        };
        let (body, final_) = (groups("body")?, groups("final")?);
        Ok(PatternData {
            pattern_id,
            reference_id: text("id"),
            reference_name: text("name"),
            pattern_name: text("patternName"),
            gender: text("gender"),
            options: read_options(root, "options")?,
            body,
            final_,
            seams: seams.unwrap_or_default(),
            body_shapes: read_options(root, "bodyShapes")?,
            garment_measurements: names("garmentMeasurements")?,
            materials: names("materials")?,
            document,
        })
    }

    /// The value at a node of the document.
    pub fn value(&self, node: u32) -> Value<'_> {
        self.document.doc().value(node)
    }
}

/// A number that is written or meant as an integer.
pub(crate) fn integer(value: Value<'_>) -> Option<i64> {
    let number = value.f64()?;
    let whole = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
    whole.then_some(number as i64)
}

fn owned(value: Value<'_>) -> String {
    value.string().unwrap_or_default().into_owned()
}

fn section<'a>(root: Value<'a>, name: &str, kind: Kind) -> Result<Option<Value<'a>>, Problem> {
    match root.get(name) {
        Some(value) if value.kind() != kind => {
            Err(Problem::about(value, format!("`{name}` of pattern data must be an {}", kind.name())))
        }
        other => Ok(other),
    }
}

fn read_options(root: Value<'_>, name: &str) -> Result<Vec<OptionData>, Problem> {
    match section(root, name, Kind::Array)? {
        Some(list) => list.elements().map(read_option).collect(),
        None => Ok(Vec::new()),
    }
}

fn read_option(value: Value<'_>) -> Result<OptionData, Problem> {
    let Some(id) = value.get("id").filter(|id| id.kind() == Kind::String) else {
        return Err(Problem::about(value, "every option has an `id`, a string"));
    };
    let literal = |name: &str| value.get(name).filter(|v| v.kind() == Kind::Number).map(|v| v.raw().to_owned());
    let kind = match value.get("type").and_then(Value::string).as_deref() {
        Some("string") => OptionType::String,
        Some("number") => OptionType::Number,
        _ => {
            let place = value.get("type").unwrap_or(value);
            return Err(Problem::about(place, "the `type` of an option is `string` or `number`"));
        }
    };
    Ok(OptionData {
        id: owned(id),
        kind,
        choices: value.get("enum").map(|list| list.elements().map(Value::index).collect()).unwrap_or_default(),
        minimum: literal("minimum"),
        maximum: literal("maximum"),
        step: literal("step"),
        default: value.get("default").map(|v| v.raw().to_owned()),
        node: value.index(),
    })
}

fn read_groups(measurements: Value<'_>, name: &str) -> Result<Vec<Group>, Problem> {
    let Some(list) = section(measurements, name, Kind::Array)? else { return Ok(Vec::new()) };
    let group = |value: Value<'_>| {
        let Some(items) = value.get("items").filter(|items| items.is_array()) else {
            return Err(Problem::about(value, "a measurement group lists its `items`"));
        };
        Ok(Group {
            name: value.get("group").map(owned).unwrap_or_default(),
            items: items.elements().map(owned).collect(),
            // A group that does not say is one that must be given: that is the safe reading.
            required: value.get("required").and_then(Value::bool).unwrap_or(true),
            node: value.index(),
        })
    };
    list.elements().map(group).collect()
}
