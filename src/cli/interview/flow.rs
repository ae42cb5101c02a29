//! The way through an interview, the same for every prompter: welcome, questions, review, end.

use candidacy::interview::{Interview, Step};
use candidacy::response::Response;
use candidacy::text::counted;
use candidacy::value::Answer;
use candidacy::value::index::QuestionIx;

use super::super::day::moment_in_words;
use super::again;
use super::draft::{DraftStore, FoundDraft};
use super::explain::{explain, page, review};
use super::page::Reply;
use super::prompter::{Menu, MenuRow, Notice, Pick, PromptFault, Prompter};
use super::remaining::Remaining;
use super::setting::Setting;

/// How long a person takes for a question, in seconds, for a guess that is rather too long.
const SECONDS_EACH: usize = 10;

/// How the way ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlowEnd {
    /// The person confirmed the answers. The draft is still there.
    Finished(Response),
    /// A rule ended it. The draft is gone.
    Stopped(Response),
    /// The person left.
    Left,
}

/// Holds an interview from the welcome to the end.
///
/// # Errors
/// The person broke off, or the terminal went away; what was answered is kept then.
pub fn run(setting: &Setting<'_>, prompter: &mut dyn Prompter, store: &DraftStore) -> Result<FlowEnd, PromptFault> {
    let Some(response) = welcome(setting, prompter, store)? else { return Ok(FlowEnd::Left) };
    let interview = Interview::new(setting.engine, response, setting.audience);
    let remaining = Remaining::new(setting);
    let end = Flow { setting, interview, remaining, prompter, store, warned: false }.run()?;
    prompter.close();
    Ok(end)
}

/// The first screen. Gives the answers to start from, or nothing if the person leaves.
fn welcome(
    setting: &Setting<'_>,
    prompter: &mut dyn Prompter,
    store: &DraftStore,
) -> Result<Option<Response>, PromptFault> {
    let mut menu = Menu { notice: about(setting, prompter), question: "Shall we begin?".to_owned(), rows: Vec::new() };
    let found = find(setting, store, &mut menu.notice.lines);
    menu.rows = match &found {
        Some((response, ..)) => vec![
            MenuRow::new("1", format!("Go on with {}", count(response))),
            MenuRow::new("2", "Start again, and delete those answers"),
            MenuRow::new("3", "Leave"),
        ],
        None => vec![MenuRow::new("1", "Begin"), MenuRow::new("2", "Leave")],
    };
    match (prompter.choose(&menu)?, found) {
        (Pick::Row(0), Some((response, misfits))) => {
            if !misfits.is_empty() {
                prompter.show(&Notice {
                    title: "Some answers no longer fit and are asked again".to_owned(),
                    lines: misfits,
                })?;
            }
            Ok(Some(with_given(setting, response)))
        }
        (Pick::Row(1), Some(_)) => {
            forget(prompter, store)?;
            Ok(Some(setting.given.clone()))
        }
        (Pick::Row(0), None) => Ok(Some(setting.given.clone())),
        _ => Ok(None),
    }
}

/// What the first screen says before anything else.
fn about(setting: &Setting<'_>, prompter: &dyn Prompter) -> Notice {
    let questionnaire = setting.questionnaire();
    let mut lines: Vec<String> = questionnaire.about().map(str::to_owned).into_iter().collect();
    lines.push(effort(setting));
    lines.push(prompter.keys().to_owned());
    Notice { title: questionnaire.title().to_owned(), lines }
}

/// How much there is to answer, on a typical way.
fn effort(setting: &Setting<'_>) -> String {
    let interview = Interview::new(setting.engine, setting.given.clone(), setting.audience);
    if let Some((questions, lists)) = interview.asked_again() {
        return again::effort(questions, lists, SECONDS_EACH);
    }
    let (likely, left) = Remaining::new(setting).left(&interview);
    let minutes = (likely * SECONDS_EACH).div_ceil(60).max(1);
    let minutes = counted(minutes, "minute");
    match (left, likely) {
        (0, _) => "All questions are answered already; you can check the answers.".to_owned(),
        (1, _) => "One question is left.".to_owned(),
        (_, 1) => "Most people are asked one question more.".to_owned(),
        _ => format!("About {likely} questions, which take about {minutes}."),
    }
}

/// Looks for an earlier draft, and says where answers are kept.
fn find(setting: &Setting<'_>, store: &DraftStore, lines: &mut Vec<String>) -> Option<(Response, Vec<String>)> {
    let keeper = match store {
        DraftStore::Kept(keeper) => keeper,
        DraftStore::Unwanted => {
            lines.push("Nothing is kept: if you stop before the end, your answers are gone.".to_owned());
            return None;
        }
        DraftStore::Impossible(fault) => {
            lines.push(format!("Your answers cannot be kept: {fault}. If you stop before the end, they are gone."));
            return None;
        }
    };
    let path = keeper.path().display();
    lines.push(format!(
        "Each answer is kept at once in {path}, readable only by you, so that you can stop and go on later. That file is \
         deleted when you finish."
    ));
    match keeper.find(setting.questionnaire(), setting.day()) {
        FoundDraft::Nothing => None,
        FoundDraft::Answers { response, written, misfits } => {
            let verb = if response.iter().count() == 1 { "is" } else { "are" };
            let written = written.map_or("before".into(), moment_in_words);
            lines.push(format!("There {verb} {} from {written}.", count(&response)));
            if setting.given.iter().next().is_some() {
                lines.push("Where they differ, the answers that came with the command count.".to_owned());
            }
            Some((response, misfits))
        }
        FoundDraft::Broken(reason) => {
            lines.push(match keeper.set_aside() {
                Ok(path) => {
                    format!("Answers kept earlier cannot be used: {reason}. They were put aside as {}.", path.display())
                }
                Err(fault) => format!("Answers kept earlier cannot be used: {reason}. They stay in {path} ({fault})."),
            });
            None
        }
    }
}

fn count(response: &Response) -> String {
    match response.iter().count() {
        1 => "one earlier answer".to_owned(),
        count => format!("{count} earlier answers"),
    }
}

/// The answers of a draft, and over them those that came with the command.
fn with_given(setting: &Setting<'_>, mut response: Response) -> Response {
    for accepted in setting.given.iter().filter_map(|(question, _)| setting.given.accepted(question)) {
        response.set(accepted);
    }
    response
}

/// Removes the draft; a file that stays is named.
fn forget(prompter: &mut dyn Prompter, store: &DraftStore) -> Result<(), PromptFault> {
    let Some(keeper) = store.keeper() else { return Ok(()) };
    let Err(fault) = keeper.remove() else { return Ok(()) };
    let line = format!("{} cannot be deleted: {fault}. Please delete it yourself.", keeper.path().display());
    prompter.show(&Notice { title: "Your answers are still on disk".to_owned(), lines: vec![line] })
}

/// What to do after a step.
enum Next {
    On,
    End(FlowEnd),
}

struct Flow<'a, 'q> {
    setting: &'a Setting<'q>,
    interview: Interview<'q>,
    remaining: Remaining<'q>,
    prompter: &'a mut dyn Prompter,
    store: &'a DraftStore,
    /// Whether the person knows that answers are no longer saved.
    warned: bool,
}

impl Flow<'_, '_> {
    fn run(mut self) -> Result<FlowEnd, PromptFault> {
        loop {
            let next = match self.interview.step() {
                Step::Ask(question) => self.ask(question)?,
                Step::Confirm => self.confirm_old()?,
                Step::Review => self.review()?,
                Step::Stopped(_) => self.stopped()?,
                Step::Done => Next::End(FlowEnd::Finished(self.interview.response().clone())),
            };
            if let Next::End(end) = next {
                return Ok(end);
            }
        }
    }

    fn ask(&mut self, question: QuestionIx) -> Result<Next, PromptFault> {
        let mut page = page(&self.interview, &mut self.remaining, question);
        loop {
            match self.prompter.ask(&page)? {
                Reply::Answer(answer) => match self.answer(&answer) {
                    Ok(()) => return self.keep(),
                    Err(sentence) => page.fault = Some(sentence),
                },
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

    fn answer(&mut self, answer: &Answer) -> Result<(), String> {
        self.interview.answer(answer.clone()).map_err(|rejection| format!("{rejection}."))
    }

    /// Saves the answers before the next question is asked.
    fn keep(&mut self) -> Result<Next, PromptFault> {
        let Some(keeper) = self.store.keeper() else { return Ok(Next::On) };
        if matches!(self.interview.step(), Step::Stopped(_)) {
            return Ok(Next::On);
        }
        let saved = keeper.save(self.setting.questionnaire(), self.interview.response());
        match saved {
            Err(fault) if !self.warned => self.cannot_keep(&fault.to_string()),
            _ => Ok(Next::On),
        }
    }

    fn cannot_keep(&mut self, fault: &str) -> Result<Next, PromptFault> {
        self.warned = true;
        let lines = vec![
            format!("Your last answer could not be saved: {fault}."),
            "You can go on, but answers may be lost if this window closes before the end.".to_owned(),
        ];
        let rows = vec![MenuRow::new("1", "Go on"), MenuRow::new("2", "Leave")];
        let notice = Notice { title: "Answers are not being saved".to_owned(), lines };
        match self.prompter.choose(&Menu { notice, question: "Go on all the same?".to_owned(), rows })? {
            Pick::Row(0) | Pick::Back => Ok(Next::On),
            _ => Ok(Next::End(FlowEnd::Left)),
        }
    }

    /// At the first question there is nothing to go back to: asks whether to leave.
    fn leave(&mut self) -> Result<Next, PromptFault> {
        let kept = self.store.keeper().is_some();
        let mut rows = vec![MenuRow::new("1", "Go on answering")];
        if kept {
            rows.push(MenuRow::new("2", "Leave, and keep my answers for later"));
            rows.push(MenuRow::new("3", "Leave, and delete my answers"));
        } else {
            rows.push(MenuRow::new("2", "Leave; nothing is kept"));
        }
        let notice = Notice { title: "This is the first question".to_owned(), lines: Vec::new() };
        match self.prompter.choose(&Menu { notice, question: "Do you want to leave?".to_owned(), rows })? {
            Pick::Row(0) | Pick::Back => Ok(Next::On),
            Pick::Row(1) | Pick::Leave => Ok(Next::End(FlowEnd::Left)),
            Pick::Row(_) => {
                forget(self.prompter, self.store)?;
                Ok(Next::End(FlowEnd::Left))
            }
        }
    }

    /// Puts old answers before the person as a list: only the lines that were there are confirmed.
    fn confirm_old(&mut self) -> Result<Next, PromptFault> {
        let (menu, questions) = again::list(&self.interview, self.prompter.lines());
        match self.prompter.choose(&menu)? {
            Pick::Row(row) => match questions.get(row) {
                Some(question) => self.interview.change(*question),
                None if row == questions.len() => {
                    self.interview.still_so(&questions);
                    return self.keep();
                }
                None => return self.back(),
            },
            Pick::Back => return self.back(),
            Pick::Leave => return Ok(Next::End(FlowEnd::Left)),
        }
        Ok(Next::On)
    }

    fn review(&mut self) -> Result<Next, PromptFault> {
        let (menu, questions) = review(&self.interview);
        match self.prompter.choose(&menu)? {
            Pick::Row(row) => match questions.get(row) {
                Some(question) => self.interview.change(*question),
                None if row == questions.len() => self.interview.confirm(),
                None => return self.back(),
            },
            Pick::Back => return self.back(),
            Pick::Leave => return Ok(Next::End(FlowEnd::Left)),
        }
        Ok(Next::On)
    }

    fn back(&mut self) -> Result<Next, PromptFault> {
        if self.interview.back() { Ok(Next::On) } else { self.leave() }
    }

    fn stopped(&mut self) -> Result<Next, PromptFault> {
        forget(self.prompter, self.store)?;
        Ok(Next::End(FlowEnd::Stopped(self.interview.response().clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Script, day, setting, small};
    use super::*;
    use candidacy::assessment::Engine;
    use candidacy::questionnaire::Audience;

    #[test]
    fn scripts_lead_where_they_should() {
        for (script, seen) in [
            ("1 34 1 1 3 n s y", "age 0/7 stage 1/7 keloid 2/7 skin_now 3/7 isotretinoin 4/7 note 5/6 review"),
            ("1 34 b 35 1 b 2", "age 0/7 stage 1/7 age 1/7 stage 1/7 keloid 2/7 stage 2/7 keloid 2/7"),
            ("1 b 1 34", "age 0/7 first age 0/7 stage 1/7"),
            ("1 34 ? 1", "age 0/7 stage 1/7 why stage 1/7 keloid 2/7"),
            ("1 34 1 1 3 n s 5 y u y", "… note 5/6 review isotretinoin 6/6 isotretinoin_stopped 6/7 review"),
            ("1 34 1 1 3 n s back s y", "… note 5/6 review note 6/6 review"),
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
    fn every_way_ends_as_it_says() {
        let questionnaire = small();
        let engine = Engine::new(&questionnaire, day());
        let end = |script: &str| run(&setting(&engine), &mut Script::new(script), &DraftStore::Unwanted);
        assert!(matches!(end("1 34 1 1 3 n s y"), Ok(FlowEnd::Finished(_))));
        assert!(matches!(end("1 12"), Ok(FlowEnd::Stopped(_))));
        assert!(matches!(end("2"), Ok(FlowEnd::Left)));
        assert!(matches!(end("leave"), Ok(FlowEnd::Left)));
        assert!(matches!(end("1 q"), Ok(FlowEnd::Left)));
        assert!(matches!(end("1 b 2"), Ok(FlowEnd::Left)));
        assert!(matches!(end("1 34"), Err(PromptFault::Ended)));
    }

    #[test]
    fn every_answer_is_on_disk_before_the_next_question_and_gone_when_it_should_be() {
        let questionnaire = small();
        let engine = Engine::new(&questionnaire, day());
        let folder = tempfile::tempdir().unwrap();
        let open = || DraftStore::open(Some(folder.path()), &questionnaire, Audience::Client);
        let words: Vec<&str> = "34 2 u 1 y u s".split(' ').collect();
        for count in 1..=words.len() {
            let store = open();
            // Going on from the answer before: one more answer each time, then the input ends.
            let mut prompter = Script::new(&format!("1 {}", words[count - 1]));
            assert!(run(&setting(&engine), &mut prompter, &store).is_err());
            let keeper = store.keeper().unwrap();
            let FoundDraft::Answers { response, .. } = keeper.find(&questionnaire, day()) else {
                panic!("after {count}")
            };
            assert_eq!(response.iter().count(), count);
        }
        let store = open();
        assert!(matches!(run(&setting(&engine), &mut Script::new("1 1 12"), &store), Ok(FlowEnd::Stopped(_))));
        let keeper = store.keeper().unwrap();
        assert!(!keeper.path().exists());
    }

    #[test]
    fn a_disk_that_fills_up_is_said_once_and_does_not_end_the_interview() {
        let questionnaire = small();
        let engine = Engine::new(&questionnaire, day());
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let store = DraftStore::open(Some(&state), &questionnaire, Audience::Client);
        std::fs::remove_dir_all(&state).unwrap();
        let mut prompter = Script::new("1 34 1 1 1 3 n s y");
        assert!(matches!(run(&setting(&engine), &mut prompter, &store), Ok(FlowEnd::Finished(_))));
        let warnings = prompter.seen.iter().filter(|seen| *seen == "Answers are not being saved").count();
        assert_eq!(warnings, 1, "{:?}", prompter.seen);
    }
}
