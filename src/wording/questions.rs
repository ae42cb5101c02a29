//! Questions that are hard to answer rightly.

use super::lexicon::{Lexicon, WordList};
use super::negation::is_negator;
use super::prose::{Sentence, Word, sentences};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Question, QuestionKind, Questionnaire, WrittenText};

/// The most options that people can weigh at a time.
const MOST_OPTIONS: usize = 12;
/// How far apart, in words, two negatives undo each other.
const NEAR: usize = 4;

/// What is hard to answer in any language, and by its words in one that has a lexicon.
pub(super) fn lint(questionnaire: &Questionnaire, lexicon: Option<&Lexicon>) -> Diagnostics {
    let mut found = Diagnostics::default();
    for question in questionnaire.questions() {
        options(question, &mut found);
        clearing_up(questionnaire, question, &mut found);
    }
    for text in questionnaire.texts() {
        match text.key {
            "ask" => ask(text, is_yes_no(questionnaire, text), lexicon, &mut found),
            "label" => {
                let negative = |label| lexicon.and_then(|lexicon| double_negative(text, &label, lexicon));
                sentences(text.text()).into_iter().filter_map(negative).for_each(|fault| found.push(fault));
            }
            _ => {}
        }
    }
    found
}

fn options(question: &Question, found: &mut Diagnostics) {
    let count = question.options().len();
    if count > MOST_OPTIONS {
        let message = format!("`{}` has {count} options", question.id);
        let fault = Diagnostic::new(Code::TooManyOptions, question.span, message);
        found.push(fault.help(format!("ask in two steps: people weigh at most {MOST_OPTIONS} options well")));
    }
    // A question that is only asked of those to whom something applies, or that wants the best few picked, needs no way out.
    let must_pick = matches!(question.kind, QuestionKind::Choices { min, max, .. } if min > 0 && max >= count);
    let must_pick = must_pick && question.required && question.when.is_none();
    if must_pick && question.exclusive().is_empty() {
        let message = format!("`{}` has no answer for people to whom nothing applies", question.id);
        let fault = Diagnostic::new(Code::MissingNone, question.span, message);
        found.push(fault.help("add an option such as `none: { label: None of these, exclusive: true }`, or `min: 0`"));
    }
}

/// A "not sure" that alone can keep a person from being treated is not left to itself. A questionnaire that does not say whom it
/// treats is not held to it.
fn clearing_up(questionnaire: &Questionnaire, question: &Question, found: &mut Diagnostics) {
    let grave = |floor| questionnaire.treats_up_to().is_some_and(|bound| floor >= bound);
    if question.clear_up.is_none() && !question.private && question.unsure.is_some_and(grave) {
        let message = format!("`{}` does not say how a \"not sure\" is cleared up", question.id);
        let fault = Diagnostic::new(Code::MissingClearUp, question.span, message);
        found.push(fault.help("add `clear_up: TEXT` that says whom to ask, or where to look"));
    }
}

fn is_yes_no(questionnaire: &Questionnaire, ask: &WrittenText) -> bool {
    let question = questionnaire.question(&ask.owner);
    question.is_some_and(|question| matches!(questionnaire[question].kind, QuestionKind::YesNo))
}

fn ask(text: &WrittenText, yes_no: bool, lexicon: Option<&Lexicon>, found: &mut Diagnostics) {
    let all = sentences(text.text());
    let hard = |sentence| lexicon.and_then(|lexicon| hard_question(text, sentence, yes_no, lexicon));
    all.iter().filter_map(hard).for_each(|fault| found.push(fault));
    if let Some(range) = second_question(&all, lexicon) {
        found.push(two_questions(text, range));
    }
}

/// The first thing that makes one sentence of a question hard to answer.
fn hard_question(text: &WrittenText, sentence: &Sentence<'_>, yes_no: bool, lexicon: &Lexicon) -> Option<Diagnostic> {
    if let Some((at, length)) = hint(sentence, lexicon) {
        return Some(leading(text, sentence.range(at, length)));
    }
    let negative = || negative_question(text, sentence, lexicon).filter(|_| yes_no);
    double_negative(text, sentence, lexicon).or_else(negative)
}

fn is_one_of(word: Option<&Word<'_>>, words: &WordList) -> bool {
    word.is_some_and(|word| words.contains(&word.lower))
}

/// A question that begins with "don't you" or says "surely".
fn hint(sentence: &Sentence<'_>, lexicon: &Lexicon) -> Option<(usize, usize)> {
    let opens = sentence
        .words
        .first()
        .is_some_and(|word| word.lower.strip_suffix("n't").is_some_and(|verb| lexicon.question_verbs.contains(verb)));
    if sentence.asks && opens && is_one_of(sentence.words.get(1), &lexicon.question_subjects) {
        return Some((0, 2));
    }
    let hinted = |at: usize| lexicon.hints.iter().find_map(|phrase| Some((at, sentence.reads(at, phrase)?)));
    (0..sentence.words.len()).filter(|_| sentence.asks).find_map(hinted)
}

/// Two words that say no, close to each other in one clause.
fn double_negative(text: &WrittenText, sentence: &Sentence<'_>, lexicon: &Lexicon) -> Option<Diagnostic> {
    let says_no = |word: &Word<'_>| is_negator(word, lexicon) && !["rather", "instead"].contains(&word.lower.as_str());
    let pair = sentence.words.iter().enumerate().find_map(|(at, first)| {
        let near = sentence.words.iter().skip(at + 1).take(NEAR).take_while(|word| word.clause == first.clause);
        let second = near.into_iter().find(|word| says_no(word) || lexicon.hidden_negatives.contains(&word.lower))?;
        says_no(first).then_some((first.start, second.end()))
    });
    let (start, end) = pair?;
    let fault = Diagnostic::new(Code::DoubleNegative, text.place(start, end), "two words here say no");
    Some(fault.help("say it the other way round, with one of them or none"))
}

/// "Have you never …?": a "no" to it says no twice.
fn negative_question(text: &WrittenText, sentence: &Sentence<'_>, lexicon: &Lexicon) -> Option<Diagnostic> {
    let negative = sentence.words.iter().take(NEAR).find(|word| ["not", "never"].contains(&word.lower.as_str()));
    let asks = sentence.asks && is_one_of(sentence.words.first(), &lexicon.question_verbs);
    let word = negative.filter(|_| asks)?;
    let fault = Diagnostic::new(
        Code::DoubleNegative,
        text.place(word.start, word.end()),
        "a \"no\" to this question says no twice",
    );
    Some(fault.help("ask without the \"not\", so that \"yes\" means that it is so"))
}

/// A second question mark, or a second verb and person after "and". What "or" joins can be one question.
fn second_question(all: &[Sentence<'_>], lexicon: Option<&Lexicon>) -> Option<(usize, usize)> {
    let mut asked = all.iter().filter(|sentence| sentence.asks);
    let first = asked.next()?;
    let joined = lexicon.and_then(|lexicon| {
        let at = first.words.iter().enumerate().skip(1).find(|(at, word)| {
            word.lower == "and"
                && is_one_of(first.words.get(at + 1), &lexicon.question_verbs)
                && is_one_of(first.words.get(at + 2), &lexicon.question_subjects)
        });
        at.map(|(at, _)| first.range(at, 3))
    });
    joined.or_else(|| asked.next().map(|second| second.range(0, second.words.len())))
}

fn two_questions(text: &WrittenText, (start, end): (usize, usize)) -> Diagnostic {
    Diagnostic::new(Code::TwoQuestions, text.place(start, end), "a second question stands here, for one answer")
        .help("ask it on its own, or put what explains the question into `help`")
}

fn leading(text: &WrittenText, (start, end): (usize, usize)) -> Diagnostic {
    Diagnostic::new(Code::LeadingQuestion, text.place(start, end), "this hints at the answer that is wanted")
        .help("ask openly, so that each answer is as easy to give as the others")
}
