//! Everything that can be found out about a questionnaire before anybody answers it: faults in its files, proofs, lints of its
//! wording, and reports that nobody reads.

use std::path::{Path, PathBuf};

use super::partials::unread_parts;
use super::templates::{shipped_templates, templates_beside};
use super::{CatalogFault, Found, check_files, partials, pictures};
use crate::assessment::Engine;
use crate::caution::{HeldToBase, OverlayFiles, hold_to_base};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level};
use crate::proof::{Proved, prove_until};
use crate::questionnaire::{BasedOn, Questionnaire, unlisted_files};
use crate::report::{self, Format, RehearsalFailure, Templates, rehearse, unsafe_places};
use crate::response::{Response, answers_inline};
use crate::source::Sources;
use crate::value::Date;
use crate::wording::lint;

/// What a check found, kind by kind.
#[derive(Debug)]
#[non_exhaustive]
pub struct Checked {
    /// The questionnaire, if its files have no error. Only then is the rest looked at.
    pub questionnaire: Option<Questionnaire>,
    /// What is wrong in its files, and in the parts that it brings to reports.
    pub faults: Diagnostics,
    /// What the proofs found.
    pub proofs: Diagnostics,
    /// Of an overlay, what came of holding it against its base.
    pub held: Option<HeldToBase>,
    /// How many rules no report was rehearsed for, because there are too many for all to be.
    pub not_rehearsed: usize,
    /// The last day of assessment for which that holds; none if nothing was proved.
    pub proved_until: Option<Date>,
    /// What reads badly, or should not be told to people.
    pub wording: Diagnostics,
    /// Templates that cannot write a report, and the answers that lead there.
    pub rehearsals: Diagnostics,
}

impl Checked {
    /// Whether the questionnaire may be used: it was read, and nothing found is an error.
    pub fn is_sound(&self) -> bool {
        let found = [&self.faults, &self.proofs, &self.wording, &self.rehearsals];
        let found = found.into_iter().chain(self.held.iter().map(|held| &held.found));
        self.questionnaire.is_some() && !found.into_iter().any(Diagnostics::has_errors)
    }

    /// All that was found, in one list.
    pub fn into_diagnostics(self) -> Diagnostics {
        let mut all = self.faults;
        all.append(self.proofs);
        all.append(self.held.map(|held| held.found).unwrap_or_default());
        all.append(self.wording);
        all.append(self.rehearsals);
        all
    }
}

/// Checks a questionnaire for all days of assessment from one to another (which only matters for dates), with everything that
/// `candidacy check` does. `templates` are
/// a clinic's own, to be tried on it as well. The texts that diagnostics point into are added to `sources`.
///
/// ```no_run
/// use candidacy::catalog::{check, find};
/// use candidacy::diagnostic::render::short;
/// use candidacy::source::Sources;
/// use candidacy::value::Date;
///
/// let mut sources = Sources::default();
/// let found = find("clinic/").unwrap();
/// let days = (Date::constant(2026, 11, 22), Date::constant(2036, 11, 22));
/// let checked = check(&found, days, &[], &mut sources).unwrap();
/// if !checked.is_sound() {
///     eprintln!("{}", short(&checked.into_diagnostics(), &sources));
/// }
/// ```
///
/// # Errors
/// When one of `templates` cannot be read.
pub fn check(
    found: &Found,
    (day, until): (Date, Date),
    templates: &[PathBuf],
    sources: &mut Sources,
) -> Result<Checked, CatalogFault> {
    let (questionnaire, mut faults) = check_files(found, sources);
    let mut unlisted = unlisted_files(found.files.as_ref(), &found.main, sources);
    unlisted.append(unread_parts(found, sources));
    faults.append(match &questionnaire {
        Some(questionnaire) => unlisted.with_levels(questionnaire.lints()),
        None => unlisted,
    });
    let mut checked = Checked {
        questionnaire: None,
        faults,
        proofs: Diagnostics::default(),
        held: None,
        not_rehearsed: 0,
        proved_until: None,
        wording: Diagnostics::default(),
        rehearsals: Diagnostics::default(),
    };
    let Some(questionnaire) = questionnaire else { return Ok(checked) };
    let Proved { found: proofs, witnesses, not_shown, until } = prove_until(&questionnaire, day, until);
    checked.not_rehearsed = not_shown;
    checked.wording = lint(&questionnaire);
    checked.held = hold_to_base(OverlayFiles { files: found.files.as_ref(), main: &found.main }, &questionnaire, day);
    checked.proofs = match &checked.held {
        Some(held) => without_explained(proofs, held, &questionnaire),
        None => proofs,
    };
    if let Some(based_on) = questionnaire.based_on().filter(|based_on| !based_on.is_whole) {
        checked.proofs = worth_telling(checked.proofs, based_on);
        checked.faults = worth_telling(checked.faults, based_on);
        checked.wording = worth_telling(checked.wording, based_on);
    }
    checked.proved_until = Some(until);
    let rehearsal = Rehearsal { found, engine: &Engine::new(&questionnaire, day), witnesses: &witnesses };
    checked.rehearsals = rehearsal.shipped(sources);
    for file in templates {
        checked.rehearsals.append(rehearsal.own(file, sources)?);
    }
    checked.rehearsals = checked.rehearsals.with_levels(questionnaire.lints());
    checked.questionnaire = Some(questionnaire);
    Ok(checked)
}

/// What is found in the files of a base is told only if the set cannot be used by it: nobody who stands on the base can mend what
/// is idle there, or how it is worded, and a promise about people of whom more care is taken now is kept.
fn worth_telling(found: Diagnostics, based_on: &BasedOn) -> Diagnostics {
    let is_kept = |fault: &Diagnostic| fault.level == Level::Error && fault.code != Code::EmptyGuarantee;
    found.filtered(|fault| !based_on.has(fault.span) || is_kept(fault))
}

/// A promise of the base that is broken by what takes less care is told there, and only there.
fn without_explained(proofs: Diagnostics, held: &HeldToBase, questionnaire: &Questionnaire) -> Diagnostics {
    let promise = |fault: &Diagnostic| questionnaire.guarantees().iter().find(|promise| promise.span == fault.span);
    let is_explained = |fault: &Diagnostic| promise(fault).is_some_and(|promise| held.explained.contains(&promise.id));
    proofs.filtered(|fault| fault.code != Code::BrokenGuarantee || !is_explained(fault))
}

/// Whether the part of reports in which a fault shows is shipped as it is: then it is right, and included in a wrong place.
fn is_shipped(name: &str, templates: &Templates) -> bool {
    shipped_templates().by_name.get(name).is_some_and(|text| templates.by_name.get(name) == Some(text))
}

/// Templates, tried on all witnesses before a client meets them.
struct Rehearsal<'r> {
    found: &'r Found,
    engine: &'r Engine<'r>,
    witnesses: &'r [Response],
}

impl Rehearsal<'_> {
    /// The shipped templates, with the parts that the questionnaire brings.
    fn shipped(&self, sources: &mut Sources) -> Diagnostics {
        self.rehearse(&partials::templates_of(self.found), &Format::templates(), sources)
    }

    /// A template of the clinic's own.
    fn own(&self, file: &Path, sources: &mut Sources) -> Result<Diagnostics, CatalogFault> {
        let (templates, name) = templates_beside(partials::templates_of(self.found), file)?;
        // Names are held against all that there is, in branches too that no witness takes: a branch may want several
        // findings at once.
        let names = std::slice::from_ref(&name);
        let unknown = report::check(self.engine.questionnaire(), &templates, names);
        let mut found = pictures::check_beside(file, &name, &templates, sources)?;
        for fault in unknown.iter().chain(&unsafe_places(&templates, names)) {
            let at_include = Some(fault).filter(|fault| is_shipped(&fault.name, &templates));
            let at_include = at_include.and_then(|fault| fault.diagnostic_at_include(&templates.by_name, sources));
            let own = || fault.diagnostic(fault.name.clone(), &templates.by_name, sources);
            found.push(at_include.unwrap_or_else(own));
        }
        if unknown.is_empty() {
            let format = Format::of_path(file).unwrap_or(Format::Text);
            found.append(self.rehearse(&templates, &[(format, name)], sources));
        }
        Ok(found)
    }

    fn rehearse(&self, templates: &Templates, named: &[(Format, String)], sources: &mut Sources) -> Diagnostics {
        let mut found = Diagnostics::default();
        for failure in rehearse(self.engine, templates, named, self.witnesses) {
            found.push(self.failed(templates, &failure, sources));
        }
        found
    }

    /// A failing template, with its place and the answers that lead there.
    fn failed(&self, templates: &Templates, failure: &RehearsalFailure, sources: &mut Sources) -> Diagnostic {
        let fault = &failure.fault;
        let diagnostic = fault.diagnostic(fault.name.clone(), &templates.by_name, sources);
        let answers = answers_inline(self.engine.questionnaire(), &failure.response);
        let reader = failure.audience.name();
        diagnostic.help(format!("it fails in the report for the {reader} with the answers {answers}"))
    }
}
