//! Measurements that exist, whatever a pattern knows of them: the id of one is no slip of the pen for another. A weight that
//! is taken for a misspelt height is cloth cut wrong.

use super::Context;

/// What predictions hold (page "Prediction", where the list is cut off in the last name), without gender and type.
const DOCUMENTED: [&str; 28] = [
    "Height",
    "Weight",
    "CollarGirth",
    "MidNeckGirth",
    "BustGirth",
    "BustHeight",
    "WaistGirth",
    "WaistHeight",
    "HighHipGirth",
    "HighHipHeight",
    "LowHipGirth",
    "LowHipHeight",
    "AcromionShoulderWidth",
    "AcromionShoulderWidthHorizontal",
    "SleeveShoulderWidth",
    "SleeveShoulderWidthHorizontal",
    "ShoulderLength",
    "AcrossBackWidth",
    "AcrossChestWidth",
    "SideNeckToBustPoint",
    "SideArmLength",
    "SleeveLength",
    "BicepGirth",
    "ElbowGirth",
    "ForearmGirth",
    "WristGirth",
    "SideNeckToWaist",
    "BackNeckToWaist",
];

/// Whether an id is one that is documented, or that a pattern of the run knows.
pub(super) fn exists(id: &str, context: &Context<'_>) -> bool {
    let name = id.strip_prefix(['m', 'f']).and_then(|rest| rest.strip_prefix(['b', 'f']));
    name.is_some_and(|name| DOCUMENTED.contains(&name))
        || context.registry.patterns().any(|pattern| pattern.names.measurements.iter().any(|known| known == id))
}
