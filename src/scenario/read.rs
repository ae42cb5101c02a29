//! From a scenario file to a [`Suite`].

use std::collections::{BTreeMap, BTreeSet};

use super::file::{file_beside, tree_of};
use super::keys::{FILE, SCENARIO};
use super::of_base::{self, take_over};
use super::{Scenario, Suite, faults};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, Scalar, YamlNode, YamlValue};
use crate::questionnaire::shape::{self, Fields};
use crate::questionnaire::{Audience, Files, MAIN_FILE, Questionnaire};
use crate::response::{Accepted, Days, Response, read_entry, unknown_question};
use crate::source::{Sources, Span, Spanned};
use crate::value::index::QuestionIx;
use crate::value::{Date, parse_date};

const AUDIENCES: &[(&str, Audience)] =
    &[("client", Audience::Client), ("technician", Audience::Technician), ("everyone", Audience::Everyone)];

/// The most scenarios that one file can hold.
const MOST_SCENARIOS: usize = 10_000;
/// The most bases that one scenario can start from.
const MOST_BASES: usize = 16;

/// Reads the scenarios that lie beside the main file of a questionnaire; of an overlay, those of its base as well, which come
/// first. There are none, and no diagnostics, if there is no such file; they may be run only if no diagnostic is an error. Where
/// neither a scenario nor its file names a day, it is assessed on `today`.
pub fn read(
    questionnaire: &Questionnaire,
    files: &dyn Files,
    main: &str,
    sources: &mut Sources,
    today: Date,
) -> (Option<Suite>, Diagnostics) {
    let mut out = Diagnostics::default();
    let own = out.keep(tree_of(files, &file_beside(main), sources));
    let overlay = questionnaire.based_on().filter(|based_on| !based_on.is_whole);
    let base = overlay.and_then(|based_on| files.base(&based_on.questionnaire, &based_on.version));
    let mut of_base = base.and_then(|base| out.keep(tree_of(base.as_ref(), &file_beside(MAIN_FILE), sources)));
    if let Some(tree) = &mut of_base {
        out.append(take_over(tree, own.as_ref(), questionnaire));
    }
    let mut reader = ScenarioReader::new(questionnaire, today);
    let base = of_base.as_ref().map(|tree| reader.file(tree));
    // What the base does not use is for whoever stands on it.
    reader.bases.iter_mut().for_each(|base| base.used = true);
    reader.today = today;
    let there = base.as_ref().map_or(0, Vec::len);
    let own = own.as_ref().map(|tree| reader.file(tree));
    out.append(reader.out);
    if base.is_none() && own.is_none() {
        return (None, out);
    }
    let scenarios = base.into_iter().chain(own).flatten().collect();
    (Some(Suite { scenarios, of_base: there }), out.with_levels(questionnaire.lints()).sorted())
}

/// What is known while a scenario file is read, and what was found wrong so far.
pub(super) struct ScenarioReader<'a> {
    pub questionnaire: &'a Questionnaire,
    pub out: Diagnostics,
    today: Date,
    bases: Vec<Base<'a>>,
    ids: BTreeMap<String, Span>,
    /// Where answers were found wrong: a base is read once for every scenario that starts from it.
    told: BTreeSet<(Span, Code)>,
}

/// Answers to start from.
struct Base<'d> {
    key: &'d Spanned<String>,
    answers: Vec<(QuestionIx, &'d Entry)>,
    used: bool,
}

impl<'a> ScenarioReader<'a> {
    fn new(questionnaire: &'a Questionnaire, today: Date) -> Self {
        ScenarioReader {
            questionnaire,
            today,
            out: Diagnostics::default(),
            bases: Vec::new(),
            ids: BTreeMap::new(),
            told: BTreeSet::new(),
        }
    }

    /// The whole file: a mapping with `scenarios`, or just their list.
    fn file(&mut self, tree: &'a YamlValue) -> Vec<Scenario> {
        let items = match &tree.node {
            YamlNode::List(items) => items,
            _ => self.items_of_mapping(tree),
        };
        if items.len() > MOST_SCENARIOS {
            self.out.push(faults::too_many("scenarios", items.len(), MOST_SCENARIOS, shape::head(tree)));
            return Vec::new();
        }
        let scenarios = items.iter().filter_map(|item| self.scenario(item)).collect();
        for base in self.bases.iter().filter(|base| !base.used) {
            self.out.push(faults::unused_base(base.key));
        }
        scenarios
    }

    fn items_of_mapping(&mut self, tree: &'a YamlValue) -> &'a [YamlValue] {
        let Some(fields) = Fields::of_item(tree, FILE, &mut self.out) else { return &[] };
        let accepted = fields.entry(of_base::KEY);
        let stands_on = self.questionnaire.based_on().is_some_and(|based_on| !based_on.is_whole);
        if let Some(entry) = accepted.filter(|_| !stands_on) {
            self.out.push(faults::accepts_nothing(entry));
        }
        self.today = self.day(&fields);
        for entry in fields.map("bases", &mut self.out) {
            let base = self.base(entry);
            self.bases.push(base);
        }
        // An overlay may have nothing of its own, and only say what comes out differently.
        let own =
            if accepted.is_some() { fields.entry("scenarios") } else { fields.needed("scenarios", &mut self.out) };
        own.and_then(|entry| shape::list(entry, &mut self.out)).unwrap_or_default()
    }

    fn base(&mut self, entry: &'a Entry) -> Base<'a> {
        let entries =
            if entry.value.node == YamlNode::Null { &[] } else { shape::map(entry, &mut self.out).unwrap_or_default() };
        Base { key: &entry.key, answers: self.lines(entries), used: false }
    }

    /// Lines of answers, by question; whether the answers fit depends on the day and is seen later.
    fn lines(&mut self, entries: &'a [Entry]) -> Vec<(QuestionIx, &'a Entry)> {
        let mut lines = Vec::new();
        for entry in entries {
            match self.questionnaire.question(&entry.key.value) {
                Some(question) => lines.push((question, entry)),
                None => self.out.push(unknown_question(&entry.key, self.questionnaire)),
            }
        }
        lines
    }

    fn scenario(&mut self, item: &'a YamlValue) -> Option<Scenario> {
        let fields = Fields::of_item(item, SCENARIO, &mut self.out)?;
        let id = self.id(&fields);
        let about = fields.text("about", &mut self.out).map(|scalar| scalar.text.clone());
        let day = self.day(&fields);
        let audience = fields.word("for", AUDIENCES, Audience::Everyone, &mut self.out);
        let (response, own) = self.answers(item, &fields, day);
        let expected = self.expected(&fields);
        let unread = fields.word("reviewed", &[("yes", false), ("no", true)], false, &mut self.out);
        let unreviewed = fields.entry("reviewed").filter(|_| unread).map(|entry| entry.value.span);
        Some(Scenario { id: id?, about, unreviewed, day, audience, response, own, expected, span: fields.head })
    }

    fn id(&mut self, fields: &Fields<'_>) -> Option<String> {
        let scalar = fields.needed_text("id", &mut self.out)?;
        let id = scalar.text.clone();
        let goes_on = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !id.starts_with(|first: char| first.is_ascii_lowercase()) || !id.bytes().all(goes_on) {
            self.out.push(faults::bad_id(scalar));
            return None;
        }
        if let Some(first) = self.ids.insert(id.clone(), scalar.span) {
            self.out.push(faults::duplicate_id(scalar, first));
        }
        Some(id)
    }

    fn day(&mut self, fields: &Fields<'_>) -> Date {
        let written = fields.text("today", &mut self.out);
        written.and_then(|scalar| self.date(scalar)).unwrap_or(self.today)
    }

    /// A day, or the fault that it is none.
    pub(super) fn date(&mut self, scalar: &Scalar) -> Option<Date> {
        let date = parse_date(scalar.text.trim());
        if date.is_none() {
            self.out.push(faults::bad_date(scalar));
        }
        date
    }

    /// The answers of the bases, in their order, and over them the scenario's own.
    fn answers(&mut self, item: &YamlValue, fields: &Fields<'a>, day: Date) -> (Response, Vec<Spanned<QuestionIx>>) {
        let mut lines = BTreeMap::new();
        for name in self.bases_of(fields) {
            if let Some(base) = self.base_named(name) {
                base.used = true;
                lay_over(&mut lines, &base.answers);
            }
        }
        let own = fields.entry("answers").filter(|entry| entry.value.node != YamlNode::Null);
        let own = own.and_then(|entry| shape::map(entry, &mut self.out)).unwrap_or_default();
        let own = self.lines(own);
        lay_over(&mut lines, &own);
        let days = Days::read(item, "answered_on", day, &mut self.out).or_on(day);
        let answered = |id: &str| lines.values().any(|entry| entry.key.value == id);
        days.hold_against(&answered, &mut self.out);
        let mut response = Response::new(self.questionnaire);
        for entry in lines.values() {
            let on = days.of(&entry.key.value);
            if let Some(accepted) = self.answer(entry, on.unwrap_or(day)) {
                response.set(if on.is_some() { accepted } else { accepted.undated() });
            }
        }
        let said = own.iter().filter(|(_, entry)| entry.value.node != YamlNode::Null);
        (response, said.map(|(question, entry)| Spanned::new(*question, entry.key.span)).collect())
    }

    fn answer(&mut self, entry: &Entry, day: Date) -> Option<Accepted> {
        let (answer, faults) = read_entry(self.questionnaire, entry, day);
        for fault in faults {
            if self.told.insert((fault.span, fault.code)) {
                self.out.push(fault);
            }
        }
        answer
    }

    /// The bases that a scenario names: one, or a list.
    fn bases_of<'f>(&mut self, fields: &Fields<'f>) -> Vec<&'f Scalar> {
        let Some(entry) = fields.entry("base") else { return Vec::new() };
        let names: Vec<&Scalar> = match &entry.value.node {
            YamlNode::List(_) => fields.texts("base", &mut self.out),
            _ => shape::text(entry, &mut self.out).into_iter().collect(),
        };
        if names.len() > MOST_BASES {
            self.out.push(faults::too_many("bases", names.len(), MOST_BASES, entry.key.span));
            return Vec::new();
        }
        names
    }

    /// The base with that name, or the fault that there is none.
    fn base_named(&mut self, name: &Scalar) -> Option<&mut Base<'a>> {
        let found = self.bases.iter().any(|base| base.key.value == name.text);
        if !found {
            let known = self.bases.iter().map(|base| base.key.value.as_str());
            let fault = Diagnostic::new(Code::UnknownBase, name.span, format!("there is no base `{}`", name.text));
            self.out.push(faults::or_help(fault.nearest(&name.text, known), "name a key below `bases`"));
        }
        self.bases.iter_mut().find(|base| base.key.value == name.text)
    }
}

/// Puts lines over others; an empty one takes an answer away.
fn lay_over<'d>(lines: &mut BTreeMap<QuestionIx, &'d Entry>, over: &[(QuestionIx, &'d Entry)]) {
    for (question, entry) in over {
        match entry.value.node {
            YamlNode::Null => drop(lines.remove(question)),
            _ => drop(lines.insert(*question, entry)),
        }
    }
}
