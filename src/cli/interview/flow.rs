//! The way through an interview, the same for every prompter: welcome, questions, review, end.

use std::collections::BTreeSet;

use candidacy::catalog::plain_reason;
use candidacy::interview::{Interview, Step};
use candidacy::proof::Plan;
use candidacy::questionnaire::tested;
use candidacy::response::Response;
use candidacy::text::counted;
use candidacy::value::index::{QuestionIx, RuleIx};
use candidacy::value::{Answer, Value};

use super::again;
use super::date::{SaidBack, closer, said_back};
use super::draft::{DraftStore, Keeper, KeptDraft};
use super::early::{Early, EarlyReply, Milestone, Settled};
use super::explain::{explain, page, review};
use super::page::{Page, Reply, SheetReply};
use super::prompter::{Menu, MenuRow, Notice, Pick, PromptFault, Prompter};
use super::remaining::Remaining;
use super::setting::Setting;
use super::stop::{Stop, StopReply, confirm};
use super::through::{Through, is_gone_through, through};
use super::welcome::{Start, welcome};

/// How the way ended.
#[derive(Debug)]
pub enum FlowEnd {
    /// The person confirmed the answers. The draft is still there.
    Finished(Response, KeptDraft),
    /// A rule ended it. The draft is gone, unless it could not be deleted: then a sentence says so.
    Stopped(Response, Result<(), String>),
    /// The person left.
    Left,
}

/// Holds an interview from the welcome to the answers that are confirmed.
///
/// # Errors
/// The person broke off, or the terminal went away; what was answered is kept then.
pub fn run(setting: &Setting<'_>, prompter: &mut dyn Prompter, store: &DraftStore) -> Result<FlowEnd, PromptFault> {
    let Some(Start { response, keeper }) = welcome(setting, prompter, store)? else { return Ok(FlowEnd::Left) };
    let interview = Interview::new(setting.engine, response, setting.audience);
    let plan = Plan::new(setting.engine);
    let (remaining, early) = (Remaining::new(&plan, setting.audience), Early::new(&plan));
    Flow {
        setting,
        interview,
        remaining,
        early,
        prompter,
        keeper,
        unsaved: None,
        warned: false,
        asked_closer: BTreeSet::new(),
        last_group: None,
        shows_all: false,
    }
    .run()
}

/// What to do after a step.
enum Next {
    On,
    End(FlowEnd),
}

struct Flow<'a, 'q> {
    setting: &'a Setting<'q>,
    interview: Interview<'q>,
    remaining: Remaining<'a, 'q>,
    early: Early<'a, 'q>,
    prompter: &'a mut dyn Prompter,
    keeper: Option<Keeper>,
    /// What to say at the next question of an answer that could not be saved.
    unsaved: Option<String>,
    /// Whether the person knows that answers may not be saved.
    warned: bool,
    /// The questions of which the day was asked for: nobody is asked twice for what they do not know.
    asked_closer: BTreeSet<QuestionIx>,
    /// The group of the question that was put last, if it has one: what stands above is said once.
    last_group: Option<QuestionIx>,
    /// Whether all that the client said is gone through, and not only what a question names.
    shows_all: bool,
}

impl<'q> Flow<'_, 'q> {
    fn run(mut self) -> Result<FlowEnd, PromptFault> {
        loop {
            let next = match self.interview.step() {
                Step::Ask(question) => match self.early.look(&self.interview) {
                    Some(Milestone::Settled(settled)) => self.offer_to_stop(&settled)?,
                    Some(Milestone::HardPartDone(notice)) => {
                        self.prompter.show(&notice)?;
                        self.put(question)?
                    }
                    None => self.put(question)?,
                },
                Step::Confirm => self.confirm_old()?,
                Step::Review => self.review()?,
                Step::Stopped(rule) => self.stop_from_elsewhere(rule)?,
                Step::Done => self.finished(),
            };
            if let Next::End(end) = next {
                return Ok(end);
            }
        }
    }

    fn finished(&mut self) -> Next {
        Next::End(FlowEnd::Finished(self.interview.response().clone(), KeptDraft::new(self.keeper.take())))
    }

    /// Nothing that is left can change the result: says so, and leaves it to the person to stop or to go on.
    fn offer_to_stop(&mut self, settled: &Settled) -> Result<Next, PromptFault> {
        let left = self.remaining.left(&self.interview).screens;
        let (menu, deciding) = settled.menu(&self.interview, left);
        match Settled::reply(deciding, self.prompter.choose(&menu)?) {
            EarlyReply::Stop => return Ok(self.finished()),
            EarlyReply::Again(question) => {
                self.early.again();
                self.interview.ask_again(question);
            }
            EarlyReply::GoOn => {}
            EarlyReply::Leave => return Ok(Next::End(FlowEnd::Left)),
        }
        Ok(Next::On)
    }

    /// Puts the next question, or those that are asked together with it, before the person.
    fn put(&mut self, question: QuestionIx) -> Result<Next, PromptFault> {
        let lines = self.interview.together();
        match if lines.is_empty() { None } else { self.ask_together(&lines)? } {
            Some(next) => Ok(next),
            None => self.ask(question),
        }
    }

    /// Asks several questions on one screen; none if there is no room for that.
    fn ask_together(&mut self, lines: &[QuestionIx]) -> Result<Option<Next>, PromptFault> {
        let mut pages: Vec<Page<'q>> =
            lines.iter().map(|line| page(&self.interview, &mut self.remaining, *line)).collect();
        if let Some(first) = pages.first_mut() {
            first.fault = self.unsaved.clone();
        }
        loop {
            match self.prompter.together(&pages)? {
                SheetReply::Answers(answers) => {
                    let answers: Vec<(QuestionIx, Answer)> = lines.iter().copied().zip(answers).collect();
                    let before = self.interview.clone();
                    return match self.interview.answer_together(&answers) {
                        Ok(()) => {
                            self.unsaved = None;
                            let stopping = self.stopping(lines);
                            self.answered(stopping, before).map(Some)
                        }
                        Err(rejection) => {
                            self.unsaved = Some(format!("{rejection}."));
                            Ok(Some(Next::On))
                        }
                    };
                }
                SheetReply::Explain(line, marks) => {
                    for (page, mark) in pages.iter_mut().zip(marks) {
                        page.earlier = mark;
                        page.fault = None;
                    }
                    if let (Some(question), Some(page)) = (lines.get(line), pages.get(line)) {
                        self.prompter.show(&explain(&self.interview, *question, page))?;
                    }
                }
                SheetReply::Back if self.interview.back_a_screen() => return Ok(Some(Next::On)),
                SheetReply::Back => return self.leave().map(Some),
                SheetReply::Leave => return Ok(Some(Next::End(FlowEnd::Left))),
                SheetReply::Singly => return Ok(None),
            }
        }
    }

    /// Of the questions just answered, the one that a rule which stops rests on; else the first.
    fn stopping(&self, lines: &[QuestionIx]) -> Option<QuestionIx> {
        let rests = match self.interview.step() {
            Step::Stopped(rule) => {
                let questionnaire = self.setting.questionnaire();
                let tested = tested(questionnaire, &questionnaire[rule].when);
                lines.iter().rfind(|line| tested.contains(line))
            }
            Step::Ask(_) | Step::Confirm | Step::Review | Step::Done => None,
        };
        rests.or(lines.first()).copied()
    }

    fn ask(&mut self, question: QuestionIx) -> Result<Next, PromptFault> {
        let mut page = page(&self.interview, &mut self.remaining, question);
        page.fault = self.unsaved.take();
        let group = page.together.as_ref().map(|_| self.setting.questionnaire().screen_of(question));
        if let Some(above) = &mut page.together {
            above.told = self.last_group == group;
        }
        self.last_group = group;
        if is_gone_through(page.question) {
            return self.go_through(question, page);
        }
        loop {
            match self.prompter.ask(&page)? {
                Reply::Dates(dates) => match said_back(self.prompter, &page, &dates)? {
                    SaidBack::Meant(answer) => {
                        if let Some(next) = self.take(question, &mut page, answer)? {
                            return Ok(next);
                        }
                    }
                    SaidBack::Again => page.fault = None,
                    SaidBack::Leave => return Ok(Next::End(FlowEnd::Left)),
                },
                Reply::Answer(answer) => {
                    if let Some(next) = self.take(question, &mut page, answer)? {
                        return Ok(next);
                    }
                }
                Reply::Explain => {
                    page.fault = None;
                    self.prompter.show(&explain(&self.interview, question, &page))?;
                }
                Reply::Back if self.interview.back() => return Ok(Next::On),
                Reply::Back => return self.leave(),
                Reply::Leave => return Ok(Next::End(FlowEnd::Left)),
            }
        }
    }

    /// Goes through what the client said: each answer can be changed, and a Yes shows all of them.
    fn go_through(&mut self, question: QuestionIx, mut page: Page<'q>) -> Result<Next, PromptFault> {
        loop {
            let (menu, does) = through(&self.interview, &page, self.shows_all);
            match self.prompter.choose(&menu)? {
                Pick::Row(row) => match does.get(row).cloned() {
                    Some(Through::Change(said)) => {
                        self.interview.change(said);
                        return Ok(Next::On);
                    }
                    Some(Through::ShowAll) => self.shows_all = true,
                    Some(Through::Answer(answer)) => {
                        if let Some(next) = self.take(question, &mut page, answer)? {
                            self.shows_all = false;
                            return Ok(next);
                        }
                    }
                    Some(Through::Explain) => self.prompter.show(&explain(&self.interview, question, &page))?,
                    None => {}
                },
                Pick::Back if self.shows_all => self.shows_all = false,
                Pick::Back => return self.back(),
                Pick::Leave => return Ok(Next::End(FlowEnd::Left)),
            }
        }
    }

    /// Takes an answer; none if it does not fit after all, and the page says why.
    fn take(&mut self, question: QuestionIx, page: &mut Page<'q>, answer: Answer) -> Result<Option<Next>, PromptFault> {
        let answer = self.more_closely(question, page, answer)?;
        let before = self.interview.clone();
        match self.answer(&answer) {
            Ok(()) => self.answered(Some(question), before).map(Some),
            Err(sentence) => {
                page.fault = Some(sentence);
                Ok(None)
            }
        }
    }

    /// Of a month or year that leaves something undecided, asks once for the day.
    fn more_closely(&mut self, question: QuestionIx, page: &Page<'_>, answer: Answer) -> Result<Answer, PromptFault> {
        let Answer::Given(Value::Period(period)) = answer else { return Ok(answer) };
        let mut then = self.interview.clone();
        let decides = then.answer(answer.clone()).is_ok() && then.situation().is_vague(question);
        if !decides || !self.asked_closer.insert(question) {
            return Ok(answer);
        }
        closer(self.prompter, page, period)
    }

    fn answer(&mut self, answer: &Answer) -> Result<(), String> {
        self.interview.answer(answer.clone()).map_err(|rejection| format!("{rejection}."))
    }

    /// After an answer: saves it, unless it stops the interview. Then it is asked whether it was meant, and if not, all is as
    /// `before`.
    fn answered(&mut self, question: Option<QuestionIx>, before: Interview<'q>) -> Result<Next, PromptFault> {
        let Step::Stopped(rule) = self.interview.step() else { return self.keep() };
        match self.confirm_stop(rule, question)? {
            StopReply::Confirmed => Ok(self.stopped()),
            StopReply::Leave => Ok(Next::End(FlowEnd::Left)),
            StopReply::WrongKey => {
                self.interview = before;
                Ok(Next::On)
            }
        }
    }

    fn confirm_stop(&mut self, rule: RuleIx, question: Option<QuestionIx>) -> Result<StopReply, PromptFault> {
        let stop = Stop { rule, question, stays: self.setting.given_from.as_ref().map(|file| file.name.as_str()) };
        confirm(&self.interview, &stop, self.prompter)
    }

    /// A stop that nobody has answered here, of answers that came from a file, the command or a draft. What stops by itself is
    /// asked again first; so this is one that brings help, or one that cannot be asked about.
    fn stop_from_elsewhere(&mut self, rule: RuleIx) -> Result<Next, PromptFault> {
        if !self.setting.questionnaire()[rule].helps {
            return Ok(self.stopped());
        }
        match confirm(&self.interview, &Stop { rule, question: None, stays: None }, self.prompter)? {
            StopReply::Confirmed => Ok(self.stopped()),
            StopReply::Leave => Ok(Next::End(FlowEnd::Left)),
            StopReply::WrongKey if self.interview.take_back_stop() => Ok(Next::On),
            StopReply::WrongKey => Ok(self.stopped()),
        }
    }

    /// Saves the answers before the next question is asked.
    fn keep(&mut self) -> Result<Next, PromptFault> {
        let Some(keeper) = &self.keeper else { return Ok(Next::On) };
        if matches!(self.interview.step(), Step::Stopped(_)) {
            return Ok(Next::On);
        }
        let saved = keeper.save(self.setting.questionnaire(), self.interview.response());
        let Err(fault) = saved else { return Ok(Next::On) };
        let on_disk = match keeper.answers_on_disk() {
            0 => "No answer is on disk.".to_owned(),
            count => format!("On disk: {}.", counted(count, "answer")),
        };
        if self.warned {
            self.unsaved = Some(format!("Not saved: {}. {on_disk}", plain_reason(&fault)));
            return Ok(Next::On);
        }
        self.cannot_keep(&plain_reason(&fault), on_disk)
    }

    fn cannot_keep(&mut self, fault: &str, on_disk: String) -> Result<Next, PromptFault> {
        self.warned = true;
        let lines = vec![
            format!("Your last answer could not be saved: {fault}. {on_disk}"),
            "You can go on, but answers may be lost if this window closes before the end.".to_owned(),
        ];
        let rows = vec![MenuRow::new("1", "Go on"), MenuRow::new("2", "Leave")];
        let notice = Notice::new("Answers are not being saved".to_owned(), lines);
        let menu = Menu { notice, question: "Go on all the same?".to_owned(), rows, ..Menu::default() };
        match self.prompter.choose(&menu)? {
            Pick::Row(0) | Pick::Back => Ok(Next::On),
            _ => Ok(Next::End(FlowEnd::Left)),
        }
    }

    /// At the first question there is nothing to go back to: asks whether to leave.
    fn leave(&mut self) -> Result<Next, PromptFault> {
        let mut rows = vec![MenuRow::new("1", "Go on answering")];
        if self.keeper.is_some() {
            rows.push(MenuRow::new("2", "Leave, and keep my answers for later"));
            rows.push(MenuRow::new("3", "Leave, and delete my answers"));
        } else {
            rows.push(MenuRow::new("2", "Leave; nothing is kept"));
        }
        let notice = Notice::new("This is the first question".to_owned(), Vec::new());
        let menu = Menu { notice, question: "Do you want to leave?".to_owned(), rows, ..Menu::default() };
        match self.prompter.choose(&menu)? {
            Pick::Row(0) | Pick::Back => Ok(Next::On),
            Pick::Row(1) | Pick::Leave => Ok(Next::End(FlowEnd::Left)),
            Pick::Row(_) => {
                if let Err(sentence) = self.forget() {
                    let title = "Your answers are still on disk".to_owned();
                    self.prompter.show(&Notice::new(title, vec![sentence]))?;
                }
                Ok(Next::End(FlowEnd::Left))
            }
        }
    }

    /// Puts old answers before the person as a list: only the lines that were there are confirmed.
    fn confirm_old(&mut self) -> Result<Next, PromptFault> {
        let place = self.remaining.at_a_list(&self.interview);
        let (menu, questions) = again::list(&self.interview, place, self.prompter);
        match self.prompter.choose(&menu)? {
            Pick::Row(row) => match questions.get(row) {
                Some(question) => self.interview.change(*question),
                None => {
                    self.interview.still_so(&questions);
                    return self.keep();
                }
            },
            Pick::Back => return self.back(),
            Pick::Leave => return Ok(Next::End(FlowEnd::Left)),
        }
        Ok(Next::On)
    }

    fn review(&mut self) -> Result<Next, PromptFault> {
        let place = self.remaining.at_the_review(&self.interview);
        let (mut menu, questions) = review(&self.interview, place);
        menu.notice.lines.extend(self.unsaved.take());
        match self.prompter.choose(&menu)? {
            Pick::Row(row) => match questions.get(row) {
                Some(question) => self.interview.change(*question),
                None => self.interview.confirm(),
            },
            Pick::Back => return self.back(),
            Pick::Leave => return Ok(Next::End(FlowEnd::Left)),
        }
        Ok(Next::On)
    }

    fn back(&mut self) -> Result<Next, PromptFault> {
        if self.interview.back() { Ok(Next::On) } else { self.leave() }
    }

    fn stopped(&mut self) -> Next {
        let forgotten = self.forget();
        Next::End(FlowEnd::Stopped(self.interview.response().clone(), forgotten))
    }

    /// Removes the draft.
    fn forget(&mut self) -> Result<(), String> {
        self.keeper.take().map_or(Ok(()), Keeper::discard)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Script, day, grouped, helping, setting, small};
    use super::*;
    use candidacy::assessment::Engine;
    use candidacy::questionnaire::Questionnaire;
    use candidacy::response::{accept, answers_inline};

    #[test]
    fn scripts_lead_where_they_should() {
        for (script, seen) in [
            ("1 34 1 1 3 n s y", "age stage keloid skin_now isotretinoin note review"),
            ("1 34 b 35 1 b 2", "age stage age stage keloid stage keloid"),
            ("1 b 1 34", "age first age stage"),
            ("1 34 ? 1", "age stage why stage keloid"),
            ("1 34 1 1 3 n s 5 y u y", "… note review isotretinoin isotretinoin_stopped review"),
            ("1 34 1 1 3 n s back s y", "… note review note review"),
        ] {
            let questionnaire = small();
            let engine = Engine::new(&questionnaire, day());
            let mut prompter = Script::new(script);
            let _ = run(&setting(&engine), &mut prompter, &DraftStore::Unwanted);
            let names = [("Check your answers", "review"), ("This is the first question", "first")];
            let word = |seen: &String| match names.iter().find(|(title, _)| seen == title) {
                Some((_, word)) => (*word).to_owned(),
                None if seen.starts_with("Why we ask") => "why".to_owned(),
                None => seen.clone(),
            };
            let got: Vec<String> = prompter.seen.iter().skip(1).map(word).collect();
            let got = got.join(" ");
            match seen.strip_prefix("… ") {
                Some(end) => assert!(got.ends_with(end), "{script}: {got}"),
                None => assert_eq!(got, seen, "{script}"),
            }
        }
    }

    #[test]
    fn what_is_asked_together_is_one_screen_where_there_is_one() {
        let questionnaire = grouped();
        let engine = Engine::new(&questionnaire, day());
        for (has_sheets, script, seen) in [
            (true, "1 y u n y y", "ill fits+heart smoker review"),
            (false, "1 y u n y y", "ill fits heart smoker review"),
            (true, "1 y n ? y n", "ill fits+heart why fits+heart smoker"),
            (true, "1 y n n b n n b b n", "ill fits+heart smoker fits+heart smoker fits+heart ill smoker"),
            (false, "1 y n n b b b", "ill fits heart smoker heart fits ill"),
            // A stop is asked about with the answer that it rests on; taken back, the whole screen is asked again.
            (true, "1 y y y n y n y", "ill fits+heart A weak heart fits+heart smoker review"),
            (true, "1 y n n y 2 y y y", "… review fits review"),
        ] {
            let mut prompter = Script::new(script);
            prompter.has_sheets = has_sheets;
            let _ = run(&setting(&engine), &mut prompter, &DraftStore::Unwanted);
            let word = |seen: &String| match seen.as_str() {
                "Check your answers" => "review".to_owned(),
                why if why.starts_with("Why we ask") => "why".to_owned(),
                other => other.to_owned(),
            };
            let got = prompter.seen.iter().skip(1).map(word).collect::<Vec<_>>().join(" ");
            match seen.strip_prefix("… ") {
                Some(end) => assert!(got.ends_with(end), "{script}: {got}"),
                None => assert_eq!(got, seen, "{script}"),
            }
        }
    }

    #[test]
    fn every_way_ends_as_it_says() {
        let questionnaire = small();
        let engine = Engine::new(&questionnaire, day());
        let end = |script: &str| run(&setting(&engine), &mut Script::new(script), &DraftStore::Unwanted);
        assert!(matches!(end("1 34 1 1 3 n s y"), Ok(FlowEnd::Finished(..))));
        assert!(matches!(end("1 12 y"), Ok(FlowEnd::Stopped(..))));
        assert!(matches!(end("1 12 leave"), Ok(FlowEnd::Left)));
        assert!(matches!(end("2"), Ok(FlowEnd::Left)));
        assert!(matches!(end("leave"), Ok(FlowEnd::Left)));
        assert!(matches!(end("1 q"), Ok(FlowEnd::Left)));
        assert!(matches!(end("1 b 2"), Ok(FlowEnd::Left)));
        assert!(matches!(end("1 34"), Err(PromptFault::Ended)));
    }

    #[test]
    fn a_stop_is_asked_about_once_and_taken_back_as_if_nothing_had_been_said() {
        let questionnaire = small();
        let engine = Engine::new(&questionnaire, day());
        for (script, seen) in [
            ("1 12 n 34 1", "age How old are you? age stage keloid"),
            ("1 12 back 34", "age How old are you? age stage"),
            // On the review, the answer before is the one that stays.
            ("1 34 1 1 3 n s 1 3 n 34 y", "review age How old are you? age review"),
        ] {
            let mut prompter = Script::new(script);
            let end = run(&setting(&engine), &mut prompter, &DraftStore::Unwanted);
            let got = prompter.seen.join(" ").replace("Check your answers", "review");
            assert!(got.ends_with(seen), "{script}: {got}");
            if let Ok(FlowEnd::Finished(response, _)) = end {
                assert_eq!(answers_inline(&questionnaire, &response).split(',').next(), Some("{ age: 34"));
            }
        }
    }

    /// What the prompter saw, and how it ended, from answers that came with the command.
    fn from_elsewhere(set: &Questionnaire, script: &str) -> (String, Option<String>) {
        let engine = Engine::new(set, day());
        let mut setting = setting(&engine);
        let age = set.question("age").unwrap();
        setting.given.set(accept(set, age, Answer::Given(Value::Number(12.into())), day()).unwrap());
        let mut prompter = Script::new(script);
        let end = run(&setting, &mut prompter, &DraftStore::Unwanted);
        let seen = prompter.seen[1..].join(" ");
        (seen, if let Ok(FlowEnd::Stopped(response, _)) = end { Some(answers_inline(set, &response)) } else { None })
    }

    #[test]
    fn a_stop_from_elsewhere_puts_its_question_first() {
        let set = small();
        let stopped = Some("{ age: 12 }".to_owned());
        assert_eq!(from_elsewhere(&set, "1 12 y"), ("age How old are you?".to_owned(), stopped.clone()));
        let (seen, end) = from_elsewhere(&set, "1 12 n 34 1");
        assert_eq!((seen.as_str(), end), ("age How old are you? age stage keloid", None));
        assert_eq!(from_elsewhere(&set, "1 34 1").0, "age stage keloid");
        // Where the stop brings help, that comes first, and nothing is asked.
        let set = helping();
        assert_eq!(from_elsewhere(&set, "1 1"), ("We stop here".to_owned(), stopped));
        assert_eq!(from_elsewhere(&set, "1 2 34 1").0, "We stop here age stage keloid");
    }

    #[test]
    fn help_stands_at_once_and_nobody_in_need_is_asked_whether_it_is_right() {
        let set = helping();
        let engine = Engine::new(&set, day());
        let mut prompter = Script::new("1 12 2 12 1");
        let end = run(&setting(&engine), &mut prompter, &DraftStore::Unwanted);
        assert!(matches!(end, Ok(FlowEnd::Stopped(..))));
        assert_eq!(prompter.seen[1..].join(" "), "age We stop here age We stop here");
        assert!(prompter.read.contains("This is only for adults."), "{}", prompter.read);
    }

    #[test]
    fn every_answer_is_on_disk_before_the_next_question_and_gone_when_it_should_be() {
        let questionnaire = small();
        let engine = Engine::new(&questionnaire, day());
        let folder = tempfile::tempdir().unwrap();
        let open = || DraftStore::open(Some(folder.path()));
        let draft = folder.path().join("small.client.draft.yaml");
        let words: Vec<&str> = "34 2 u 1 y u s".split(' ').collect();
        for (word, before) in words.iter().zip(0..) {
            let store = open();
            // Going on from the answer before: one more answer each time, then the input ends.
            let go_on = if before == 0 { 1 } else { 2 };
            let mut prompter = Script::new(&format!("{go_on} {word}"));
            assert!(run(&setting(&engine), &mut prompter, &store).is_err());
            let text = std::fs::read_to_string(&draft).unwrap();
            assert_eq!(text.lines().filter(|line| line.starts_with("  ")).count(), before + 1, "{text}");
        }
        let end = run(&setting(&engine), &mut Script::new("2 1 12 n"), &open());
        assert!(end.is_err() && draft.exists(), "nothing is deleted before the person has said so");
        assert!(matches!(run(&setting(&engine), &mut Script::new("2 1 12 y"), &open()), Ok(FlowEnd::Stopped(..))));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_disk_that_fills_up_is_said_each_time_and_does_not_end_the_interview() {
        let questionnaire = small();
        let engine = Engine::new(&questionnaire, day());
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let store = DraftStore::open(Some(&state));
        let mut prompter = Script::new("1 34 gone 1 1 1 3 n s y");
        prompter.removes = Some(state);
        assert!(matches!(run(&setting(&engine), &mut prompter, &store), Ok(FlowEnd::Finished(..))));
        let warnings = prompter.seen.iter().filter(|seen| *seen == "Answers are not being saved").count();
        let said = prompter.read.matches("Not saved: ").count();
        assert_eq!((warnings, said), (1, 4), "{}", prompter.read);
        let state = store.on_disk().close();
        assert!(state.behind && state.kept.is_some_and(|(_, answers)| answers == 1));
    }
}
