//! Words that tell people to stop, pause or change a medicine. That is for whoever prescribed it.

use super::lexicon::{Lexicon, WordList};
use super::negation::reaches;
use super::prose::{Sentence, Word, as_phrase, quoted, sentences};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Questionnaire, WrittenText};

/// The fewest bytes of a name that is known by its ending: shorter words may end so by chance.
const SHORTEST_NAME: usize = 7;
/// How far a medicine may stand from the order, in words.
const NEAR: usize = 6;

/// Orders about medicines in all texts, those for technicians too.
pub(super) fn lint(questionnaire: &Questionnaire, lexicon: &Lexicon) -> Diagnostics {
    let mut found = Diagnostics::default();
    let medicines = Medicines::new(lexicon, &questionnaire.wording().medicines);
    for text in questionnaire.texts() {
        for (sentence, order) in orders(&sentences(text.text()), &medicines) {
            found.push(order_found(text, sentence.range(order.at, order.length)));
        }
    }
    found
}

/// What is known to be a medicine: by the lists of the language, and by the author.
struct Medicines<'m> {
    lexicon: &'m Lexicon,
    /// The author's own names, as phrases of one word or more; also as a plural and with an owner's `s`.
    own: Vec<String>,
}

impl<'m> Medicines<'m> {
    fn new(lexicon: &'m Lexicon, own: &[String]) -> Self {
        // A name without a letter or digit is no word, and an empty phrase would stand everywhere.
        let names = own.iter().map(|name| as_phrase(name)).filter(|name| !name.is_empty());
        let own = names.flat_map(|name| ["", "s", "'s"].map(|ending| format!("{name}{ending}"))).collect();
        Medicines { lexicon, own }
    }

    /// Which words of a sentence are medicines, or begin the name of one.
    fn in_sentence(&self, sentence: &Sentence<'_>) -> Vec<bool> {
        let own = |at: usize| self.own.iter().any(|name| sentence.reads(at, name).is_some());
        sentence.words.iter().enumerate().map(|(at, word)| self.is_listed(word) || own(at)).collect()
    }

    fn is_listed(&self, word: &Word<'_>) -> bool {
        let name = word.lower.as_str();
        let sounds =
            || name.len() >= SHORTEST_NAME && self.lexicon.medicine_endings.iter().any(|end| name.ends_with(end));
        self.lexicon.medicines.contains(name) || sounds()
    }
}

/// An order about a medicine: its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Order {
    at: usize,
    length: usize,
}

/// The first order about a medicine of each sentence of a text.
fn orders<'s, 't>(sentences: &'s [Sentence<'t>], medicines: &Medicines<'_>) -> Vec<(&'s Sentence<'t>, Order)> {
    let mut found = Vec::new();
    let mut spoken_of = false;
    for sentence in sentences {
        let search =
            OrderSearch { sentence, lexicon: medicines.lexicon, medicine: medicines.in_sentence(sentence), spoken_of };
        found.extend(search.first().map(|order| (sentence, order)));
        spoken_of = search.medicine.contains(&true);
    }
    found
}

/// A sentence, with what it takes to see whether it tells people what to do with a medicine.
struct OrderSearch<'s, 't> {
    sentence: &'s Sentence<'t>,
    lexicon: &'s Lexicon,
    /// For each word, whether it is a medicine or begins the name of one.
    medicine: Vec<bool>,
    /// Whether the sentence before was about a medicine, so that "it" may be one.
    spoken_of: bool,
}

impl OrderSearch<'_, '_> {
    /// The first order about a medicine. A question tells nobody anything.
    fn first(&self) -> Option<Order> {
        if self.sentence.asks {
            return None;
        }
        (0..self.sentence.words.len()).find_map(|at| self.order_at(at).map(|length| Order { at, length }))
    }

    /// How many words of an order stand at `at`.
    fn order_at(&self, at: usize) -> Option<usize> {
        let free = |_: &usize| !reaches(self.sentence, at, self.lexicon);
        let told = self.longest(at, &self.lexicon.orders).filter(|_| self.is_order(at)).filter(free);
        let advised = self.longest(at, &self.lexicon.orders_advised).filter(|_| self.is_advice(at)).filter(free);
        let done = self.longest(at, &self.lexicon.orders_passive).filter(|_| self.is_duty(at)).filter(free);
        // A "not" before "do not take" is part of it, so it takes nothing back.
        let refused = self.longest(at, &self.lexicon.refusals);
        let active = told.or(advised).or(refused).filter(|length| self.is_object(at + length));
        let passive = done.filter(|_| self.is_subject(at));
        let without = self.sentence.reads(at, "no").filter(|_| self.is_denied(at));
        active.or(passive).or(without).filter(|_| !self.left_to_doctor(at))
    }

    /// How many words the longest phrase at `at` has: "hold off" is more than "hold".
    fn longest(&self, at: usize, phrases: &WordList) -> Option<usize> {
        phrases.iter().filter_map(|phrase| self.sentence.reads(at, phrase)).max()
    }

    fn before(&self, at: usize) -> Option<&Word<'_>> {
        self.sentence.words.get(at.checked_sub(1)?)
    }

    /// The words before `at`.
    fn words_before(&self, at: usize) -> impl Iterator<Item = &str> {
        self.sentence.words.iter().take(at).map(|word| word.lower.as_str())
    }

    /// At the start of a clause, or after "should", "please", "and" …; "if you stop" tells nobody to.
    fn is_order(&self, at: usize) -> bool {
        let Some(word) = self.before(at) else { return true };
        let clause = self.sentence.words.get(at).map(|word| word.clause);
        Some(word.clause) != clause || self.lexicon.modals.contains(&word.lower)
    }

    /// At the start of a sentence, or after "suggest", "consider" …; "without stopping" advises nothing.
    fn is_advice(&self, at: usize) -> bool {
        self.before(at).is_none_or(|word| self.lexicon.advising.contains(&word.lower))
    }

    /// After "must be", "should be" …; "it was stopped" tells what happened.
    fn is_duty(&self, at: usize) -> bool {
        let modal = at.checked_sub(2).and_then(|at| self.sentence.words.get(at));
        self.before(at).is_some_and(|word| word.lower == "be")
            && modal.is_some_and(|word| self.lexicon.modals.contains(&word.lower))
    }

    /// "no aspirin for two days": not "no medicine can help", which says no time.
    fn is_denied(&self, at: usize) -> bool {
        let later = self.sentence.words.iter().skip(at + 2).take(NEAR);
        self.medicine.get(at + 1) == Some(&true)
            && self.before(at).is_none_or(|word| ["take", "use", "and", "or"].contains(&word.lower.as_str()))
            && later.into_iter().any(|word| ["for", "before", "until", "in", "within"].contains(&word.lower.as_str()))
    }

    /// Whether what follows an order is a medicine, or points back to one.
    fn is_object(&self, from: usize) -> bool {
        let following = self.sentence.words.iter().zip(&self.medicine).skip(from).take(NEAR);
        let same_act = |(word, _): &(&Word<'_>, &bool)| !self.lexicon.next_acts.contains(&word.lower);
        let named = following.take_while(same_act).any(|(_, is_medicine)| *is_medicine);
        let pointed = self.sentence.words.get(from).is_some_and(|word| ["it", "them"].contains(&word.lower.as_str()));
        named || pointed && (self.spoken_of || self.near_before(from))
    }

    /// Whether what a duty is about is a medicine, or points back to one: in "it should be stopped", three words before.
    fn is_subject(&self, at: usize) -> bool {
        let pointed = at.checked_sub(3).and_then(|at| self.sentence.words.get(at));
        self.near_before(at)
            || self.spoken_of && pointed.is_some_and(|word| ["it", "they"].contains(&word.lower.as_str()))
    }

    /// Whether a medicine stands before `at`: twice as far away as after it, since names come before what is said of them.
    fn near_before(&self, at: usize) -> bool {
        self.medicine.iter().take(at).rev().take(2 * NEAR).any(|is_medicine| *is_medicine)
    }

    /// "only your doctor can stop it", "ask your doctor whether to pause it".
    fn left_to_doctor(&self, at: usize) -> bool {
        let decides = ["only", "whether", "if", "lets", "may", "decides", "can"];
        self.words_before(at).any(|word| self.lexicon.prescribers.contains(word))
            && self.words_before(at).any(|word| decides.contains(&word))
    }
}

fn order_found(text: &WrittenText, range: (usize, usize)) -> Diagnostic {
    let message = format!("`{}` tells people what to do with a medicine", quoted(text.text(), range));
    Diagnostic::new(Code::MedicineStop, text.place(range.0, range.1), message)
        .help("send people to whoever prescribed it, and say that they should not stop or change it by themselves")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tells(text: &str) -> bool {
        tells_with(text, &[])
    }

    fn tells_with(text: &str, own: &[&str]) -> bool {
        let own: Vec<String> = own.iter().map(|name| (*name).to_owned()).collect();
        !orders(&sentences(text), &Medicines::new(Lexicon::english(), &own)).is_empty()
    }

    #[test]
    fn orders_about_medicines_are_found() {
        for text in [
            "Stop your blood thinner three days before.",
            "Please pause aspirin.",
            "You should skip a dose.",
            "If you take warfarin, stop it.",
            "You take aspirin. Stop it two weeks before.",
            "Aspirin must be stopped for a week.",
            "No aspirin for two days.",
            "No aspirin or blood thinners for 2-3 days.",
            "You should not take ibuprofen that week.",
            "Refrain from aspirin.",
            "The client takes aspirin. It should be paused.",
            "Take half the tablets.",
            "Do not take ibuprofen for a day.",
            "We recommend stopping minoxidil.",
            "Rest and come off the medicine.",
            "Avoid blood thinners for 48 hours.",
            "You can halve your adalimumab.",
            "Change the dose before you come.",
        ] {
            assert!(tells(text), "{text}");
        }
    }

    #[test]
    fn questions_facts_and_warnings_are_not_orders() {
        for text in [
            "Do not stop your medicine.",
            "Never stop or change a prescribed medicine for a tattoo.",
            "When did you stop the tablets?",
            "If you stop minoxidil, hair can fall out.",
            "You stopped isotretinoin in June.",
            "Go on with your medicine as usual, without stopping it.",
            "Only your doctor can change the dose.",
            "Ask your doctor whether to pause it.",
            "No medicine brings the pores back.",
            "Stop the visit if the skin swells.",
            "This medicine may change how you heal.",
            "Talk to your doctor about the medicine.",
            "Avoid the sun.",
            "Change the bandage and take your tablets.",
            "Some people change their dose and forget to say so.",
            "Come back after you stop the antibiotics.",
            "Take the dose that your doctor gave you.",
        ] {
            assert!(!tells(text), "{text}");
        }
    }

    #[test]
    fn a_set_may_name_medicines_of_its_own() {
        let own = ["Botox", "St John's wort", "CO-codamol", "…"];
        for text in [
            "Stop Botox for a week.",
            "You take St John\u{2019}s wort. Pause it.",
            "St John's wort should be stopped.",
            "No co-codamol for two days.",
            "Skip your co-codamols.",
        ] {
            assert!(tells_with(text, &own), "{text}");
            assert!(!tells(text), "{text}");
        }
        for text in ["Do not stop Botox.", "Stop the wort.", "Have you stopped Botox?", "Stop at the door."] {
            assert!(!tells_with(text, &own), "{text}");
        }
    }

    #[test]
    fn the_longest_order_counts() {
        let text = sentences("You use aspirin. Hold off it.");
        let found = orders(&text, &Medicines::new(Lexicon::english(), &[]));
        assert_eq!(found.iter().map(|(_, order)| *order).collect::<Vec<_>>(), [Order { at: 0, length: 2 }]);
    }
}
