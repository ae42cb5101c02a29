//! The first screen: what is asked, where answers are kept, and which answers the interview begins from.
//!
//! A draft is taken up only by somebody who says that it is theirs. Until then nothing of it is shown but when it was
//! written and how many answers it has.

use std::sync::Arc;

use candidacy::interview::{Interview, Progress};
use candidacy::outlook::{Effort, in_minutes};
use candidacy::proof::Plan;
use candidacy::questionnaire::Audience;
use candidacy::response::Response;
use candidacy::text::counted;

use super::super::day::moment_of_day;
use super::again;
use super::draft::{DraftStore, Keeper, OnDisk, ReadDraft, Waiting, WaitingDraft, waiting};
use super::prompter::{Menu, MenuRow, Notice, Part, Pick, PromptFault, Prompter, Summary};
use super::remaining::Remaining;
use super::setting::Setting;
use super::shelf::{DraftName, KeepFault, Shelf};

/// The most drafts that are listed.
const LISTED: usize = 5;

/// What an interview begins from.
pub struct Start {
    /// The answers that are there.
    pub response: Response,
    /// Who keeps the answers, if anybody does.
    pub keeper: Option<Keeper>,
}

/// What a row of the first screen does.
#[derive(Clone, Copy)]
enum WelcomeAction {
    /// Begins with the answers that came with the command, and leaves drafts alone.
    Begin,
    /// Goes on from a draft that waits, by its place among them.
    GoOn(usize),
    Delete,
    Where,
    Leave,
}

/// Shows the first screen. Gives what to begin from, or nothing if the person leaves.
pub fn welcome(
    setting: &Setting<'_>,
    prompter: &mut dyn Prompter,
    store: &DraftStore,
) -> Result<Option<Start>, PromptFault> {
    let mut welcome = Welcome { setting, prompter, store, said: Vec::new(), read: false };
    loop {
        let found = welcome.look();
        let (summary, actions) = welcome.summary(&found);
        let action = match welcome.prompter.decide(&summary)? {
            Pick::Row(row) => actions.get(row).copied().unwrap_or(WelcomeAction::Leave),
            Pick::Back | Pick::Leave => WelcomeAction::Leave,
        };
        let start = match action {
            WelcomeAction::Begin => Some(welcome.begin()?),
            WelcomeAction::GoOn(place) => welcome.go_on(&found, place)?,
            WelcomeAction::Delete => {
                welcome.delete(&found)?;
                None
            }
            WelcomeAction::Where => {
                welcome.say_where()?;
                None
            }
            WelcomeAction::Leave => return Ok(None),
        };
        if start.is_some() {
            return Ok(start);
        }
    }
}

struct Welcome<'a, 'q> {
    setting: &'a Setting<'q>,
    prompter: &'a mut dyn Prompter,
    store: &'a DraftStore,
    /// What came of the last row that was chosen.
    said: Vec<String>,
    /// Whether what is asked was said.
    read: bool,
}

impl Welcome<'_, '_> {
    fn kept(&self) -> Option<(&Shelf, &Arc<OnDisk>)> {
        match self.store {
            DraftStore::Kept(shelf, disk) => Some((shelf, disk)),
            DraftStore::Unwanted | DraftStore::Impossible(_) => None,
        }
    }

    /// The drafts that are this person's, or may be.
    fn look(&self) -> Waiting {
        let (questionnaire, day) = (self.setting.questionnaire(), self.setting.day());
        let Some((shelf, disk)) = self.kept() else { return Waiting::default() };
        let waiting = waiting(shelf, &self.setting.owner(), questionnaire, day);
        disk.note_others(!waiting.drafts.is_empty());
        waiting
    }

    fn summary(&mut self, found: &Waiting) -> (Summary, Vec<WelcomeAction>) {
        // Whoever comes back here has read it.
        let mut parts = if std::mem::replace(&mut self.read, true) {
            Vec::new()
        } else {
            about(self.setting, &*self.prompter, self.store)
        };
        let paragraph = |text: String| Part { apart: true, ..Part::new("", text) };
        parts.extend(whose(self.setting).map(paragraph));
        parts.extend(self.said.drain(..).map(paragraph));
        parts.extend(found.notes.iter().cloned().map(paragraph));
        parts.extend(self.stopped(&found.drafts).map(paragraph));
        let rows = self.rows(found);
        let label =
            |(number, (label, _)): (usize, &(String, WelcomeAction))| MenuRow::new(number.to_string(), label.clone());
        let menu_rows = (1..).zip(&rows).map(label).collect();
        let title = self.setting.questionnaire().title().to_owned();
        let summary = Summary { title, parts, rows: menu_rows, airy: true, ..Summary::default() };
        (summary, rows.into_iter().map(|(_, action)| action).collect())
    }

    fn rows(&self, found: &Waiting) -> Vec<(String, WelcomeAction)> {
        let row = |label: &str, action| (label.to_owned(), action);
        let drafts = found.drafts.iter().take(LISTED).enumerate();
        let named = self.setting.client.is_some();
        let mut rows: Vec<(String, WelcomeAction)> = match &self.setting.given_from {
            Some(file) => vec![(format!("Start from the answers of {}", file.name), WelcomeAction::Begin)],
            None if found.drafts.is_empty() => vec![row("Begin", WelcomeAction::Begin)],
            None => vec![row("Start new, and leave those answers alone", WelcomeAction::Begin)],
        };
        let go_on: Vec<(String, WelcomeAction)> = drafts
            .map(|(place, draft)| {
                let label = match (found.drafts.len(), named) {
                    (1, false) => "That was me: go on where I stopped".to_owned(),
                    (1, true) => "Go on where this interview stopped".to_owned(),
                    (_, false) => format!("Go on: that was me{}", when_and_where(draft)),
                    (_, true) => format!("Go on where it stopped{}", when_and_where(draft)),
                };
                (label, WelcomeAction::GoOn(place))
            })
            .collect();
        // Whoever named the client said whose answers are wanted.
        let at = if named && self.setting.given_from.is_none() { 0 } else { rows.len() };
        rows.splice(at..at, go_on);
        if !found.drafts.is_empty() {
            rows.push(row(
                if named { "Delete those answers" } else { "That was me: delete those answers" },
                WelcomeAction::Delete,
            ));
        }
        if self.kept().is_some() {
            rows.push(row("Where are my answers kept?", WelcomeAction::Where));
        }
        rows.push(row("Leave", WelcomeAction::Leave));
        rows
    }

    /// "Someone stopped here on 27 November at 14:05, after 12 questions." Of several, the rows say when each did.
    fn stopped(&self, drafts: &[WaitingDraft]) -> Option<String> {
        let who = if self.setting.client.is_some() { "This interview" } else { "Someone" };
        match drafts {
            [] => None,
            [only] => Some(format!("{who} stopped here{}.", when_and_where(only))),
            several if several.len() > LISTED => Some(format!(
                "{} interviews stopped here before their end. The last {LISTED} are listed; `candidacy drafts` has them all.",
                several.len()
            )),
            several => Some(format!("{} interviews stopped here before their end.", several.len())),
        }
    }

    fn begin(&mut self) -> Result<Start, PromptFault> {
        let made = self.kept().map(|(shelf, disk)| Keeper::new(shelf, disk, &self.setting.owner()));
        let keeper = match made {
            Some(Err(fault)) => {
                self.cannot_keep(&fault)?;
                None
            }
            Some(Ok(keeper)) => Some(keeper),
            None => None,
        };
        let given = &self.setting.given;
        let misfits = self.misfits(given);
        if !misfits.is_empty() {
            self.prompter.show(&no_longer_fit(misfits))?;
        }
        Ok(Start { response: given.clone(), keeper })
    }

    /// What no longer fits, a sentence for each answer.
    fn misfits(&self, response: &Response) -> Vec<String> {
        let questionnaire = self.setting.questionnaire();
        let told = response.put_aside(questionnaire).filter(|aside| !questionnaire.is_private(&aside.question));
        told.map(|aside| format!("{}.", aside.because)).collect()
    }

    fn cannot_keep(&mut self, fault: &KeepFault) -> Result<(), PromptFault> {
        let line = format!("{fault}. If you stop before the end, your answers are gone.");
        self.prompter.show(&Notice::new("Your answers cannot be kept".to_owned(), vec![line]))
    }

    fn go_on(&mut self, found: &Waiting, place: usize) -> Result<Option<Start>, PromptFault> {
        let Some(draft) = found.drafts.get(place) else { return Ok(None) };
        let Some((keeper, draft)) = self.take(&draft.name) else { return Ok(None) };
        if let Some((_, disk)) = self.kept() {
            disk.note_others(found.drafts.len() > 1);
        }
        let response = self.with_given(&draft);
        let misfits = self.misfits(&response);
        if draft.other_version || !draft.misfits.is_empty() {
            self.prompter.show(&changed(misfits))?;
        } else if !misfits.is_empty() {
            self.prompter.show(&no_longer_fit(misfits))?;
        }
        Ok(Some(Start { response, keeper: Some(keeper) }))
    }

    /// Takes hold of a draft that waits; says why not, if it cannot be had.
    fn take(&mut self, name: &DraftName) -> Option<(Keeper, ReadDraft)> {
        let setting = self.setting;
        let (shelf, disk) = self.kept()?;
        let taken = Keeper::of_waiting(shelf, disk, &setting.owner(), setting.questionnaire(), name, setting.day());
        match taken {
            Ok(Some(taken)) => return Some(taken),
            Ok(None) => {
                self.said.push("Those answers are not there any more, or in use by another interview.".to_owned())
            }
            Err(fault) => self.said.push(format!("Those answers cannot be used: {fault}.")),
        }
        None
    }

    /// The answers of a draft, and over them those that came with the command. Of a file only what is at least as new as in
    /// the draft; and nothing if the draft was begun from just that file.
    fn with_given(&self, draft: &ReadDraft) -> Response {
        let Setting { given, over, given_from, .. } = self.setting;
        let mut response = draft.response.clone();
        if !given_from.as_ref().is_some_and(|file| draft.is_younger_than(&file.begun_from)) {
            for accepted in given.iter().filter_map(|(question, _)| given.accepted(question)) {
                // What nobody knows the day of is the oldest of all.
                if response.answered_on(accepted.question()) <= accepted.answered_on() {
                    response.set(accepted);
                }
            }
        }
        over.iter().filter_map(|(question, _)| over.accepted(question)).for_each(|accepted| response.set(accepted));
        given.put_aside(self.setting.questionnaire()).cloned().for_each(|aside| response.set_aside(aside));
        response
    }

    fn delete(&mut self, found: &Waiting) -> Result<(), PromptFault> {
        let Some(draft) = self.which(found)? else { return Ok(()) };
        let Some((keeper, _)) = self.take(&draft.name) else { return Ok(()) };
        self.said.push(match keeper.discard() {
            Ok(()) => "Those answers are deleted.".to_owned(),
            Err(sentence) => sentence,
        });
        Ok(())
    }

    /// The draft to delete, where there are several.
    fn which<'w>(&mut self, found: &'w Waiting) -> Result<Option<&'w WaitingDraft>, PromptFault> {
        if let [only] = found.drafts.as_slice() {
            return Ok(Some(only));
        }
        let listed = found.drafts.iter().take(LISTED);
        let label = |draft: &WaitingDraft| format!("I stopped{}", when_and_where(draft));
        let rows = (1..).zip(listed).map(|(number, draft)| MenuRow::new(number.to_string(), label(draft))).collect();
        let notice = Notice::new("Delete answers".to_owned(), Vec::new());
        let question = "Which answers are yours, and to be deleted?".to_owned();
        match self.prompter.choose(&Menu { notice, question, rows, careful: true, names_back: true })? {
            Pick::Row(row) => Ok(found.drafts.iter().take(LISTED).nth(row)),
            Pick::Back | Pick::Leave => Ok(None),
        }
    }

    fn say_where(&mut self) -> Result<(), PromptFault> {
        let Some((shelf, _)) = self.kept() else { return Ok(()) };
        let lines = vec![
            format!("In the folder {}, in a file that only you can read.", shelf.folder().display()),
            "It is deleted when you finish. It is plain text: if others can get at this computer, its disk should be \
             encrypted."
                .to_owned(),
            "`candidacy drafts` lists all answers that are kept, and deletes them.".to_owned(),
        ];
        self.prompter.show(&Notice::new("Where your answers are kept".to_owned(), lines))
    }
}

/// What the first screen says before anything else: what this is, then in points how long it is and what becomes of the answers.
/// Where there is little room, what stands between the first and the last paragraph goes.
fn about(setting: &Setting<'_>, prompter: &dyn Prompter, store: &DraftStore) -> Vec<Part> {
    let mut paragraphs = paragraphs(setting);
    let last = if paragraphs.len() > 1 { paragraphs.pop() } else { None };
    let told =
        paragraphs.into_iter().zip(0..).map(|(text, at)| Part { extra: at > 0, apart: true, ..Part::new("", text) });
    let points = [effort(setting), prompter.keys().to_owned(), keeping(store)];
    let points = points.into_iter().filter(|point| !point.is_empty()).zip(0..);
    let points = points.map(|(text, at)| Part { apart: at == 0, ..Part::new("", format!("• {text}")) });
    let last = last.map(|text| Part { apart: true, ..Part::new("", text) });
    told.chain(points).chain(last).collect()
}

/// What this is about: for a client as the set says it, for a technician who is to answer, and when.
fn paragraphs(setting: &Setting<'_>) -> Vec<String> {
    if setting.audience == Audience::Technician {
        let what =
            "These questions are for you, the technician. Answer them with the client there, once you have looked.";
        let whose = "No client is named. To keep the answers under a reference, start with --client c-0042.";
        let whose = setting.client.is_none().then(|| whose.to_owned());
        return std::iter::once(what.to_owned()).chain(whose).collect();
    }
    let about = setting.questionnaire().about().unwrap_or_default();
    about.split("\n\n").flat_map(|part| part.split('\n')).map(str::to_owned).filter(|part| !part.is_empty()).collect()
}

/// How much there is to answer, on a typical way, and how long that takes.
fn effort(setting: &Setting<'_>) -> String {
    let interview = Interview::new(setting.engine, setting.given.clone(), setting.audience);
    let plan = Plan::new(setting.engine);
    let Effort { screens, seconds } = Remaining::new(&plan, setting.audience).left(&interview);
    let minutes = in_minutes(seconds);
    if let Some(effort) = interview.left_on_return().and_then(|left| again::effort(&left, minutes)) {
        return effort;
    }
    let Progress { done, of } = interview.progress();
    match (of.saturating_sub(done), screens) {
        (0, _) => "All questions are answered already; you can check the answers.".to_owned(),
        (1, _) => "One question is left.".to_owned(),
        (_, 0 | 1) => "Most people are asked one question more.".to_owned(),
        _ => format!("About {screens} screens, {}.", counted(minutes, "minute")),
    }
}

/// Whether answers are kept, as it is in this run.
fn keeping(store: &DraftStore) -> String {
    match store {
        DraftStore::Kept(..) => {
            "You can stop and go on later: answers are kept on this computer until you finish. Nothing is sent."
                .to_owned()
        }
        DraftStore::Unwanted => "Nothing is kept: if you stop before the end, your answers are gone.".to_owned(),
        DraftStore::Impossible(fault) => {
            format!("Your answers cannot be kept: {fault}. If you stop before the end, they are gone.")
        }
    }
}

/// Whose answers these are, if that was said.
fn whose(setting: &Setting<'_>) -> Option<String> {
    match (&setting.client, &setting.given_from) {
        (Some(client), Some(file)) => Some(format!("Client: {client}, with the answers of {}.", file.name)),
        (Some(client), None) => Some(format!("Client: {client}.")),
        (None, Some(file)) => Some(format!("These are the answers of {}.", file.name)),
        (None, None) => None,
    }
}

/// What no longer fits, and why that is.
fn changed(misfits: Vec<String>) -> Notice {
    let since = "The questions have changed since you answered.".to_owned();
    if misfits.is_empty() {
        return Notice::new(since, vec!["Your answers still fit.".to_owned()]);
    }
    no_longer_fit(misfits.into_iter().chain([since]).collect())
}

fn no_longer_fit(lines: Vec<String>) -> Notice {
    Notice::new("Some answers no longer fit and are asked again".to_owned(), lines)
}

/// ` on 27 November at 14:05, after 12 questions`; without the day, if nobody knows it.
fn when_and_where(draft: &WaitingDraft) -> String {
    let moment = draft.written.map_or(String::new(), |written| format!(" on {}", moment_of_day(written)));
    format!("{moment}, after {}", counted(draft.draft.count(), "question"))
}
