//! `candidacy why`: which findings and verdicts a question can lead to, and which answers decide a person's verdict.

use candidacy::assessment::{Assessment, Engine, Reason};
use candidacy::diagnostic::offer;
use candidacy::outlook::{
    ExactBounds, Purpose, PurposeRecord, SufficientReason, fill_paragraph, purpose, words_before_any_answer,
};
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, Questionnaire, Rule};
use candidacy::report::{VerdictReason, label};
use candidacy::template::{Text, Words};
use candidacy::value::index::{QuestionIx, RuleIx, VerdictIx};

use super::args::{AnswerFormat, WhyArgs};
use super::day::today;
use super::fault::{CliFault, Exit};
use super::open::{open_set, read_response};
use super::output;
use super::screen::layout::wrap;

/// The most findings that are told of one verdict, and the most questions of one list.
const MOST: usize = 6;

/// Prints what a question is for, or what decides a verdict.
pub fn run(args: &WhyArgs) -> Result<Exit, CliFault> {
    let questionnaire = open_set(&args.questionnaire)?;
    let day = args.today.unwrap_or_else(today);
    let engine = Engine::new(&questionnaire, day);
    let plan = Plan::new(&engine);
    let name = match (&args.answers, &args.question) {
        (Some(answers), _) => {
            let response = read_response(answers, &questionnaire, day)?;
            let assessment = engine.assess(&response, Audience::Everyone);
            let first = assessment.decided_first(&questionnaire);
            let reason = ExactBounds::new(&plan).sufficient_reason(&response, &first)?;
            return print_reason(args.format, &assessment, &questionnaire, reason);
        }
        (None, Some(name)) => name,
        (None, None) => {
            let message = "name a question, or `--answers FILE` to see what decides a person's result".to_owned();
            return Err(CliFault::Usage { message });
        }
    };
    let Some(index) = questionnaire.question(name) else {
        return Err(CliFault::Usage { message: unknown(name, &questionnaire) });
    };
    let purpose = purpose(&plan, index)?;
    match args.format {
        AnswerFormat::Text => {
            let gaps = words_before_any_answer(&questionnaire);
            let view = PurposeView { questionnaire: &questionnaire, gaps, width: output::width_of_stdout() };
            output::print(&view.text(index, &purpose))?;
        }
        AnswerFormat::Json => {
            let record = PurposeRecord::new(&questionnaire, index, &purpose);
            output::print_json(&record.to_json())?;
        }
    }
    Ok(Exit::Done)
}

fn print_reason(
    format: AnswerFormat,
    assessment: &Assessment,
    questionnaire: &Questionnaire,
    reason: Option<SufficientReason>,
) -> Result<Exit, CliFault> {
    match format {
        AnswerFormat::Text => output::print(&reason_in_words(questionnaire, assessment.verdict, reason.as_ref()))?,
        AnswerFormat::Json => {
            output::print_json(&VerdictReason::new(questionnaire, assessment, reason.as_ref()).to_json())?;
        }
    }
    Ok(Exit::Done)
}

fn reason_in_words(questionnaire: &Questionnaire, verdict: VerdictIx, reason: Option<&SufficientReason>) -> String {
    let title = &questionnaire[verdict].title;
    let Some(reason) = reason else {
        let why = if verdict.at() == 0 {
            "Nothing needs to lead to the mildest result: no answer led to another."
        } else {
            "No answers that may be told decide this by themselves."
        };
        return format!("{title}\n{why}\n");
    };
    let gaps = words_before_any_answer(questionnaire);
    let line = |decides: &Reason| {
        let question = &questionnaire[decides.question];
        let said = decides.answer.as_ref().map_or(String::new(), |answer| label(question, answer));
        format!("- {} {said} ({})\n", fill_paragraph(&question.ask, &gaps), question.id)
    };
    let answers: String = reason.answers.iter().map(line).collect();
    let count = match reason.answers.len() {
        0 => "whatever is answered".to_owned(),
        1 => "one answer is enough for this".to_owned(),
        count => format!("{count} answers together are enough for this"),
    };
    let fewest = if reason.minimum {
        "No fewer answers decide it."
    } else {
        "None of them can be left out; whether fewer others would do was not decided."
    };
    format!(
        "{title}: {count}\n\n{answers}\nWhatever is said to all other questions, the result is at least this. {fewest}\n"
    )
}

fn unknown(name: &str, questionnaire: &Questionnaire) -> String {
    let names: Vec<&str> = questionnaire.questions().iter().map(|question| question.id.as_str()).collect();
    let offer = offer(name, &names).map_or(String::new(), |offer| format!("; {offer}"));
    format!("there is no question `{name}`{offer}")
}

/// What a question is for, in words for people.
struct PurposeView<'q> {
    questionnaire: &'q Questionnaire,
    gaps: Words,
    width: usize,
}

impl PurposeView<'_> {
    fn text(&self, index: QuestionIx, purpose: &Purpose) -> String {
        let question = &self.questionnaire[index];
        let mut text = self.paragraph("", &self.filled(&question.ask));
        if let Some(why) = &question.why {
            text.push_str(&self.paragraph("", &self.filled(why)));
        }
        if let Some(unsure) = purpose.unsure {
            let floor =
                format!("\"Not sure\" and \"rather not say\" leave the verdict at least at: {}", self.title(unsure));
            text.push_str(&format!("\n{}", self.paragraph("", &floor)));
        }
        text.push_str(&self.rules("Its answer can lead to", &purpose.decides));
        text.push_str(&self.questions(
            "Its answer decides if these are asked",
            &purpose.told_opens(self.questionnaire).collect::<Vec<_>>(),
        ));
        text.push_str(&self.rules("Through what is asked then, it can lead to", &purpose.leads_to));
        if purpose.never_asked {
            text.push_str("\nNo response reaches this question: it is never asked.\n");
        }
        if *purpose == Purpose::default() {
            text.push_str("\nNo rule uses its answer; it is for the people who read the report.\n");
        }
        text
    }

    /// Rules below the verdicts that they give, the most cautious first.
    fn rules(&self, heading: &str, rules: &[RuleIx]) -> String {
        let mut text = String::new();
        for verdict in self.questionnaire.verdicts().indices().rev() {
            let rules = rules.iter().map(|rule| &self.questionnaire[*rule]);
            let given: Vec<&Rule> = rules.filter(|rule| rule.verdict == verdict).collect();
            if given.is_empty() {
                continue;
            }
            text.push_str(&format!("\n  {}\n", self.title(verdict)));
            text.extend(given.iter().take(MOST).map(|rule| self.finding(rule)));
            text.push_str(&more(given.len()));
        }
        if text.is_empty() { text } else { format!("\n{heading}\n{text}") }
    }

    /// What a rule says, and its id.
    fn finding(&self, rule: &Rule) -> String {
        let said = [&rule.finding, &rule.technician, &rule.changes].into_iter().flatten().chain(&rule.advice).next();
        let said = said.map(|said| self.filled(said)).unwrap_or_default();
        self.paragraph("  - ", &format!("{}: {said}", rule.id))
    }

    fn questions(&self, heading: &str, questions: &[QuestionIx]) -> String {
        if questions.is_empty() {
            return String::new();
        }
        let asked = questions.iter().take(MOST).map(|question| &self.questionnaire[*question]);
        let lines: String = asked
            .map(|question| self.paragraph("  - ", &format!("{}: {}", question.id, self.filled(&question.ask))))
            .collect();
        format!("\n{heading}\n\n{lines}{}", more(questions.len()))
    }

    /// A text in lines that fit, hung under its mark.
    fn paragraph(&self, mark: &str, text: &str) -> String {
        let lines = wrap(text, self.width.saturating_sub(mark.len()));
        let indent = " ".repeat(mark.len());
        let start = |at: usize| if at == 0 { mark } else { &indent };
        lines.iter().enumerate().map(|(at, line)| format!("{}{line}\n", start(at))).collect()
    }

    fn filled(&self, text: &Text) -> String {
        fill_paragraph(text, &self.gaps)
    }

    fn title(&self, verdict: VerdictIx) -> &str {
        &self.questionnaire[verdict].title
    }
}

/// How many were left out of a list of so many.
fn more(count: usize) -> String {
    if count > MOST { format!("    and {} more\n", count - MOST) } else { String::new() }
}
