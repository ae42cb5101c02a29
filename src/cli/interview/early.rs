//! When the result can no longer change: says so, once, and offers to stop. It never stops by itself, and it says so only where
//! that is proved. And, once, when the hard part is done: nothing that is left can rule treatment out.

use candidacy::assessment::{Assessment, Finding};
use candidacy::interview::Interview;
use candidacy::outlook::ExactBounds;
use candidacy::proof::Plan;
use candidacy::questionnaire::Audience;
use candidacy::report::{day_in_words, entry};
use candidacy::text::counted;
use candidacy::value::index::QuestionIx;

use super::explain::filled;
use super::prompter::{Menu, MenuRow, Notice, Pick};

/// Looks after each answer whether anything that is left can still change the result.
pub struct Early<'p, 'q> {
    plan: &'p Plan<'q>,
    /// Made when it is first needed, after the first answer.
    exact: Option<ExactBounds<'p, 'q>>,
    /// Whether the person was told, and nothing that would unsettle it was said since.
    told: bool,
    /// Whether the person was told that the hard part is done.
    rested: bool,
}

/// How many questions must be behind, and how many ahead, for a word between them to be welcome.
const MANY: usize = 10;
const FEW: usize = 5;

/// Something to tell between two questions.
pub enum Milestone {
    /// Nothing that is left can change the result.
    Settled(Settled),
    /// Nothing that is left can rule treatment out.
    HardPartDone(Notice),
}

/// A result that nothing left to answer can change.
pub struct Settled {
    assessment: Assessment,
    /// Whether a wait can still come to it.
    day_can_move: bool,
}

/// What the person wants then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarlyReply {
    /// See the report.
    Stop,
    /// The answer that decided was wrong.
    Again(QuestionIx),
    /// Answer the rest too.
    GoOn,
    /// Leave, and keep the answers.
    Leave,
}

impl<'p, 'q> Early<'p, 'q> {
    /// Nothing was told yet.
    pub fn new(plan: &'p Plan<'q>) -> Self {
        Early { plan, exact: None, told: false, rested: false }
    }

    /// The answer that settled it is asked again: whatever comes of it is told again.
    pub fn again(&mut self) {
        self.told = false;
    }

    /// What is to be told before the next question, if anything.
    pub fn look(&mut self, interview: &Interview<'q>) -> Option<Milestone> {
        // Whoever went back to an answer is not stopped on the way.
        if interview.current().is_some() {
            return None;
        }
        let assessment = interview.engine().assess(interview.opened(), interview.audience());
        // What stops is told elsewhere.
        if assessment.stopped.is_some() {
            return None;
        }
        let exact = self.exact.get_or_insert_with(|| ExactBounds::new(self.plan));
        let (response, puts) = (interview.opened(), |question| interview.puts(question));
        // Before anything is found there is nothing to say. Undecided: the questions go on, as they would have.
        let settled = assessment.verdict.at() > 0 && exact.settles(response, &assessment, puts).ok()?;
        let tells = settled && !self.told;
        self.told = settled;
        let progress = interview.progress();
        let left = progress.of.saturating_sub(progress.done);
        // A screen to spare one question would spare nothing.
        if tells && left > 1 {
            let day_can_move = exact.day_can_move(response, &assessment, puts).ok()?;
            return Some(Milestone::Settled(Settled { assessment, day_can_move }));
        }
        if self.rested || progress.done < MANY || left < FEW || interview.audience() != Audience::Client {
            return None;
        }
        // Nothing that is still asked, and nothing unclear, can end in a verdict that is not treated.
        let treats_up_to = interview.questionnaire().treats_up_to()?;
        self.rested = exact.gravest_here(response, &assessment, puts).ok()? <= treats_up_to;
        self.rested.then(|| Milestone::HardPartDone(hard_part_done(interview, &assessment)))
    }
}

/// Something to breathe for whoever has answered the hard questions.
fn hard_part_done(interview: &Interview<'_>, assessment: &Assessment) -> Notice {
    let waits_from = interview.questionnaire().plan().map(|plan| plan.waits_from);
    let waits = waits_from.is_some_and(|waits_from| assessment.verdict >= waits_from);
    let so_far = if waits {
        "Nothing you told us rules it out for good. It may have to wait."
    } else {
        "Nothing you told us rules it out."
    };
    let rest = "What is left is easier.".to_owned();
    Notice::new("The hard questions are done".to_owned(), vec![so_far.to_owned(), rest])
}

impl Settled {
    /// The screen that says so, with the answer that decided, if it was given here.
    /// `left` screens are likely to come if the person goes on.
    pub fn menu(&self, interview: &Interview<'_>, left: usize) -> (Menu, Option<QuestionIx>) {
        let questionnaire = interview.questionnaire();
        let deciding = self.deciding(interview);
        let title = &questionnaire[self.assessment.verdict].title;
        let left = counted(left, "screen");
        let mut lines = Vec::new();
        let mut rows = vec![MenuRow::new("1", "Show my page")];
        let words = filled(interview);
        if interview.audience() == Audience::Technician {
            let rule = self.decides(interview).map(|finding| format!(" ({})", questionnaire[finding.rule].id));
            lines.push(format!("Settled: {title}{}. About {left} left, none can change it.", rule.unwrap_or_default()));
            rows = vec![MenuRow::new("1", "Show the sheet")];
        } else {
            lines.push(format!("Nothing you could still answer changes this: {title}"));
            let finding = self.decides(interview).and_then(|finding| questionnaire[finding.rule].finding.as_ref());
            lines.extend(finding.map(|finding| finding.fill(&words)));
        }
        lines.extend(self.day(interview));
        if interview.audience() == Audience::Client && self.others_can(interview) {
            lines.push("What the technician sees can still change it.".to_owned());
        }
        if let Some(question) = deciding {
            let asked = &questionnaire[question];
            let said = interview.response().get(question).map(|answer| entry(asked, answer)).unwrap_or_default();
            lines.push(format!("You said “{said}” to “{}”", asked.ask.fill(&words)));
            rows.push(MenuRow::new("2", "That answer was wrong: take me back to it"));
        }
        rows.push(MenuRow::new("3", format!("Answer the rest too (about {left}): my page can then say more")));
        let notice = Notice::new("You can stop here".to_owned(), lines);
        (
            Menu { notice, question: "What would you like to do?".to_owned(), rows, careful: true, ..Menu::default() },
            deciding,
        )
    }

    /// What was chosen on that screen.
    pub fn reply(deciding: Option<QuestionIx>, pick: Pick) -> EarlyReply {
        match (pick, deciding) {
            (Pick::Row(0), _) => EarlyReply::Stop,
            (Pick::Row(1), Some(question)) => EarlyReply::Again(question),
            (Pick::Row(_) | Pick::Back, _) => EarlyReply::GoOn,
            (Pick::Leave, _) => EarlyReply::Leave,
        }
    }

    /// The finding that decides: of the verdict, the first.
    fn decides(&self, interview: &Interview<'_>) -> Option<&Finding> {
        let questionnaire = interview.questionnaire();
        self.assessment.findings.iter().find(|finding| questionnaire[finding.rule].verdict == self.assessment.verdict)
    }

    /// The answer that decides, if it was given by whoever holds the interview and is not private: a reason of the deciding finding, or a "not sure".
    fn deciding(&self, interview: &Interview<'_>) -> Option<QuestionIx> {
        let reasons = self.decides(interview).into_iter().flat_map(|finding| &finding.because);
        let unsure = self.assessment.unsure.iter().filter(|unsure| unsure.verdict == self.assessment.verdict);
        let mut decided = reasons.map(|reason| reason.question).chain(unsure.map(|unsure| unsure.question));
        let asked = interview.asked();
        decided.find(|question| asked.contains(question) && !interview.questionnaire()[*question].private)
    }

    /// A day that can still move is said.
    fn day(&self, interview: &Interview<'_>) -> Option<String> {
        let treats_up_to = interview.questionnaire().treats_up_to();
        if !self.day_can_move || treats_up_to.is_some_and(|most| self.assessment.verdict > most) {
            return None;
        }
        Some(match self.assessment.not_before() {
            Some(day) => format!("The day can still move. So far it is not before {}.", day_in_words(day)),
            None => "A day to wait for can still come to it.".to_owned(),
        })
    }

    /// Whether somebody else's answers can still make it graver.
    fn others_can(&self, interview: &Interview<'_>) -> bool {
        let questionnaire = interview.questionnaire();
        self.assessment.open.iter().any(|open| !questionnaire[open.question].audience.includes(interview.audience()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::DraftStore;
    use super::super::flow::{FlowEnd, run};
    use super::super::testing::{Script, day, setting};
    use candidacy::assessment::Engine;
    use candidacy::questionnaire::{Questionnaire, Texts, load};
    use candidacy::response::answers_inline;
    use candidacy::source::Sources;

    /// A grave question first, then two that cannot change what it led to; one of them adds a wait to milder results.
    fn grave_first() -> Questionnaire {
        let yaml = "questionnaire: q\nversion: 1.0.0\ntitle: Title\nverdicts:\n  - fine: { title: Fine, says: Fine. }\n  - later: { title: Later, says: Later. }\n  - never: { title: Never, says: Never. }\nsections:\n  - id: s\n    title: Section\n    questions:\n      - { id: grave, ask: Grave?, type: yes_no }\n      - { id: cough, ask: Cough?, type: yes_no }\n      - { id: ill, ask: Ill?, type: yes_no }\n      - { id: tired, ask: Tired?, type: yes_no }\n    rules:\n      - { id: never, when: grave, verdict: never, finding: It is grave. }\n      - { id: coughs, when: cough, verdict: later, finding: You cough. }\n      - { id: ails, when: ill, verdict: later, finding: You are ill., not_before: 2 weeks after today }\n";
        load(&Texts::one("q.yaml", yaml.to_owned()), "q.yaml", &mut Sources::default()).0.unwrap()
    }

    #[test]
    fn who_can_stop_is_told_once_and_chooses() {
        let set = grave_first();
        let engine = Engine::new(&set, day());
        for (script, seen, answers) in [
            ("1 y 1", "grave offer", "{ grave: yes }"),
            ("1 y 3 n n n y", "grave offer cough ill tired review", "{ grave: yes, cough: no, ill: no, tired: no }"),
            // Taken back and said again: told again.
            (
                "1 y 2 n y 3 y n y",
                "grave offer grave cough offer ill tired review",
                "{ grave: no, cough: yes, ill: yes, tired: no }",
            ),
            // One question left is sooner answered than spared.
            ("1 n n y n y", "grave cough ill tired review", "{ grave: no, cough: no, ill: yes, tired: no }"),
        ] {
            let mut prompter = Script::new(script);
            let end = run(&setting(&engine), &mut prompter, &DraftStore::Unwanted);
            let got = prompter.seen[1..]
                .join(" ")
                .replace("You can stop here", "offer")
                .replace("Check your answers", "review");
            assert_eq!(got, seen, "{script}");
            match end {
                Ok(FlowEnd::Finished(response, _)) => assert_eq!(answers_inline(&set, &response), answers, "{script}"),
                other => panic!("{script}: {other:?}"),
            }
        }
    }

    #[test]
    fn it_says_what_is_settled_why_and_what_can_still_move() {
        let set = grave_first();
        let engine = Engine::new(&set, day());
        let mut prompter = Script::new("1 y 1");
        let _ = run(&setting(&engine), &mut prompter, &DraftStore::Unwanted);
        for said in ["Nothing you could still answer changes this: Never", "It is grave.", "You said “Yes” to “Grave?”"]
        {
            assert!(prompter.read.contains(said), "{said}: {}", prompter.read);
        }
        // Not graver, but a wait may come to it.
        let mut prompter = Script::new("1 n y 1");
        let _ = run(&setting(&engine), &mut prompter, &DraftStore::Unwanted);
        assert!(prompter.read.contains("A day to wait for can still come to it."), "{}", prompter.read);
    }
}
