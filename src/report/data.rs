//! The report as data: everything that a template can show, with its labels.
//!
//! Texts are filled here, once; templates only arrange them. What each key holds is in `docs/templates.md`.
//!
//! A report proves nothing: what it says about other ways and open answers comes in as an [`Outlook`].

use std::collections::BTreeMap;

use serde::Serialize;

use super::aged::{Changes, ShownAged, ShownAside, has_undated, shown_asides};
use super::decision::{Concerning, ShownDecision};
use super::fill::{Labels, Said, ShownDay, ShownDue, ShownVerdict, shown_day, shown_due, tidy};
use super::format::Format;
use super::items::{
    AnswerPage, Cited, Examine, ShownEvidence, ShownFinding, ShownOpen, ShownScore, ShownSection, ShownSource,
    ShownUnsure, answer_pages, because, legend, notes_and_findings, shown_open, shown_scores, shown_section,
    shown_unsure, to_examine,
};
use super::label_index::LabelIndex;
use super::letter::Reasons;
use super::letterhead::Letterhead;
use super::part::{Parts, ReportPart};
use super::planned::{ShownPlan, ShownStep, planned};
use super::points::{Point, ToDo, points, to_do};
use super::sheet::{Sheet, SheetPoints};
use super::waiting::Waiting;
use super::way::Way;
use crate::assessment::{Assessment, Engine, Finding, Situation, Unsure};
use crate::outlook::Outlook;
use crate::plan::{CarePlan, care_plan};
use crate::questionnaire::{Acceptance, Audience, BasedOn, Questionnaire, Status};
use crate::response::Response;
use crate::value::Answer;
use crate::value::index::VerdictIx;

/// Everything that a report can show.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    questionnaire: About,
    clinic: Option<Letterhead>,
    assessed_on: ShownDay,
    audience: &'static str,
    verdict: ShownVerdict,
    could_become: ShownVerdict,
    settled: bool,
    #[serde(flatten)]
    standing: Standing,
    not_before: Option<ShownDay>,
    by: Option<ShownDue>,
    earliest: ShownDay,
    #[serde(flatten)]
    treatment: Treatment,
    stopped: bool,
    reason: Option<ShownReason>,
    deciding: Option<ShownDeciding>,
    next: Vec<ToDo>,
    decision: Option<ShownDecision>,
    client: Option<String>,
    aged: ShownAged,
    undated: bool,
    put_aside: Vec<ShownAside>,
    given_to: Option<String>,
    since: Option<Changes>,
    sections: Vec<ShownSection>,
    findings: Vec<ShownFinding>,
    notes: Vec<ShownFinding>,
    what_if: Vec<Way>,
    unsure: Vec<ShownUnsure>,
    #[serde(flatten)]
    clearing: Clearing,
    open: Vec<ShownOpen>,
    waiting: Waiting,
    scores: Vec<ShownScore>,
    answers: Vec<AnswerPage>,
    examine: Vec<Examine>,
    legend: Vec<ShownEvidence>,
    sources: Vec<ShownSource>,
    verdicts: Vec<ShownVerdict>,
    reasons: Option<BTreeMap<String, Reasons>>,
    sheet: Option<Sheet>,
    #[serde(skip)]
    points: Option<SheetPoints>,
    pub(super) part: Parts,
    #[serde(flatten)]
    labels: LabelIndex,
}

/// What decides, in short.
#[derive(Clone, Debug, Serialize)]
struct ShownReason {
    title: String,
    text: String,
    /// How many points there are beside it.
    more: usize,
}

impl ShownReason {
    fn new(points: &[Point]) -> Option<ShownReason> {
        let first = points.first()?;
        Some(ShownReason { title: first.title.clone(), text: first.text.clone(), more: points.len() - 1 })
    }
}

/// The answers that decide by themselves.
#[derive(Clone, Debug, Serialize)]
struct ShownDeciding {
    answers: Vec<Said>,
    minimum: bool,
}

impl ShownDeciding {
    /// Only of what a reader is told of first: another reason, just as good, would contradict it.
    fn new(labels: &Labels<'_>, told: &Assessment, outlook: &Outlook) -> Option<ShownDeciding> {
        let reason = outlook.decided_by.as_ref()?;
        let first = told.decided_first(labels.questionnaire);
        let agrees = reason.answers.iter().all(|reason| first.contains(&reason.question));
        let answers = reason.answers.iter().map(|reason| because(labels, reason)).collect();
        agrees.then_some(ShownDeciding { answers, minimum: reason.minimum })
    }
}

/// What may be done, and by which steps.
#[derive(Clone, Debug, Serialize)]
struct Treatment {
    treated: bool,
    plan: Option<ShownPlan>,
    planned: BTreeMap<String, Option<ShownStep>>,
}

/// How firmly the verdict stands.
#[expect(clippy::struct_excessive_bools, reason = "each is a key that templates ask for by its name")]
#[derive(Clone, Debug, Serialize)]
struct Standing {
    known: bool,
    at_least: ShownVerdict,
    can_become: ShownVerdict,
    unchangeable: bool,
    settled_here: bool,
    ask_again: bool,
}

/// What clearing up every "not sure" comes to.
#[derive(Clone, Debug, Serialize)]
struct Clearing {
    unclear: Vec<ShownUnsure>,
    clearing_helps: bool,
    clearing_needed: bool,
}

/// Which questionnaire judged.
#[derive(Clone, Debug, Serialize)]
struct About {
    id: String,
    version: String,
    fingerprint: String,
    /// So much of it as tells two apart at sight.
    short_fingerprint: String,
    title: String,
    language: String,
    about: Option<String>,
    url: Option<String>,
    draft: bool,
    based_on: Option<ShownBase>,
}

/// What a questionnaire stands on, and what of it is less cautious, knowingly.
#[derive(Clone, Debug, Serialize)]
struct ShownBase {
    id: String,
    version: String,
    accepted: Vec<ShownAcceptance>,
}

/// Something less cautious that somebody took upon them.
#[derive(Clone, Debug, Serialize)]
struct ShownAcceptance {
    entry: String,
    because: String,
    by: String,
    on: String,
}

impl ShownBase {
    fn new(based_on: &BasedOn) -> ShownBase {
        let shown = |acceptance: &Acceptance| ShownAcceptance {
            entry: acceptance.entry.clone(),
            because: tidy(&acceptance.because),
            by: acceptance.by.clone(),
            on: acceptance.on.clone(),
        };
        ShownBase {
            id: based_on.questionnaire.clone(),
            version: based_on.version.clone(),
            accepted: based_on.accepted.iter().map(shown).collect(),
        }
    }
}

/// Fills all texts and labels of an assessment, by the engine that made it. What would change it is as the
/// outlook says: [`Outlook::of`] asks the proofs, [`Outlook::unasked`] does not.
///
/// ```
/// use candidacy::assessment::Engine;
/// use candidacy::catalog::{open, shipped_templates};
/// use candidacy::outlook::Outlook;
/// use candidacy::questionnaire::Audience;
/// use candidacy::report::{Format, render, report};
/// use candidacy::response::Response;
/// use candidacy::source::Sources;
/// use candidacy::value::Date;
///
/// let (smp, _) = open("smp", &mut Sources::default()).unwrap();
/// let smp = smp.unwrap();
/// let engine = Engine::new(&smp, Date::constant(2026, 11, 22));
/// let nobody = Response::new(&smp);
/// let assessment = engine.assess(&nobody, Audience::Client);
/// let report = report(&engine, &nobody, &assessment, &Outlook::unasked());
/// let text = render(&report, Format::Summary, "summary.txt", &shipped_templates(), 80).unwrap();
/// assert_eq!(text.lines().count(), 5);
/// ```
pub fn report(engine: &Engine<'_>, response: &Response, assessment: &Assessment, outlook: &Outlook) -> Report {
    let situation = engine.situation(response);
    let planning = Planning {
        treated: assessment.may_be_treated(engine.questionnaire()),
        plan: care_plan(&situation, assessment),
        everything: false,
    };
    fill_report(&situation, assessment, (outlook, &planning), None)
}

/// Whether a person may be treated, and the plan for that.
pub(super) struct Planning {
    pub treated: bool,
    pub plan: Option<CarePlan>,
    /// Whether all is shown that any report can hold, whatever was answered.
    pub everything: bool,
}

impl Report {
    /// The tone of its verdict, from 0 (calm) to 4 (stop), for its looks.
    pub fn tone(&self) -> usize {
        self.verdict.tone
    }

    /// The same of a person who was here before.
    #[must_use]
    pub fn since(self, changes: Changes) -> Report {
        let sheet = self.points.as_ref().map(|points| points.fitted(Some(&changes)));
        Report { sheet, since: Some(changes), ..self }
    }

    /// What of it stands in this format, where nobody said which parts.
    pub(super) fn written_as(self, format: Format) -> Report {
        let part = self.part.written_as(format);
        Report { part, ..self }
    }

    /// Only these parts of the technician's report. If none is named, a page to print is the sheet alone, and the other formats
    /// have all of them.
    #[must_use]
    pub fn only(self, parts: &[ReportPart]) -> Report {
        Report { part: Parts::of(parts), ..self }
    }
}

/// The same of a situation.
pub(super) fn fill_report(
    situation: &Situation<'_>,
    assessment: &Assessment,
    (outlook, planning): (&Outlook, &Planning),
    since: Option<Changes>,
) -> Report {
    let questionnaire = situation.questionnaire();
    let labels = Labels::new(situation, planning.treated, assessment);
    // What is listed is what may be told; what is decided rests on everything.
    let told = assessment.without_private(questionnaire);
    let scores = shown_scores(&labels, assessment);
    let waiting = Waiting::new(&labels, assessment);
    let known = assessment.verdict.at() > 0 || waiting.count == 0;
    // Of a person of whom too little is known, no plan is told either.
    let plan = planning.plan.as_ref().filter(|_| known);
    let weighs = known && assessment.stopped.is_none() && assessment.audience != Audience::Technician;
    let concerning = questionnaire.decision().filter(|_| weighs);
    let concerning = concerning.map(|aid| Concerning::new(&labels, aid, planning.everything));
    let cited = Cited::new(questionnaire, assessment, concerning.iter().flat_map(Concerning::sources).collect());
    let (notes, findings) = notes_and_findings(&labels, &cited, &told);
    let points = points(&labels, &told);
    // A headline never stands alone where an old answer can still change it.
    let ask_again = !assessment.aged.is_empty() && assessment.can_move();
    let examine = to_examine(&labels);
    // What is fitted to paper is the technician's alone.
    let on_paper = assessment.audience.includes(Audience::Technician);
    let firm = known && !ask_again;
    let on_sheet = on_paper.then(|| SheetPoints::new(&labels, assessment, &told, (&waiting, &examine, firm)));
    let reasons = |verdict: VerdictIx| (questionnaire[verdict].id.clone(), Reasons::of(&labels, &told, verdict));
    Report {
        questionnaire: about(questionnaire),
        clinic: Letterhead::of(questionnaire),
        assessed_on: shown_day(assessment.assessed_on),
        audience: assessment.audience.name(),
        verdict: labels.verdict(assessment.verdict),
        could_become: labels.verdict(assessment.could_become),
        settled: assessment.settled(),
        standing: Standing {
            known,
            at_least: labels.verdict(assessment.at_least),
            can_become: labels.verdict(assessment.open_could_make_it),
            unchangeable: !assessment.can_move(),
            settled_here: assessment.settled_here.unwrap_or(false),
            ask_again,
        },
        not_before: assessment.not_before().filter(|day| *day > assessment.assessed_on).map(shown_day),
        by: assessment.by().map(|by| shown_due(by, assessment.assessed_on)),
        earliest: shown_day(
            assessment.not_before().map_or(assessment.assessed_on, |day| day.max(assessment.assessed_on)),
        ),
        treatment: Treatment {
            treated: planning.treated,
            plan: questionnaire.plan().zip(plan).map(|(steps, plan)| ShownPlan::new(&labels, steps, plan)),
            planned: planned(&labels, plan),
        },
        stopped: assessment.stopped.is_some(),
        reason: ShownReason::new(&points),
        deciding: ShownDeciding::new(&labels, &told, outlook),
        next: to_do(&labels, assessment, &points),
        decision: concerning.map(|concerning| concerning.shown(&labels, &cited)),
        client: situation.response().client().map(str::to_owned),
        aged: ShownAged::new(&labels, &told),
        undated: has_undated(&labels),
        put_aside: shown_asides(&labels, assessment),
        given_to: situation.response().given_to().map(str::to_owned),
        sections: assessment.sections.iter().map(|item| shown_section(&labels, item, &waiting)).collect(),
        what_if: outlook.ways.iter().map(|way| Way::new(&labels, way)).collect(),
        unsure: told.unsure.iter().map(|item| shown_unsure(&labels, item)).collect(),
        clearing: Clearing {
            unclear: deciding(questionnaire, &told).map(|item| shown_unsure(&labels, item)).collect(),
            clearing_helps: clearing_helps(questionnaire, assessment),
            clearing_needed: assessment.unsure.iter().any(|item| item.verdict >= assessment.verdict),
        },
        open: told.open.iter().map(|item| shown_open(&labels, item)).collect(),
        waiting,
        answers: answer_pages(&labels),
        examine,
        legend: legend(questionnaire, &told),
        sources: cited.sources(&labels),
        verdicts: questionnaire.verdicts().indices().map(|verdict| labels.verdict(verdict)).collect(),
        reasons: on_paper.then(|| questionnaire.verdicts().indices().map(reasons).collect()),
        sheet: on_sheet.as_ref().map(|points| points.fitted(since.as_ref())),
        points: on_sheet,
        part: Parts::of(&[]),
        labels: LabelIndex::new(&labels, &findings.iter().chain(&notes).collect::<Vec<_>>(), &scores),
        since,
        findings,
        notes,
        scores,
    }
}

/// The answers of "not sure" that are the reason for the verdict, where no finding is.
fn deciding<'a>(questionnaire: &Questionnaire, assessment: &'a Assessment) -> impl Iterator<Item = &'a Unsure> {
    let found = assessment.findings.iter().any(|finding| questionnaire[finding.rule].verdict == assessment.verdict);
    let decides = move |item: &&Unsure| !found && item.verdict.at() > 0 && item.verdict == assessment.verdict;
    assessment.unsure.iter().filter(decides)
}

/// Whether the verdict could be milder if every "not sure" were cleared up: no finding that rests on clear answers keeps it.
fn clearing_helps(questionnaire: &Questionnaire, assessment: &Assessment) -> bool {
    let clear = |finding: &&Finding| {
        let answers = finding.because.iter().map(|reason| &reason.answer);
        !answers.into_iter().any(|answer| matches!(answer, Some(Answer::Unsure | Answer::Withheld)))
    };
    let kept = assessment.findings.iter().filter(clear).map(|finding| questionnaire[finding.rule].verdict).max();
    !assessment.unsure.is_empty() && kept.is_none_or(|kept| kept < assessment.verdict)
}

fn about(questionnaire: &Questionnaire) -> About {
    About {
        id: questionnaire.id().to_owned(),
        version: questionnaire.version().to_owned(),
        fingerprint: questionnaire.fingerprint().to_owned(),
        short_fingerprint: short(questionnaire.fingerprint()),
        title: questionnaire.title().to_owned(),
        language: questionnaire.language().to_owned(),
        about: questionnaire.about().map(tidy),
        url: questionnaire.url().map(str::to_owned),
        draft: questionnaire.status() == Status::Draft,
        based_on: questionnaire.based_on().map(ShownBase::new),
    }
}

/// `sha256:504af72e…` as `504a f72e`.
fn short(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.chars().skip_while(|c| *c != ':').skip(1).take(8).collect();
    digits.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
