//! Numbers as doubles, the way JavaScript reads them, and as exact decimals, the way people wrote them.

/// The double nearest to a JSON number literal; infinite where it is too large for one.
pub fn to_f64(literal: &str) -> f64 {
    literal.parse().unwrap_or(f64::NAN)
}

/// An exact decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    mantissa: i128,
    scale: u32,
}
/// stub
pub fn js_number(n: f64) -> String {
    format!("{n}")
}
