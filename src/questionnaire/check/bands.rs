//! Bands of a number: `..40: 3, 41..50: 1`. Every number that the question takes lies in exactly one.

use super::Checker;
use super::kinds::off_grid;
use super::scope::DeclaredRange;
use super::shape;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Entry;
use crate::questionnaire::Points;
use crate::source::Span;
use crate::value::{Decimal, parse_decimal};

/// The question whose answers lie in bands.
pub(super) struct Banded<'q> {
    pub id: &'q str,
    pub decimals: u32,
    pub range: DeclaredRange,
    pub place: Span,
    pub used_for: BandUse,
}

/// What stands at a band.
#[derive(Clone, Copy)]
pub(super) enum BandUse {
    /// The points that it adds to a score.
    Points,
    /// A row or a column of a table.
    Lines,
}

impl BandUse {
    fn code(self) -> Code {
        match self {
            BandUse::Points => Code::BadScore,
            BandUse::Lines => Code::BadDerived,
        }
    }

    /// How a band that is missing is written.
    fn cure(self, missing: &str, beside: &str) -> String {
        match self {
            BandUse::Points => format!("write `{missing}: 0`{beside}, or what else it adds"),
            BandUse::Lines => format!("write `{missing}: …`{beside}"),
        }
    }
}

/// One band; without an end it goes on for ever.
#[derive(Clone, Copy)]
struct Band {
    low: Option<Decimal>,
    high: Option<Decimal>,
    place: Span,
}

impl Checker<'_> {
    /// Reads bands with points, and holds them against the numbers that the question takes.
    pub(super) fn bands(&mut self, entry: &Entry, question: &Banded<'_>) -> Option<Points> {
        let entries = shape::map(entry, &mut self.out)?;
        let points: Vec<Option<i64>> = entries.iter().map(|entry| self.points_of_band(entry)).collect();
        let bands = read(entries, entry.key.span, question, &mut self.out)?;
        let mut points: Vec<(Option<Decimal>, i64)> =
            bands.into_iter().zip(points).map(|((low, _), points)| Some((low, points?))).collect::<Option<_>>()?;
        // A band without a least number comes first.
        points.sort_by_key(|(low, _)| *low);
        let mut points = points.into_iter();
        let (_, lowest) = points.next()?;
        let above = points.map(|(low, points)| Some((low?, points))).collect::<Option<Vec<_>>>()?;
        Some(Points::Bands { lowest, above })
    }

    fn points_of_band(&mut self, entry: &Entry) -> Option<i64> {
        // It is said below that the band is none.
        if shape::split_number(entry).is_some() {
            return None;
        }
        let scalar = shape::text(entry, &mut self.out)?;
        self.whole_points(&entry.key.value, scalar)
    }
}

/// The ends of bands, as they are written, if they take every number that the question takes, each once.
pub(super) fn read(
    entries: &[Entry],
    place: Span,
    question: &Banded<'_>,
    out: &mut Diagnostics,
) -> Option<Vec<(Option<Decimal>, Option<Decimal>)>> {
    let read: Vec<Option<Band>> = entries.iter().map(|entry| band(entry, question, out)).collect();
    let bands = read.into_iter().collect::<Option<Vec<Band>>>()?;
    if bands.is_empty() {
        let (message, cure) = match question.used_for {
            BandUse::Points => {
                ("`bands` has no band in it", "write what each band adds, as in `bands: { ..40: 3, 41..: 0 }`")
            }
            BandUse::Lines => {
                ("nothing stands in this part of the table", "write a band for each line, as in `..59` and `60..`")
            }
        };
        out.push(Diagnostic::new(question.used_for.code(), place, message).help(cure));
        return None;
    }
    let mut sorted = bands.clone();
    // A band without a least number comes first.
    sorted.sort_by_key(|band| band.low);
    let faults = faults(&sorted, question);
    if !faults.is_empty() {
        faults.into_iter().for_each(|fault| out.push(fault));
        return None;
    }
    Some(bands.into_iter().map(|band| (band.low, band.high)).collect())
}

/// `..40`, `41..50`, `131..`, or one number alone.
fn band(entry: &Entry, question: &Banded<'_>, out: &mut Diagnostics) -> Option<Band> {
    if let Some(split) = shape::split_number(entry) {
        out.push(split);
        return None;
    }
    let (text, place) = (entry.key.value.as_str(), entry.key.span);
    let (low, high) = match text.split_once("..") {
        Some((low, high)) => (end(low, place, question, out), end(high, place, question, out)),
        None => {
            let only = end(text, place, question, out);
            (only, only)
        }
    };
    let (low, high) = (low?, high?);
    if low.zip(high).is_some_and(|(low, high)| low > high) {
        out.push(
            Diagnostic::new(Code::BadRange, place, format!("nothing lies in the band `{text}`"))
                .help("write the lower end first"),
        );
        return None;
    }
    Some(Band { low, high, place })
}

/// An end of a band: none if it is open; nothing at all if it is faulty.
fn end(text: &str, place: Span, question: &Banded<'_>, out: &mut Diagnostics) -> Option<Option<Decimal>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    let Some(end) = parse_decimal(text) else {
        out.push(
            Diagnostic::new(Code::BadNumber, place, format!("`{text}` is not a number"))
                .help("write a band as `41..50`, the lowest as `..40` and the highest as `131..`"),
        );
        return None;
    };
    if end.scale() > question.decimals {
        out.push(off_grid(text, place, end.scale()));
        return None;
    }
    Some(Some(end))
}

/// Holes and overlaps, and bands in which no answer can lie; of the bands in order.
fn faults(bands: &[Band], question: &Banded<'_>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let step = Decimal::new(1, question.decimals);
    let (least, most) = match question.range {
        DeclaredRange::None => (None, None),
        DeclaredRange::Between(least, most) => (Some(least), Some(most)),
        // What is wrong with it is told where it stands; what it leaves out is not known.
        DeclaredRange::Broken => return faults,
    };
    for band in bands {
        let below = band.high.zip(least).is_some_and(|(high, least)| high < least);
        let above = band.low.zip(most).is_some_and(|(low, most)| low > most);
        if below || above {
            faults.push(outside(band, question));
        }
    }
    // The greatest number that some band has taken, and which; none at all at first.
    let mut taken: Option<(Option<Decimal>, &Band)> = None;
    for band in bands {
        match (taken, band.low) {
            (None, None) => {}
            (None, Some(low)) => match least {
                Some(least) if low <= least => {}
                Some(least) => faults.push(hole(question, band.place, &format!("..{}", before(low, step)), least)),
                None => faults.push(open_hole(
                    question,
                    band.place,
                    &format!("below {low}"),
                    &format!("..{}", before(low, step)),
                )),
            },
            (Some((None, other)), _) => {
                let doubled = band.low.or(least).or(band.high);
                faults.push(overlap(question, band, other, doubled));
            }
            (Some((Some(_), other)), None) => faults.push(overlap(question, band, other, other.high)),
            (Some((Some(high), other)), Some(low)) => {
                let next = high.checked_add(step).map(|next| least.map_or(next, |least| next.max(least)));
                let last = before(low, step);
                let last = most.map_or(last, |most| last.min(most));
                if low <= high {
                    faults.push(overlap(question, band, other, Some(low)));
                } else if let Some(next) = next.filter(|next| *next <= last) {
                    let missing = if last == next { next.to_string() } else { format!("{next}..{last}") };
                    faults.push(hole(question, band.place, &missing, next));
                }
            }
        }
        taken = match (taken, band.high) {
            (Some((None, other)), _) => Some((None, other)),
            (Some((Some(high), other)), Some(new)) if high >= new => Some((Some(high), other)),
            (_, high) => Some((high, band)),
        };
    }
    if let Some((Some(high), band)) = taken {
        let next = high.checked_add(step);
        match (most, next) {
            (Some(most), Some(next)) if next <= most => {
                faults.push(hole(question, band.place, &format!("{next}.."), next));
            }
            (Some(_), _) => {}
            (None, next) => {
                let cure = next.map_or("a band without an upper end".to_owned(), |next| format!("{next}.."));
                faults.push(open_hole(question, band.place, &format!("above {high}"), &cure));
            }
        }
    }
    faults
}

/// The number before.
fn before(number: Decimal, step: Decimal) -> Decimal {
    number.checked_sub(step).unwrap_or(number)
}

fn hole(question: &Banded<'_>, place: Span, missing: &str, first: Decimal) -> Diagnostic {
    Diagnostic::new(question.used_for.code(), place, format!("no band takes {first}, which `{}` can be", question.id))
        .also(question.place, "asked here")
        .help(question.used_for.cure(missing, " beside this band"))
}

fn open_hole(question: &Banded<'_>, place: Span, side: &str, missing: &str) -> Diagnostic {
    Diagnostic::new(
        question.used_for.code(),
        place,
        format!("no band takes numbers {side}, which `{}` can be", question.id),
    )
    .also(question.place, "asked here, without a `range`")
    .help(format!("{}, or give the question a `range`", question.used_for.cure(missing, "")))
}

fn overlap(question: &Banded<'_>, band: &Band, other: &Band, doubled: Option<Decimal>) -> Diagnostic {
    let what = doubled.map_or("some number".to_owned(), |number| number.to_string());
    Diagnostic::new(question.used_for.code(), band.place, format!("two bands of `{}` take {what}", question.id))
        .also(other.place, "the other band")
        .help("let one band end where the next begins, as in `..40` and `41..`")
}

fn outside(band: &Band, question: &Banded<'_>) -> Diagnostic {
    Diagnostic::new(question.used_for.code(), band.place, format!("no answer to `{}` lies in this band", question.id))
        .also(question.place, "its `range` ends before")
        .help("leave the band out, or correct the `range` of the question")
}
