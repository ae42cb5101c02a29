//! A difference in plain words: who it is about, and from what to what.

use super::judged::Judged;
use super::kind::{DifferenceKind, Moved, PlanChange, Side};
use super::{Difference, Witness};
use crate::assessment::Engine;
use crate::classes::{Classes, all_conditions, spans_of, tests};
use crate::condition::Test;
use crate::questionnaire::{Audience, Question, QuestionKind, Questionnaire};
use crate::response::answers_inline;
use crate::value::index::{IndexVec, QuestionIx, VerdictIx};
use crate::value::{Answer, Date, Decimal, Duration, Value, day_in_words};

/// How many answers are named of whoever a difference is about.
const MOST_NAMED: usize = 3;

/// An answer of whoever a difference is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What the question is called, or what it asks.
    pub question: String,
    /// The answer in words: of numbers and days all that no condition of either version tells apart.
    pub answer: String,
}

impl Said {
    /// `Stopped: 6 to 12 months ago`, or `Do you smoke? yes`.
    fn in_words(&self) -> String {
        let between = if self.question.ends_with(['?', '？', '؟']) { "" } else { ":" };
        format!("{}{between} {}", self.question, self.answer)
    }
}

/// Tells differences of two versions in words.
pub struct DifferenceWords<'q> {
    engines: [&'q Engine<'q>; 2],
    tests: [IndexVec<QuestionIx, Vec<&'q Test>>; 2],
}

impl<'q> DifferenceWords<'q> {
    /// For the versions of two engines.
    pub fn new(engines: [&'q Engine<'q>; 2]) -> DifferenceWords<'q> {
        let tests = engines.map(|engine| {
            let questionnaire = engine.questionnaire();
            tests(questionnaire, &all_conditions(questionnaire))
        });
        DifferenceWords { engines, tests }
    }

    /// A difference in one line: `Stopped: 6 to 12 months ago: Suitable -> Not now`.
    pub fn line(&self, difference: &Difference) -> String {
        let who = self.who(&difference.witness, difference.day);
        let mut named: Vec<String> = who.iter().take(MOST_NAMED).map(Said::in_words).collect();
        match who.len().saturating_sub(MOST_NAMED) {
            0 => {}
            1 => named.push("and 1 more answer".to_owned()),
            more => named.push(format!("and {more} more answers")),
        }
        let who = if named.is_empty() { "Before anything is answered".to_owned() } else { named.join("; ") };
        format!("{who}: {}", self.outcome(difference))
    }

    /// The answers of whoever shows a difference.
    pub fn who(&self, witness: &Witness, day: Date) -> Vec<Said> {
        let [old, new] = self.engines.map(|engine| engine.questionnaire());
        let mut said: Vec<Said> = Vec::new();
        for (index, answer) in witness.new.iter() {
            let question = &new[index];
            let twin = old.question(&question.id);
            said.push(self.said(question, answer, ([twin, Some(index)], day)));
        }
        for (index, answer) in witness.old.iter() {
            let question = &old[index];
            let twin = new.question(&question.id);
            if twin.is_none_or(|twin| witness.new.get(twin).is_none()) {
                said.push(self.said(question, answer, ([Some(index), twin], day)));
            }
        }
        said
    }

    fn said(&self, question: &Question, answer: &Answer, (places, day): ([Option<QuestionIx>; 2], Date)) -> Said {
        let tests = self.tests.iter().zip(places).filter_map(|(tests, place)| Some(&tests[place?]));
        let tests: Vec<&Test> = tests.flatten().copied().collect();
        let asked = question.ask.source().trim();
        Said {
            question: question
                .label
                .clone()
                .unwrap_or_else(|| asked.lines().next().unwrap_or(asked).trim_end_matches(['.', ':']).to_owned()),
            answer: in_words(question, answer, &tests, day),
        }
    }

    /// The titles of two verdicts, if they are what differs.
    pub fn verdicts(&self, difference: &Difference) -> Option<[&'q str; 2]> {
        let [old, new] = self.engines.map(|engine| engine.questionnaire());
        match difference.kind {
            DifferenceKind::Verdict { old: before, new: after } => Some([&old[before].title, &new[after].title]),
            _ => None,
        }
    }

    /// The answers as they are pasted into a file, as the old version keeps them.
    pub fn answers(&self, witness: &Witness) -> String {
        answers_inline(self.engines[0].questionnaire(), &witness.old)
    }

    /// From what to what.
    pub fn outcome(&self, difference: &Difference) -> String {
        let engines = self.engines.map(|engine| {
            (engine.day() != difference.day).then(|| Engine::new(engine.questionnaire(), difference.day))
        });
        let [one, other] = &engines;
        let judged = [
            Judged::of(one.as_ref().unwrap_or(self.engines[0]), &difference.witness.old),
            Judged::of(other.as_ref().unwrap_or(self.engines[1]), &difference.witness.new),
        ];
        self.says(&difference.kind, &judged)
    }

    fn says(&self, kind: &DifferenceKind, [before, after]: &[Judged<'_>; 2]) -> String {
        let [old, new] = self.engines.map(|engine| engine.questionnaire());
        let verdicts = titles([old, new], [before.assessment.verdict, after.assessment.verdict]);
        let only = |side: &Side, here: &str, there: &str| match side {
            Side::Old => format!("{here} -> {there}"),
            Side::New => format!("{there} -> {here}"),
        };
        let maybe = |questionnaire: &Questionnaire, verdict: Option<VerdictIx>| {
            verdict.map_or("no verdict".to_owned(), |verdict| questionnaire[verdict].title.clone())
        };
        match kind {
            DifferenceKind::Verdict { .. } => verdicts,
            DifferenceKind::Finding { .. } => {
                let days = [before, after].map(|judged| judged.assessment.not_before());
                let moved = (days[0] != days[1]).then(|| format!("; {}", days_from_to("not before", days, "no wait")));
                format!("{verdicts}{}", moved.unwrap_or_default())
            }
            DifferenceKind::CouldBecome { old: one, new: other } => {
                format!("could become {}", titles([old, new], [*one, *other]))
            }
            DifferenceKind::Asked { only_in, .. } => only(only_in, "asked", "not asked"),
            DifferenceKind::AskedOf { audience, only_in, .. } => {
                let whom = if *audience == Audience::Client { "the client" } else { "the technician" };
                only(only_in, &format!("{whom} is asked"), &format!("{whom} is not asked"))
            }
            DifferenceKind::Taken { only_in, .. } => only(only_in, "taken", "not taken"),
            DifferenceKind::Order { first, second } => {
                format!("`{first}` before `{second}` -> `{second}` before `{first}`")
            }
            DifferenceKind::Stopped { only_in, .. } => only(only_in, "the interview ends", "it goes on"),
            DifferenceKind::NotBefore { rule, .. } => {
                let days = [before, after].map(|judged| judged.day_of(rule, |finding| finding.not_before));
                format!("{verdicts}; {}", days_from_to("not before", days, "no wait"))
            }
            DifferenceKind::By { rule, .. } => {
                let days = [before, after].map(|judged| judged.day_of(rule, |finding| finding.by));
                format!("{verdicts}; {}", days_from_to("due by", days, "not due"))
            }
            DifferenceKind::Unsure { old: one, new: other, .. } => {
                format!("not sure leaves {} -> {}", maybe(old, *one), maybe(new, *other))
            }
            DifferenceKind::Section { section, old: one, new: other } => {
                format!("section `{section}`: {} -> {}", maybe(old, *one), maybe(new, *other))
            }
            DifferenceKind::Score { score } => {
                let points = [before, after].map(|judged| judged.points(score));
                format!("{} -> {}", points[0], points[1])
            }
            DifferenceKind::Plan { step, change } => {
                let days = [before, after].map(|judged| judged.step_in_words(step.as_deref()));
                let beside = if *change == PlanChange::Otherwise { " (other waits or reasons)" } else { "" };
                format!("{} -> {}{beside}", days[0], days[1])
            }
            DifferenceKind::Validity { moved, .. } => {
                let (then, now) = ("asked again", "still believed");
                if *moved == Moved::More { format!("{then} -> {now}") } else { format!("{now} -> {then}") }
            }
        }
    }
}

/// The titles of two verdicts; one if they are the same.
fn titles([old, new]: [&Questionnaire; 2], [before, after]: [VerdictIx; 2]) -> String {
    let (one, other) = (&old[before], &new[after]);
    if one.id == other.id { format!("{}, as before", other.title) } else { format!("{} -> {}", one.title, other.title) }
}

fn days_from_to(word: &str, [before, after]: [Option<Date>; 2], none: &str) -> String {
    let day = |day: Option<Date>| day.map_or(none.to_owned(), |day| format!("{word} {}", day_in_words(day)));
    format!("{} -> {}", day(before), day(after))
}

/// An answer in words.
fn in_words(question: &Question, answer: &Answer, tests: &[&Test], day: Date) -> String {
    let value = match answer {
        Answer::Unsure => return "not sure".to_owned(),
        Answer::Withheld => return "rather not say".to_owned(),
        Answer::Skipped => return "passed over".to_owned(),
        Answer::Given(value) => value,
    };
    let label = |position: usize| question.option(position).label.clone();
    match (value, &question.kind) {
        (Value::YesNo(yes), _) => if *yes { "yes" } else { "no" }.to_owned(),
        (Value::Choice(position), _) => label(*position),
        (Value::Choices(picks), _) if picks.is_empty() => "nothing picked".to_owned(),
        (Value::Choices(picks), _) => picks.iter().map(label).collect::<Vec<_>>().join(" and "),
        (Value::Number(number), QuestionKind::Number { decimals, .. }) => {
            match Classes::of(&question.kind, tests, day) {
                Classes::Numbers(runs) => {
                    let run = runs.of(number) as usize;
                    numbers(runs.start(run), runs.start_of_next(run), *decimals).unwrap_or_else(|| number.to_string())
                }
                _ => number.to_string(),
            }
        }
        (Value::Date(date), QuestionKind::Date(_)) => match Classes::of(&question.kind, tests, day) {
            Classes::Days(runs) => {
                let run = runs.of(date) as usize;
                let spans: Vec<Duration> = tests.iter().flat_map(|test| spans_of(test)).collect();
                days((runs.start(run), runs.start_of_next(run)), &spans, day).unwrap_or_else(|| day_in_words(*date))
            }
            _ => day_in_words(*date),
        },
        (Value::Number(number), _) => number.to_string(),
        (Value::Date(date), _) => day_in_words(*date),
        (Value::Period(period), _) => period.to_string(),
        (Value::Text(_), _) => "some text".to_owned(),
    }
}

/// A run of numbers in words; none if it has neither end.
fn numbers(start: Option<Decimal>, next: Option<Decimal>, decimals: u32) -> Option<String> {
    let last = next.map(|next| next - Decimal::new(1, decimals));
    Some(match (start, last) {
        (Some(start), Some(last)) if start == last => start.to_string(),
        (Some(start), Some(last)) => format!("{start} to {last}"),
        (Some(start), None) => format!("{start} or more"),
        (None, Some(last)) => format!("{last} or less"),
        (None, None) => return None,
    })
}

/// What a run of days begins or ends with.
enum Edge {
    Ago(Duration),
    Ahead(Duration),
    Today,
    Other,
}

/// A run of days in words, by the spans of time that conditions name; none if it has neither end.
fn days((start, next): (Option<Date>, Option<Date>), spans: &[Duration], day: Date) -> Option<String> {
    let edge = |date: Date| {
        let ago = spans.iter().find(|span| span.earliest_past(day) == date);
        let ahead = spans.iter().find(|span| span.after(day) == date);
        match (ago, ahead) {
            _ if date == day || day.tomorrow().is_ok_and(|next| next == date) => Edge::Today,
            (Some(span), _) => Edge::Ago(*span),
            (None, Some(span)) => Edge::Ahead(*span),
            (None, None) => Edge::Other,
        }
    };
    Some(match (start.map(edge), next.map(edge)) {
        (None, None) => return None,
        (Some(Edge::Ago(most)), Some(Edge::Ago(least))) => {
            let same = least.unit == most.unit;
            if same { format!("{} to {most} ago", least.count) } else { format!("{least} to {most} ago") }
        }
        (Some(Edge::Ago(most)), Some(Edge::Today)) => format!("less than {most} ago"),
        (None, Some(Edge::Ago(least))) => format!("{least} ago or longer"),
        (Some(Edge::Today), Some(Edge::Ahead(most))) => format!("less than {most} ahead"),
        (Some(Edge::Ahead(least)), Some(Edge::Ahead(most))) => {
            let same = least.unit == most.unit;
            if same { format!("{} to {most} ahead", least.count) } else { format!("{least} to {most} ahead") }
        }
        (Some(Edge::Ahead(least)), None) => format!("{least} ahead or more"),
        (Some(Edge::Today), Some(Edge::Today)) => "today".to_owned(),
        (None, Some(Edge::Today)) => "in the past".to_owned(),
        (Some(Edge::Today), None) => "to come".to_owned(),
        _ => {
            let last = next.and_then(|next| next.yesterday().ok());
            match (start, last) {
                (Some(start), Some(last)) if start == last => day_in_words(start),
                (Some(start), Some(last)) => format!("{} to {}", day_in_words(start), day_in_words(last)),
                (Some(start), None) => format!("{} or later", day_in_words(start)),
                (None, Some(last)) => format!("{} or earlier", day_in_words(last)),
                (None, None) => return None,
            }
        }
    })
}
