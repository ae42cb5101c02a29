//! Parts of a question set as data: ids, texts, and what is proved of answers.

use std::collections::BTreeSet;

use serde::Serialize;

use super::find::Thing;
use super::leads::{Leads, of_answers, tests};
use crate::condition::{Condition, print};
use crate::outlook::{fill_paragraph, words_before_any_answer};
use crate::proof::plan::Plan;
use crate::proof::solver::Undecided;
use crate::questionnaire::{
    Acceptance, Audience, BasedOn, CanChange, ChangedBy, DateRange, EntryKind, Guarantee, OverlayEntry, Promise,
    Question, QuestionKind, Questionnaire, Rule, Section, SourceNote, ValidFor, opened_by, rules_testing, tested,
};
use crate::source::{Sources, Span};
use crate::template::{Text, Words};
use crate::value::index::{QuestionIx, RuleIx, SectionIx, VerdictIx};
use crate::value::json::json_line;

/// A question set, or a part of one.
#[derive(Clone, Debug, Serialize)]
pub struct SetView {
    /// The set's id.
    pub questionnaire: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: String,
    /// By which it is known to be this very set.
    pub fingerprint: String,
    /// What is shown of it.
    pub part: ShownPart,
}

/// What is shown.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownPart {
    /// All of it.
    Set(ShownSet),
    /// A section.
    Section(ShownSection),
    /// A question.
    Question(ShownQuestion),
    /// A rule.
    Rule(ShownRule),
    /// A value.
    Value(ShownValue),
    /// A guarantee.
    Guarantee(ShownGuarantee),
    /// A source.
    Source(ShownSource),
}

/// All of a set.
#[derive(Clone, Debug, Serialize)]
pub struct ShownSet {
    /// What it is about.
    pub about: Option<String>,
    /// Of an overlay, what it stands on and what it makes of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub based_on: Option<ShownOverlay>,
    /// Its verdicts, least cautious first.
    pub verdicts: Vec<ShownVerdict>,
    /// Its values.
    pub values: Vec<ShownValue>,
    /// Its sections.
    pub sections: Vec<ShownSection>,
    /// What must hold for every response.
    pub guarantees: Vec<ShownGuarantee>,
    /// What it rests on.
    pub sources: Vec<ShownSource>,
}

/// What a set stands on, and what it makes of that.
#[derive(Clone, Debug, Serialize)]
pub struct ShownOverlay {
    /// The id and the version of the base.
    pub base: String,
    /// What is added, changed and removed, a line each, with the reason.
    pub entries: Vec<String>,
    /// What of that is less cautious than the base, knowingly, with the reason and who took it upon them.
    pub accepted: Vec<String>,
}

impl ShownOverlay {
    fn new(based_on: &BasedOn) -> ShownOverlay {
        let with = |text: &str, said: String| if said.is_empty() { text.to_owned() } else { format!("{text}: {said}") };
        let entry = |entry: &OverlayEntry| {
            let because = entry.because.as_ref().map(|because| format!("({because})"));
            let says = entry.says.iter().cloned().chain(because).collect::<Vec<_>>().join(" ");
            with(&format!("{} {}", entry.kind.name(), entry.path), says)
        };
        let acceptance = |acceptance: &Acceptance| {
            let broken = acceptance.promises.join(", ");
            let broken = if broken.is_empty() { broken } else { format!(" No longer promised: {broken}.") };
            let Acceptance { entry, because, by, on, .. } = acceptance;
            format!("{entry}: {because} ({by}, {on}){broken}")
        };
        ShownOverlay {
            base: format!("{} {}", based_on.questionnaire, based_on.version),
            entries: based_on.entries.iter().map(entry).collect(),
            accepted: based_on.accepted.iter().map(acceptance).collect(),
        }
    }
}

/// A verdict.
#[derive(Clone, Debug, Serialize)]
pub struct ShownVerdict {
    /// Its id.
    pub id: String,
    /// What people read.
    pub title: String,
    /// What it says.
    pub says: String,
}

/// A section.
#[derive(Clone, Debug, Serialize)]
pub struct ShownSection {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is said above its questions.
    pub intro: Option<String>,
    /// When it is gone through; none if always.
    pub when: Option<String>,
    /// Its questions.
    pub questions: Vec<ShownQuestion>,
    /// Its rules.
    pub rules: Vec<ShownRule>,
}

/// A question.
#[derive(Clone, Debug, Serialize)]
pub struct ShownQuestion {
    /// Its id.
    pub id: String,
    /// The title of its section.
    pub section: String,
    /// What is asked.
    pub ask: String,
    /// What is said below.
    pub help: Option<String>,
    /// Why it is asked.
    pub why: Option<String>,
    /// What it takes, in words.
    pub takes: String,
    /// Who is asked.
    pub asked_of: String,
    /// When it is asked; none if always.
    pub when: Option<String>,
    /// Its place among all questions, from 1.
    pub number: usize,
    /// How many questions there are.
    pub of: usize,
    /// What each answer leads to; nothing where answers are numbers, days or texts.
    pub answers: Vec<ShownAnswer>,
    /// The rules that look at a number or a day, each with its condition.
    pub tests: Vec<ShownLead>,
    /// The title of the verdict that "not sure" leaves at least, where that is offered.
    pub unsure: Option<String>,
    /// How long an answer may be believed, where anything rests on it.
    pub valid_for: String,
    /// What may become of an answer.
    pub can_change: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// The questions that are asked, or not, by its answer.
    pub opens: Vec<String>,
    /// The rules that look at its answer.
    pub rules: Vec<String>,
    /// The guarantees that speak of it.
    pub promises: Vec<String>,
    /// Whether its answer is shown nowhere.
    pub private: bool,
    /// Where it is written.
    pub written_in: String,
}

/// An answer, and what it leads to.
#[derive(Clone, Debug, Serialize)]
pub struct ShownAnswer {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// The title of the verdict that everybody has at least who is asked and answers so; none if that is any.
    pub at_least: Option<String>,
    /// What holds for all of them.
    pub always: Vec<ShownLead>,
    /// What holds if something else is so as well.
    pub perhaps: Vec<ShownLead>,
}

/// A rule that an answer leads to.
#[derive(Clone, Debug, Serialize)]
pub struct ShownLead {
    /// The rule's id.
    pub rule: String,
    /// What must be so besides, in the language of conditions.
    pub and: Option<String>,
    /// Whether its verdict is graver than what the answer leads to at least.
    pub graver: bool,
    /// The title of its verdict.
    pub verdict: String,
    /// What is to be waited for.
    pub not_before: Option<String>,
    /// The steps that it wants.
    pub steps: Vec<String>,
}

/// A rule.
#[derive(Clone, Debug, Serialize)]
pub struct ShownRule {
    /// Its id.
    pub id: String,
    /// The title of its section.
    pub section: String,
    /// When it holds, in the language of conditions.
    pub when: String,
    /// The title of its verdict.
    pub verdict: String,
    /// The point that stands above its text.
    pub title: Option<String>,
    /// What the person reads.
    pub finding: Option<String>,
    /// What the technician reads.
    pub technician: Vec<String>,
    /// What the person can do.
    pub advice: Vec<String>,
    /// What would change the verdict.
    pub changes: Option<String>,
    /// What is to be waited for.
    pub not_before: Option<String>,
    /// By when something must be done.
    pub by: Option<String>,
    /// The steps that it wants.
    pub steps: Vec<String>,
    /// Whether it ends the interview.
    pub stop: bool,
    /// How sure we are.
    pub evidence: Option<String>,
    /// What it rests on.
    pub sources: Vec<String>,
    /// The guarantees that name it, or speak of what it asks.
    pub promises: Vec<String>,
    /// Where it is written.
    pub written_in: String,
}

/// A named value.
#[derive(Clone, Debug, Serialize)]
pub struct ShownValue {
    /// Its id.
    pub id: String,
    /// What it is.
    pub is: String,
    /// Where it is written.
    pub written_in: String,
}

/// A guarantee.
#[derive(Clone, Debug, Serialize)]
pub struct ShownGuarantee {
    /// Its id.
    pub id: String,
    /// Of whom it speaks; none if of everybody.
    pub when: Option<String>,
    /// Whether it only speaks of complete responses.
    pub complete: bool,
    /// Who is asked, if not everybody.
    pub asked_of: Option<&'static str>,
    /// What it promises, as it is written.
    pub promises: String,
    /// Why.
    pub because: Option<String>,
    /// Where it is written.
    pub written_in: String,
}

/// A source.
#[derive(Clone, Debug, Serialize)]
pub struct ShownSource {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who brought it out, when, and what sort of work it is.
    pub from: Vec<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The rules that rest on it.
    pub rules: Vec<String>,
    /// Where it is written.
    pub written_in: String,
}

/// Works out what is shown of a thing. `sources` are the texts from which the set was read.
///
/// # Errors
/// [`Undecided`] if deciding what answers lead to takes more work than allowed.
pub fn show(plan: &Plan<'_>, thing: Thing, sources: &Sources) -> Result<SetView, Undecided> {
    let questionnaire = plan.questionnaire;
    let show = Show { plan, questionnaire, sources, gaps: words_before_any_answer(questionnaire) };
    let part = match thing {
        Thing::Set => ShownPart::Set(show.set()?),
        Thing::Section(section) => ShownPart::Section(show.section(section)?),
        Thing::Question(question) => ShownPart::Question(show.question(question)?),
        Thing::Rule(rule) => ShownPart::Rule(show.rule(rule)),
        Thing::Value(value) => {
            let value = questionnaire.values().get(value);
            ShownPart::Value(match value {
                Some(value) => show.value(&value.id, &value.constant.to_string(), value.span),
                None => crate::value::index::fault("a value is named by its place, yet there is none"),
            })
        }
        Thing::Guarantee(guarantee) => ShownPart::Guarantee(show.guarantee(&questionnaire[guarantee])),
        Thing::Source(source) => {
            let rules = questionnaire.rules().iter().filter(|rule| rule.sources.contains(&source));
            ShownPart::Source(show.source(&questionnaire[source], rules))
        }
    };
    Ok(SetView {
        questionnaire: questionnaire.id().to_owned(),
        version: questionnaire.version().to_owned(),
        title: questionnaire.title().to_owned(),
        language: questionnaire.language().to_owned(),
        fingerprint: questionnaire.fingerprint().to_owned(),
        part,
    })
}

impl SetView {
    /// As one line of JSON.
    pub fn to_json(&self) -> String {
        json_line(self)
    }
}

/// What is needed to show a part.
struct Show<'s, 'q> {
    plan: &'s Plan<'q>,
    questionnaire: &'q Questionnaire,
    sources: &'s Sources,
    gaps: Words,
}

impl Show<'_, '_> {
    fn set(&self) -> Result<ShownSet, Undecided> {
        let questionnaire = self.questionnaire;
        let verdict = |verdict: &crate::questionnaire::Verdict| ShownVerdict {
            id: verdict.id.clone(),
            title: verdict.title.clone(),
            says: verdict.says.clone(),
        };
        let sources = questionnaire.sources().enumerated().map(|(index, source)| {
            let rules = questionnaire.rules().iter().filter(|rule| rule.sources.contains(&index));
            self.source(source, rules)
        });
        Ok(ShownSet {
            about: questionnaire.about().map(str::to_owned),
            based_on: questionnaire.based_on().map(ShownOverlay::new),
            verdicts: questionnaire.verdicts().iter().map(verdict).collect(),
            values: questionnaire
                .values()
                .iter()
                .map(|value| self.value(&value.id, &value.constant.to_string(), value.span))
                .collect(),
            sections: questionnaire
                .sections()
                .indices()
                .map(|section| self.section(section))
                .collect::<Result<_, _>>()?,
            guarantees: questionnaire.guarantees().iter().map(|guarantee| self.guarantee(guarantee)).collect(),
            sources: sources.collect(),
        })
    }

    fn section(&self, index: SectionIx) -> Result<ShownSection, Undecided> {
        let section: &Section = &self.questionnaire[index];
        Ok(ShownSection {
            id: section.id.clone(),
            title: section.title.clone(),
            intro: section.intro.as_ref().map(|intro| self.text(intro)),
            when: self.when(section.when.as_ref()),
            questions: section.questions.iter().map(|question| self.question(question)).collect::<Result<_, _>>()?,
            rules: section.rules.iter().map(|rule| self.rule(rule)).collect(),
        })
    }

    fn question(&self, index: QuestionIx) -> Result<ShownQuestion, Undecided> {
        let questionnaire = self.questionnaire;
        let question = &questionnaire[index];
        let few = matches!(question.kind, QuestionKind::YesNo) || !question.options().is_empty();
        let answers = if few { self.answers(index)? } else { Vec::new() };
        let tests = if few { Vec::new() } else { tests(questionnaire, index) };
        let rules: Vec<RuleIx> = rules_testing(questionnaire, index);
        Ok(ShownQuestion {
            id: question.id.clone(),
            section: questionnaire[question.section].title.clone(),
            ask: self.text(&question.ask),
            help: question.help.as_ref().map(|help| self.text(help)),
            why: question.why.as_ref().map(|why| self.text(why)),
            takes: takes(question),
            asked_of: asked_of(question.audience).to_owned(),
            when: self.when(question.when.as_ref()),
            number: index.at() + 1,
            of: questionnaire.questions().len(),
            answers,
            tests: tests.into_iter().map(|(rule, when)| self.lead(rule, Some(when))).collect(),
            unsure: question.unsure.map(|verdict| questionnaire[verdict].title.clone()),
            valid_for: valid_for(question),
            can_change: can_change(question),
            tags: question.tags.clone(),
            opens: opened_by(questionnaire, index).iter().map(|opened| questionnaire[*opened].id.clone()).collect(),
            rules: rules.iter().map(|rule| questionnaire[*rule].id.clone()).collect(),
            promises: self.promises(|guarantee| self.speaks_of(guarantee, index)),
            private: question.private,
            written_in: self.origin(&question.id, question.span),
        })
    }

    fn answers(&self, index: QuestionIx) -> Result<Vec<ShownAnswer>, Undecided> {
        let question = &self.questionnaire[index];
        let leads = of_answers(self.plan, index)?;
        let named: Vec<(String, String)> = match question.options() {
            [] => [("yes", "Yes"), ("no", "No")].map(|(id, label)| (id.to_owned(), label.to_owned())).to_vec(),
            options => options.iter().map(|option| (option.id.clone(), option.label.clone())).collect(),
        };
        let shown = |((id, label), leads): ((String, String), Leads)| {
            let least = leads.at_least(self.questionnaire);
            let perhaps = |(rule, and): (RuleIx, String)| {
                let graver = Some(self.questionnaire[rule].verdict) > least.or(Some(VerdictIx(0)));
                ShownLead { graver, ..self.lead(rule, Some(and)) }
            };
            ShownAnswer {
                id,
                label,
                at_least: least.map(|verdict| self.questionnaire[verdict].title.clone()),
                always: leads.always.iter().map(|rule| self.lead(*rule, None)).collect(),
                perhaps: leads.perhaps.into_iter().map(perhaps).collect(),
            }
        };
        Ok(named.into_iter().zip(leads).map(shown).collect())
    }

    fn lead(&self, index: RuleIx, and: Option<String>) -> ShownLead {
        let rule = &self.questionnaire[index];
        ShownLead {
            rule: rule.id.clone(),
            and,
            graver: false,
            verdict: self.questionnaire[rule.verdict].title.clone(),
            not_before: self.not_before(rule),
            steps: self.steps(rule),
        }
    }

    fn rule(&self, index: RuleIx) -> ShownRule {
        let questionnaire = self.questionnaire;
        let rule = &questionnaire[index];
        let asks = tested(questionnaire, &rule.when);
        let speaks = |guarantee: &Guarantee| asks.iter().any(|question| self.speaks_of(guarantee, *question));
        ShownRule {
            id: rule.id.clone(),
            section: questionnaire[rule.section].title.clone(),
            when: print(&rule.when, questionnaire),
            verdict: questionnaire[rule.verdict].title.clone(),
            title: rule.title.clone(),
            finding: rule.finding.as_ref().map(|finding| self.text(finding)),
            technician: rule.technician_for(true).map(|text| self.text(text)).collect(),
            advice: rule.advice_for(true).map(|text| self.text(text)).collect(),
            changes: rule.changes_for(true).map(|text| self.text(text)),
            not_before: self.not_before(rule),
            by: rule.by.map(|by| format!("{} {} {}", by.duration, by.side.name(), self.start(by.question))),
            steps: self.steps(rule),
            stop: rule.stop,
            evidence: rule.evidence.map(|evidence| questionnaire[evidence].says.clone()),
            sources: rule.sources.iter().map(|source| questionnaire[*source].title.clone()).collect(),
            promises: self.promises(speaks),
            written_in: self.origin(&rule.id, rule.span),
        }
    }

    fn value(&self, id: &str, is: &str, span: Span) -> ShownValue {
        ShownValue { id: id.to_owned(), is: is.to_owned(), written_in: self.origin(id, span) }
    }

    fn guarantee(&self, guarantee: &Guarantee) -> ShownGuarantee {
        ShownGuarantee {
            id: guarantee.id.clone(),
            when: self.when(guarantee.when.as_ref()),
            complete: guarantee.complete,
            asked_of: (guarantee.audience != Audience::Everyone).then(|| asked_of(guarantee.audience)),
            promises: self.questionnaire.promised(&guarantee.promise),
            because: guarantee.because.clone(),
            written_in: self.origin(&guarantee.id, guarantee.span),
        }
    }

    fn source<'r>(&self, source: &SourceNote, rules: impl Iterator<Item = &'r Rule>) -> ShownSource {
        let kind = source.kind.map(|kind| kind.says().to_owned());
        ShownSource {
            id: source.id.clone(),
            title: source.title.clone(),
            from: [source.publisher.clone(), source.year.clone(), kind].into_iter().flatten().collect(),
            url: source.url.clone(),
            rules: rules.map(|rule| rule.id.clone()).collect(),
            written_in: self.origin(&source.id, source.span),
        }
    }

    /// The guarantees of which something is so, by id.
    fn promises(&self, such: impl Fn(&Guarantee) -> bool) -> Vec<String> {
        let guarantees = self.questionnaire.guarantees().iter().filter(|guarantee| such(guarantee));
        guarantees.map(|guarantee| guarantee.id.clone()).collect()
    }

    fn speaks_of(&self, guarantee: &Guarantee, question: QuestionIx) -> bool {
        guarantee.promise == Promise::Asks(question)
            || guarantee.when.as_ref().is_some_and(|when| tested(self.questionnaire, when).contains(&question))
    }

    fn not_before(&self, rule: &Rule) -> Option<String> {
        let wait = rule.not_before?;
        Some(format!("{} after {}", wait.duration, self.start(wait.question)))
    }

    /// From which day a wait counts.
    fn start(&self, question: Option<QuestionIx>) -> String {
        question.map_or("the day of assessment".to_owned(), |question| self.questionnaire[question].id.clone())
    }

    fn steps(&self, rule: &Rule) -> Vec<String> {
        let step = |wanted: &crate::questionnaire::WantedStep| {
            let title = &self.questionnaire[wanted.step].title;
            wanted.rest().map_or(title.clone(), |rest| format!("{title}, {rest}"))
        };
        rule.plan.iter().map(step).collect()
    }

    fn when(&self, when: Option<&Condition>) -> Option<String> {
        when.map(|when| print(when, self.questionnaire))
    }

    fn text(&self, text: &Text) -> String {
        fill_paragraph(text, &self.gaps)
    }

    /// `healing.yaml:10`
    fn place(&self, span: Span) -> String {
        let Some(source) = self.sources.get(span.source) else { return String::new() };
        // Of a set that stands on another it matters which of the two a thing comes from.
        let shipped = source.name.strip_prefix("<shipped>/").filter(|_| self.questionnaire.based_on().is_some());
        let file = shipped.or(source.name.rsplit('/').next()).unwrap_or(&source.name);
        format!("{file}:{}", source.line_column(span.start).0)
    }

    /// Where a thing is written. In an overlay also whose it is, and what the overlay makes of it.
    fn origin(&self, id: &str, span: Span) -> String {
        let place = self.place(span);
        let Some(based_on) = self.questionnaire.based_on() else { return place };
        let concerns = |entry: &&OverlayEntry| entry.path.split('.').any(|part| part == id);
        let told = based_on.entries.iter().filter(concerns).map(|entry| match entry.kind {
            EntryKind::Add => "yours".to_owned(),
            EntryKind::Change | EntryKind::Remove => {
                let (there, says) = (self.place(entry.span), entry.says.join("; "));
                format!("{}d in {there}{}{says}", entry.kind.name(), if says.is_empty() { "" } else { ": " })
            }
        });
        [place].into_iter().chain(told).collect::<Vec<_>>().join("; ")
    }
}

fn asked_of(audience: Audience) -> &'static str {
    match audience {
        Audience::Client => "the client",
        Audience::Technician => "the technician",
        Audience::Everyone => "client and technician",
    }
}

fn takes(question: &Question) -> String {
    match &question.kind {
        QuestionKind::YesNo => "yes or no".to_owned(),
        QuestionKind::Choice(_) => "one answer".to_owned(),
        QuestionKind::Scale(_) => "one answer, from less to more".to_owned(),
        QuestionKind::Choices { options, min, max } => match (*min, *max) {
            (0 | 1, max) if max >= options.len() => "all that fit".to_owned(),
            (min, max) => format!("{min} to {max} answers"),
        },
        QuestionKind::Number { range, decimals, unit } => {
            let range = range.map_or("a number".to_owned(), |(low, high)| format!("a number, {low} to {high}"));
            let unit = unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
            let decimals = match decimals {
                0 => String::new(),
                1 => ", with one decimal".to_owned(),
                more => format!(", with {more} decimals"),
            };
            format!("{range}{unit}{decimals}")
        }
        QuestionKind::Date(DateRange::Any) => "a day".to_owned(),
        QuestionKind::Date(DateRange::Past) => "a day that has passed".to_owned(),
        QuestionKind::Date(DateRange::Future) => "a day to come".to_owned(),
        QuestionKind::Date(DateRange::Between(first, last)) => format!("a day from {first} to {last}"),
        QuestionKind::Text => "a text, which no rule looks at".to_owned(),
    }
}

fn valid_for(question: &Question) -> String {
    match question.valid_for {
        ValidFor::Always => "always".to_owned(),
        ValidFor::Span(span) => span.to_string(),
        ValidFor::Visit => "this visit".to_owned(),
    }
}

/// What may become of an answer, and through whom.
fn can_change(question: &Question) -> String {
    let movers: BTreeSet<&str> = question.can_change.movers().into_iter().map(mover).collect();
    let movers = movers.into_iter().collect::<Vec<_>>().join(" or ");
    match question.can_change {
        CanChange::No => "no".to_owned(),
        _ if movers.is_empty() => "no".to_owned(),
        _ => movers,
    }
}

fn mover(by: ChangedBy) -> &'static str {
    match by {
        ChangedBy::Person => "by the person",
        ChangedBy::Time => "by time",
        ChangedBy::Prescriber => "by whoever prescribes",
    }
}
