//! No text shows an empty gap: whenever it is shown, what it names was answered, or the text asks first.

use crate::condition::Condition;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::proof::encode::Encoder;
use crate::proof::plan::Plan;
use crate::proof::solver::{Lit, Undecided};
use crate::proof::undecided::undecided;
use crate::questionnaire::{Question, Rule, Section};
use crate::source::{Span, Spanned};
use crate::template::Text;
use crate::value::index::QuestionIx;

/// Proves that texts are whole: those of findings, and those that stand around a question while it is asked.
pub(super) fn prove(plan: &Plan<'_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    for (shown, gap) in shown(plan) {
        match may_be_empty(plan, &shown, gap) {
            Ok(false) => {}
            Ok(true) => found.push(shown.empty_gap(plan, gap)),
            Err(gave_up) => {
                let question = format!("whether `{}` is answered whenever {}", gap.value, shown.words());
                found.push(undecided(gave_up, gap.span, &question));
            }
        }
    }
    found
}

/// When a text is shown.
#[derive(Clone, Copy)]
enum Shown<'q> {
    /// When a rule holds, also of somebody who has not answered everything.
    Found(&'q Rule),
    /// When a question is asked, and all that comes before it was.
    Asked(QuestionIx, &'q Question),
    /// The same of the first question of a section.
    Opened(&'q Section),
}

/// The gaps that no `if` guards, with when their texts are shown.
fn shown<'q>(plan: &Plan<'q>) -> Vec<(Shown<'q>, &'q Spanned<String>)> {
    let questionnaire = plan.questionnaire;
    let gaps = |shown: Shown<'q>, text: &'q Text| text.open_gaps().iter().map(move |gap| (shown, gap));
    let rules = questionnaire.rules().iter();
    let found = rules.flat_map(|rule| rule.texts().flat_map(move |text| gaps(Shown::Found(rule), text)));
    let asked = questionnaire.questions().enumerated().flat_map(|(index, question)| {
        let around = [&question.help, &question.why, &question.clear_up];
        let texts = std::iter::once(&question.ask).chain(around.into_iter().flatten());
        texts.flat_map(move |text| gaps(Shown::Asked(index, question), text))
    });
    let together = questionnaire.together().iter().flat_map(|group| {
        let first = group.questions.iter().next();
        first.into_iter().flat_map(move |first| gaps(Shown::Asked(first, &questionnaire[first]), &group.title))
    });
    let sections = questionnaire.sections().iter();
    let opened =
        sections.flat_map(|section| section.intro.iter().flat_map(move |intro| gaps(Shown::Opened(section), intro)));
    found.chain(asked).chain(together).chain(opened).collect()
}

fn may_be_empty(plan: &Plan<'_>, shown: &Shown<'_>, gap: &Spanned<String>) -> Result<bool, Undecided> {
    // Scores and named conditions always have a value to show.
    let Some(question) = plan.questionnaire.question(&gap.value) else { return Ok(false) };
    let mut encoder = Encoder::new(plan);
    let (is_shown, open) = match shown {
        Shown::Found(rule) => (encoder.condition(&rule.when).yes, true),
        // What must be answered was, before anything is asked that comes later.
        Shown::Asked(asked, _) => (encoder.states(*asked).applies.yes, !plan.questionnaire[question].required),
        Shown::Opened(section) => {
            let applies = section.when.as_ref().map(|when| encoder.condition(when).yes);
            (applies.unwrap_or_else(|| encoder.solver.yes()), !plan.questionnaire[question].required)
        }
    };
    let states = encoder.states(question);
    let empty: Vec<Lit> = std::iter::once(states.absent).chain(open.then_some(states.open)).collect();
    let empty = encoder.solver.any(&empty);
    encoder.solve(&[is_shown, empty])
}

impl Shown<'_> {
    fn words(&self) -> String {
        match self {
            Shown::Found(rule) => format!("`{}` holds", rule.id),
            Shown::Asked(_, question) => format!("`{}` is asked", question.id),
            Shown::Opened(section) => format!("the section `{}` begins", section.id),
        }
    }

    /// The condition under which the text is shown, if it has one.
    fn when(&self) -> Option<&Condition> {
        match self {
            Shown::Found(rule) => Some(&rule.when),
            Shown::Asked(_, question) => question.when.as_ref(),
            Shown::Opened(section) => section.when.as_ref(),
        }
    }

    fn empty_gap(&self, plan: &Plan<'_>, gap: &Spanned<String>) -> Diagnostic {
        let name = &gap.value;
        let message = match self {
            Shown::Found(rule) => {
                format!("`{}` can be found while `{name}` has no answer, and its text then shows an empty gap", rule.id)
            }
            Shown::Asked(_, question) => format!(
                "`{}` can be asked while `{name}` has no answer, and its text then shows an empty gap",
                question.id
            ),
            Shown::Opened(section) => format!(
                "the section `{}` can begin while `{name}` has no answer, and its text then shows an empty gap",
                section.id
            ),
        };
        let diagnostic = Diagnostic::new(Code::EmptyGap, gap.span, message);
        let diagnostic = match self.when() {
            Some(when) => diagnostic.also(when.span, format!("this can hold without an answer to `{name}`")),
            None => diagnostic,
        };
        let diagnostic = diagnostic.help(format!("write `{{% if {name} %}} … {{{{ {name} }}}} … {{% endif %}}`"));
        let diagnostic = match self {
            Shown::Found(_) => diagnostic
                .help(format!("or add `{name} is answered` to the rule, if it is meant for those who answered")),
            Shown::Asked(..) | Shown::Opened(_) => diagnostic,
        };
        match asked_when(plan, gap) {
            Some(when) => diagnostic.also(when, format!("`{name}` is asked only when this holds")),
            None => diagnostic,
        }
    }
}

fn asked_when(plan: &Plan<'_>, gap: &Spanned<String>) -> Option<Span> {
    let question = plan.questionnaire.question(&gap.value)?;
    plan.questionnaire[question].when.as_ref().map(|when| when.span)
}
