//! The technician's sheet of paper: what of an assessment stands on its sides, and what of it is left to the findings.
//!
//! No library here knows where a browser breaks a line. So the sheet is reckoned in lines of so many characters, set so narrow that
//! a browser needs as many or fewer, and each list takes what there is room for: the graver first, then what has a day, the
//! latest first. What is left out is counted. `tests/long/sheets.sh` prints every scenario, and counts the pages that come out.

use serde::Serialize;

use super::aged::Changes;
use super::fill::{Labels, ShownDay, ago, is_clients_note, shown_day};
use super::items::Examine;
use super::labels::entry;
use super::order::{InTheWay, Rank, in_the_way};
use super::points::told;
use super::waiting::Waiting;
use crate::assessment::{Aged, Assessment, Finding, Unsure};
use crate::text::wrap;
use crate::value::Date;
use crate::value::index::VerdictIx;

/// How many characters a line of one of the two columns takes on the first side.
const COLUMN: usize = 54;
/// How many lines each of the two columns of the first side has.
const COLUMN_LINES: usize = 33;
/// How many of them a clinic's letterhead takes.
const LETTERHEAD_LINES: usize = 3;
/// What the heading of a list takes, with the space above it, in lines.
const HEADING: usize = 2;
/// How many characters the whole width takes, and how many lines the deciding point may have there.
const DECIDING: (usize, usize) = (104, 3);
/// How many characters a line of the examination takes.
const EXAM_COLUMN: usize = 66;
/// How many lines the two columns of the second side have. The right one stands below the map of the place to be treated.
const EXAM_LINES: (usize, usize) = (53, 33);
/// The same of a further side, which an examination of many questions needs.
const MORE_EXAM_LINES: (usize, usize) = (70, 70);
/// The space below a question, as a part of a line.
const GAPS_PER_LINE: usize = 3;
/// How many drawings stand beside each other, and how many lines such a row takes.
const DRAWINGS: (usize, usize) = (6, 4);
/// The most lines of what has changed since an earlier visit.
const SINCE_LINES: usize = 9;

/// Tags of rules that stand in a list of their own: what must be seen first.
const FLAGS: [&str; 2] = ["red_flag", "contradiction"];

/// What stands on the sheet.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Sheet {
    /// How many sides there are.
    pages: usize,
    deciding: Option<SheetLine>,
    waits: SheetList,
    clear: SheetList,
    conditions: SheetList,
    flags: SheetList,
    since: SheetList,
    again: SheetList,
    open: SheetList,
    given: Given,
    /// Whether the client wrote something in their own words.
    note: bool,
    sides: Vec<ExamSide>,
}

/// What of a list has room, and how much of it has none.
#[derive(Clone, Debug, Default, Serialize)]
struct SheetList {
    items: Vec<SheetLine>,
    more: usize,
}

/// One point of a list.
#[derive(Clone, Debug, Default, Serialize)]
struct SheetLine {
    text: String,
    /// The day that it waits for.
    day: Option<ShownDay>,
    /// What it comes to, where that is not the result.
    verdict: Option<String>,
}

/// Which answers are of the day of assessment, and how old the oldest is.
#[derive(Clone, Debug, Serialize)]
struct Given {
    count: usize,
    today: usize,
    oldest: Option<ShownDay>,
    ago: Option<String>,
}

/// A side with questions for the technician, in two columns.
#[derive(Clone, Debug, Serialize)]
struct ExamSide {
    number: usize,
    left: Vec<Examine>,
    right: Vec<Examine>,
}

/// A point before it is known how much room there is: in full, and by its first sentence.
#[derive(Clone, Debug)]
struct SheetPoint {
    full: String,
    brief: String,
    day: Option<ShownDay>,
    verdict: Option<String>,
}

/// All that could stand on the sheet.
#[derive(Clone, Debug)]
pub(super) struct SheetPoints {
    deciding: Option<SheetPoint>,
    waits: Vec<SheetPoint>,
    clear: Vec<SheetPoint>,
    conditions: Vec<SheetPoint>,
    flags: Vec<SheetPoint>,
    again: Vec<SheetPoint>,
    open: Vec<SheetPoint>,
    given: Given,
    note: bool,
    sides: Vec<ExamSide>,
    /// How many lines each of the two columns of the first side has.
    lines: usize,
    /// Whether the result stands, so that it can be held against an earlier one.
    firm: bool,
}

impl SheetPoint {
    fn new(full: String, brief: String) -> SheetPoint {
        SheetPoint { full, brief, day: None, verdict: None }
    }

    fn of_text(full: String) -> SheetPoint {
        SheetPoint { brief: first_sentence(&full).to_owned(), ..SheetPoint::new(full, String::new()) }
    }

    /// As it stands alone below the result, which it comes to.
    fn alone(&self) -> SheetLine {
        let (columns, most) = DECIDING;
        let full = SheetLine { verdict: None, ..self.line(Length::Full) };
        if full.lines(columns) <= most { full } else { SheetLine { verdict: None, ..self.line(Length::Brief) } }
    }

    fn line(&self, length: Length) -> SheetLine {
        let text = match length {
            Length::Full => &self.full,
            Length::Brief => &self.brief,
        };
        SheetLine { text: text.clone(), day: self.day.clone(), verdict: self.verdict.clone() }
    }
}

/// How much of a point is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    Full,
    Brief,
}

impl SheetLine {
    /// How many lines it takes, with the box to tick before it.
    fn lines(&self, columns: usize) -> usize {
        let day = self.day.as_ref().map_or("", |day| day.words.as_str());
        let verdict = self.verdict.as_deref().unwrap_or_default();
        wrap(&format!("[] {day} {} {verdict}", self.text), columns).len()
    }
}

impl SheetPoints {
    /// What an assessment brings; `told` is the same without what is private.
    pub(super) fn new(
        labels: &Labels<'_>,
        assessment: &Assessment,
        told: &Assessment,
        (waiting, examine, firm): (&Waiting, &[Examine], bool),
    ) -> SheetPoints {
        let found = Found { labels, assessment: told };
        let mut ranked = found.ranked();
        let deciding = ranked.iter().find(|one| one.verdict == assessment.verdict).map(|one| one.point.clone());
        let mut take = |wanted: &dyn Fn(&Ranked) -> bool| {
            let (taken, left): (Vec<Ranked>, Vec<Ranked>) =
                std::mem::take(&mut ranked).into_iter().partition(|one| wanted(one));
            ranked = left;
            taken.into_iter().map(|one| one.point).collect::<Vec<SheetPoint>>()
        };
        let flags = take(&|one| one.flag);
        let waits = take(&|one| one.point.day.is_some());
        let holds_from = found.holds_from();
        let clear = take(&|one| one.verdict >= holds_from);
        let conditions = take(&|_| true);
        SheetPoints {
            deciding,
            waits,
            clear,
            conditions,
            flags,
            again: found.again(),
            open: if assessment.stopped.is_some() { Vec::new() } else { open(waiting) },
            given: Given::new(labels, assessment.assessed_on),
            note: has_note(labels),
            sides: if found.is_examined(assessment) { sides(examine) } else { Vec::new() },
            lines: COLUMN_LINES - if labels.questionnaire.clinic().is_some() { LETTERHEAD_LINES } else { 0 },
            firm,
        }
    }

    /// What of it has room, beside what has changed since an earlier visit.
    pub(super) fn fitted(&self, since: Option<&Changes>) -> Sheet {
        let since = since.map_or_else(Vec::new, |since| {
            let lines = since.lines(self.firm);
            let (shown, more) = room_for(&lines, SINCE_LINES);
            let left = (more > 0).then(|| format!("and {more} more: see the answers"));
            lines.into_iter().take(shown).chain(left).map(|line| SheetPoint::new(line.clone(), line)).collect()
        });
        let [waits, clear] = fit([&self.waits, &self.clear], self.lines);
        let [flags, conditions, since, again, open] =
            fit([&self.flags, &self.conditions, &since, &self.again, &self.open], self.lines);
        Sheet {
            pages: 1 + self.sides.len(),
            deciding: self.deciding.as_ref().map(SheetPoint::alone),
            waits,
            clear,
            conditions,
            flags,
            since,
            again,
            open,
            given: self.given.clone(),
            note: self.note,
            sides: self.sides.clone(),
        }
    }
}

/// How many of these have room, and how many have none.
fn room_for(lines: &[String], most: usize) -> (usize, usize) {
    let mut taken = 0;
    let fits = |line: &&String| {
        taken += wrap(line, COLUMN).len();
        taken <= most
    };
    let shown = lines.iter().take_while(fits).count();
    (shown, lines.len() - shown)
}

/// Lists that share one column: as many points as there is room for by their first sentences, and then in full, the first in
/// rank first, those that there is still room for.
fn fit<const N: usize>(lists: [&Vec<SheetPoint>; N], lines: usize) -> [SheetList; N] {
    let headings = lists.iter().filter(|list| !list.is_empty()).count();
    // Each list may come to need a line that says how much is left out.
    let mut room = lines.saturating_sub(headings * (HEADING + 1));
    let mut fitted = lists.map(|list| SheetList { items: Vec::new(), more: list.len() });
    for (list, place) in in_turn(lists.map(Vec::len)) {
        let (Some(points), Some(fitted)) = (lists.get(list), fitted.get_mut(list)) else { continue };
        // What is less grave may not stand where what is graver does not.
        let next = points.get(place).filter(|_| fitted.items.len() == place).map(|point| point.line(Length::Brief));
        let Some(line) = next else { continue };
        if let Some(left) = room.checked_sub(line.lines(COLUMN)) {
            room = left;
            fitted.items.push(line);
            fitted.more -= 1;
        }
    }
    for (list, place) in in_turn(lists.map(Vec::len)) {
        let shown = fitted.get_mut(list).and_then(|fitted| fitted.items.get_mut(place));
        let (Some(points), Some(shown)) = (lists.get(list), shown) else { continue };
        let Some(full) = points.get(place).map(|point| point.line(Length::Full)) else { continue };
        let longer = full.lines(COLUMN).saturating_sub(shown.lines(COLUMN));
        if let Some(left) = room.checked_sub(longer) {
            room = left;
            *shown = full;
        }
    }
    fitted
}

/// The first of each list, the second of each, and so on: no list crowds out another. Gives list and place.
fn in_turn<const N: usize>(lengths: [usize; N]) -> impl Iterator<Item = (usize, usize)> {
    let longest = lengths.iter().copied().max().unwrap_or(0);
    (0..longest).flat_map(move |place| {
        lengths.into_iter().enumerate().filter(move |(_, length)| place < *length).map(move |(list, _)| (list, place))
    })
}

/// A point with what it is ranked by.
struct Ranked {
    point: SheetPoint,
    verdict: VerdictIx,
    flag: bool,
}

/// What was found, in the words for a technician.
struct Found<'a, 'l> {
    labels: &'a Labels<'l>,
    assessment: &'a Assessment,
}

impl Found<'_, '_> {
    /// All that stands in the way, what decides first.
    fn ranked(&self) -> Vec<Ranked> {
        let point = |point: InTheWay<'_>| match point {
            InTheWay::Found(finding, rank) => self.finding(finding, rank),
            InTheWay::Unclear(unsure) => self.unsure(unsure),
        };
        in_the_way(self.labels, self.assessment).into_iter().map(point).collect()
    }

    fn finding(&self, finding: &Finding, rank: Rank) -> Ranked {
        let rule = &self.labels.questionnaire[finding.rule];
        let text = told(self.labels, self.assessment, rule);
        let graded = self.graded(SheetPoint::of_text(text), rank.verdict);
        let point = SheetPoint { day: rank.until.map(shown_day), ..graded };
        let flag = rule.tags.iter().any(|tag| FLAGS.contains(&tag.as_str()));
        Ranked { point, verdict: rank.verdict, flag }
    }

    fn unsure(&self, unsure: &Unsure) -> Ranked {
        let question = &self.labels.questionnaire[unsure.question];
        let brief = format!("{} {}", self.labels.text(&question.ask), entry(question, &unsure.answer));
        let clear_up = self.labels.clear_up(question, &unsure.answer);
        let full = clear_up.map_or_else(|| brief.clone(), |clear_up| format!("{brief}. {clear_up}"));
        let point = self.graded(SheetPoint::new(full, brief), unsure.verdict);
        Ranked { point, verdict: unsure.verdict, flag: false }
    }

    /// A point says what it comes to where that is not the result.
    fn graded(&self, point: SheetPoint, verdict: VerdictIx) -> SheetPoint {
        let other = (verdict != self.assessment.verdict).then(|| self.labels.questionnaire[verdict].title.clone());
        SheetPoint { verdict: other, ..point }
    }

    /// From this verdict on, a point without a day must be clear before anything is done; below, it is a condition.
    fn holds_from(&self) -> VerdictIx {
        self.labels.questionnaire.plan().map_or(VerdictIx(1), |plan| plan.waits_from)
    }

    /// What is too old, first that of which a "not sure" would weigh most.
    fn again(&self) -> Vec<SheetPoint> {
        let question = |aged: &Aged| &self.labels.questionnaire[aged.question];
        let mut ranked: Vec<&Aged> = self.assessment.aged.iter().collect();
        ranked.sort_by_key(|aged| std::cmp::Reverse(question(aged).unsure));
        let points = ranked.into_iter().map(|aged| {
            let (ask, answer) = (self.labels.text(&question(aged).ask), entry(question(aged), &aged.answer));
            let text = format!("{ask} {answer} ({})", ago(aged.answered_on, self.assessment.assessed_on));
            SheetPoint::new(text.clone(), text)
        });
        points.collect()
    }

    /// Whoever may not be treated is not examined for it, nor whom nothing can help to another result.
    fn is_examined(&self, assessment: &Assessment) -> bool {
        let gravest = assessment.verdict.at() + 1 == self.labels.questionnaire.verdicts().len();
        self.labels.treated && (!gravest || assessment.can_move())
    }
}

/// The client's open questions: each if they are few, else how many there are in each section.
fn open(waiting: &Waiting) -> Vec<SheetPoint> {
    let few = waiting.count <= FEW;
    let points = waiting.sections.iter().flat_map(|section| {
        let counted = format!("{}: {}", section.title, section.count);
        if few { section.asks.clone() } else { vec![counted] }
    });
    points.map(|text| SheetPoint::new(text.clone(), text)).collect()
}

/// So many open questions are named one by one.
const FEW: usize = 6;

impl Given {
    /// Private answers are not counted: nothing shows that there are any.
    fn new(labels: &Labels<'_>, today: Date) -> Given {
        let shown = labels.response.iter().map(|(index, _)| index);
        let shown: Vec<_> = shown.filter(|index| !labels.questionnaire[*index].private).collect();
        let days: Vec<Date> = shown.iter().filter_map(|index| labels.response.answered_on(*index)).collect();
        let oldest = days.iter().copied().min().filter(|day| *day < today);
        Given {
            count: shown.len(),
            today: days.iter().filter(|day| **day == today).count(),
            oldest: oldest.map(shown_day),
            ago: oldest.map(|day| ago(day, today)),
        }
    }
}

fn has_note(labels: &Labels<'_>) -> bool {
    labels.response.iter().any(|(index, answer)| {
        let question = &labels.questionnaire[index];
        !question.private && is_clients_note(question, answer)
    })
}

/// The questions for the technician, each whole in one column, in their order.
fn sides(examine: &[Examine]) -> Vec<ExamSide> {
    let mut rest = examine.iter().filter(|item| !item.apart).peekable();
    let mut sides = Vec::new();
    while rest.peek().is_some() || sides.is_empty() {
        let (left, right) = if sides.is_empty() { EXAM_LINES } else { MORE_EXAM_LINES };
        let mut column = |most: usize| {
            let mut taken = 0;
            let mut items = Vec::new();
            while let Some(item) = rest.peek() {
                taken += exam_lines(item) * GAPS_PER_LINE + 1;
                // One alone is taken in any case: else there would be no end.
                if taken > most * GAPS_PER_LINE && !items.is_empty() {
                    break;
                }
                items.extend(rest.next().cloned());
            }
            items
        };
        sides.push(ExamSide { number: sides.len() + 2, left: column(left), right: column(right) });
    }
    sides
}

/// How many lines a question takes: what is asked, and what can be ticked or was found.
fn exam_lines(item: &Examine) -> usize {
    let (beside, row) = DRAWINGS;
    let ask = wrap(&item.ask, EXAM_COLUMN).len();
    let told = item.beside.iter().filter(|said| item.review && said.state != "open");
    let told = told.map(|said| wrap(&format!("{} {}", said.ask, said.answer), EXAM_COLUMN).len()).sum::<usize>();
    let reply = match &item.answer {
        Some(answer) => wrap(answer, EXAM_COLUMN).len(),
        None if !item.drawings.is_empty() => item.drawings.len().div_ceil(beside) * row,
        None if item.options.is_empty() => 2,
        None => wrap(&item.options.iter().map(|option| format!("[] {option} ")).collect::<String>(), EXAM_COLUMN).len(),
    };
    ask + told + reply
}

/// Up to the first full stop that a sentence follows.
fn first_sentence(text: &str) -> &str {
    let end = text.match_indices(". ").map(|(at, _)| at + 1).find(|end| {
        let after = text.get(*end..).unwrap_or_default().trim_start();
        after.chars().next().is_some_and(char::is_uppercase)
    });
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_sentence_ends_where_the_next_begins() {
        assert_eq!(first_sentence("Sunburn. Four weeks."), "Sunburn.");
        assert_eq!(first_sentence("Leave 0.5 to 1 cm, e. g. two. Then look"), "Leave 0.5 to 1 cm, e. g. two.");
        assert_eq!(first_sentence("No stop"), "No stop");
    }

    fn points(count: usize, text: &str) -> Vec<SheetPoint> {
        (0..count).map(|number| SheetPoint::of_text(format!("{number} {text}"))).collect()
    }

    #[test]
    fn lists_take_turns_and_count_what_has_no_room() {
        let (many, few) = (points(60, "one point."), points(2, "other."));
        let [first, second] = fit([&many, &few], COLUMN_LINES);
        assert_eq!((second.items.len(), second.more), (2, 0));
        assert_eq!((first.items.len() + first.more, first.items.len()), (60, COLUMN_LINES - 2 * (HEADING + 1) - 2));
        assert_eq!(first.items[0].text, "0 one point.", "the first in rank is the first that stands");
        // Nothing that comes later in rank stands where something before it has no room.
        let long = points(1, &"word ".repeat(400)).into_iter().chain(points(1, "short")).collect();
        let [list] = fit([&long], COLUMN_LINES);
        assert_eq!((list.items.len(), list.more), (0, 2));
    }

    #[test]
    fn what_has_room_is_told_in_full_and_else_by_first_sentences() {
        let two = points(2, "Sunburn. Four weeks, and until healed.");
        let [list] = fit([&two], COLUMN_LINES);
        assert_eq!(list.items[1].text, "1 Sunburn. Four weeks, and until healed.");
        let many = points(25, &format!("Sunburn. {}", "Four weeks. ".repeat(5)));
        let [list] = fit([&many], COLUMN_LINES);
        let lengths: Vec<usize> = list.items.iter().map(|item| item.lines(COLUMN)).collect();
        assert_eq!((list.items.len(), list.more, list.items[24].text.as_str()), (25, 0, "24 Sunburn."));
        assert!(lengths.is_sorted_by(|one, next| one >= next) && lengths[0] > 1, "{lengths:?}");
        assert!(lengths.iter().sum::<usize>() < COLUMN_LINES - HEADING, "{lengths:?}");
    }
}
