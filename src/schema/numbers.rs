//! ajv's arithmetic: doubles, with JavaScript's notion of a multiple.

/// Whether ajv takes `number` for a multiple of `step`: it divides in floating point and compares the quotient with
/// `parseInt` of its decimal text, so that quotients written with an exponent never are.
#[inline]
pub fn is_multiple(number: f64, step: f64) -> bool {
    let quotient = number / step;
    quotient.fract() == 0.0 && quotient.abs() < 1e21
}

/// Whether ajv takes a number for an integer; an infinite one counts.
#[inline]
pub(super) fn is_integer(number: f64) -> bool {
    number.fract() == 0.0 || number.is_infinite()
}
