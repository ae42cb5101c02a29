//! No report contradicts itself: laws over the reports of every rule's witness, of everybody in the shipped scenarios, and of
//! random answers, in every format and for both readers.

mod breaches;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use candidacy::assessment::{Assessment, Engine};
use candidacy::catalog;
use candidacy::outlook::{Outlook, assess_exactly, assess_with_outlook};
use candidacy::proof::prove_with_witnesses;
use candidacy::questionnaire::{Audience, Questionnaire, Rule};
use candidacy::report::{Format, Templates, contract, render, report};
use candidacy::response::Response;
use candidacy::scenario::read;
use candidacy::value::index::{QuestionIx, VerdictIx};
use candidacy::value::{Date, OptionSet, State};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value as Json;

use crate::generate::{Tape, answer, put, response, tapes};
use crate::support::{answers, day, sample, set_with_sources, smp};

const READERS: [Audience; 2] = [Audience::Client, Audience::Technician];

/// A report that contradicts itself, in a sentence.
type Broken = Result<(), String>;

/// What is told of one person, in every way in which it can be told.
struct Told<'q> {
    questionnaire: &'q Questionnaire,
    assessment: Assessment,
    audience: Audience,
    outlook: Outlook,
    /// The mildest verdict of whoever gave those answers alone that are said to be enough, if they can be given alone.
    of_what_decides: Option<VerdictIx>,
    /// What templates are given.
    data: Json,
    /// What machines read.
    contract: Json,
    /// Each format, as words with single blanks.
    pages: Vec<(Format, String)>,
}

fn templates() -> &'static Templates {
    static CELL: OnceLock<Templates> = OnceLock::new();
    CELL.get_or_init(|| catalog::templates_for("smp").unwrap())
}

fn flat(page: &str) -> String {
    let body = page
        .split_once("</style>")
        .map_or(page, |(_, body)| body.rsplit_once("</style>").map_or(body, |(_, body)| body));
    body.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as it stands in a page of that format.
fn as_in(format: Format, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match format {
        Format::Html => text.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;"),
        _ => text,
    }
}

impl<'q> Told<'q> {
    /// As the program tells it: where a rule stops, of nothing but what it rests on. Eight pages of a person are written in a debug
    /// build in a second: see [`one_in`].
    fn of(engine: &Engine<'q>, response: &Response, audience: Audience) -> Told<'q> {
        let alone = engine.stop_alone(response, audience);
        let response = alone.as_ref().unwrap_or(response);
        let (assessment, outlook) = assess_with_outlook(engine, response, audience);
        Told::by(engine, response, (assessment, outlook), templates())
    }

    /// As somebody might tell it, by an assessment, an outlook and templates of their own.
    fn by(
        engine: &Engine<'q>,
        response: &Response,
        (assessment, outlook): (Assessment, Outlook),
        templates: &Templates,
    ) -> Told<'q> {
        let report = report(engine, response, &assessment, &outlook);
        let page = |format: Format| {
            let page = render(&report, format, &format.template(assessment.audience), templates, 10_000).unwrap();
            let page = flat(&page);
            // Markdown has its marks escaped, and says the same without.
            (format, if format == Format::Markdown { page.replace('\\', "") } else { page })
        };
        let contract = contract(engine, response, &assessment);
        let contract = match &outlook.decided_by {
            Some(reason) => contract.decided_by(engine.questionnaire(), reason),
            None => contract,
        };
        Told {
            questionnaire: engine.questionnaire(),
            audience: assessment.audience,
            of_what_decides: mildest_of_what_decides(engine, response, &outlook, assessment.audience),
            data: serde_json::to_value(&report).unwrap(),
            contract: serde_json::from_str(&contract.to_json()).unwrap(),
            pages: Format::ALL.into_iter().map(page).collect(),
            assessment,
            outlook,
        }
    }

    fn text(&self, pointer: &str) -> &str {
        self.data.pointer(pointer).and_then(Json::as_str).unwrap_or_default()
    }

    fn is(&self, key: &str) -> bool {
        self.data[key] == true
    }

    fn list<'j>(&'j self, key: &str) -> &'j [Json] {
        self.data[key].as_array().map_or(&[], Vec::as_slice)
    }

    fn page(&self, wanted: Format) -> &str {
        &self.pages.iter().find(|(format, _)| *format == wanted).unwrap().1
    }

    /// The pages that are read from top to bottom.
    fn read(&self) -> impl Iterator<Item = &(Format, String)> {
        self.pages.iter().filter(|(format, _)| *format != Format::Summary)
    }

    fn rules(&self) -> impl Iterator<Item = &'q Rule> {
        self.assessment.findings.iter().map(|finding| &self.questionnaire[finding.rule])
    }

    fn grave(&self) -> impl Iterator<Item = &'q Rule> {
        self.rules().filter(|rule| rule.verdict.at() > 0)
    }

    /// No day on which something is done to the person comes before a wait has ended.
    fn no_day_before_a_wait(&self) -> Broken {
        let waits =
            || self.contract["findings"].as_array().unwrap().iter().filter_map(|one| one["not_before"].as_str());
        for step in self.contract["plan"].as_array().into_iter().flatten() {
            let step_is = self.questionnaire.plan().unwrap().steps.iter().find(|one| one.id == step["step"]).unwrap();
            let due = step["done"] != true && !step_is.prepares;
            let Some(on) = step["on"].as_str().filter(|_| due) else { continue };
            if let Some(wait) = waits().find(|wait| *wait > on) {
                return Err(format!("{} on {on}, before {wait}", step_is.id));
            }
        }
        let first = self.text("/plan/first/on/date");
        match waits().max().filter(|wait| !first.is_empty() && *wait > first) {
            Some(wait) => Err(format!("the first treatment on {first}, before {wait}")),
            None => Ok(()),
        }
    }

    /// Nothing that another finding takes back is advised.
    fn no_advice_that_a_finding_forbids(&self) -> Broken {
        let silenced: Vec<&str> =
            self.rules().flat_map(|rule| &rule.silences).map(|rule| self.questionnaire[*rule].id.as_str()).collect();
        let all = [&self.data["findings"], &self.data["notes"], &self.contract["findings"]];
        let advised = all.into_iter().flat_map(|list| list.as_array().unwrap());
        let speaks =
            |one: &&Json| silenced.contains(&one["rule"].as_str().unwrap()) && one["advice"] != Json::Array(vec![]);
        match advised.into_iter().find(speaks) {
            Some(one) => Err(format!("{} advises what another finding takes back", one["rule"])),
            None => Ok(()),
        }
    }

    /// No advice is given twice, as where several findings about the mind name a helpline; and none is lost.
    fn each_advice_stands_once(&self) -> Broken {
        let mut told: Vec<&str> = Vec::new();
        for one in self.list("findings").iter().chain(self.list("notes")) {
            for advice in one["advice"].as_array().unwrap().iter().filter_map(Json::as_str) {
                if told.contains(&advice) {
                    return Err(format!("{} advises again: {advice}", one["rule"]));
                }
                told.push(advice);
            }
        }
        let of_machine = self.contract["findings"].as_array().unwrap().iter();
        let given = of_machine.flat_map(|one| one["advice"].as_array().unwrap()).filter_map(Json::as_str);
        match given.into_iter().find(|advice| !told.contains(advice)) {
            Some(lost) => Err(format!("nobody reads: {lost}")),
            None => Ok(()),
        }
    }

    /// Whoever is not treated reads nothing of what is meant for people who are.
    fn no_treatment_for_whoever_is_not_treated(&self) -> Broken {
        if self.assessment.may_be_treated(self.questionnaire) {
            return Ok(());
        }
        if !self.data["plan"].is_null() || !self.contract["plan"].is_null() {
            return Err("a plan for somebody who is not treated".to_owned());
        }
        let milder = self.rules().flat_map(|rule| {
            let client = rule.advice_if_treated.iter().chain(&rule.changes_if_treated);
            let technician = rule.technician_if_treated.iter().filter(|_| self.audience == Audience::Technician);
            client.chain(technician).map(move |text| (rule, text))
        });
        let told = self.list("findings").iter().chain(self.list("notes"));
        for (rule, text) in milder {
            // One with gaps cannot be looked for as it is written; and a few words may well stand elsewhere.
            let source = text.source();
            let whole = source.split_whitespace().count() > 5 && !source.contains("{{");
            let shown = self.read().any(|(format, page)| whole && page.contains(&as_in(*format, source)));
            let mut of_rule = told.clone().filter(|one| one["rule"] == *rule.id);
            let listed = of_rule.any(|one| one["advice"].as_array().unwrap().iter().any(|advice| advice == source));
            // Another rule may say the same to everybody.
            let others = self.rules().flat_map(|rule| rule.advice.iter().chain(&rule.changes).chain(&rule.technician));
            if (shown || listed) && !others.into_iter().any(|other| other.source() == source) {
                return Err(format!("{} tells of treatment: {source}", rule.id));
            }
        }
        let treats = self.questionnaire.decision().into_iter().flat_map(|aid| &aid.options).filter(|one| one.treats);
        let options = self.data["decision"]["options"].as_array().into_iter().flatten().collect::<Vec<_>>();
        for option in treats {
            if options.iter().any(|shown| shown["id"] == *option.id) {
                return Err(format!("the option {} for somebody who is not treated", option.id));
            }
        }
        let chances = self.data["decision"]["chances"].as_array().is_some_and(|chances| !chances.is_empty());
        if chances { Err("chances of a treatment for somebody who is not treated".to_owned()) } else { Ok(()) }
    }

    /// After a stop nothing but the stop, for people and for machines.
    fn nothing_but_the_stop(&self) -> Broken {
        if self.assessment.stopped.is_none() {
            return Ok(());
        }
        let of_machine = self.contract["findings"].as_array().unwrap().iter();
        let shown = self.list("findings").iter().chain(self.list("notes")).chain(of_machine);
        let stops = |id: &str| self.questionnaire.rules().iter().any(|rule| rule.id == id && rule.stop);
        if let Some(other) = shown.map(|one| one["rule"].as_str().unwrap()).find(|id| !stops(id)) {
            return Err(format!("{other} is told after a stop"));
        }
        if !self.data["decision"].is_null() || !self.data["plan"].is_null() {
            return Err("a plan or options after a stop".to_owned());
        }
        let others = self.questionnaire.sections().iter().map(|section| &section.title);
        let chapters =
            ["What this result means", "Your plan", "The parts of this result", "What would change this result"];
        for (format, page) in self.read().filter(|_| self.audience == Audience::Client) {
            if let Some(chapter) = chapters.iter().find(|chapter| page.contains(**chapter)) {
                return Err(format!("{format:?}: {chapter} after a stop"));
            }
            let named = others.clone().filter(|title| title.len() > 12).find(|title| page.contains(title.as_str()));
            if let Some(title) = named {
                return Err(format!("{format:?}: {title} after a stop"));
            }
        }
        Ok(())
    }

    /// "Each point above" stands below a point.
    fn no_point_above_without_a_point(&self) -> Broken {
        for (format, page) in self.read() {
            let (before, _) = page.split_once("Each point above says what would help").unwrap_or((page, ""));
            let points = self.list("findings").iter().map(|one| one["title"].as_str().unwrap());
            let above = |title: &str| before.contains(&as_in(*format, title));
            if before.len() < page.len() && !points.into_iter().any(above) {
                return Err(format!("{format:?}: each point above, and there is none"));
            }
        }
        Ok(())
    }

    /// What decides stands first, and there is always something, also where a "not sure" decides or an answer is private.
    fn the_deciding_reason_stands_first(&self) -> Broken {
        let ranks: Vec<(u64, &str)> = self
            .list("findings")
            .iter()
            .map(|one| {
                (one["verdict"]["step"].as_u64().unwrap(), one["not_before"]["date"].as_str().unwrap_or_default())
            })
            .collect();
        if !ranks.is_sorted_by(|one, next| one >= next) {
            return Err(format!("what decides does not stand first: {ranks:?}"));
        }
        if self.assessment.verdict.at() == 0 || self.assessment.stopped.is_some() {
            return Ok(());
        }
        let reason = self.text("/reason/text");
        if reason.is_empty() {
            return Err("no reason".to_owned());
        }
        let step = self.data["verdict"]["step"].as_u64().unwrap();
        match (ranks.first(), self.list("unclear").first()) {
            (Some((first, _)), _) if *first == step => {
                let title = &self.list("findings")[0]["title"];
                if self.data["reason"]["title"] != *title {
                    return Err(format!("the reason is not the first finding, {title}"));
                }
            }
            (_, Some(_)) => {}
            _ => return Err("what decides is told nowhere".to_owned()),
        }
        for (format, page) in self.read().filter(|_| self.audience == Audience::Client) {
            let next = page.find("What happens next").ok_or("nothing is said to happen next")?;
            let why = page.find(&*as_in(*format, reason)).ok_or(format!("{format:?} lacks the reason: {reason}"))?;
            if why > next {
                return Err(format!("{format:?}: the reason comes after what happens next"));
            }
        }
        Ok(())
    }

    /// The answers that are said to be enough are, are the same on pages and in JSON, are of what the reader is told of first, and
    /// stand on a page before what happens next. They are left out only where nothing decides or what does is private.
    fn what_decides_is_enough_and_told_alike(&self) -> Broken {
        let ids = |list: &Json| -> Vec<String> {
            let answers = list["answers"].as_array().map_or(&[][..], Vec::as_slice);
            answers.iter().map(|one| one["question"].as_str().unwrap().to_owned()).collect()
        };
        let (page, machine) = (&self.data["deciding"], &self.contract["decided_by"]);
        if self.assessment.verdict.at() == 0 || self.assessment.stopped.is_some() {
            let none = page.is_null() && machine.is_null();
            return if none { Ok(()) } else { Err("answers decide where nothing has to be decided".to_owned()) };
        }
        if machine.is_null() {
            return if self.rests_on_what_is_private() { Ok(()) } else { Err("no answers decide".to_owned()) };
        }
        if let Some(private) =
            ids(machine).iter().find(|id| self.questionnaire[self.questionnaire.question(id).unwrap()].private)
        {
            return Err(format!("{private} is private, and decides"));
        }
        if self.of_what_decides.is_some_and(|mildest| mildest < self.assessment.verdict) {
            return Err(format!("{:?} are not enough", ids(machine)));
        }
        if !page.is_null() {
            let told = self.assessment.without_private(self.questionnaire);
            let first = told.decided_first(self.questionnaire);
            let is_first = |id: &String| first.contains(&self.questionnaire.question(id).unwrap());
            if ids(page) != ids(machine) || page["minimum"] != machine["minimum"] {
                return Err(format!("{:?} decide on the page, {:?} for machines", ids(page), ids(machine)));
            }
            if let Some(other) = ids(page).iter().find(|id| !is_first(id)) {
                return Err(format!("{other} decides, and the reader is told of something else first"));
            }
        }
        let lines = page["answers"].as_array().filter(|answers| self.is("known") && answers.len() <= 3);
        for (format, page) in self.read().filter(|_| self.audience == Audience::Client) {
            let told = page.contains("enough for this: ");
            if told != lines.is_some() {
                return Err(format!("{format:?} tells of what is enough: {told}"));
            }
            let next = page.find("What happens next").unwrap_or(page.len());
            for answer in lines.into_iter().flatten() {
                let says = [&answer["name"], &answer["answer"]].map(|said| said.as_str().unwrap());
                let says = as_in(*format, &says.join(" "));
                if !page[..next].contains(&says) {
                    return Err(format!("{format:?} lacks what decides before what happens next: {says}"));
                }
            }
        }
        Ok(())
    }

    /// Whether a finding or a "not sure" that makes the verdict what it is may not be told.
    fn rests_on_what_is_private(&self) -> bool {
        let private = |question: &QuestionIx| self.questionnaire[*question].private;
        let found = self
            .assessment
            .findings
            .iter()
            .filter(|one| self.questionnaire[one.rule].verdict == self.assessment.verdict);
        let unsure = self.assessment.unsure.iter().filter(|one| one.verdict == self.assessment.verdict);
        found.flat_map(|one| one.because.iter().map(|reason| reason.question)).any(|one| private(&one))
            || unsure.map(|one| one.question).any(|one| private(&one))
    }

    /// What is said to change the result changes it for the better, names no day that has passed and nothing private, and is told
    /// nobody who must be asked again first.
    fn other_ways_lead_to_something_milder(&self) -> Broken {
        let (now, today) = (self.data["verdict"]["step"].as_u64().unwrap(), self.text("/assessed_on/date"));
        for way in self.list("what_if") {
            let changed: Vec<&str> =
                way["changes"].as_array().unwrap().iter().map(|turn| turn["question"].as_str().unwrap()).collect();
            if way["verdict"]["step"].as_u64().unwrap() >= now {
                return Err(format!("{changed:?} lead to nothing milder"));
            }
            if way["from"]["date"].as_str().is_some_and(|day| day < today) {
                return Err(format!("{changed:?} from a day that has passed"));
            }
            let private = |id: &&&str| self.questionnaire[self.questionnaire.question(id).unwrap()].private;
            if let Some(private) = changed.iter().find(private) {
                return Err(format!("{private} is private, and would change the result"));
            }
        }
        let chapter = "What would change this result";
        let wanted = !self.is("stopped") && !self.is("ask_again") && now > 1;
        match self.read().find(|(_, page)| self.audience == Audience::Client && page.contains(chapter) != wanted) {
            Some((format, _)) => Err(format!("{format:?}: {chapter}, or not")),
            None => Ok(()),
        }
    }

    /// Result, outlook, day and findings are the same wherever they are told.
    fn all_formats_agree(&self) -> Broken {
        for key in ["verdict", "at_least", "could_become"] {
            if self.data[key]["id"] != self.contract[key] {
                return Err(format!("{key}: {} and {}", self.data[key]["id"], self.contract[key]));
            }
        }
        for key in ["settled", "settled_here", "stopped"] {
            if self.data[key] != self.contract[key] {
                return Err(format!("{key}: {} and {}", self.data[key], self.contract[key]));
            }
        }
        // A page names no wait that is over; a machine is told of it.
        let today = self.text("/assessed_on/date");
        let over = |day: &&Json| day.as_str().is_some_and(|day| day <= today);
        let wait = Some(&self.contract["not_before"]).filter(|day| !over(day)).unwrap_or(&Json::Null);
        let days = [(&self.data["not_before"]["date"], wait), (&self.data["by"]["date"], &self.contract["by"])];
        if let Some((page, machine)) = days.into_iter().find(|(page, machine)| page != machine) {
            return Err(format!("days: {page} and {machine}"));
        }
        let known = self.is("known") || self.is("stopped");
        let title = if known { self.text("/verdict/title") } else { "ot known yet" };
        if let Some((format, _)) = self.pages.iter().find(|(format, page)| !page.contains(&as_in(*format, title))) {
            return Err(format!("{format:?} lacks {title}"));
        }
        if self.assessment.stopped.is_none() {
            self.days_agree()?;
        }
        let summary = self.page(Format::Summary);
        let told = summary.split_once("Findings: ").and_then(|(_, rest)| rest.split_once(" Not sure or not said:"));
        let told: Vec<&str> = told.unwrap_or_default().0.split(", ").filter(|one| *one != "none").collect();
        let told: Vec<&str> = told.iter().map(|one| one.split(' ').next().unwrap()).collect();
        let mut grave: Vec<&str> = self.grave().map(|rule| rule.id.as_str()).collect();
        let machine = self.contract["findings"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap());
        if let Some(missing) = grave.iter().find(|id| !machine.clone().any(|one| one == **id)) {
            return Err(format!("JSON lacks {missing}"));
        }
        let mut sorted = told.clone();
        sorted.sort_unstable();
        grave.sort_unstable();
        if sorted == grave { Ok(()) } else { Err(format!("the summary tells {told:?}, found is {grave:?}")) }
    }

    /// The headline's day is the first treatment's, or the end of the waits, in every format.
    fn days_agree(&self) -> Broken {
        let first = &self.data["plan"]["first"]["on"];
        let (date, words) = match first["date"].as_str() {
            Some(date) => (date, first["words"].as_str().unwrap()),
            None => (self.text("/not_before/date"), self.text("/not_before/words")),
        };
        for (format, page) in &self.pages {
            let day = if *format == Format::Summary { date } else { words };
            // A client reads it with the result, before all else.
            let head = page.find("What happens next").filter(|_| self.audience == Audience::Client);
            if !page[..head.unwrap_or(page.len())].contains(day) {
                return Err(format!("{format:?} lacks the day {day}"));
            }
        }
        Ok(())
    }

    fn laws(&self) -> Broken {
        LAWS.iter().try_for_each(|(_, law)| law(self))
    }
}

type Law = fn(&Told<'_>) -> Broken;

/// All laws, by their names. Of each, `breaches` shows that it is broken by a report that breaks it.
const LAWS: [(&str, Law); 10] = [
    ("no day before a wait", |told| told.no_day_before_a_wait()),
    ("no advice that a finding forbids", |told| told.no_advice_that_a_finding_forbids()),
    ("each advice stands once", |told| told.each_advice_stands_once()),
    ("no treatment for whoever is not treated", |told| told.no_treatment_for_whoever_is_not_treated()),
    ("nothing but the stop", |told| told.nothing_but_the_stop()),
    ("no point above without a point", |told| told.no_point_above_without_a_point()),
    ("the deciding reason stands first", |told| told.the_deciding_reason_stands_first()),
    ("what decides is enough and told alike", |told| told.what_decides_is_enough_and_told_alike()),
    ("other ways lead to something milder", |told| told.other_ways_lead_to_something_milder()),
    ("all formats agree", |told| told.all_formats_agree()),
];

/// The mildest verdict of all who gave the answers that are said to be enough, and no other; nothing where one of these is not asked
/// then.
fn mildest_of_what_decides(
    engine: &Engine<'_>,
    response: &Response,
    outlook: &Outlook,
    audience: Audience,
) -> Option<VerdictIx> {
    let enough: Vec<QuestionIx> = outlook.decided_by.as_ref()?.answers.iter().map(|one| one.question).collect();
    let mut alone = response.clone();
    let others = engine.questionnaire().questions().indices().filter(|question| !enough.contains(question));
    others.for_each(|question| alone.clear(question));
    let situation = engine.situation(&alone);
    let asked = |question: &QuestionIx| !matches!(situation.state(*question), State::NotApplicable | State::Open);
    enough.iter().all(asked).then(|| assess_exactly(engine, &alone, audience).at_least)
}

/// How often each kind of report was met, so that a law is not kept for want of cases.
#[derive(Debug, Default)]
struct Met {
    reports: AtomicUsize,
    treated: AtomicUsize,
    stopped: AtomicUsize,
    unclear: AtomicUsize,
    waiting: AtomicUsize,
    decided: AtomicUsize,
    other_ways: AtomicUsize,
}

impl Met {
    fn note(&self, told: &Told<'_>) {
        let count = |counter: &AtomicUsize, met: bool| counter.fetch_add(usize::from(met), Ordering::Relaxed);
        count(&self.reports, true);
        count(&self.treated, told.assessment.may_be_treated(told.questionnaire));
        count(&self.stopped, told.assessment.stopped.is_some());
        count(&self.unclear, !told.list("unclear").is_empty());
        count(&self.waiting, !told.data["not_before"].is_null());
        count(&self.decided, told.of_what_decides.is_some() && !told.data["deciding"].is_null());
        count(&self.other_ways, !told.outlook.ways.is_empty());
    }

    fn counts(&self) -> [usize; 7] {
        let counters = [
            &self.reports,
            &self.treated,
            &self.stopped,
            &self.unclear,
            &self.waiting,
            &self.decided,
            &self.other_ways,
        ];
        counters.map(|count| count.load(Ordering::Relaxed))
    }
}

/// Of how many people one is looked at: of all where more than a sample is wanted.
fn one_in(count: usize) -> usize {
    if std::env::var_os("PROPTEST_CASES").is_some() { 1 } else { count }
}

/// The laws for all of some people, on as many threads as there are. All that is broken is told, each kind once.
fn hold(questionnaire: &Questionnaire, people: &[(String, Response, Date)]) -> Met {
    let (next, met, broken) =
        (AtomicUsize::new(0), Met::default(), std::sync::Mutex::new(std::collections::BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, std::num::NonZero::get) {
            scope.spawn(|| {
                while let Some((who, response, day)) = people.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let engine = Engine::new(questionnaire, *day);
                    for audience in READERS {
                        let told = Told::of(&engine, response, audience);
                        met.note(&told);
                        if let Err(how) = told.laws() {
                            broken.lock().unwrap().entry(how).or_insert_with(|| format!("{who}, {audience:?}"));
                        }
                    }
                }
            });
        }
    });
    let broken = broken.into_inner().unwrap();
    assert!(broken.is_empty(), "{} kinds of reports that contradict themselves:\n{broken:#?}", broken.len());
    met
}

#[test]
fn the_reports_of_all_scenarios_keep_the_laws() {
    let found = catalog::find("smp").unwrap();
    let (smp, mut sources) = set_with_sources(found.files.as_ref());
    let suite = read(&smp, found.files.as_ref(), &found.main, &mut sources, day()).0.unwrap();
    // Whoever is stopped is always among them: there are few.
    let stops = |response: &Response, day| Engine::new(&smp, day).assess(response, Audience::Client).stopped.is_some();
    let scenarios = suite.scenarios.into_iter().enumerate();
    let scenarios = scenarios.filter(|(at, one)| at % one_in(6) == 0 || stops(&one.response, one.day));
    let people: Vec<_> = scenarios.map(|(_, one)| (one.id, one.response, one.day)).collect();
    let met = hold(&smp, &people);
    println!("{met:?}");
    let [reports, treated, stopped, unclear, waiting, decided, ways] = met.counts();
    let enough = [reports > 500, treated > 100, stopped > 1, unclear > 5, waiting > 50, decided > 100, ways > 100];
    assert!(one_in(2) == 2 && reports > 90 && treated > 20 || enough == [true; 7]);
}

#[test]
fn the_reports_of_every_witness_keep_the_laws() {
    let (_, witnesses) = prove_with_witnesses(smp(), day());
    let people: Vec<_> =
        witnesses.into_iter().enumerate().map(|(at, response)| (format!("witness {at}"), response, day())).collect();
    assert!(people.len() >= smp().rules().len(), "{} witnesses", people.len());
    let people: Vec<_> = people.into_iter().step_by(one_in(10)).collect();
    assert_eq!(hold(smp(), &people).counts()[0], 2 * people.len());
}

/// Answers of anybody: any to every question, a third of them left out or not sure, as people would hardly give them; or those of
/// a healthy person who was examined, of whom up to ten things are otherwise.
fn anybody(tape: &mut Tape<'_>) -> Response {
    if tape.pick(2) == 0 {
        return response(smp(), tape);
    }
    let mut response = calm().clone();
    for _ in 0..=tape.pick(10) {
        let index = QuestionIx::new(tape.pick(smp().questions().len()));
        let question = &smp()[index];
        put(smp(), &mut response, index, answer(question, OptionSet::first(question.options().len()), tape));
    }
    response
}

fn calm() -> &'static Response {
    static CELL: OnceLock<Response> = OnceLock::new();
    CELL.get_or_init(|| answers(smp(), include_str!("smp/examined.yaml")))
}

/// The laws for random answers, which are made smaller where one is broken. Where more than a sample is wanted, every kind of report
/// must be met often.
#[test]
fn the_reports_of_random_answers_keep_the_laws() {
    let engine = Engine::new(smp(), day());
    let met = Met::default();
    let config = sample(8);
    let cases = config.cases as usize;
    let laws = |said: Vec<u16>| {
        let given = anybody(&mut Tape(&said));
        for audience in READERS {
            let told = Told::of(&engine, &given, audience);
            met.note(&told);
            prop_assert_eq!(told.laws(), Ok(()), "{:?}", audience);
        }
        Ok(())
    };
    TestRunner::new(config).run(&tapes(), laws).unwrap_or_else(|fault| panic!("{fault}"));
    println!("{met:?}");
    let [reports, rest @ ..] = met.counts();
    assert!(reports == 2 * cases && (cases < 1000 || rest.into_iter().all(|met| met > cases / 100)));
}
