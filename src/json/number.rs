//! Numbers as doubles, the way JavaScript reads them, and as exact decimals, the way people wrote them.

use std::cmp::Ordering;
use std::fmt;

/// The double nearest to a JSON number literal; infinite where it is too large for one.
#[inline]
pub fn to_f64(literal: &str) -> f64 {
    short(literal.as_bytes()).unwrap_or_else(|| long(literal))
}

#[cold]
fn long(literal: &str) -> f64 {
    literal.parse().unwrap_or(f64::NAN)
}

/// The same for a literal of a few digits without exponent: two exact doubles, divided, give the nearest one.
#[inline]
fn short(literal: &[u8]) -> Option<f64> {
    const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (negative, digits) = match literal {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    // Fifteen digits are below 2^53.
    if matches!(digits, [] | [b'.']) || digits.len() > 16 {
        return None;
    }
    let mut mantissa = 0_u64;
    let mut whole = 0;
    while let Some(digit @ b'0'..=b'9') = digits.get(whole) {
        mantissa = mantissa * 10 + u64::from(digit - b'0');
        whole += 1;
    }
    if whole == digits.len() {
        return (whole < 16).then_some(if negative { -(mantissa as f64) } else { mantissa as f64 });
    }
    if digits[whole] != b'.' {
        return None;
    }
    let fraction = &digits[whole + 1..];
    for digit in fraction {
        if !digit.is_ascii_digit() {
            return None;
        }
        mantissa = mantissa * 10 + u64::from(digit - b'0');
    }
    let number = mantissa as f64 / POWERS[fraction.len()];
    Some(if negative { -number } else { number })
}

/// A double as JavaScript's `String(number)` writes it: `1e+21`, `1e-7`, `0.000001`, `0` for negative zero.
pub fn js_number(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    let (digits, exponent) = shortest_digits(number.abs());
    let sign = if number < 0.0 { "-" } else { "" };
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    // Where the decimal point is, counted from the first digit.
    let point = exponent + 1;
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    if (count..=21).contains(&point) {
        format!("{sign}{digits}{}", zeros(point - count))
    } else if (1..=21).contains(&point) {
        let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
        format!("{sign}{whole}.{fraction}")
    } else if (-5..=0).contains(&point) {
        format!("{sign}0.{}{digits}", zeros(-point))
    } else {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        format!("{sign}{first}{dot}{rest}e{exponent:+}")
    }
}

/// The shortest digits that lead back to a finite double, and the power of ten of the first.
fn shortest_digits(number: f64) -> (String, i32) {
    let parts = |scientific: &str| {
        let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
        (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
    };
    let shortest = parts(&format!("{number:e}"));
    // Halfway between two such numbers JavaScript takes the even one, Rust the larger. Rounding to as many digits gives
    // the even one; next to a power of two it may give one that does not lead back.
    let rounded = format!("{number:.*e}", shortest.0.len().saturating_sub(1));
    if to_f64(&rounded) == number { parts(&rounded) } else { shortest }
}

/// An exact decimal number: `mantissa` / 10^`scale`, without needless zeros, so that equal numbers are equal values.
///
/// It is for findings ("the nearest allowed value is 12.5"), where doubles would show their seams. Numbers that do
/// not fit are `None` everywhere: they have no place in a garment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Decimal {
    mantissa: i128,
    scale: u32,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };

    /// So many digits a literal may have, zeros at its ends not counted.
    const MAX_DIGITS: usize = 30;
    /// So many digits may stand behind the point. A power of ten as large as this still fits the mantissa.
    const MAX_SCALE: u32 = 36;

    /// Reads a JSON number literal, exactly. `None` if it is none, has more than 30 significant digits, or lies beyond
    /// the reach of this type.
    pub fn parse(literal: &str) -> Option<Self> {
        let (negative, rest) = match literal.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, literal),
        };
        let (number, exponent) = match rest.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, Some(exponent)),
            None => (rest, None),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let digits = format!("{whole}{fraction}");
        let significant = digits.trim_start_matches('0').trim_end_matches('0');
        if significant.len() > Self::MAX_DIGITS {
            return None;
        }
        let exponent_digits = exponent.map_or("0", |exponent| exponent.strip_prefix(['-', '+']).unwrap_or(exponent));
        if exponent_digits.is_empty() || !all_digits(exponent_digits) {
            return None;
        }
        if significant.is_empty() {
            return Some(Self::ZERO);
        }
        let exponent: i64 = exponent.unwrap_or("0").parse().ok()?;
        let dropped = digits.len() - digits.trim_end_matches('0').len();
        let power =
            exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?.checked_add(i64::try_from(dropped).ok()?)?;
        let mantissa: i128 = significant.parse().ok()?;
        let mantissa = if negative { -mantissa } else { mantissa };
        match u32::try_from(power) {
            Ok(power) => Self::new(mantissa.checked_mul(10_i128.checked_pow(power)?)?, 0),
            Err(_) => Self::new(mantissa, u32::try_from(power.checked_neg()?).ok()?),
        }
    }

    /// The decimal that JavaScript writes a double as.
    pub fn from_f64(number: f64) -> Option<Self> {
        if number.is_finite() { Self::parse(&js_number(number)) } else { None }
    }

    fn new(mut mantissa: i128, mut scale: u32) -> Option<Self> {
        while scale > 0 && mantissa % 10 == 0 {
            if mantissa == 0 {
                return Some(Self::ZERO);
            }
            mantissa /= 10;
            scale -= 1;
        }
        (scale <= Self::MAX_SCALE).then_some(Self { mantissa, scale })
    }

    /// Both mantissas for the larger of the two scales.
    fn align(self, other: Self) -> Option<(i128, i128, u32)> {
        let scale = self.scale.max(other.scale);
        let raise = |number: Self| number.mantissa.checked_mul(10_i128.checked_pow(scale - number.scale)?);
        Some((raise(self)?, raise(other)?, scale))
    }

    /// The sum.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let (left, right, scale) = self.align(other)?;
        Self::new(left.checked_add(right)?, scale)
    }

    /// The difference.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        let (left, right, scale) = self.align(other)?;
        Self::new(left.checked_sub(right)?, scale)
    }

    /// The product with a whole number.
    pub fn checked_mul_int(self, factor: i64) -> Option<Self> {
        Self::new(self.mantissa.checked_mul(factor.into())?, self.scale)
    }

    /// Whether this is a whole number of steps. `None` if the step is zero.
    pub fn is_multiple_of(self, step: Self) -> Option<bool> {
        let (number, step, _) = self.align(step)?;
        number.checked_rem(step).map(|rest| rest == 0)
    }

    /// The largest multiple of the step that is not above this. `None` if the step is zero.
    pub fn floor_to_multiple(self, step: Self) -> Option<Self> {
        let (number, step, scale) = self.align(step)?;
        let rest = number.checked_rem_euclid(step)?;
        Self::new(number.checked_sub(rest)?, scale)
    }

    /// The smallest multiple of the step that is not below this. `None` if the step is zero.
    pub fn ceil_to_multiple(self, step: Self) -> Option<Self> {
        let (number, step, scale) = self.align(step)?;
        let rest = number.checked_neg()?.checked_rem_euclid(step)?;
        Self::new(number.checked_add(rest)?, scale)
    }

    /// The whole part and the rest, both with the sign of the number. The rest is smaller than 10^scale.
    fn split(self) -> (i128, i128) {
        let one = 10_i128.pow(self.scale);
        (self.mantissa / one, self.mantissa % one)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        // Numbers far apart in size cannot share a scale, but their whole parts compare, and their rests can.
        let ((whole, rest), (other_whole, other_rest)) = (self.split(), other.split());
        let scale = self.scale.max(other.scale);
        let raise = |rest: i128, from: u32| rest * 10_i128.pow(scale - from);
        whole.cmp(&other_whole).then_with(|| raise(rest, self.scale).cmp(&raise(other_rest, other.scale)))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = self.split();
        let sign = if self.mantissa < 0 { "-" } else { "" };
        write!(f, "{sign}{}", whole.unsigned_abs())?;
        if self.scale > 0 {
            write!(f, ".{:0width$}", rest.unsigned_abs(), width = self.scale as usize)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(literal: &str) -> Decimal {
        Decimal::parse(literal).unwrap_or_else(|| panic!("{literal}"))
    }

    #[test]
    fn decimals_are_normalised_and_written_plainly() {
        for (literal, shown) in [
            ("0.50", "0.5"),
            ("-5", "-5"),
            ("1.25", "1.25"),
            ("1e2", "100"),
            ("-0", "0"),
            ("0e99999999999999999999", "0"),
            ("-0.05", "-0.05"),
            ("12.50e-1", "1.25"),
            ("1E+30", "1000000000000000000000000000000"),
            ("1e-36", "0.000000000000000000000000000000000001"),
            ("100000000000000000000000000000000000.0", "100000000000000000000000000000000000"),
        ] {
            assert_eq!(decimal(literal).to_string(), shown, "{literal}");
            assert_eq!(decimal(shown), decimal(literal), "{literal}");
        }
    }

    #[test]
    fn what_does_not_fit_is_none() {
        for literal in
            ["", "-", "+1", ".5", "1e", "1e+", "x", "1x", "1e400", "1e-37", "1e-99999999999999999999", "NaN", "--1"]
        {
            assert_eq!(Decimal::parse(literal), None, "{literal}");
        }
        assert_eq!(Decimal::parse(&"1".repeat(31)), None);
        let large = decimal("1e38");
        assert_eq!(large.checked_add(large), None);
        assert_eq!(large.checked_mul_int(-2), None);
        assert_eq!(large.is_multiple_of(decimal("0.1")), None);
        assert!(large > decimal("1e-36"));
        assert!(decimal("-1e38") < decimal("-1e-36"));
        assert_eq!(large.floor_to_multiple(Decimal::ZERO), None);
        assert_eq!(Decimal::from_f64(f64::INFINITY), None);
        assert_eq!(Decimal::from_f64(0.1 + 0.2).map(|d| d.to_string()).as_deref(), Some("0.30000000000000004"));
    }

    #[test]
    fn steps_are_exact() {
        let (number, step) = (decimal("0.3"), decimal("0.1"));
        assert_eq!(number.is_multiple_of(step), Some(true));
        assert_eq!(decimal("-0.35").floor_to_multiple(step), Some(decimal("-0.4")));
        assert_eq!(decimal("-0.35").ceil_to_multiple(step), Some(decimal("-0.3")));
        assert_eq!(decimal("0.35").ceil_to_multiple(decimal("-0.1")), Some(decimal("0.4")));
        assert_eq!(number.ceil_to_multiple(step), Some(number));
    }

    #[test]
    fn doubles_are_written_as_node_writes_them() {
        // String(x) in node 20.
        for (number, shown) in [
            (1e21, "1e+21"),
            (1.5e21, "1.5e+21"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e20, "100000000000000000000"),
            (1e-7, "1e-7"),
            (1.25e-7, "1.25e-7"),
            (0.000_001, "0.000001"),
            (0.000_001_234, "0.000001234"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.30000000000000004"),
            (-12.5, "-12.5"),
            (100.0, "100"),
            (9_007_199_254_740_993.0, "9007199254740992"),
            (1_426_854_983_876_957.0 + 0.25, "1426854983876957.2"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::INFINITY, "Infinity"),
        ] {
            assert_eq!(js_number(number), shown);
        }
    }

    proptest! {
        #[test]
        fn whole_numbers_behave_like_i128(a in -1_000_000_i64..1_000_000, b in -1_000_i64..1_000, scale in 0..6_u32) {
            let of = |mantissa: i64| Decimal::parse(&format!("{mantissa}e-{scale}")).unwrap();
            let (x, y) = (of(a), of(b));
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            prop_assert_eq!(x.checked_add(y), Some(of(a + b)));
            prop_assert_eq!(x.checked_sub(y), Some(of(a - b)));
            prop_assert_eq!(x.checked_mul_int(b), Some(of(a * b)));
            prop_assert_eq!(x.is_multiple_of(y), a.checked_rem(b).map(|rest| rest == 0));
            let step = b.abs();
            prop_assert_eq!(x.floor_to_multiple(y), a.checked_rem_euclid(step).map(|rest| of(a - rest)));
            prop_assert_eq!(x.ceil_to_multiple(y), (-a).checked_rem_euclid(step).map(|rest| of(a + rest)));
        }

        #[test]
        fn numbers_of_any_size_are_ordered_as_their_texts(a in "-?[1-9][0-9]{0,8}\\.[0-9]{1,9}", b in "-?[1-9][0-9]{0,8}\\.[0-9]{1,9}") {
            // Ten digits and nine places fit an i128 without a point.
            let fixed = |text: &str| {
                let (whole, fraction) = text.split_once('.').unwrap();
                format!("{whole}{fraction:0<9}").parse::<i128>().unwrap()
            };
            prop_assert_eq!(decimal(&a).cmp(&decimal(&b)), fixed(&a).cmp(&fixed(&b)));
        }

        #[test]
        fn nothing_panics(a in "-?[0-9]{1,32}(\\.[0-9]{1,20})?([eE][-+]?[0-9]{1,3})?", b in "-?[0-9]{1,9}(\\.[0-9]{1,20})?(e-?[0-9]{1,2})?", text in ".*", factor: i64) {
            let _ = Decimal::parse(&text);
            if let (Some(x), Some(y)) = (Decimal::parse(&a), Decimal::parse(&b)) {
                let results = [x.checked_add(y), x.checked_sub(y), x.floor_to_multiple(y), x.ceil_to_multiple(y), x.checked_mul_int(factor)];
                for result in results.into_iter().flatten() {
                    let shown = result.to_string();
                    prop_assert!(!shown.contains('e'));
                    prop_assert_eq!(result.cmp(&x), x.cmp(&result).reverse());
                    if shown.bytes().filter(u8::is_ascii_digit).count() <= Decimal::MAX_DIGITS {
                        prop_assert_eq!(Decimal::parse(&shown), Some(result));
                    }
                }
                let _ = (x.is_multiple_of(y), x.cmp(&y));
            }
        }

        #[test]
        fn a_double_is_written_so_that_it_reads_back(bits: u64) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            prop_assert_eq!(to_f64(&js_number(number)), number);
        }

        #[test]
        fn short_literals_are_read_like_all_others(literal in "-?(0|[1-9][0-9]{0,17})([.][0-9]{1,17})?([eE][+-]?[0-9]{1,3})?") {
            prop_assert_eq!(to_f64(&literal).to_bits(), literal.parse::<f64>().unwrap().to_bits());
        }

        #[test]
        fn doubles_and_decimals_agree(number in -1e9..1e9_f64) {
            let decimal = Decimal::from_f64(number).unwrap();
            prop_assert_eq!(to_f64(&decimal.to_string()), number);
        }
    }
}
