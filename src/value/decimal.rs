//! Exact decimals. People's numbers are never binary floats: 0.1 is a tenth.

pub use rust_decimal::Decimal;

/// Reads `-12.50`: an optional minus, digits, an optional point followed by digits. Exponents, `NaN`, `inf`, a plus, blanks,
/// `1_000` and numbers of more than 28 digits are refused (`None`). Trailing zeros do not matter: `1.50` is `1.5`.
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) =
        unsigned.split_once('.').map_or((unsigned, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let well_formed = digits(whole) && fraction.is_none_or(digits) && unsigned.len() <= 29;
    well_formed.then(|| Decimal::from_str_exact(text).ok()).flatten().map(|number| number.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimals_are_numbers() {
        for (text, expected) in [
            ("0", Some("0")),
            ("-0", Some("0")),
            ("007", Some("7")),
            ("1.50", Some("1.5")),
            ("-12.25", Some("-12.25")),
            ("", None),
            ("-", None),
            (".5", None),
            ("5.", None),
            ("+5", None),
            ("1e3", None),
            ("NaN", None),
            ("inf", None),
            ("1_000", None),
            (" 1", None),
            ("0x10", None),
            ("99999999999999999999999999999999", None),
        ] {
            assert_eq!(parse_decimal(text).map(|number| number.to_string()).as_deref(), expected, "{text:?}");
        }
    }
}
