//! What helps a person to decide, as a report shows it: options side by side, and chances as numbers, words and a picture of 100.

use serde::Serialize;

use super::fill::{Labels, ShownDay, shown_day, tidy};
use super::items::{Cited, ShownSource};
use crate::questionnaire::{Chance, Counted, DecisionAid, DecisionOption};
use crate::value::Truth;
use crate::value::index::SourceNoteIx;

/// How many people a picture shows.
const PEOPLE: u32 = 100;

/// How many of them stand in a row of text.
const ROW: usize = 25;

/// Of how few people nothing can be said about what is rarer: three divided by their number is the usual bound of what none of
/// them shows (19 times of 20 it is rarer than that).
const UNSEEN: u32 = 3;

/// The part of a report that helps to decide.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownDecision {
    written: ShownDay,
    renewed: String,
    interests: String,
    options: Vec<ShownOption>,
    chances: Vec<ShownChance>,
}

/// An option with both of its sides.
#[derive(Clone, Debug, Serialize)]
struct ShownOption {
    id: String,
    title: String,
    benefits: Vec<String>,
    harms: Vec<String>,
    life: String,
    sources: Vec<ShownSource>,
}

/// How often something happens.
#[derive(Clone, Debug, Serialize)]
struct ShownChance {
    id: String,
    what: String,
    /// Whether anybody has counted.
    counted: bool,
    /// The number in words: `About 15 in 100`.
    says: Option<String>,
    /// What was counted: `12 of 80`.
    raw: Option<String>,
    group: Option<String>,
    time: Option<String>,
    /// One word for each of 100 people: `yes`, `perhaps` or `no`.
    icons: Vec<&'static str>,
    /// The same as rows of signs.
    rows: Vec<String>,
    sources: Vec<ShownSource>,
}

/// What of it concerns a person.
pub(super) struct Concerning<'q> {
    aid: &'q DecisionAid,
    options: Vec<&'q DecisionOption>,
    chances: Vec<&'q Chance>,
}

impl<'q> Concerning<'q> {
    /// The options and chances of one person: what treats, and how often that harms, only where the person may be treated.
    pub(super) fn new(labels: &Labels<'q>, aid: &'q DecisionAid, everything: bool) -> Concerning<'q> {
        let situation = labels.situation;
        let for_option = |one: &&DecisionOption| {
            everything || one.when.as_ref().is_none_or(|when| situation.holds(when) == Truth::True)
        };
        let for_chance =
            |one: &&Chance| everything || one.when.as_ref().is_none_or(|when| situation.holds(when) == Truth::True);
        Concerning {
            aid,
            options: aid.options.iter().filter(|one| labels.treated || !one.treats).filter(for_option).collect(),
            chances: aid.chances.iter().filter(|_| labels.treated).filter(for_chance).collect(),
        }
    }

    /// What it rests on.
    pub(super) fn sources(&self) -> Vec<SourceNoteIx> {
        let options = self.options.iter().flat_map(|option| &option.sources);
        options.chain(self.chances.iter().flat_map(|chance| &chance.sources)).copied().collect()
    }

    pub(super) fn shown(&self, labels: &Labels<'_>, cited: &Cited) -> ShownDecision {
        ShownDecision {
            written: shown_day(self.aid.written),
            renewed: tidy(&self.aid.renewed),
            interests: tidy(&self.aid.interests),
            options: self.options.iter().map(|option| shown_option(labels, cited, option)).collect(),
            chances: self.chances.iter().map(|chance| shown_chance(labels, cited, chance)).collect(),
        }
    }
}

fn shown_option(labels: &Labels<'_>, cited: &Cited, option: &DecisionOption) -> ShownOption {
    let all = |texts: &[String]| texts.iter().map(|text| tidy(text)).collect();
    ShownOption {
        id: option.id.clone(),
        title: tidy(&option.title),
        benefits: all(&option.benefits),
        harms: all(&option.harms),
        life: tidy(&option.life),
        sources: cited.of(labels, &option.sources),
    }
}

fn shown_chance(labels: &Labels<'_>, cited: &Cited, chance: &Chance) -> ShownChance {
    let icons = chance.counted.as_ref().map_or_else(Vec::new, icons);
    ShownChance {
        id: chance.id.clone(),
        what: tidy(&chance.what),
        counted: chance.counted.is_some(),
        says: chance.counted.as_ref().map(in_words),
        raw: chance.counted.as_ref().filter(|counted| counted.of != PEOPLE && counted.count.1 > 0).map(raw),
        group: chance.counted.as_ref().map(|counted| tidy(&counted.group)),
        time: chance.counted.as_ref().map(|counted| tidy(&counted.time)),
        rows: icons.chunks(ROW).map(|row| row.iter().map(|icon| sign(icon)).collect()).collect(),
        icons,
        sources: cited.of(labels, &chance.sources),
    }
}

/// A part of all as so many in 100, rounded; a half is rounded up.
fn in_hundred(count: u32, of: u32) -> u32 {
    let (count, of) = (u64::from(count), u64::from(of));
    u32::try_from((count * 200 + of) / (of * 2)).unwrap_or(PEOPLE)
}

/// The most in 100 of whom a count of none says nothing.
fn unseen(of: u32) -> u32 {
    (UNSEEN * PEOPLE).div_ceil(of).min(PEOPLE)
}

/// A count in words that can be compared: always in 100.
fn in_words(counted: &Counted) -> String {
    let (fewest, most) = (in_hundred(counted.count.0, counted.of), in_hundred(counted.count.1, counted.of));
    match (counted.count, most) {
        ((_, 0), _) => format!(
            "None of {}. So few people cannot show what happens to fewer than {} in 100",
            counted.of,
            unseen(counted.of)
        ),
        (_, 0) => "Fewer than 1 in 100".to_owned(),
        ((low, high), _) if low < high => format!("From {fewest} to {most} in 100, as counts differ"),
        (_, _) if counted.of == PEOPLE => format!("{most} in 100"),
        (_, _) => format!("About {most} in 100"),
    }
}

fn raw(counted: &Counted) -> String {
    match counted.count {
        (fewest, most) if fewest < most => format!("{fewest} to {most} of {}", counted.of),
        (count, _) => format!("{count} of {}", counted.of),
    }
}

/// One word for each of 100 people: those to whom it happens, those to whom it may, and the others.
fn icons(counted: &Counted) -> Vec<&'static str> {
    let (fewest, most) = counted.count;
    let sure = in_hundred(fewest, counted.of);
    let perhaps = match (most, in_hundred(most, counted.of)) {
        (0, _) => unseen(counted.of),
        (_, 0) => 1,
        (_, most) => most,
    };
    let icon = |person: u32| match person {
        person if person < sure => "yes",
        person if person < perhaps => "perhaps",
        _ => "no",
    };
    (0..PEOPLE).map(icon).collect()
}

fn sign(icon: &str) -> char {
    match icon {
        "yes" => '●',
        "perhaps" => '◐',
        _ => '○',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(count: (u32, u32), of: u32) -> Counted {
        Counted { count, of, group: String::new(), time: String::new() }
    }

    #[test]
    fn every_count_is_told_in_a_hundred() {
        let cases = [
            ((12, 12), 80, "About 15 in 100", (15, 0)),
            ((2, 67), 100, "From 2 to 67 in 100, as counts differ", (2, 65)),
            ((1, 1), 585, "Fewer than 1 in 100", (0, 1)),
            ((0, 0), 53, "None of 53. So few people cannot show what happens to fewer than 6 in 100", (0, 6)),
            ((100, 100), 100, "100 in 100", (100, 0)),
            ((1, 2), 1000, "Fewer than 1 in 100", (0, 1)),
        ];
        for (count, of, says, (yes, perhaps)) in cases {
            let counted = counted(count, of);
            assert_eq!(in_words(&counted), says);
            let shown = icons(&counted);
            let of = |icon: &str| shown.iter().filter(|one| **one == icon).count();
            assert_eq!((of("yes"), of("perhaps"), shown.len()), (yes, perhaps, 100), "{says}");
        }
    }
}
