//! Texts of a rule that name another number than the rule tests: "you are under 18", where it holds for people under 16.

use super::lexicon::{Lexicon, WordList};
use super::prose::{Sentence, quoted, sentences};
use super::steps::texts_of_rules;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Question, QuestionKind, Questionnaire, Rule, WrittenText, cuts_of_rule};
use crate::text::unit_of_one;
use crate::value::Decimal;

/// Finds them. Only rules that test one number are looked at, and only numbers that a text holds something against: of others
/// nobody can tell what they count.
pub(super) fn lint(questionnaire: &Questionnaire, lexicon: &Lexicon) -> Diagnostics {
    let mut found = Diagnostics::default();
    for (rule, text) in texts_of_rules(questionnaire) {
        let Some((question, cuts)) = cuts_of_rule(questionnaire, rule) else { continue };
        for sentence in sentences(text.text()) {
            if let Some(at) = other_number(&sentence, &questionnaire[question], &cuts, lexicon) {
                found.push(fault(rule, text, &questionnaire[question], at));
            }
        }
    }
    found
}

/// The number that a sentence holds the answer against, if none of these cuts is meant by it. "Under 18" and "at least 18" cut before 18;
/// people say "over 18" and "up to 18" of either side of it.
fn other_number(
    sentence: &Sentence<'_>,
    question: &Question,
    cuts: &[Decimal],
    lexicon: &Lexicon,
) -> Option<(usize, usize)> {
    let QuestionKind::Number { unit, .. } = &question.kind else { return None };
    let unit = unit.as_deref().unwrap_or_default().to_lowercase();
    let one = unit_of_one(&unit);
    let number = |at: usize| sentence.words.get(at)?.lower.parse::<Decimal>().ok();
    let held = (0..sentence.words.len()).filter_map(|at| Some((at, number(at)?)));
    let held = held.filter(|(at, _)| {
        let here = sentence.words.get(*at).map(|word| word.clause);
        sentence.words.get(at + 1).is_none_or(|next| {
            let goes_on = ["and", "on", "or", "so", "they", "we", "you"].contains(&next.lower.as_str())
                && number(at + 2).is_none();
            next.lower == unit || next.lower == one || Some(next.clause) != here || goes_on
        })
    });
    let after = |at: usize, phrases: &WordList| {
        phrases.iter().any(|phrase| {
            let length = phrase.split_whitespace().count();
            at.checked_sub(length).is_some_and(|start| sentence.reads(start, phrase).is_some())
        })
    };
    let step = question.step();
    let other = held.into_iter().find(|(at, number)| {
        let before = after(*at, &lexicon.bounds_before);
        let about = after(*at, &lexicon.bounds_about);
        let meant = cuts.contains(number) || about && cuts.contains(&(*number + step));
        (before || about) && !meant
    });
    other.map(|(at, _)| sentence.range(at, 1))
}

fn fault(rule: &Rule, text: &WrittenText, question: &Question, range: (usize, usize)) -> Diagnostic {
    let message = format!(
        "this holds `{}` against {}, and the rule `{}` tests another number",
        question.id,
        quoted(text.text(), range),
        rule.id
    );
    Diagnostic::new(Code::TextNumber, text.place(range.0, range.1), message).also(rule.when.span, "tested here").help(
        "write the same at both; or give the number a name under `values`, and show it in the text: `{{ adult }}`",
    )
}
