//! What becomes of a finished interview: the person reads the end of it, and chooses what to keep. Nothing is written that was
//! not chosen, and the answers kept meanwhile are deleted only when that is done.

use std::path::{Path, PathBuf};

use candidacy::questionnaire::Audience;
use candidacy::report::Ending;
use candidacy::response::Response;

use super::super::documents::{NewFile, are_private, expect_folder, shown, typed_folder, write_new};
use super::draft::{KeptDraft, OnDisk};
use super::ending::{parts, title};
use super::prompter::{Menu, MenuRow, Notice, Part, Pick, PromptFault, Prompter, Summary};

/// Works out the end of an interview from its answers; none if nothing is to be asked.
pub type AtTheEnd = Box<dyn FnOnce(&Response) -> Option<Finished> + Send>;

/// Makes sure that a file may be written; else says why not, in a sentence.
pub type ExpectApart = Box<dyn Fn(&Path) -> Result<(), String> + Send>;

/// A finished interview: what is shown, and what can be kept.
pub struct Finished {
    /// What is on the screen.
    pub ending: Ending,
    /// What the result can still become, in a sentence.
    pub outlook: String,
    /// The report as a file.
    pub page: NewFile,
    /// The answers as a file.
    pub answers: NewFile,
    /// The report to read on the screen.
    pub report: String,
    /// The folder that is offered.
    pub folder: PathBuf,
    /// Nothing that is read is written.
    pub expect_apart: ExpectApart,
    /// What opens a page. Gives whether it could.
    pub open: fn(&Path) -> bool,
    /// A file with earlier answers, which stays as it is.
    pub stays: Option<String>,
    /// Whether the answers to private questions are not in the file of answers.
    pub leaves_out_private: bool,
}

/// What came of the end.
#[derive(Debug, PartialEq, Eq)]
pub enum FinishEnd {
    /// What was chosen is done. These words are to be said once the screen is gone.
    Done(String),
    /// The person left without a choice; the draft is still there.
    Left,
}

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Choice {
    page: bool,
    answers: bool,
}

/// What a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FinishAction {
    Keep(Choice),
    Delete,
    Read,
    Folder,
}

/// Shows the end of an interview, and does what is chosen there.
///
/// # Errors
/// The person broke off, or the terminal went away, before anything was chosen; the draft is still there.
pub fn finish(
    finished: &Finished,
    kept: KeptDraft,
    disk: &OnDisk,
    prompter: &mut dyn Prompter,
) -> Result<FinishEnd, PromptFault> {
    let words = Words::of(finished.ending.audience);
    let mut finish = Finish { finished, words, prompter, folder: finished.folder.clone(), said: None };
    loop {
        let written = match finish.choose()? {
            None => return Ok(FinishEnd::Left),
            Some(FinishAction::Read) => {
                finish.prompter.read(&finished.report)?;
                None
            }
            Some(FinishAction::Folder) => {
                finish.other_folder()?;
                None
            }
            Some(FinishAction::Delete) => finish.meant()?.then(Written::default),
            Some(FinishAction::Keep(choice)) => finish.write(choice),
        };
        if let Some(written) = written {
            // The answers are where they were wanted: only now does the draft go.
            let forgotten = kept.discard();
            let closing = Closing { finished, words, written, forgotten };
            disk.note_done(closing.on_leaving());
            return Ok(FinishEnd::Done(closing.hold(finish.prompter)));
        }
    }
}

struct Finish<'a> {
    finished: &'a Finished,
    words: Words,
    prompter: &'a mut dyn Prompter,
    folder: PathBuf,
    /// What came of the last row that was chosen.
    said: Option<String>,
}

/// How things are called for the one who reads.
#[derive(Clone, Copy)]
struct Words {
    page: &'static str,
    answers: &'static str,
    whose_page: &'static str,
    whose_answers: &'static str,
    use_of_page: &'static str,
    open: &'static str,
}

impl Words {
    fn of(audience: Audience) -> Words {
        match audience {
            Audience::Technician => Words {
                page: "the sheet",
                answers: "the answers",
                whose_page: "The sheet",
                whose_answers: "The answers",
                use_of_page: "print",
                open: "Open the sheet to print",
            },
            Audience::Client | Audience::Everyone => Words {
                page: "my page",
                answers: "my answers",
                whose_page: "Your page",
                whose_answers: "Your answers",
                use_of_page: "read",
                open: "Open my page now",
            },
        }
    }
}

/// The end of the interview with what can be kept of it, and what each row does.
fn first_screen(finished: &Finished, folder: &Path, said: Option<String>) -> (Summary, Vec<FinishAction>) {
    let Words { page, answers, use_of_page, .. } = Words::of(finished.ending.audience);
    let keep = |page, answers| FinishAction::Keep(Choice { page, answers });
    let rows = [
        ("1", format!("Both: {page} to {use_of_page}, and {answers} for next time"), keep(true, true)),
        ("2", format!("Only {page}"), keep(true, false)),
        ("3", format!("Only {answers}"), keep(false, true)),
        ("4", format!("Nothing: delete {answers} now"), FinishAction::Delete),
        ("5", format!("Read {page} here first"), FinishAction::Read),
        ("f", format!("Another folder; now it is {}", shown(folder)), FinishAction::Folder),
    ];
    let said = said.map_or(String::new(), |said| format!("{said} "));
    let summary = Summary {
        title: title(&finished.ending),
        parts: parts(&finished.ending, &finished.outlook),
        question: format!("{said}Nothing is saved yet. What would you like to keep?"),
        rows: rows.iter().map(|(key, label, _)| MenuRow::new(*key, label.clone())).collect(),
        airy: false,
    };
    (summary, rows.map(|(_, _, action)| action).to_vec())
}

impl Finish<'_> {
    /// The first screen; none if the person leaves.
    fn choose(&mut self) -> Result<Option<FinishAction>, PromptFault> {
        let (summary, actions) = first_screen(self.finished, &self.folder, self.said.take());
        loop {
            match self.prompter.decide(&summary)? {
                Pick::Row(row) => return Ok(actions.get(row).copied()),
                Pick::Leave => return Ok(None),
                // The answers are checked: there is nothing to go back to.
                Pick::Back => {}
            }
        }
    }

    /// Asks for another folder until there is one that takes files, or the person goes back.
    fn other_folder(&mut self) -> Result<(), PromptFault> {
        let title = "In which folder shall they be?".to_owned();
        let mut lines = vec!["Such as ~/Documents. It must be there already.".to_owned()];
        loop {
            let Some(typed) = self.prompter.line(&Notice::new(title.clone(), lines.clone()))? else {
                return Ok(());
            };
            let folder = typed_folder(&typed);
            match self.expect_usable(&folder) {
                Ok(()) => {
                    self.said = Some(format!("They will go to {}.", shown(&folder)));
                    self.folder = folder;
                    return Ok(());
                }
                Err(sentence) => {
                    lines.truncate(1);
                    lines.push(sentence);
                }
            }
        }
    }

    fn expect_usable(&self, folder: &Path) -> Result<(), String> {
        if !folder.is_dir() {
            return Err(format!("There is no folder {}.", folder.display()));
        }
        (self.finished.expect_apart)(&folder.join(format!("{}.yaml", self.finished.answers.stem)))?;
        expect_folder(folder).map_err(|_| format!("Nothing can be written in {}.", folder.display()))
    }

    /// Asks once more before all is deleted.
    fn meant(&mut self) -> Result<bool, PromptFault> {
        let nothing = "Nothing is kept then, and nobody can bring it back.".to_owned();
        let stays = self.finished.stays.as_ref().map(|file| format!("{file} stays as it is."));
        let lines = std::iter::once(nothing).chain(stays).collect();
        let notice = Notice::new(format!("Delete {}?", self.words.answers), lines);
        let rows = vec![MenuRow::new("y", "Yes, delete them"), MenuRow::new("n", "No, go back")];
        let menu =
            Menu { notice, question: "Is that what you want?".to_owned(), rows, careful: true, ..Menu::default() };
        Ok(self.prompter.choose(&menu)? == Pick::Row(0))
    }

    /// Writes what was chosen; none, and a sentence for the next screen, if that cannot be done.
    fn write(&mut self, choice: Choice) -> Option<Written> {
        let Finished { page, answers, .. } = self.finished;
        let files = [(choice.page, page), (choice.answers, answers)];
        let files: Vec<NewFile> = files.into_iter().filter(|(keep, _)| *keep).map(|(_, file)| file.clone()).collect();
        let written = match self.expect_usable(&self.folder) {
            Ok(()) => write_new(&self.folder, &files).map_err(|fault| format!("Nothing was saved: {fault}.")),
            Err(sentence) => Err(format!("Nothing was saved. {sentence}")),
        };
        match written {
            Ok(paths) => {
                let mut paths = paths.into_iter();
                let mut next = |kept: bool| if kept { paths.next() } else { None };
                Some(Written { page: next(choice.page), answers: next(choice.answers) })
            }
            Err(sentence) => {
                self.said = Some(sentence);
                None
            }
        }
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Written {
    page: Option<PathBuf>,
    answers: Option<PathBuf>,
}

/// What a row of the last screen does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ClosingAction {
    Done,
    Open,
    Wipe,
}

/// The last screen, which says what is where and what is not kept.
struct Closing<'a> {
    finished: &'a Finished,
    words: Words,
    written: Written,
    /// Whether the draft is gone; else a sentence.
    forgotten: Result<(), String>,
}

impl Closing<'_> {
    /// Shows it until the person has read it. Gives what is to be said once it is gone. All is done by now, so that an
    /// interruption only ends it.
    fn hold(&self, prompter: &mut dyn Prompter) -> String {
        let mut rows = self.rows();
        let mut said = None;
        loop {
            let labels = rows.iter().map(|(key, label, _)| MenuRow::new(*key, *label)).collect();
            let before = said.take().map_or(String::new(), |said: String| format!("{said} "));
            let question = format!("{before}{} This stays until you press Enter.", self.rest());
            let summary = Summary { title: self.title(), parts: self.parts(), question, rows: labels, airy: false };
            let pick = prompter.decide(&summary);
            let Ok(Pick::Row(row)) = pick else { return self.on_leaving() };
            match rows.get(row).map(|(_, _, action)| *action) {
                Some(ClosingAction::Open) => {
                    said = self.open();
                    // Where one is at first is what comes next.
                    rows.sort_by_key(|(_, _, action)| *action == ClosingAction::Open);
                }
                Some(ClosingAction::Wipe) if prompter.wipe() => return String::new(),
                Some(ClosingAction::Wipe) => {
                    said = Some("The screen cannot be cleared from here. Please close this window.".to_owned());
                }
                Some(ClosingAction::Done) | None => return self.on_leaving(),
            }
        }
    }

    /// The technician prints at once, with the next client waiting.
    fn rows(&self) -> Vec<(&'static str, &'static str, ClosingAction)> {
        let open = self.written.page.as_ref().map(|_| ("o", self.words.open, ClosingAction::Open));
        match self.finished.ending.audience {
            Audience::Technician => {
                let wipe = ("n", "Next client: clear this screen", ClosingAction::Wipe);
                open.into_iter().chain([wipe, ("d", "Done", ClosingAction::Done)]).collect()
            }
            Audience::Client | Audience::Everyone => {
                [("d", "Done", ClosingAction::Done)].into_iter().chain(open).collect()
            }
        }
    }

    fn open(&self) -> Option<String> {
        let page = self.written.page.as_ref()?;
        Some(if (self.finished.open)(page) {
            "It opens in a window of its own.".to_owned()
        } else {
            format!("It cannot be opened from here. It is the file {}.", page.display())
        })
    }

    fn title(&self) -> String {
        let paths: Vec<PathBuf> = self.written.page.iter().chain(&self.written.answers).cloned().collect();
        if self.forgotten.is_err() {
            "Your answers are still on disk".to_owned()
        } else if paths.is_empty() {
            format!("{} are deleted", self.words.whose_answers)
        } else if are_private(&paths) {
            "Saved. Only you can read this on this computer.".to_owned()
        } else {
            "Saved.".to_owned()
        }
    }

    fn parts(&self) -> Vec<Part> {
        let page = self.written.page.as_ref().map(|path| Part::new(self.words.whose_page, shown(path)));
        let answers = self.written.answers.as_ref().map(|path| Part {
            extra: false,
            short: Some(shown(path)),
            ..Part::new(self.words.whose_answers, format!("{} (for next time)", shown(path)))
        });
        page.into_iter().chain(answers).collect()
    }

    /// What is not kept.
    fn rest(&self) -> String {
        if let Err(sentence) = &self.forgotten {
            return sentence.clone();
        }
        let rest = match (&self.written.page, &self.written.answers) {
            (Some(_), Some(_)) => "Nothing else of this interview is left here.".to_owned(),
            (Some(_), None) => format!("{} are not kept.", self.words.whose_answers),
            (None, Some(_)) => {
                format!("{} is not kept; the answers can make it again.", self.words.whose_page)
            }
            (None, None) => "Nothing of this interview is left here.".to_owned(),
        };
        let stays = self.finished.stays.as_ref().map(|file| format!(" {file} stays as it was."));
        let private = match (&self.written.answers, self.finished.leaves_out_private) {
            (Some(_), true) => " Answers to private questions are not in the file.",
            (Some(_), false) | (None, _) => "",
        };
        format!("{rest}{private}{}", stays.unwrap_or_default())
    }

    /// The same for the line where the next command is typed.
    fn on_leaving(&self) -> String {
        let line = |name: &str, path: &PathBuf| format!("{name}: {}", path.display());
        let page = self.written.page.iter().map(|path| line(self.words.whose_page, path));
        let answers = self.written.answers.iter().map(|path| line(self.words.whose_answers, path));
        let lines: Vec<String> = page.chain(answers).chain([self.rest()]).collect();
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    use super::super::super::screen::fits_at;
    use super::super::draft::{DraftStore, Keeper};
    use super::super::testing::{Script, day, setting, small};
    use super::*;
    use candidacy::assessment::Engine;
    use candidacy::questionnaire::load;
    use candidacy::report::ending;
    use candidacy::source::Sources;
    use candidacy::{catalog, scenario};

    /// A folder to write in, and one with a draft in it.
    struct Room {
        folder: tempfile::TempDir,
        drafts: tempfile::TempDir,
    }

    impl Room {
        fn new() -> Room {
            Room { folder: tempfile::tempdir().unwrap(), drafts: tempfile::tempdir().unwrap() }
        }

        fn finished(&self, audience: Audience, open: fn(&Path) -> bool) -> Finished {
            let questionnaire = small();
            let engine = Engine::new(&questionnaire, day());
            let response = Response::new(&questionnaire);
            let file = |ending, text: &str| NewFile { stem: "smp".to_owned(), ending, text: text.to_owned() };
            Finished {
                ending: ending(&engine, &response, &engine.assess(&response, audience), None),
                outlook: "It cannot change.".to_owned(),
                page: file("html", "the page"),
                answers: file("yaml", "the answers"),
                report: "the report".to_owned(),
                folder: self.folder.path().to_owned(),
                expect_apart: Box::new(|_| Ok(())),
                open,
                stays: None,
                leaves_out_private: false,
            }
        }

        /// Follows a script through the end; gives how it ended and what was seen.
        fn ends(&self, audience: Audience, script: &str) -> (Result<FinishEnd, PromptFault>, Script) {
            let questionnaire = small();
            let engine = Engine::new(&questionnaire, day());
            let store = DraftStore::open(Some(self.drafts.path()));
            let DraftStore::Kept(shelf, disk) = &store else { panic!("no folder") };
            let keeper = Keeper::new(shelf, disk, &setting(&engine).owner()).unwrap();
            keeper.save(&questionnaire, &Response::new(&questionnaire)).unwrap();
            let mut script = Script::new(script);
            let finished = self.finished(audience, |_| true);
            let end = finish(&finished, KeptDraft::new(Some(keeper)), &Arc::clone(disk), &mut script);
            (end, script)
        }

        fn written(&self) -> Vec<String> {
            let names = std::fs::read_dir(self.folder.path()).unwrap();
            let mut names: Vec<String> = names.map(|name| name.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }

        fn has_draft(&self) -> bool {
            self.drafts.path().join("small.client.draft.yaml").exists()
        }
    }

    #[test]
    fn every_choice_does_what_it_says_and_only_then_the_draft_goes() {
        for (script, written) in [
            ("1 d", "smp.html smp.yaml"),
            ("2 o d", "smp.html"),
            ("3 d", "smp.yaml"),
            ("4 n 3 d", "smp.yaml"),
            ("4 y d", ""),
            ("5 5 2 d", "smp.html"),
            ("f /no/such/folder back 2 d", "smp.html"),
            // Once all is done, nobody has to be there any more.
            ("1", "smp.html smp.yaml"),
            ("1 back", "smp.html smp.yaml"),
        ] {
            let room = Room::new();
            let (end, seen) = room.ends(Audience::Client, script);
            let Ok(FinishEnd::Done(words)) = end else { panic!("{script}: {end:?}") };
            assert_eq!(room.written().join(" "), written, "{script}");
            assert!(!room.has_draft(), "{script}");
            assert_eq!(words.matches("smp.").count(), room.written().len(), "{words}");
            assert_eq!(script.contains('5'), seen.seen.contains(&"read".to_owned()));
        }
    }

    #[test]
    fn whoever_goes_before_a_choice_keeps_the_draft() {
        for script in ["", "5", "4", "4 n", "f", "back", "leave", "4 leave leave"] {
            let room = Room::new();
            let (end, _) = room.ends(Audience::Client, script);
            assert!(matches!(end, Ok(FinishEnd::Left) | Err(PromptFault::Ended)), "{script}: {end:?}");
            assert!(room.has_draft() && room.written().is_empty(), "{script}");
        }
    }

    #[test]
    fn another_folder_is_looked_at_first() {
        let room = Room::new();
        let other = tempfile::tempdir().unwrap();
        let path = other.path().display();
        let (_, seen) = room.ends(Audience::Client, &format!("f /no/such/folder {path} 3 d"));
        assert!(seen.read.contains("There is no folder /no/such/folder."), "{}", seen.read);
        assert!(room.written().is_empty() && other.path().join("smp.yaml").exists());
    }

    /// Everybody of the shipped set, whose texts are long, reads the end on one screen of the usual size.
    #[test]
    fn the_end_of_everybody_fits_the_usual_screen() {
        let mut sources = Sources::default();
        let found = catalog::find("smp").unwrap();
        let questionnaire = load(found.files.as_ref(), &found.main, &mut sources).0.unwrap();
        let suite = scenario::read(&questionnaire, found.files.as_ref(), &found.main, &mut sources, day()).0.unwrap();
        assert!(suite.scenarios.len() > 600);
        let room = Room::new();
        let mut finished = room.finished(Audience::Client, |_| true);
        "You have answered all that counts. What the technician sees can still change this result."
            .clone_into(&mut finished.outlook);
        let mut engines = BTreeMap::new();
        for person in &suite.scenarios {
            let name = &person.id;
            let engine = engines.entry(person.day).or_insert_with(|| Engine::new(&questionnaire, person.day));
            for audience in [Audience::Client, Audience::Technician] {
                let assessment = engine.assess(&person.response, audience);
                if assessment.stopped.is_some() {
                    continue;
                }
                finished.ending = ending(engine, &person.response, &assessment, None);
                let Ending { to_do, reason, .. } = &finished.ending;
                assert_eq!(reason.is_some(), assessment.verdict.at() > 0, "{name}");
                let once: BTreeSet<&String> = to_do.iter().collect();
                assert!(once.len() == to_do.len() && to_do.len() <= 3, "{name}: {to_do:?}");
                let (summary, _) = first_screen(&finished, Path::new("/home/anna/Documents"), None);
                assert!(fits_at((80, 24), &summary), "{name}: {summary:#?}");
                assert!(fits_at((60, 20), &summary), "{name}: {summary:#?}");
            }
        }
    }

    #[test]
    fn for_the_next_client_nothing_is_left_on_the_screen() {
        let room = Room::new();
        let (end, seen) = room.ends(Audience::Technician, "1 o n");
        assert_eq!(end.unwrap(), FinishEnd::Done(String::new()));
        assert_eq!(seen.seen.last().unwrap(), "wiped");
    }
}
