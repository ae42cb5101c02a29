//! `candidacy rename`: another id, in every file of a set.
//!
//! What names an id is found by the check itself: the id is changed where it is given, and whatever does not know what it names
//! any more is changed after it, until nothing is at fault. So nothing is left out that the check reads, and nothing is changed that
//! only looks alike, such as an option of the same name.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use candidacy::catalog::{self, Found, Origin, check_files};
use candidacy::diagnostic::{Diagnostic, Diagnostics, Level};
use candidacy::document::{Edit, Entry, YamlNode, YamlValue, edited, entry_before, parse};
use candidacy::questionnaire::Questionnaire;
use candidacy::scenario;
use candidacy::show::{Named, Thing, find};
use candidacy::source::{Source, Sources, Span};
use candidacy::text::counted;
use candidacy::value::Date;

use super::args::RenameArgs;
use super::day::today;
use super::fault::{CliFault, Exit};
use super::output::{self, Staged};

/// The most rounds of changing what names the id. Each finds at least one place; a file shows all its faults at once.
const MOST_ROUNDS: usize = 1000;

/// Renames, or changes nothing and says why.
pub fn run(args: &RenameArgs) -> Result<Exit, CliFault> {
    let found = catalog::find(&args.questionnaire)?;
    if !matches!(found.origin, Origin::Disk) {
        let message = format!(
            "`{}` is shipped inside the program; make a set of your own with `candidacy new`",
            args.questionnaire
        );
        return Err(CliFault::Usage { message });
    }
    let mut renaming = Renaming { args, texts: BTreeMap::new(), day: today() };
    let now = renaming.read()?;
    let Some(questionnaire) = now.questionnaire.filter(|_| !now.faults.has_errors()) else {
        output::show(now.faults, &now.sources);
        output::tell("Nothing was written: first mend what is at fault.");
        return Ok(Exit::Questionnaire);
    };
    let (place, is_answer) = given_at(&questionnaire, &args.old)?;
    let first = now.paths.place(&now.sources, place).ok_or_else(|| of_the_base(&args.old))?;
    renaming.change(&now.paths, &now.sources, vec![first.clone()]);
    if let Some(faults) = renaming.follow(&first)? {
        output::show(faults.0, &faults.1);
        output::tell(&format!("Nothing was written: `{}` cannot be called `{}`.", args.old, args.new));
        return Ok(Exit::Questionnaire);
    }
    if is_answer {
        renaming.keep_the_old_name(&first)?;
    }
    renaming.write()?;
    Ok(Exit::Done)
}

/// Where the id of something is written, and whether answers name it.
fn given_at(questionnaire: &Questionnaire, id: &str) -> Result<(Span, bool), CliFault> {
    if let Some((question, option)) = id.split_once('.') {
        let of = questionnaire.question(question).map(|index| &questionnaire[index]);
        let option = of.and_then(|of| of.options().iter().find(|known| known.id == option));
        return option.map(|option| (option.span, true)).ok_or_else(|| CliFault::Usage {
            message: format!("there is no `{id}`: an option is named as `question.option`"),
        });
    }
    match find(questionnaire, id) {
        Named::Thing(Thing::Question(at)) => Ok((questionnaire[at].span, true)),
        Named::Thing(Thing::Rule(at)) => Ok((questionnaire[at].span, false)),
        Named::Thing(Thing::Section(at)) => Ok((questionnaire[at].span, false)),
        Named::Thing(Thing::Guarantee(at)) => Ok((questionnaire[at].span, false)),
        Named::Thing(Thing::Source(at)) => Ok((questionnaire[at].span, false)),
        Named::Thing(Thing::Value(at)) => {
            let value = questionnaire.values().get(at).map(|value| (value.span, false));
            value.ok_or_else(|| unknown(questionnaire, id))
        }
        Named::Thing(Thing::Set) | Named::Nearest(_) => {
            let condition = questionnaire.conditions().iter().find(|known| known.id == id).map(|known| known.span);
            let score = questionnaire.scores().iter().find(|known| known.id == id).map(|known| known.span);
            condition.or(score).map(|span| (span, false)).ok_or_else(|| unknown(questionnaire, id))
        }
    }
}

fn unknown(questionnaire: &Questionnaire, id: &str) -> CliFault {
    let nearest = match find(questionnaire, id) {
        Named::Nearest(nearest) => nearest.iter().map(|near| format!("`{near}`")).collect::<Vec<_>>().join(", "),
        Named::Thing(_) => String::new(),
    };
    CliFault::Usage { message: format!("nothing of `{}` has the id `{id}`; nearest are {nearest}", questionnaire.id()) }
}

fn of_the_base(id: &str) -> CliFault {
    CliFault::Usage {
        message: format!("`{id}` stands in the set that yours stands on, and keeps the id that it has there"),
    }
}

/// A range of one of the files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    path: String,
    range: (usize, usize),
}

impl Place {
    fn starts_with(&self, other: &Place) -> bool {
        self.path == other.path && self.range.0 == other.range.0
    }
}

/// The paths of the files by the names that messages have for them.
struct Paths(BTreeMap<String, String>);

impl Paths {
    /// Where a span lies, if in one of these files.
    fn place(&self, sources: &Sources, span: Span) -> Option<Place> {
        let path = self.0.get(&sources.get(span.source)?.name)?.clone();
        Some(Place { path, range: (span.start as usize, span.end as usize) })
    }
}

/// A set as it was read, with what is at fault in it, its scenarios and its parts of reports.
struct Read {
    questionnaire: Option<Questionnaire>,
    faults: Diagnostics,
    sources: Sources,
    paths: Paths,
}

/// A text that is not written yet.
#[derive(Default)]
struct Changed {
    text: String,
    /// At how many places it names the new id where the file names the old one.
    places: usize,
}

/// A renaming that is not written yet.
struct Renaming<'a> {
    args: &'a RenameArgs,
    /// The texts that differ from the files, by path.
    texts: BTreeMap<String, Changed>,
    day: Date,
}

impl Renaming<'_> {
    /// The set as it would be.
    fn read(&self) -> Result<Read, CliFault> {
        let texts = self.texts.iter().map(|(path, changed)| (path.clone(), changed.text.clone()));
        let found: Found = catalog::find(&self.args.questionnaire)?.with_texts(texts.collect());
        let files = found.files.as_ref();
        let mut sources = Sources::default();
        let (questionnaire, mut faults) = check_files(&found, &mut sources);
        if let Some(questionnaire) = &questionnaire {
            faults.append(scenario::read(questionnaire, files, &found.main, &mut sources, self.day).1);
        }
        let paths = files.paths().into_iter().map(|path| (files.name(&path), path)).collect();
        Ok(Read { questionnaire, faults, sources, paths: Paths(paths) })
    }

    /// Writes the new id at each of these places.
    fn change(&mut self, paths: &Paths, sources: &Sources, places: Vec<Place>) {
        let (id, new) = (own_part(&self.args.old), &self.args.new);
        let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
        for Place { path, range: (start, end) } in places {
            edits.entry(path).or_default().push((start..end, new.clone()));
        }
        for (path, edits) in edits {
            let source = sources.iter().find(|(_, source)| paths.0.get(&source.name) == Some(&path));
            #[expect(clippy::expect_used, reason = "a renaming without the text would write half a set")]
            let (_, source) = source.expect("a fault of Candidacy: a place lies in a text that was not read");
            let text = source.text.as_str();
            // Quotes around an id stay.
            let edits: Vec<Edit> = edits.into_iter().map(|(range, with)| (inner(text, range, id), with)).collect();
            let changed = self.texts.entry(path).or_default();
            changed.places += edits.len();
            changed.text = edited(text, edits);
        }
    }

    /// Changes whatever names the old id, until nothing is at fault; else gives what is, of the new id at its place alone if it is that.
    fn follow(&mut self, first: &Place) -> Result<Option<(Diagnostics, Sources)>, CliFault> {
        for _ in 0..MOST_ROUNDS {
            let now = self.read()?;
            if !now.faults.has_errors() {
                return Ok(None);
            }
            let at_fault = |fault: &&Diagnostic| {
                fault.level == Level::Error
                    && now.paths.place(&now.sources, fault.span).is_some_and(|at| at.starts_with(first))
            };
            let at_its_place: Vec<Diagnostic> = now.faults.iter().filter(at_fault).cloned().collect();
            if !at_its_place.is_empty() {
                let mut faults = Diagnostics::default();
                at_its_place.into_iter().for_each(|fault| faults.push(fault));
                return Ok(Some((faults, now.sources)));
            }
            let named: BTreeSet<Place> = now
                .faults
                .iter()
                .filter(|fault| fault.level == Level::Error)
                .filter_map(|fault| self.named_by(fault, &now))
                .collect();
            if named.is_empty() {
                return Ok(Some((now.faults, now.sources)));
            }
            self.change(&now.paths, &now.sources, named.into_iter().collect());
        }
        let now = self.read()?;
        Ok(Some((now.faults, now.sources)))
    }

    /// The place at which a fault stands, if the old id is what is named there.
    fn named_by(&self, fault: &Diagnostic, now: &Read) -> Option<Place> {
        let place = now.paths.place(&now.sources, fault.span)?;
        let source = now.sources.get(fault.span.source)?;
        let start = place.range.0;
        let mut words = words(source.slice(fault.span), own_part(&self.args.old));
        let (only, None) = (words.next()?, words.next()) else { return None };
        Some(Place { path: place.path, range: (start + only.start, start + only.end) })
    }

    /// Old answers are read by what a question or an option was called.
    fn keep_the_old_name(&mut self, first: &Place) -> Result<(), CliFault> {
        let Some(changed) = self.texts.get_mut(&first.path) else { return Ok(()) };
        let edit = was(&changed.text, first.range.0, own_part(&self.args.old)).ok_or_else(|| CliFault::Usage {
            message: format!("`was: {}` could not be put beside the new id, so nothing was written", self.args.old),
        })?;
        changed.text = edited(&changed.text, vec![edit]);
        let now = self.read()?;
        if now.faults.has_errors() {
            output::show(now.faults, &now.sources);
            let message = format!("`was: {}` does not fit beside the new id, so nothing was written", self.args.old);
            return Err(CliFault::Usage { message });
        }
        Ok(())
    }

    /// Writes all files, or none, and says what was changed and what was left.
    fn write(&self) -> Result<(), CliFault> {
        let set = Path::new(&self.args.questionnaire);
        let folder = if set.is_dir() { set.to_owned() } else { set.parent().map(Path::to_owned).unwrap_or_default() };
        let mut staged = Vec::new();
        let mut told = Vec::new();
        for (path, Changed { text, places }) in &self.texts {
            let place: PathBuf = folder.join(path);
            told.push(format!("{}: changed at {}", place.display(), counted(*places, "place")));
            staged.push(Staged::new(&place, text)?);
        }
        staged.into_iter().try_for_each(Staged::commit)?;
        told.iter().for_each(|line| output::tell(line));
        let left = self.left(&folder)?;
        if !left.is_empty() {
            output::tell(&format!(
                "Left as they are, since nothing that is checked rests on them; look at {}.",
                left.join(", ")
            ));
        }
        Ok(())
    }

    /// Where the old id still stands: in words, in a template, or as the id of something else.
    fn left(&self, folder: &Path) -> Result<Vec<String>, CliFault> {
        let found = catalog::find(&self.args.questionnaire)?;
        let mut left = Vec::new();
        // Whatever else lies in the folder is none of the set's.
        let is_ours = |path: &&String| path.ends_with(".yaml") || path.ends_with(".yml") || path.starts_with("report/");
        for path in found.files.paths().iter().filter(is_ours) {
            for (line, number) in found.files.read(path).unwrap_or_default().lines().zip(1..) {
                let said_by_us = line.contains("was:");
                if !said_by_us && words(line, own_part(&self.args.old)).next().is_some() {
                    left.push(format!("{}:{number}", folder.join(path).display()));
                }
            }
        }
        Ok(left)
    }
}

/// The id itself: of `question.option`, that of the option.
fn own_part(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or(id)
}

/// Where an id stands in a text as a word of its own.
fn words<'t>(text: &'t str, id: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    text.match_indices(id).map(|(at, id)| at..at + id.len()).filter(move |range| {
        let before = text.get(..range.start).and_then(|before| before.chars().next_back());
        let after = text.get(range.end..).and_then(|after| after.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The range of the id within a range that may have quotes around it.
fn inner(text: &str, range: Range<usize>, id: &str) -> Range<usize> {
    let within = text.get(range.clone()).and_then(|written| words(written, id).next());
    within.map_or(range.clone(), |within| range.start + within.start..range.start + within.end)
}

/// The edit that adds a former name to whatever has its id written at `at`.
fn was(text: &str, at: usize, old: &str) -> Option<Edit> {
    let source = Source { name: String::new(), text: text.to_owned() };
    let mut sources = Sources::default();
    let tree = parse(sources.add("", text), &source).0?;
    let holder = holder(&tree, at)?;
    match (&holder.value().node, holder.value().get("was")) {
        (YamlNode::Map(_), Some(was)) => Some(match &was.node {
            YamlNode::List(items) => {
                let first = items.first()?.span.start as usize;
                let between = if text.get(was.span.start as usize..)?.starts_with('[') { ", " } else { return None };
                (first..first, format!("{old}{between}"))
            }
            YamlNode::Scalar(name) => {
                (was.span.start as usize..was.span.end as usize, format!("[{old}, {}]", name.text))
            }
            YamlNode::Null | YamlNode::Map(_) => return None,
        }),
        (YamlNode::Map(_), None) => entry_before(text, holder.value(), holder.position(), &format!("was: {old}")),
        // An option that is only its label.
        (YamlNode::Scalar(_), _) => {
            let range = holder.value().span.start as usize..holder.value().span.end as usize;
            let label = text.get(range.clone())?;
            Some((range, format!("{{ label: {label}, was: {old} }}")))
        }
        (YamlNode::Null | YamlNode::List(_), _) => None,
    }
}

/// What has an id: a mapping with the key `id`, or the entry whose key it is.
enum Holder<'t> {
    Itself(&'t YamlValue),
    Under(&'t Entry),
}

impl Holder<'_> {
    fn value(&self) -> &YamlValue {
        match self {
            Holder::Itself(value) => value,
            Holder::Under(entry) => &entry.value,
        }
    }

    /// Before which of its entries a former name stands well: behind the id.
    fn position(&self) -> usize {
        match self {
            Holder::Itself(_) => 1,
            Holder::Under(_) => 0,
        }
    }
}

fn holder(tree: &YamlValue, at: usize) -> Option<Holder<'_>> {
    match &tree.node {
        YamlNode::Map(entries) => entries.iter().find_map(|entry| {
            if entry.key.span.start as usize == at {
                return Some(Holder::Under(entry));
            }
            let is_id = entry.key.value == "id" && entry.value.span.start as usize == at;
            if is_id { Some(Holder::Itself(tree)) } else { holder(&entry.value, at) }
        }),
        YamlNode::List(items) => items.iter().find_map(|item| holder(item, at)),
        YamlNode::Null | YamlNode::Scalar(_) => None,
    }
}
