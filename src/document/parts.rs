//! The keys of the configurations that requests share.

/// Keys of a nesting configuration (page "Nesting").
pub(crate) const NESTING: [&str; 6] =
    ["sheetWidth", "sheetLength", "partMargin", "sheetEdgeMargin", "preNestRotation", "partRotation"];

/// Keys of a scaling configuration, from the examples of materials.
pub(crate) const SCALING: [&str; 4] = ["easeAdjWarp", "easeAdjWeft", "shrinkageWarp", "shrinkageWeft"];

/// Keys that the configuration of an export has whatever its file type (page "Export").
pub(crate) const EVERY_EXPORT: [&str; 3] = ["singleInstance", "materialGroup", "singleFile"];

/// File types of exports, with the keys that each alone takes. Those of `pdf` are known from the reply of an export
/// profile.
pub(crate) const FILE_TYPES: [(&str, &[&str]); 3] = [
    ("dxf", &["format", "driver"]),
    ("plt", &["pen", "resolution", "pageLength", "scale"]),
    (
        "pdf",
        &["width", "height", "leftMargin", "topMargin", "rightMargin", "bottomMargin", "glueMargin", "orientation"],
    ),
];

/// Formats of `dxf` files, with the drivers that write each.
pub(crate) const DRIVERS: [(&str, &[&str]); 3] =
    [("aama", &["generic", "etCad", "optitex"]), ("astm", &["generic"]), ("tiip", &["generic"])];

/// The file type that alone takes a key.
pub(crate) fn file_type_of(key: &str) -> Option<&'static str> {
    FILE_TYPES.iter().find(|(_, keys)| keys.contains(&key)).map(|(name, _)| *name)
}
