//! What is shown, as headings, lines and tables: the same for a terminal, for Markdown and for a page.

use super::record::{
    SetView, ShownAnswer, ShownGuarantee, ShownLead, ShownPart, ShownQuestion, ShownRule, ShownSection, ShownSet,
    ShownSource, ShownValue,
};

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading: how deep it stands from 1, its words, and the id beside it.
    Heading(usize, String, String),
    /// Words.
    Words(String),
    /// Words of less weight.
    Aside(String),
    /// What is said of something, by name.
    Fields(Vec<(&'static str, String)>),
    /// What answers lead to.
    Answers(Vec<AnswerRow>),
    /// Room for whoever reviews.
    Signature,
}

/// A line of a table of answers, or one that stands below such a line and sharpens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AnswerRow {
    /// The answer's id; none of a line that sharpens.
    pub id: Option<String>,
    /// What people read, or what must be so besides.
    pub said: String,
    /// What it leads to, one thing a line.
    pub leads: Vec<String>,
}

/// What no answer leads to.
const NOTHING: &str = "–";

/// The pieces of what is shown.
pub(super) fn document(shown: &SetView) -> Vec<Block> {
    let mut blocks = Vec::new();
    match &shown.part {
        ShownPart::Set(set) => of_set(shown, set, &mut blocks),
        ShownPart::Section(section) => of_section(section, 1, &mut blocks),
        ShownPart::Question(question) => of_question(question, 1, &mut blocks),
        ShownPart::Rule(rule) => of_rule(rule, 1, &mut blocks),
        ShownPart::Value(value) => of_value(value, 1, &mut blocks),
        ShownPart::Guarantee(guarantee) => of_guarantee(guarantee, 1, &mut blocks),
        ShownPart::Source(source) => of_source(source, 1, &mut blocks),
    }
    if matches!(shown.part, ShownPart::Set(_) | ShownPart::Section(_)) {
        blocks.push(Block::Signature);
    }
    blocks
}

fn of_set(shown: &SetView, set: &ShownSet, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(1, shown.title.clone(), shown.questionnaire.clone()));
    blocks.extend(set.about.clone().map(Block::Words));
    if let Some(overlay) = &set.based_on {
        blocks.push(Block::Heading(2, format!("What differs from {}", overlay.base), String::new()));
        blocks.extend(overlay.entries.iter().cloned().map(Block::Words));
        if !overlay.accepted.is_empty() {
            let heading = format!("Less cautious than {}, knowingly", overlay.base);
            blocks.push(Block::Heading(2, heading, String::new()));
            blocks.extend(overlay.accepted.iter().cloned().map(Block::Words));
        }
    }
    blocks.push(Block::Heading(2, "Verdicts, from the mildest to the gravest".to_owned(), String::new()));
    for verdict in &set.verdicts {
        blocks.push(Block::Words(format!("{} ({}): {}", verdict.title, verdict.id, verdict.says)));
    }
    if !set.values.is_empty() {
        blocks.push(Block::Heading(2, "Values".to_owned(), String::new()));
        set.values.iter().for_each(|value| of_value(value, 3, blocks));
    }
    set.sections.iter().for_each(|section| of_section(section, 2, blocks));
    if !set.guarantees.is_empty() {
        blocks.push(Block::Heading(
            2,
            "What is promised of every possible client, and proved".to_owned(),
            String::new(),
        ));
        set.guarantees.iter().for_each(|guarantee| of_guarantee(guarantee, 3, blocks));
    }
    if !set.sources.is_empty() {
        blocks.push(Block::Heading(2, "Sources".to_owned(), String::new()));
        set.sources.iter().for_each(|source| of_source(source, 3, blocks));
    }
}

fn of_section(section: &ShownSection, depth: usize, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(depth, section.title.clone(), section.id.clone()));
    blocks.extend(section.intro.clone().map(Block::Words));
    blocks.extend(section.when.as_ref().map(|when| Block::Fields(vec![("only when", when.clone())])));
    section.questions.iter().for_each(|question| of_question(question, depth + 1, blocks));
    section.rules.iter().for_each(|rule| of_rule(rule, depth + 1, blocks));
}

fn of_question(question: &ShownQuestion, depth: usize, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(depth, question.ask.clone(), question.id.clone()));
    blocks.extend(question.help.clone().map(Block::Words));
    blocks.extend(question.why.clone().map(|why| Block::Aside(format!("Why we ask: {why}"))));
    let mut rows: Vec<AnswerRow> = question.answers.iter().flat_map(of_answer).collect();
    let tests = question.tests.iter().map(|test| AnswerRow {
        id: None,
        said: format!("when {}", test.and.clone().unwrap_or_default()),
        leads: of_lead(test),
    });
    rows.extend(tests);
    rows.extend(question.unsure.iter().map(|verdict| AnswerRow {
        id: Some("not sure, rather not say".to_owned()),
        said: String::new(),
        leads: vec![verdict.clone()],
    }));
    if !rows.is_empty() {
        blocks.push(Block::Answers(rows));
    }
    let private = if question.private { "; private: shown nowhere" } else { "" };
    let when = question.when.as_ref().map_or(String::new(), |when| format!(" when {when}"));
    let mut fields = vec![
        ("takes", question.takes.clone()),
        ("asked of", format!("{}{when}; question {} of {}{private}", question.asked_of, question.number, question.of)),
        ("valid for", question.valid_for.clone()),
        ("can change", question.can_change.clone()),
    ];
    let lists = [
        ("tags", &question.tags),
        ("opens", &question.opens),
        ("rules", &question.rules),
        ("promises", &question.promises),
    ];
    fields.extend(lists.into_iter().filter(|(_, list)| !list.is_empty()).map(|(name, list)| (name, list.join(", "))));
    fields.push(("written in", question.written_in.clone()));
    blocks.push(Block::Fields(fields));
}

/// What an answer leads to at least, and below it what else must be so for a graver verdict.
fn of_answer(answer: &ShownAnswer) -> Vec<AnswerRow> {
    let mut leads: Vec<String> = answer.at_least.iter().cloned().collect();
    leads.extend(answer.always.iter().flat_map(extras));
    leads.dedup();
    if leads.is_empty() {
        leads.push(NOTHING.to_owned());
    }
    let first = AnswerRow { id: Some(answer.id.clone()), said: answer.label.clone(), leads };
    let sharpened = answer.perhaps.iter().filter(|lead| lead.graver).map(|lead| AnswerRow {
        id: None,
        said: format!("and {}", lead.and.clone().unwrap_or_default()),
        leads: of_lead(lead),
    });
    std::iter::once(first).chain(sharpened).collect()
}

fn of_lead(lead: &ShownLead) -> Vec<String> {
    std::iter::once(lead.verdict.clone()).chain(extras(lead)).collect()
}

/// The wait and the steps of a rule.
fn extras(lead: &ShownLead) -> Vec<String> {
    let wait = lead.not_before.iter().map(|wait| format!("not before {wait}"));
    wait.chain(lead.steps.iter().map(|step| format!("+ {step}"))).collect()
}

fn of_rule(rule: &ShownRule, depth: usize, blocks: &mut Vec<Block>) {
    let words = rule.title.clone().unwrap_or_else(|| "Rule".to_owned());
    blocks.push(Block::Heading(depth, words, rule.id.clone()));
    let stop = if rule.stop { ", and the interview ends" } else { "" };
    let mut fields = vec![("when", rule.when.clone()), ("verdict", format!("{}{stop}", rule.verdict))];
    let single = [
        ("not before", &rule.not_before),
        ("by", &rule.by),
        ("finding", &rule.finding),
        ("changes", &rule.changes),
        ("how sure", &rule.evidence),
    ];
    fields.extend(single.into_iter().filter_map(|(name, text)| Some((name, text.clone()?))));
    fields.extend(rule.advice.iter().map(|advice| ("advice", advice.clone())));
    fields.extend(rule.technician.iter().map(|text| ("technician", text.clone())));
    let lists = [("steps", &rule.steps), ("sources", &rule.sources), ("promises", &rule.promises)];
    fields.extend(lists.into_iter().filter(|(_, list)| !list.is_empty()).map(|(name, list)| (name, list.join(", "))));
    fields.push(("written in", rule.written_in.clone()));
    blocks.push(Block::Fields(fields));
}

fn of_value(value: &ShownValue, depth: usize, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(depth, value.is.clone(), value.id.clone()));
    blocks.push(Block::Fields(vec![("written in", value.written_in.clone())]));
}

fn of_guarantee(guarantee: &ShownGuarantee, depth: usize, blocks: &mut Vec<Block>) {
    let words = guarantee.because.clone().unwrap_or_else(|| "Guarantee".to_owned());
    blocks.push(Block::Heading(depth, words, guarantee.id.clone()));
    let when = guarantee.when.clone().unwrap_or_else(|| "always".to_owned());
    let mut fields = vec![("when", when)];
    fields.extend(guarantee.complete.then(|| ("of", "complete responses".to_owned())));
    fields.extend(guarantee.asked_of.map(|who| ("asked of", who.to_owned())));
    fields.push(("promises", guarantee.promises.clone()));
    fields.push(("written in", guarantee.written_in.clone()));
    blocks.push(Block::Fields(fields));
}

fn of_source(source: &ShownSource, depth: usize, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(depth, source.title.clone(), source.id.clone()));
    let mut fields = Vec::new();
    if !source.from.is_empty() {
        fields.push(("from", source.from.join(", ")));
    }
    fields.extend(source.url.clone().map(|url| ("address", url)));
    if !source.rules.is_empty() {
        fields.push(("rules", source.rules.join(", ")));
    }
    fields.push(("written in", source.written_in.clone()));
    blocks.push(Block::Fields(fields));
}
