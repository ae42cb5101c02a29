//! Writing a response file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::days::UNKNOWN;
use super::file::{Misfits, load_with};
use super::history::{Visit, WrittenAnswer};
use super::{Response, option_id};
use crate::questionnaire::{Question, Questionnaire};
use crate::source::Sources;
use crate::text::is_unseen;
use crate::value::{Answer, Date, Decimal, OptionSet, Value, parse_decimal};

/// Writes a response so that [`load`](super::load) reads the same back, hidden answers and the day of each included, and any YAML 1.1 or
/// 1.2 reader sees the same texts.
///
/// The newest day stands once, as `answered_on`; answers of other days stand below `earlier`, and what was said at earlier
/// visits below `visits`. Whatever one of the two YAMLs takes for a number, a day, a truth value or nothing is quoted. The one
/// exception is the answer to a yes_no question: its bare `yes` is true in YAML 1.1 and the text `yes` in YAML 1.2, and
/// [`load`](super::load) takes both.
pub fn to_yaml(questionnaire: &Questionnaire, response: &Response, visits: &[Visit]) -> String {
    to_yaml_judged(questionnaire, response, (None, visits))
}

/// The same with the verdict that the answers came to when they were written. Nobody is judged by it: on a later day it tells
/// apart what comes from new answers and what comes from new rules.
pub fn to_yaml_judged(
    questionnaire: &Questionnaire,
    response: &Response,
    (verdict, visits): (Option<&str>, &[Visit]),
) -> String {
    let mut yaml =
        format!("questionnaire: {}\nversion: {}\n", scalar(questionnaire.id()), scalar(questionnaire.version()));
    yaml.extend(response.client().map(|client| format!("client: {}\n", scalar(client))));
    yaml.extend(response.newest().map(|day| format!("answered_on: \"{day}\"\n")));
    yaml.extend(verdict.map(|verdict| format!("verdict: {}\n", scalar(verdict))));
    let lines = answer_lines(questionnaire, response);
    yaml.push_str(if lines.is_empty() { "answers: {}\n" } else { "answers:\n" });
    yaml + &lines
        + &earlier_lines(questionnaire, response)
        + &hidden_line(questionnaire, response)
        + &visit_lines(visits)
}

/// Whether a text that [`to_yaml`] wrote reads back as the same answers, here and, key for key, in an independent reader.
/// Answers are asked for once and kept for years: nothing is put on disk that only one program could read.
pub fn reads_back(
    questionnaire: &Questionnaire,
    (response, visits): (&Response, &[Visit]),
    yaml: &str,
    day: Date,
) -> bool {
    let mut sources = Sources::default();
    let source = sources.add("written", yaml);
    let (loaded, diagnostics) = load_with(questionnaire, source, &sources, (day, Misfits::Refused));
    let second: Option<serde_yaml::Mapping> = serde_yaml::from_str(yaml).ok();
    let second = second.as_ref().and_then(|file| file.get("answers")?.as_mapping());
    let keys = second.map(|answers| answers.keys().filter_map(|key| key.as_str()).collect::<Vec<_>>());
    let ids: Vec<&str> = response.iter().map(|(index, _)| questionnaire[index].id.as_str()).collect();
    let same = |(index, answer)| {
        loaded.response.get(index) == Some(answer) && loaded.response.answered_on(index) == response.answered_on(index)
    };
    !diagnostics.has_errors()
        && keys == Some(ids)
        && response.iter().all(same)
        && loaded.response.client() == response.client()
        && loaded.visits == visits
}

/// The answers of other days than the newest, below the day.
fn earlier_lines(questionnaire: &Questionnaire, response: &Response) -> String {
    let newest = response.newest();
    day_lines(&by_day(questionnaire, response, |day| day != newest), "")
}

/// The answers of an earlier day than that of assessment, to stand after the others in a scenario; nothing if there are none.
pub(crate) fn earlier_inline(questionnaire: &Questionnaire, response: &Response, day: Date) -> String {
    let by_day = by_day(questionnaire, response, |on| on.is_some_and(|on| on < day));
    let pairs: Vec<String> = by_day.iter().map(|(day, ids)| day_entry(*day, ids)).collect();
    if pairs.is_empty() { String::new() } else { format!(", earlier: {{ {} }}", pairs.join(", ")) }
}

/// The questions that were answered on such days, by day.
fn by_day(
    questionnaire: &Questionnaire,
    response: &Response,
    is_told: impl Fn(Option<Date>) -> bool,
) -> BTreeMap<Option<Date>, Vec<String>> {
    let mut by_day: BTreeMap<Option<Date>, Vec<String>> = BTreeMap::new();
    for (index, _) in response.iter().filter(|(index, _)| is_told(response.answered_on(*index))) {
        by_day.entry(response.answered_on(index)).or_default().push(scalar(&questionnaire[index].id));
    }
    by_day
}

/// Below `earlier`: days with the questions that were answered on them.
fn day_lines(by_day: &BTreeMap<Option<Date>, Vec<String>>, indent: &str) -> String {
    if by_day.is_empty() {
        return String::new();
    }
    let lines = by_day.iter().map(|(day, ids)| format!("{indent}  {}\n", day_entry(*day, ids)));
    format!("{indent}earlier:\n") + &lines.collect::<String>()
}

fn day_entry(day: Option<Date>, ids: &[String]) -> String {
    let key = day.map_or(UNKNOWN.to_owned(), |day| format!("\"{day}\""));
    format!("{key}: [{}]", ids.join(", "))
}

fn hidden_line(questionnaire: &Questionnaire, response: &Response) -> String {
    let hidden = response.iter().filter(|(index, _)| response.is_hidden(*index));
    let ids: Vec<String> = hidden.map(|(index, _)| scalar(&questionnaire[index].id)).collect();
    if ids.is_empty() { String::new() } else { format!("hidden: [{}]\n", ids.join(", ")) }
}

fn visit_lines(visits: &[Visit]) -> String {
    if visits.is_empty() {
        return String::new();
    }
    "visits:\n".to_owned() + &visits.iter().map(visit).collect::<String>()
}

fn visit(visit: &Visit) -> String {
    let on = visit.on.map_or("null".to_owned(), |day| format!("\"{day}\""));
    let version = visit.version.iter().map(|version| format!("    version: {}\n", scalar(version)));
    let verdict = visit.verdict.iter().map(|verdict| format!("    verdict: {}\n", scalar(verdict)));
    let answers = visit.answers.iter().map(|(id, answer)| format!("      {}: {}\n", scalar(id), written(answer)));
    let ids = |ids: &Vec<String>| ids.iter().map(|id| scalar(id)).collect();
    let earlier = day_lines(&visit.earlier.iter().map(|(day, of)| (*day, ids(of))).collect(), "    ");
    let head = if visit.answers.is_empty() { "    answers: {}\n" } else { "    answers:\n" };
    format!("  - on: {on}\n")
        + &version.chain(verdict).collect::<String>()
        + head
        + &answers.collect::<String>()
        + &earlier
}

/// An answer of an earlier visit, so that it reads back as the same text.
fn written(answer: &WrittenAnswer) -> String {
    match answer {
        WrittenAnswer::Nothing => "null".to_owned(),
        WrittenAnswer::One(text) if parse_decimal(text).is_some_and(|number| write_number(&number) == *text) => {
            text.clone()
        }
        WrittenAnswer::One(text) => scalar(text),
        WrittenAnswer::Several(texts) => {
            format!("[{}]", texts.iter().map(|text| scalar(text)).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The answers as one line of YAML, `{ age: 17, keloid: unsure }`, to paste into a scenario.
pub fn answers_inline(questionnaire: &Questionnaire, response: &Response) -> String {
    let answered = response.iter().map(|(index, answer)| (&questionnaire[index], answer));
    let pairs: Vec<String> =
        answered.map(|(question, answer)| format!("{}: {}", question.id, write(question, answer))).collect();
    if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
}

fn answer_lines(questionnaire: &Questionnaire, response: &Response) -> String {
    let answered = response.iter().map(|(index, answer)| (&questionnaire[index], answer));
    answered.map(|(question, answer)| format!("  {}: {}\n", scalar(&question.id), write(question, answer))).collect()
}

fn write(question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Unsure => "unsure".into(),
        Answer::Withheld => "withheld".into(),
        Answer::Skipped => "null".into(),
        Answer::Given(Value::YesNo(yes)) => if *yes { "yes" } else { "no" }.into(),
        Answer::Given(Value::Choice(position)) => scalar(&option_id(question, *position)),
        Answer::Given(Value::Choices(set)) => list(question, *set),
        Answer::Given(Value::Number(number)) => write_number(number),
        Answer::Given(Value::Date(date)) => format!("\"{date}\""),
        Answer::Given(Value::Period(period)) => format!("\"{period}\""),
        Answer::Given(Value::Text(text)) => quoted(text),
    }
}

fn list(question: &Question, set: OptionSet) -> String {
    let ids: Vec<String> = set.iter().map(|position| scalar(&option_id(question, position))).collect();
    format!("[{}]", ids.join(", "))
}

/// Bare up to the digits that a binary float keeps, quoted beyond.
fn write_number(number: &Decimal) -> String {
    let digits = number.to_string();
    let kept = digits.bytes().filter(u8::is_ascii_digit).count() <= 15;
    if kept { digits } else { quoted(&digits) }
}

/// Words that are no texts in YAML 1.1, in YAML 1.2, or in the habit of some reader.
const NO_TEXTS: [&str; 12] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];

/// A text without quotes if every reader takes it for a text.
fn scalar(text: &str) -> String {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let bare = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(word)
        && !NO_TEXTS.contains(&text.to_ascii_lowercase().as_str());
    if bare { text.into() } else { quoted(text) }
}

/// A text in double quotes, on one line, printable.
fn quoted(text: &str) -> String {
    let mut yaml = String::from("\"");
    for character in text.chars() {
        escape(character, &mut yaml);
    }
    yaml.push('"');
    yaml
}

fn escape(character: char, yaml: &mut String) {
    match character {
        '"' | '\\' => yaml.extend(['\\', character]),
        '\n' => yaml.push_str("\\n"),
        '\r' => yaml.push_str("\\r"),
        '\t' => yaml.push_str("\\t"),
        _ if must_be_escaped(character) => {
            let code = u32::from(character);
            // Writing to a string cannot fail.
            let _ = if code <= 0xFFFF { write!(yaml, "\\u{code:04X}") } else { write!(yaml, "\\U{code:08X}") };
        }
        _ => yaml.push(character),
    }
}

/// What is unseen, and what is no character.
fn must_be_escaped(character: char) -> bool {
    is_unseen(character) || u32::from(character) & 0xFFFE == 0xFFFE
}
