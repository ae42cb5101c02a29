//! From documents to a questionnaire.
//!
//! Three passes, none of which stops at a fault: [`reader`] reads the main file and its section files; [`scope`] makes the
//! outline of all names; then each family of keys is read by its own file. Every fault is reported once, where it stands.

mod bands;
mod change;
mod class_tables;
mod clinic;
mod codes;
mod conditions;
mod decision;
mod derived;
mod drawing;
mod files;
mod guarantees;
mod header;
mod images;
mod kinds;
mod limits;
mod lints;
mod lists;
mod loaded;
mod names;
mod odd_signs;
mod option_lists;
mod overlay;
mod pictures;
mod plan;
mod private;
mod questions;
mod reader;
mod rules;
mod scope;
mod scores;
mod sections;
pub(crate) mod shape;
mod steps;
#[cfg(test)]
pub(crate) mod tables;
mod together;
mod unlisted;
mod validity;
mod values;
mod wording;
mod worked_out;

pub(crate) use files::file_fault;
pub use files::{FileFault, Files, MAIN_FILE, Texts, WithTexts};
pub use overlay::{Conflict, Decisions, FlatSet, Upgrade};
pub use pictures::{MAX_PICTURE_BYTES, picture};
pub use reader::{base_of, flatten, upgrade};
pub use unlisted::unlisted_files;

use std::collections::BTreeSet;

use super::{BasedOn, EntryKind, Evidence, Image, Questionnaire, SourceNote, Verdict};
use crate::condition::{self, Condition, Scope};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Scalar;
use crate::source::{Sources, Span, Spanned};
use crate::template::Text;
use crate::value::index::VerdictIx;
use loaded::Loaded;
use names::{Ids, Namespace};
use overlay::Wanted;
use scope::{Outline, View};
use shape::Fields;

/// Reads a questionnaire from its main file. All faults of all its files are in the diagnostics, in file order; there is a
/// questionnaire if none of them is an error.
pub fn load(files: &dyn Files, main: &str, sources: &mut Sources) -> (Option<Questionnaire>, Diagnostics) {
    load_partly(files, main, sources, &|_| true)
}

/// The same, of an overlay with only some of its entries put into its base: so one sees what each of them does.
pub fn load_partly(
    files: &dyn Files,
    main: &str,
    sources: &mut Sources,
    wanted: &Wanted<'_>,
) -> (Option<Questionnaire>, Diagnostics) {
    let (loaded, faults) = reader::load(files, main, sources, wanted);
    let Some(loaded) = loaded else { return (None, faults.sorted()) };
    let (questionnaire, diagnostics) = Checker::new(files, sources, &loaded).run(&loaded);
    let diagnostics = odd_signs::named(once_each(faults, diagnostics), sources);
    let diagnostics = match &loaded.based_on {
        Some(based_on) => with_what_is_gone(diagnostics, based_on, sources),
        None => diagnostics,
    };
    let diagnostics = match &questionnaire {
        Some(questionnaire) => diagnostics.with_levels(&questionnaire.lints).sorted(),
        None => diagnostics.sorted(),
    };
    (questionnaire.filter(|_| !diagnostics.has_errors()), diagnostics)
}

/// All faults, without those that only follow from what YAML could not give: an alias reads as nothing.
fn once_each(yaml: Diagnostics, found: Diagnostics) -> Diagnostics {
    let follows =
        |fault: &Diagnostic| yaml.iter().any(|first| first.span == fault.span && first.code == Code::AliasRefused);
    let found = found.filtered(|fault| !follows(fault));
    let mut kept = yaml;
    kept.append(found);
    kept
}

/// Faults in a base that name what its overlay takes out, with the place where it does.
fn with_what_is_gone(found: Diagnostics, based_on: &BasedOn, sources: &Sources) -> Diagnostics {
    let gone = || based_on.entries.iter().filter(|entry| entry.kind == EntryKind::Remove);
    let mut told = Diagnostics::default();
    for fault in found.iter() {
        let named = sources.get(fault.span.source).map_or("", |source| source.slice(fault.span));
        let entry = gone().find(|entry| entry.path.rsplit('.').next() == Some(named));
        told.push(match entry {
            Some(entry) => overlay::rests_on_removed(fault.clone(), entry),
            None => fault.clone(),
        });
    }
    told
}

/// What is known while a questionnaire is read, and what was found wrong so far.
struct Checker<'a> {
    files: &'a dyn Files,
    loaded: &'a Loaded,
    sources: &'a mut Sources,
    outline: Outline,
    ids: Ids,
    verdicts: Vec<Verdict>,
    evidence: Vec<Evidence>,
    notes: Vec<SourceNote>,
    /// Whether a verdict, a level of evidence … could not be read, so that its name is not known to be unknown.
    broken: BTreeSet<Namespace>,
    cited: BTreeSet<usize>,
    images: Vec<Image>,
    treats_up_to: Option<VerdictIx>,
    out: Diagnostics,
}

impl<'a> Checker<'a> {
    fn new(files: &'a dyn Files, sources: &'a mut Sources, loaded: &'a Loaded) -> Self {
        Checker {
            files,
            loaded,
            sources,
            outline: Outline::of(loaded),
            ids: Ids::default(),
            verdicts: Vec::new(),
            evidence: Vec::new(),
            notes: Vec::new(),
            broken: BTreeSet::new(),
            cited: BTreeSet::new(),
            images: Vec::new(),
            treats_up_to: None,
            out: Diagnostics::default(),
        }
    }

    /// The id of a thing, taken in its namespace.
    fn id(&mut self, scalar: &Scalar, space: Namespace, noun: &'static str) -> Option<String> {
        let id = Spanned::new(scalar.text.clone(), scalar.span);
        self.ids.take(&id, space, noun, &mut self.out)
    }

    /// The id under the key `id`, which must be there.
    fn own_id(&mut self, fields: &Fields<'_>, space: Namespace, noun: &'static str) -> Option<String> {
        let scalar = fields.needed_text("id", &mut self.out)?;
        self.id(scalar, space, noun)
    }

    /// A condition, if it reads as one. A name whose definition is faulty is not reported again.
    fn condition(&mut self, scalar: &Scalar, view: impl Fn(&Outline) -> View<'_>) -> Option<Condition> {
        if self.out.is_over(Code::UnknownName) {
            return None;
        }
        let (condition, faults) = condition::parse(scalar, &view(&self.outline) as &dyn Scope);
        self.out.append(faults);
        condition
    }

    /// A condition that stands after `asked` questions, if the key is there.
    fn when(&mut self, fields: &Fields<'_>, asked: usize) -> Option<Condition> {
        let scalar = fields.text("when", &mut self.out)?;
        self.condition(scalar, |outline| outline.before(asked))
    }

    /// A text over the answers to the first `asked` questions, if the key is there.
    fn template(&mut self, fields: &Fields<'_>, key: &str, asked: usize) -> Option<Text> {
        let scalar = fields.text(key, &mut self.out)?;
        self.filled(scalar, asked)
    }

    /// A text over the answers to the first `asked` questions.
    fn filled(&mut self, scalar: &Scalar, asked: usize) -> Option<Text> {
        if self.out.is_over(Code::TemplateName) {
            return None;
        }
        let (text, faults) = Text::check(scalar, &self.outline.asked_before(asked));
        self.out.append(faults);
        text
    }

    /// A plain text, if the key is there.
    fn plain(&mut self, fields: &Fields<'_>, key: &str) -> Option<String> {
        fields.text(key, &mut self.out).map(|scalar| scalar.text.clone())
    }

    /// A plain text that must be there.
    fn needed_plain(&mut self, fields: &Fields<'_>, key: &str) -> Option<String> {
        fields.needed_text(key, &mut self.out).map(|scalar| scalar.text.clone())
    }

    /// Free tags.
    fn tags(&mut self, fields: &Fields<'_>) -> Vec<String> {
        fields.texts("tags", &mut self.out).into_iter().map(|tag| tag.text.clone()).collect()
    }

    /// Reports more of something than the engine takes. Says whether it is too many.
    fn check_most(&mut self, what: &str, count: usize, most: usize, place: Span) -> bool {
        if count > most {
            let message = format!("{count} {what} are more than the {most} that the engine takes");
            self.out.push(
                Diagnostic::new(Code::TooMany, place, message).help("leave some out, or split the questionnaire"),
            );
        }
        count > most
    }
}
