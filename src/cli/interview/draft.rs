//! A draft: the answers of an interview that is not finished, as a response file that says whose they are. It is read by
//! meaning, as any response file is: a changed comment, wording or version of the questions costs nobody an answer.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::SystemTime;

use candidacy::diagnostic::{Code, Level};
use candidacy::document::{self, MAX_BYTES, YamlNode};
use candidacy::questionnaire::Questionnaire;
use candidacy::response::{self, Misfits, Response};
use candidacy::source::Sources;
use candidacy::value::Date;

use super::shelf::{DraftLock, DraftName, Family, KeepFault, Shelf, digest};

/// The last line of a whole draft; a draft without it was cut off.
const END: &str = "# end of draft";
/// Before the digest of the file from whose answers an interview began.
const BEGUN_FROM: &str = "# begun from the answers of a file, sha256:";
/// Before the place of that file.
const BEGUN_AT: &str = "# that file is ";

/// Whose answers an interview asks for.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Which drafts are this person's, or of those without a name.
    pub family: Family,
    /// The client, if a name was given.
    pub client: Option<String>,
    /// The file from which the answers began.
    pub begun_from: Option<BegunFrom>,
}

/// A file from whose answers an interview began. It is the same file if it has stayed where it is or as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BegunFrom {
    /// SHA-256 over it.
    digest: String,
    /// Where it is, as a text of one line; none of what is no plain file.
    path: Option<String>,
}

impl BegunFrom {
    /// A file with what was read from it.
    pub fn new(path: &Path, text: &str) -> BegunFrom {
        let plain = path.canonicalize().ok().filter(|path| path.is_file());
        BegunFrom { digest: digest(text.as_bytes()), path: plain.map(|path| format!("{path:?}")) }
    }

    /// What the comments say that a draft begins with.
    fn of_head(text: &str) -> Option<BegunFrom> {
        let comments = || text.lines().take_while(|line| line.starts_with('#'));
        let said = |after: &str| comments().find_map(|line| line.strip_prefix(after)).map(str::to_owned);
        Some(BegunFrom { digest: said(BEGUN_FROM)?, path: said(BEGUN_AT) })
    }

    /// The same as comments.
    fn comments(&self) -> String {
        let path = self.path.as_ref().map_or(String::new(), |path| format!("{BEGUN_AT}{path}\n"));
        format!("{BEGUN_FROM}{}\n{path}", self.digest)
    }

    fn is_same_file(&self, other: &BegunFrom) -> bool {
        self.digest == other.digest || self.path.is_some() && self.path == other.path
    }
}

/// Where the answers of an interview are kept.
#[derive(Debug)]
pub enum DraftStore {
    /// In this folder, and what of them is on disk.
    Kept(Shelf, Arc<OnDisk>),
    /// Nowhere, because nobody wants it.
    Unwanted,
    /// Nowhere, because it cannot be done.
    Impossible(KeepFault),
}

impl DraftStore {
    /// Opens the folder of drafts, if there is to be one, and sweeps it.
    pub fn open(folder: Option<&Path>) -> DraftStore {
        match folder.map(Shelf::open) {
            None => DraftStore::Unwanted,
            Some(Err(fault)) => DraftStore::Impossible(fault),
            Some(Ok(shelf)) => {
                shelf.sweep(true);
                DraftStore::Kept(shelf, Arc::default())
            }
        }
    }

    /// What is on disk, for whoever has to say it when the interview has been broken off.
    pub fn on_disk(&self) -> Arc<OnDisk> {
        match self {
            DraftStore::Kept(_, disk) => Arc::clone(disk),
            DraftStore::Unwanted | DraftStore::Impossible(_) => Arc::default(),
        }
    }
}

/// What of an interview is on disk, shared by the thread that holds it and the one that hears signals.
#[derive(Debug, Default)]
pub struct OnDisk(Mutex<DiskState>);

/// What of an interview is on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiskState {
    /// The draft, and how many answers are in it.
    pub kept: Option<(PathBuf, usize)>,
    /// Whether an answer that was given last could not be saved.
    pub behind: bool,
    /// Whether there are other drafts, which were offered and not taken up.
    pub others: bool,
    /// What has become of the answers, once the interview is finished and that is done.
    pub done: Option<String>,
    closed: bool,
}

impl OnDisk {
    /// Waits for a change in progress, lets no further one begin, and says how things stand.
    pub fn close(&self) -> DiskState {
        let mut state = self.lock();
        state.closed = true;
        state.clone()
    }

    /// How things stand.
    pub fn now(&self) -> DiskState {
        self.lock().clone()
    }

    /// Notes whether there are drafts that were offered and not taken up.
    pub fn note_others(&self, others: bool) {
        self.lock().others = others;
    }

    /// Notes that what was chosen at the end is done, in words.
    pub fn note_done(&self, words: String) {
        self.lock().done = Some(words);
    }

    /// Changes what is on disk; nothing is left half done by a signal meanwhile.
    fn change<T>(&self, job: impl FnOnce(&mut DiskState) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.lock();
        if state.closed {
            drop(state);
            // The process is ending, and this thread with it.
            loop {
                thread::park();
            }
        }
        job(&mut state)
    }

    fn lock(&self) -> MutexGuard<'_, DiskState> {
        // A thread that broke down while it held this has left a true state: it is set after what it tells of.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps the answers of one interview on disk.
#[derive(Debug)]
pub struct Keeper {
    held: DraftLock,
    shelf: Shelf,
    owner: Owner,
    disk: Arc<OnDisk>,
}

/// The draft of a finished interview, if it had one. Dropped, it stays on disk, so that nothing is lost if the result
/// cannot be written.
#[derive(Debug)]
pub struct KeptDraft(Option<Box<Keeper>>);

impl KeptDraft {
    /// What is left of an interview that was finished.
    pub fn new(keeper: Option<Keeper>) -> KeptDraft {
        KeptDraft(keeper.map(Box::new))
    }

    /// Whether there is one.
    pub fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// Removes the draft, once the result has been delivered.
    ///
    /// # Errors
    /// A sentence for the person: it is there and cannot be removed.
    pub fn discard(self) -> Result<(), String> {
        self.0.map_or(Ok(()), |keeper| keeper.discard())
    }
}

/// A draft that waits for whoever began it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingDraft {
    /// Its name.
    pub name: DraftName,
    /// When it was written.
    pub written: Option<SystemTime>,
    /// The answers in it.
    pub draft: ReadDraft,
}

/// The answers of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadDraft {
    /// Those that fit.
    pub response: Response,
    /// What no longer fits, and will be asked again.
    pub misfits: Vec<String>,
    /// Whether it was written for another version of the questions.
    pub other_version: bool,
    whose: Whose,
}

impl ReadDraft {
    /// How many answers were given, also those that do not fit any more.
    pub fn count(&self) -> usize {
        self.response.iter().count() + self.misfits.len()
    }

    /// Whether it was begun from the answers of a file as they are now, so that whatever it says was said later.
    pub fn is_younger_than(&self, file: &BegunFrom) -> bool {
        self.whose.begun_from.as_ref().is_some_and(|begun_from| begun_from.digest == file.digest)
    }
}

/// Whose a draft is, as it says itself.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Whose {
    client: Option<String>,
    begun_from: Option<BegunFrom>,
}

impl Whose {
    /// What the head of a draft says, which is what stands before its answers; none if it is not whole.
    fn of_head(text: &str) -> Option<Whose> {
        let (head, _) = text.split_once("\nanswers:")?;
        let mut sources = Sources::default();
        let source = sources.add("head", head);
        let tree = document::parse(source, sources.get(source)?).0?;
        let client = match tree.get("client").map(|client| &client.node) {
            Some(YamlNode::Scalar(scalar)) => Some(scalar.text.clone()),
            Some(YamlNode::Null | YamlNode::List(_) | YamlNode::Map(_)) | None => None,
        };
        Some(Whose { client, begun_from: BegunFrom::of_head(head) })
    }

    /// Whether it is this person's: by name alone, or, without one, begun from the same file.
    fn is(&self, owner: &Owner) -> bool {
        let same_file = match (&self.begun_from, &owner.begun_from) {
            (Some(one), Some(other)) => one.is_same_file(other),
            (one, other) => one.is_none() && other.is_none(),
        };
        self.client == owner.client && (owner.client.is_some() || same_file)
    }
}

/// A draft that is there and is not offered.
struct Unoffered {
    /// Whose it is; none if nobody can tell.
    whose: Option<Whose>,
    why: Why,
}

/// Why a draft is not offered.
enum Why {
    /// Its answers are of a later day than that of the interview: whoever gave them finds them then.
    Later,
    /// It can be read and says what it must not.
    Wrong(String),
    /// It cannot be read by anybody.
    Unreadable(String),
}

impl Why {
    /// Says so. Only what nobody can ever read is put aside.
    fn note(&self, held: &DraftLock) -> String {
        match self {
            Why::Later => "Answers of a later day are kept here; they stay.".to_owned(),
            Why::Wrong(reason) => {
                format!("Answers kept earlier cannot be used: {reason}. They stay in {}.", held.path().display())
            }
            Why::Unreadable(reason) => put_aside(held, reason),
        }
    }
}

/// What was found in the folder for a person.
#[derive(Debug, Default)]
pub struct Waiting {
    /// The drafts that nobody is working on, the newest first.
    pub drafts: Vec<WaitingDraft>,
    /// What else is to be said.
    pub notes: Vec<String>,
}

/// Looks for drafts of this person that no other interview holds. What cannot be read is put aside, and said, unless it is
/// somebody else's.
pub fn waiting(shelf: &Shelf, owner: &Owner, questionnaire: &Questionnaire, day: Date) -> Waiting {
    let mut waiting = Waiting::default();
    let mut elsewhere = false;
    for name in shelf.drafts_of(&owner.family).unwrap_or_default() {
        match shelf.hold(&name) {
            Ok(Some(held)) => match read(&held, questionnaire, day) {
                Ok(Some(draft)) if draft.whose.is(owner) => {
                    let written = std::fs::metadata(held.path()).and_then(|about| about.modified()).ok();
                    waiting.drafts.push(WaitingDraft { name, written, draft });
                }
                Ok(_) => {}
                Err(Unoffered { whose, why }) => {
                    if whose.is_none_or(|whose| whose.is(owner)) {
                        waiting.notes.push(why.note(&held));
                    }
                }
            },
            Ok(None) => elsewhere = true,
            Err(fault) => waiting.notes.push(format!("Answers kept earlier cannot be used: {fault}.")),
        }
    }
    if elsewhere && owner.client.is_some() {
        waiting.notes.push("Another interview for this client is going on; its answers stay with it.".to_owned());
    }
    let mut said = HashSet::new();
    waiting.notes.retain(|note| said.insert(note.clone()));
    waiting.drafts.sort_by(|one, other| (other.written, &one.name).cmp(&(one.written, &other.name)));
    waiting
}

fn put_aside(held: &DraftLock, reason: &str) -> String {
    match held.set_aside() {
        Ok(path) => format!(
            "Answers kept earlier cannot be read: {reason}. They were put aside as {}, and are deleted when you finish.",
            path.display()
        ),
        Err(fault) => {
            format!("Answers kept earlier cannot be read: {reason}. They stay in {} ({fault}).", held.path().display())
        }
    }
}

/// Reads a draft; none if there is none any more.
fn read(held: &DraftLock, questionnaire: &Questionnaire, day: Date) -> Result<Option<ReadDraft>, Unoffered> {
    let nobodys = |reason| Unoffered { whose: None, why: Why::Unreadable(reason) };
    let bytes = match held.read() {
        Ok(bytes) => bytes,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(fault) => return Err(nobodys(fault.to_string())),
    };
    if bytes.len() > MAX_BYTES {
        return Err(nobodys(format!("it is larger than {} MiB", MAX_BYTES >> 20)));
    }
    let text = String::from_utf8(bytes).map_err(|_| nobodys("it is not text".to_owned()))?;
    let begun_from = BegunFrom::of_head(&text);
    if text.lines().last() != Some(END) {
        return Err(Unoffered { whose: Whose::of_head(&text), why: Why::Unreadable("its end is missing".to_owned()) });
    }
    let mut sources = Sources::default();
    let source = sources.add(held.path().display().to_string(), text);
    let (loaded, diagnostics) = response::load_with(questionnaire, source, &sources, (day, Misfits::AskedAgain));
    let response = loaded.of_a_person().response;
    let whose = Whose { client: response.client().map(str::to_owned), begun_from };
    let says = |code| diagnostics.iter().any(|diagnostic| diagnostic.code == code);
    if let Some(fault) = diagnostics.iter().find(|diagnostic| diagnostic.level == Level::Error) {
        let text = sources.get(source);
        return Err(match text.filter(|text| document::parse(source, text).0.is_none()) {
            Some(text) => Unoffered { whose: Whose::of_head(&text.text), why: Why::Unreadable(fault.message.clone()) },
            None if says(Code::AnsweredLater) => Unoffered { whose: Some(whose), why: Why::Later },
            None => Unoffered { whose: Some(whose), why: Why::Wrong(fault.message.clone()) },
        });
    }
    Ok(Some(ReadDraft {
        misfits: response.put_aside(questionnaire).map(|aside| aside.because.clone()).collect(),
        other_version: says(Code::OtherVersion),
        whose,
        response,
    }))
}

impl Keeper {
    /// Takes hold of a draft of its own, for an interview that begins anew.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn new(shelf: &Shelf, disk: &Arc<OnDisk>, owner: &Owner) -> Result<Keeper, KeepFault> {
        shelf.hold_new(&owner.family).map(|held| Keeper::of(held, shelf, disk, owner))
    }

    /// Takes hold of a draft that waits, and reads it again; none if another interview has taken it meanwhile.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn of_waiting(
        shelf: &Shelf,
        disk: &Arc<OnDisk>,
        owner: &Owner,
        asked: &Questionnaire,
        name: &DraftName,
        day: Date,
    ) -> Result<Option<(Keeper, ReadDraft)>, KeepFault> {
        let Some(held) = shelf.hold(name)? else { return Ok(None) };
        let Ok(Some(draft)) = read(&held, asked, day) else { return Ok(None) };
        let keeper = Keeper::of(held, shelf, disk, owner);
        keeper.disk.lock().kept = Some((keeper.path(), draft.count()));
        Ok(Some((keeper, draft)))
    }

    fn of(held: DraftLock, shelf: &Shelf, disk: &Arc<OnDisk>, owner: &Owner) -> Keeper {
        Keeper { held, shelf: shelf.clone(), owner: owner.clone(), disk: Arc::clone(disk) }
    }

    /// Where the draft is.
    pub fn path(&self) -> PathBuf {
        self.held.path()
    }

    /// Writes the answers so that the file is at any moment either the old or the new one.
    ///
    /// # Errors
    /// The disk is full, the folder has gone, and the like; the old draft stays then.
    pub fn save(&self, questionnaire: &Questionnaire, response: &Response) -> io::Result<()> {
        let text = self.text(questionnaire, response);
        self.disk.change(|state| {
            let saved = self.held.replace(&text);
            state.behind = saved.is_err();
            if saved.is_ok() {
                state.kept = Some((self.path(), response.iter().count()));
            }
            saved
        })
    }

    fn text(&self, questionnaire: &Questionnaire, response: &Response) -> String {
        let begun_from = self.owner.begun_from.as_ref().map_or(String::new(), BegunFrom::comments);
        let answers = response::to_yaml(questionnaire, response, &[]);
        let (fingerprint, answers) = (questionnaire.fingerprint(), answers.trim_end());
        format!("# Answers of an interview that is not finished.\n# {fingerprint}\n{begun_from}{answers}\n{END}\n")
    }

    /// How many answers are on disk.
    pub fn answers_on_disk(&self) -> usize {
        self.disk.now().kept.map_or(0, |(_, answers)| answers)
    }

    /// Removes the draft and all that is left of it.
    ///
    /// # Errors
    /// A sentence for the person: it is there and cannot be removed.
    pub fn remove(&self) -> Result<(), String> {
        let removed = self.disk.change(|state| {
            self.held.remove()?;
            self.held.remove_put_aside(&self.owner.family)?;
            *state = DiskState { others: state.others, ..DiskState::default() };
            Ok(())
        });
        removed.map_err(|fault| {
            format!("{} cannot be deleted: {fault}. Please delete it yourself.", self.path().display())
        })
    }

    /// Removes the draft, lets it go and sweeps.
    ///
    /// # Errors
    /// As [`Keeper::remove`].
    pub fn discard(self) -> Result<(), String> {
        let removed = self.remove();
        let shelf = self.shelf.clone();
        drop(self);
        shelf.sweep(true);
        removed
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::testing::{day, small};
    use super::*;
    use candidacy::questionnaire::Audience;
    use candidacy::value::{Answer, Value};

    fn owner(client: Option<&str>, begun_from: Option<&str>) -> Owner {
        Owner {
            family: Family::of("small", Audience::Client, client),
            client: client.map(str::to_owned),
            begun_from: begun_from.map(|digest| BegunFrom { digest: digest.to_owned(), path: None }),
        }
    }

    fn shelf(folder: &Path) -> (Shelf, Arc<OnDisk>) {
        let DraftStore::Kept(shelf, disk) = DraftStore::open(Some(folder)) else { panic!() };
        (shelf, disk)
    }

    fn answered(questionnaire: &Questionnaire) -> Response {
        let mut response = Response::new(questionnaire);
        let age = questionnaire.question("age").unwrap();
        response.set(response::accept(questionnaire, age, Answer::Given(Value::Number(34.into())), day()).unwrap());
        response
    }

    /// The draft of somebody who has stopped; where it is.
    fn stopped(folder: &Path, owner: &Owner) -> PathBuf {
        let (set, (shelf, disk)) = (small(), shelf(folder));
        let keeper = Keeper::new(&shelf, &disk, owner).unwrap();
        let mut response = answered(&set);
        response.set_client(owner.client.as_deref());
        keeper.save(&set, &response).unwrap();
        keeper.path()
    }

    fn found(folder: &Path, owner: &Owner) -> Waiting {
        waiting(&shelf(folder).0, owner, &small(), day())
    }

    #[test]
    fn what_is_saved_is_found_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let (set, nobody) = (small(), owner(None, None));
        assert!(found(folder.path(), &nobody).drafts.is_empty());
        let path = stopped(folder.path(), &nobody);
        let waits = found(folder.path(), &nobody);
        let [draft] = waits.drafts.as_slice() else { panic!("{waits:?}") };
        assert_eq!((&draft.draft.response, draft.draft.count()), (&answered(&set), 1));
        assert!(draft.written.is_some() && !draft.draft.other_version && waits.notes.is_empty());
        let (shelf, disk) = shelf(folder.path());
        let (keeper, again) = Keeper::of_waiting(&shelf, &disk, &nobody, &set, &draft.name, day()).unwrap().unwrap();
        assert_eq!((again.response, keeper.path()), (answered(&set), path));
        keeper.remove().unwrap();
        keeper.discard().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_draft_is_found_by_its_owner_only() {
        let owners = [
            owner(None, None),
            owner(None, Some("aa")),
            owner(None, Some("bb")),
            owner(Some("c-1"), None),
            owner(Some("c-2"), Some("aa")),
            owner(Some("C 1"), None),
        ];
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<PathBuf> = owners.iter().map(|owner| stopped(folder.path(), owner)).collect();
        for (owner, path) in owners.iter().zip(&paths) {
            let waits = found(folder.path(), owner);
            let names: Vec<String> = waits.drafts.iter().map(|draft| draft.name.to_string()).collect();
            assert_eq!(names.len(), 1, "{owner:?}: {names:?}");
            assert!(path.ends_with(format!("{}.draft.yaml", names[0])), "{owner:?}: {names:?}");
        }
        // A client's draft is found by name alone, whatever it began from.
        assert_eq!(found(folder.path(), &owner(Some("c-1"), Some("aa"))).drafts.len(), 1);
    }

    #[test]
    fn a_draft_is_found_by_the_file_that_it_began_from_where_it_was_or_as_it_was() {
        let (folder, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = |name: &str, text: &str| {
            let path = files.path().join(name);
            fs::write(&path, text).unwrap();
            BegunFrom::new(&path, text)
        };
        let from = |begun_from| Owner { begun_from: Some(begun_from), ..owner(None, None) };
        for name in ["a.yaml", "a\n# end of draft\nb.yaml", "é\u{202e}\"'.yaml"] {
            let begun = from(file(name, "one"));
            let path = stopped(folder.path(), &begun);
            assert_eq!(BegunFrom::of_head(&fs::read_to_string(&path).unwrap()), begun.begun_from);
            for (found_from, expected, younger) in [
                (file(name, "one"), 1, true),
                (file(name, "two"), 1, false),
                (file("moved.yaml", "one"), 1, true),
                (file("other.yaml", "two"), 0, false),
                (BegunFrom::new(Path::new("/dev/null"), "two"), 0, false),
            ] {
                let waits = found(folder.path(), &from(found_from.clone()));
                assert_eq!(waits.drafts.len(), expected, "{name}: {found_from:?}");
                assert!(waits.drafts.iter().all(|draft| draft.draft.is_younger_than(&found_from) == younger));
            }
            assert!(found(folder.path(), &owner(None, None)).drafts.is_empty());
            fs::remove_file(path).unwrap();
        }
    }

    #[test]
    fn what_is_of_a_later_day_wrong_or_of_somebody_else_stays_where_it_is() {
        let folder = tempfile::tempdir().unwrap();
        for (owners, others) in [
            (owner(None, None), owner(None, Some("aa"))),
            (owner(None, Some("aa")), owner(None, Some("bb"))),
            (owner(Some("c-1"), None), owner(Some("c-2"), None)),
        ] {
            let path = stopped(folder.path(), &owners);
            let whole = fs::read_to_string(&path).unwrap();
            for (from, to, says) in [
                ("2026-11-22", "2026-11-23", "of a later day are kept here; they stay"),
                ("2026-11-22", "yesterday", "cannot be used: `yesterday` is not a day. They stay in"),
            ] {
                let text = whole.replace(from, to);
                fs::write(&path, &text).unwrap();
                let waits = found(folder.path(), &owners);
                assert!(waits.drafts.is_empty() && waits.notes.len() == 1, "{owners:?}: {waits:?}");
                assert!(waits.notes[0].contains(says), "{waits:?}");
                assert!(found(folder.path(), &others).notes.is_empty());
                let (shelf, disk) = shelf(folder.path());
                Keeper::new(&shelf, &disk, &owners).unwrap().discard().unwrap();
                assert_eq!(fs::read_to_string(&path).unwrap(), text);
            }
            // What is broken is put aside by its owner alone, as far as it says whose it is.
            for broken in [whole.replace(END, ""), whole.replace("  age: 34", "  age: [34")] {
                fs::write(&path, &broken).unwrap();
                assert!(found(folder.path(), &others).notes.is_empty() && path.exists(), "{others:?}\n{broken}");
                let waits = found(folder.path(), &owners);
                assert!(waits.notes[0].contains("put aside") && !path.exists(), "{owners:?}: {waits:?}");
            }
        }
    }

    #[test]
    fn a_draft_is_read_by_meaning() {
        let folder = tempfile::tempdir().unwrap();
        let nobody = owner(None, None);
        let path = stopped(folder.path(), &nobody);
        let whole = fs::read_to_string(&path).unwrap();
        for (from, to, fits, misfits, other_version) in [
            ("sha256:", "sha256:0", 1, 0, false),
            ("version: \"1.0.0\"", "version: \"0.9.0\"", 1, 0, true),
            ("  age: 34", "  age: 34\n  gone: yes", 1, 1, false),
            ("  age: 34", "  age: 340\n  isotretinoin: no", 1, 1, false),
            ("  age: 34", "  age: 340", 0, 1, false),
        ] {
            assert!(whole.contains(from), "{whole}");
            fs::write(&path, whole.replace(from, to)).unwrap();
            let waits = found(folder.path(), &nobody);
            let [draft] = waits.drafts.as_slice() else { panic!("{to}: {waits:?}") };
            let got = (draft.draft.response.iter().count(), draft.draft.misfits.len(), draft.draft.other_version);
            assert_eq!(got, (fits, misfits, other_version), "{to}");
        }
    }

    #[test]
    fn a_draft_cut_off_anywhere_is_put_aside_under_a_true_name() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let nobody = owner(None, None);
        let path = stopped(folder.path(), &nobody);
        let whole = fs::read(&path).unwrap();
        for end in 0..whole.len() - 1 {
            fs::write(&path, &whole[..end]).unwrap();
            let waits = found(folder.path(), &nobody);
            assert!(
                waits.drafts.is_empty() && waits.notes[0].contains("its end is missing"),
                "cut at {end}: {waits:?}"
            );
        }
        let names = || {
            let files = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
            let mut files: Vec<PathBuf> = files.collect();
            files.sort();
            files
        };
        // However many there were, three are left, for their owner alone.
        assert_eq!(names().len(), 3);
        for file in names() {
            assert!(file.to_str().unwrap().contains("small.client.draft.yaml.unreadable"), "{file:?}");
            assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::write(path.with_added_extension("broken-2"), "by an earlier version").unwrap();
        let (shelf, disk) = shelf(folder.path());
        Keeper::new(&shelf, &disk, &nobody).unwrap().discard().unwrap();
        assert_eq!(names(), Vec::<PathBuf>::new());
    }

    #[test]
    fn what_is_no_plain_file_or_too_large_is_no_draft() {
        let folder = tempfile::tempdir().unwrap();
        let nobody = owner(None, None);
        let draft = folder.path().join("small.client.draft.yaml");
        let pipe = || assert!(std::process::Command::new("mkfifo").arg(&draft).status().unwrap().success());
        let elsewhere = folder.path().join("elsewhere");
        fs::write(&elsewhere, "x").unwrap();
        let link = || std::os::unix::fs::symlink(&elsewhere, &draft).unwrap();
        let folder_there = || fs::create_dir(&draft).unwrap();
        // A hole in a file takes no room on disk.
        let huge = || fs::File::create(&draft).unwrap().set_len(300 << 20).unwrap();
        let cases: [(&dyn Fn(), &str); 4] = [
            (&pipe, "not a plain file"),
            (&link, "not a plain file"),
            (&folder_there, "not a plain file"),
            (&huge, "larger than"),
        ];
        for (make, says) in cases {
            make();
            let waits = found(folder.path(), &nobody);
            assert!(waits.drafts.is_empty() && waits.notes[0].contains(says), "{says}: {waits:?}");
        }
        assert_eq!(fs::read_to_string(elsewhere).unwrap(), "x");
    }

    #[test]
    fn a_process_that_ends_waits_for_a_save_in_progress_and_lets_no_other_begin() {
        let disk = Arc::new(OnDisk::default());
        let (begun, saving) = std::sync::mpsc::channel();
        let (go_on, goes_on) = std::sync::mpsc::channel::<()>();
        let theirs = Arc::clone(&disk);
        thread::spawn(move || {
            let saved = theirs.change(|state| {
                begun.send(()).unwrap();
                goes_on.recv().unwrap();
                state.kept = Some((PathBuf::from("draft"), 3));
                Ok(())
            });
            assert!(saved.is_ok());
            let _ = theirs.change(|state| -> io::Result<()> {
                *state = DiskState::default();
                Ok(())
            });
        });
        saving.recv().unwrap();
        go_on.send(()).unwrap();
        // Whichever of the two comes first now, the save is whole; and what comes after the end never happens.
        let state = disk.close();
        assert!(state.kept == Some((PathBuf::from("draft"), 3)) || state.kept.is_none());
        assert_eq!(disk.now(), state);
    }
}
