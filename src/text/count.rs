//! Counts in words.

/// The ending of a noun behind a count: `s`, but for one.
pub fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A count and what is counted. The noun is one that takes an `s`.
///
/// ```
/// assert_eq!(candidacy::text::counted(1, "answer"), "1 answer");
/// assert_eq!(candidacy::text::counted(0, "answer"), "0 answers");
/// ```
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", plural(count))
}

/// The unit of an amount of one: `year` for `years`. Only its first word that is a plural in `s` changes, since that is what units of
/// English have; `kg` and `mm Hg` are left as they are written.
///
/// ```
/// use candidacy::text::unit_of_one;
///
/// assert_eq!(unit_of_one("years"), "year");
/// assert_eq!(unit_of_one("full years"), "full year");
/// assert_eq!(unit_of_one("cigarettes a day"), "cigarette a day");
/// assert_eq!(unit_of_one("kg"), "kg");
/// ```
pub fn unit_of_one(unit: &str) -> String {
    let mut words: Vec<String> = unit.split(' ').map(str::to_owned).collect();
    let singular = |(at, word): (usize, &String)| Some((at, singular(word)?));
    if let Some((at, singular)) = words.iter().enumerate().find_map(singular) {
        words.splice(at..=at, [singular]);
    }
    words.join(" ")
}

/// One of a plural in `s`. Short words, as `ms` and `gas`, are abbreviations or no plurals.
fn singular(noun: &str) -> Option<String> {
    let is_plural = noun.len() > 3
        && !["ss", "us", "is"].iter().any(|ending| noun.ends_with(ending))
        && noun.chars().all(|letter| letter.is_ascii_lowercase());
    let stem = noun.strip_suffix('s').filter(|_| is_plural)?;
    let hissing = ["sse", "she", "che", "xe"].iter().any(|ending| stem.ends_with(ending));
    Some(match stem.strip_suffix("ie") {
        Some(stem) => format!("{stem}y"),
        None if hissing => stem.trim_end_matches('e').to_owned(),
        None => stem.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_of_one_is_said_as_people_say_it() {
        for (unit, one) in [
            ("years", "year"),
            ("full years", "full year"),
            ("inches", "inch"),
            ("boxes", "box"),
            ("times", "time"),
            ("minutes a day", "minute a day"),
            ("injuries", "injury"),
            ("degrees Celsius", "degree Celsius"),
            ("glasses of wine", "glass of wine"),
            ("mass", "mass"),
            ("ms", "ms"),
            ("IUs", "IUs"),
            ("cm", "cm"),
            ("%", "%"),
            ("", ""),
        ] {
            assert_eq!(unit_of_one(unit), one, "{unit}");
        }
    }
}
