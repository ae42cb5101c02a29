//! What was added, removed and changed, item by item, from the files alone.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Debug;

use crate::condition::{Constant, exact, print, print_when};
use crate::questionnaire::{
    Acceptance, AnswerOption, AnswerPoints, CanChange, Chance, Clinic, Codes, Counted, DecisionOption, Done, DueBy,
    Guarantee, NotBefore, PlanStep, Points, Question, QuestionKind, Questionnaire, Renamed, Rule, Score, ScoreItem,
    Section, Want,
};
use crate::template::Text;
use crate::value::TypeName;
use crate::value::index::{QuestionIx, SourceNoteIx, VerdictIx};

/// One item that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetChange {
    /// What sort of item: `question`, `rule`, …
    pub what: &'static str,
    /// Its id; of an option `question.option`.
    pub id: String,
    /// How it differs.
    pub how: How,
}

/// How an item differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// Only the new version has it.
    Added,
    /// Only the old version has it.
    Removed,
    /// A part that takes part in judging or asking is another.
    Logic(ChangedPart),
    /// A part that people read is another.
    Text(ChangedPart),
}

/// A part of an item that is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPart {
    /// Its key in the file.
    pub key: &'static str,
    /// What it was.
    pub old: String,
    /// What it is.
    pub new: String,
}

/// All changes, by sort of item.
pub(super) fn between(old: &Questionnaire, new: &Questionnaire) -> Vec<SetChange> {
    let mut list = List { old, new, changes: Vec::new() };
    list.questionnaire();
    list.verdicts();
    list.items(
        "value",
        (old.values(), new.values()),
        |value| &value.id,
        |list, before, after| {
            // Whatever names it shows in its own place what it judges; here the author finds the one line that was changed.
            list.text(("value", &before.id), "is", (written(before.constant), written(after.constant)));
        },
    );
    list.items("section", (old.sections().as_slice(), new.sections().as_slice()), |section| &section.id, List::section);
    list.items(
        "question",
        (old.questions().as_slice(), new.questions().as_slice()),
        |question| &question.id,
        List::question,
    );
    list.items(
        "condition",
        (old.conditions().as_slice(), new.conditions().as_slice()),
        |named| &named.id,
        |list, before, after| {
            let texts = (print(&before.condition, list.old), print(&after.condition, list.new));
            list.logic(("condition", &before.id), "when", texts);
        },
    );
    list.items("score", (old.scores().as_slice(), new.scores().as_slice()), |score| &score.id, List::score);
    list.items("rule", (old.rules().as_slice(), new.rules().as_slice()), |rule| &rule.id, List::rule);
    list.items(
        "guarantee",
        (old.guarantees().as_slice(), new.guarantees().as_slice()),
        |guarantee| &guarantee.id,
        List::guarantee,
    );
    list.items(
        "acceptance",
        (acceptances(old), acceptances(new)),
        |acceptance| &acceptance.entry,
        |list, before, after| {
            let item = ("acceptance", before.entry.as_str());
            list.text(item, "promises", (before.promises.join(", "), after.promises.join(", ")));
            list.text(item, "because", (before.because.clone(), after.because.clone()));
            list.text(item, "by", (before.by.clone(), after.by.clone()));
            list.text(item, "on", (before.on.clone(), after.on.clone()));
        },
    );
    list.items("step", (steps(old), steps(new)), |step| &step.id, List::step);
    list.items(
        "decision option",
        (decision_options(old), decision_options(new)),
        |option| &option.id,
        List::decision_option,
    );
    list.items("chance", (chances(old), chances(new)), |chance| &chance.id, List::chance);
    list.changes
}

/// What somebody took upon them, of a set that stands on another one.
fn acceptances(questionnaire: &Questionnaire) -> &[Acceptance] {
    questionnaire.based_on().map_or(&[], |based_on| &based_on.accepted)
}

/// That something has another id.
pub(super) fn renamed(Renamed { what, old, new }: Renamed) -> SetChange {
    SetChange { what, id: new.clone(), how: How::Logic(ChangedPart { key: "id", old, new }) }
}

struct List<'q> {
    old: &'q Questionnaire,
    new: &'q Questionnaire,
    changes: Vec<SetChange>,
}

/// A value as its author would tell it apart from another.
fn written(constant: Constant) -> String {
    match constant {
        Constant::Duration(duration) => exact(duration),
        Constant::Number(_) | Constant::Day(_) => constant.to_string(),
    }
}

/// What sort of item, and its id.
type Item<'i> = (&'static str, &'i str);

impl<'q> List<'q> {
    fn items<T>(
        &mut self,
        what: &'static str,
        (old, new): (&'q [T], &'q [T]),
        id: impl Fn(&T) -> &String,
        mut compare: impl FnMut(&mut Self, &'q T, &'q T),
    ) {
        let by_id: HashMap<&String, &'q T> = new.iter().map(|after| (id(after), after)).collect();
        for before in old {
            match by_id.get(id(before)) {
                Some(after) => compare(self, before, after),
                None => self.push((what, id(before)), How::Removed),
            }
        }
        let known: HashSet<&String> = old.iter().map(&id).collect();
        for after in new.iter().filter(|after| !known.contains(id(after))) {
            self.push((what, id(after)), How::Added);
        }
    }

    fn push(&mut self, (what, id): Item<'_>, how: How) {
        self.changes.push(SetChange { what, id: id.to_owned(), how });
    }

    fn logic(&mut self, item: Item<'_>, key: &'static str, (old, new): (String, String)) {
        if old != new {
            self.push(item, How::Logic(ChangedPart { key, old, new }));
        }
    }

    fn text(&mut self, item: Item<'_>, key: &'static str, (old, new): (String, String)) {
        if old != new {
            self.push(item, How::Text(ChangedPart { key, old, new }));
        }
    }

    fn questionnaire(&mut self) {
        let (old, new) = (self.old, self.new);
        let item = ("questionnaire", old.id());
        self.text(item, "id", (old.id().to_owned(), new.id().to_owned()));
        self.text(item, "version", (old.version().to_owned(), new.version().to_owned()));
        self.text(item, "title", (old.title().to_owned(), new.title().to_owned()));
        self.text(item, "language", (old.language().to_owned(), new.language().to_owned()));
        let bound = |questionnaire: &Questionnaire, bound: Option<VerdictIx>| {
            bound.map_or("none".to_owned(), |bound| verdict(questionnaire, bound))
        };
        self.logic(item, "treats_up_to", (bound(old, old.treats_up_to()), bound(new, new.treats_up_to())));
        let waits_from = |questionnaire: &Questionnaire| questionnaire.plan().map(|plan| plan.waits_from);
        self.logic(item, "waits_from", (bound(old, waits_from(old)), bound(new, waits_from(new))));
        self.logic(item, "order of steps", step_order(old, new));
        let about = |questionnaire: &Questionnaire| questionnaire.about().unwrap_or_default().to_owned();
        self.text(item, "about", (about(old), about(new)));
        self.text(item, "codes", (codes(old.codes()), codes(new.codes())));
        self.text(item, "url", (written_or_none(old.url()), written_or_none(new.url())));
        let clinic = |questionnaire: &Questionnaire| questionnaire.clinic().map_or("none".to_owned(), letterhead);
        self.text(item, "clinic", (clinic(old), clinic(new)));
        self.text(item, "status", (word(&old.status()), word(&new.status())));
        self.text(item, "tags", (old.tags().join(", "), new.tags().join(", ")));
        let aid = |questionnaire: &Questionnaire| {
            questionnaire.decision().map_or(String::new(), |aid| {
                format!("written {}, renewed {}; {}", aid.written, aid.renewed, aid.interests)
            })
        };
        self.text(item, "decision", (aid(old), aid(new)));
        self.logic(
            item,
            "order of sections",
            order(ids(old.sections(), |it| &it.id), ids(new.sections(), |it| &it.id)),
        );
        self.logic(item, "order of scores", order(ids(old.scores(), |it| &it.id), ids(new.scores(), |it| &it.id)));
    }

    fn verdicts(&mut self) {
        let (old, new) = (self.old, self.new);
        let order = |one: &Questionnaire, other: &Questionnaire| {
            let shared = one.verdicts().iter().filter(|verdict| other.verdict(&verdict.id).is_some());
            shared.map(|verdict| verdict.id.as_str()).collect::<Vec<_>>().join(", ")
        };
        self.logic(("questionnaire", old.id()), "order of verdicts", (order(old, new), order(new, old)));
        self.items(
            "verdict",
            (old.verdicts().as_slice(), new.verdicts().as_slice()),
            |verdict| &verdict.id,
            |list, before, after| {
                let item = ("verdict", before.id.as_str());
                list.text(item, "title", (before.title.clone(), after.title.clone()));
                list.text(item, "says", (before.says.clone(), after.says.clone()));
            },
        );
    }

    fn section(&mut self, before: &'q Section, after: &'q Section) {
        let item = ("section", before.id.as_str());
        self.logic(
            item,
            "when",
            (print_when(before.when.as_ref(), self.old), print_when(after.when.as_ref(), self.new)),
        );
        self.text(item, "title", (before.title.clone(), after.title.clone()));
        self.text(item, "intro", (said(before.intro.as_ref()), said(after.intro.as_ref())));
        self.text(item, "tags", (before.tags.join(", "), after.tags.join(", ")));
        let questions = |questionnaire: &'q Questionnaire, section: &Section| {
            ids(section.questions.iter().map(|index| &questionnaire[index]), |question| &question.id)
        };
        self.logic(item, "order of questions", order(questions(self.old, before), questions(self.new, after)));
        let rules = |questionnaire: &'q Questionnaire, section: &Section| {
            ids(section.rules.iter().map(|index| &questionnaire[index]), |rule| &rule.id)
        };
        self.logic(item, "order of rules", order(rules(self.old, before), rules(self.new, after)));
    }

    fn question(&mut self, before: &'q Question, after: &'q Question) {
        let item = ("question", before.id.as_str());
        let (old, new) = (self.old, self.new);
        self.logic(item, "type", (before.type_name().name().to_owned(), after.type_name().name().to_owned()));
        self.logic(item, "takes", (takes(&before.kind), takes(&after.kind)));
        self.logic(item, "when", (print_when(before.when.as_ref(), old), print_when(after.when.as_ref(), new)));
        let section = |questionnaire: &Questionnaire, question: &Question| questionnaire[question.section].id.clone();
        self.logic(item, "section", (section(old, before), section(new, after)));
        let floor = |questionnaire: &Questionnaire, floor: Option<VerdictIx>| {
            floor.map_or("not offered".to_owned(), |floor| verdict(questionnaire, floor))
        };
        self.logic(item, "unsure", (floor(old, before.unsure), floor(new, after.unsure)));
        self.logic(item, "required", (yes_no(before.required), yes_no(after.required)));
        self.logic(item, "private", (yes_no(before.private), yes_no(after.private)));
        self.logic(item, "for", (before.audience.name().to_owned(), after.audience.name().to_owned()));
        self.logic(item, "can_change", (direction(before), direction(after)));
        for (side, position) in [("no", 0), ("yes", 1)] {
            self.logic(item, side, (of_side(before, position), of_side(after, position)));
        }
        self.logic(item, "valid_for", (before.valid_for.to_string(), after.valid_for.to_string()));
        self.logic(item, "was", (before.was.join(", "), after.was.join(", ")));
        self.text(item, "ask", (said(Some(&before.ask)), said(Some(&after.ask))));
        self.text(item, "label", (written_or_none(before.label.as_deref()), written_or_none(after.label.as_deref())));
        self.text(item, "tags", (before.tags.join(", "), after.tags.join(", ")));
        let with = |questionnaire: &'q Questionnaire, question: &Question| {
            let index = questionnaire.question(&question.id);
            let group = index.and_then(|index| questionnaire.together_with(index));
            let lines = group.map(|group| group.questions.iter().map(|line| questionnaire[line].id.as_str()));
            lines.map_or_else(|| "alone".to_owned(), |lines| lines.collect::<Vec<_>>().join(", "))
        };
        self.logic(item, "asked together", (with(old, before), with(new, after)));
        let group = |questionnaire: &Questionnaire, question: &Question| {
            let index = questionnaire.question(&question.id);
            said(index.and_then(|index| questionnaire.together_with(index)).map(|group| &group.title))
        };
        self.text(item, "together", (group(old, before), group(new, after)));
        self.text(item, "help", (said(before.help.as_ref()), said(after.help.as_ref())));
        self.text(item, "why", (said(before.why.as_ref()), said(after.why.as_ref())));
        self.text(item, "clear_up", (said(before.clear_up.as_ref()), said(after.clear_up.as_ref())));
        self.text(item, "codes", (codes(&before.codes), codes(&after.codes)));
        self.options(before, after);
    }

    fn options(&mut self, before: &'q Question, after: &'q Question) {
        let id = |option: &AnswerOption| format!("{}.{}", before.id, option.id);
        let options = |question: &'q Question| ids(question.options(), |option| &option.id);
        self.logic(("question", &before.id), "order of options", order(options(before), options(after)));
        for option in before.options() {
            match after.options().iter().find(|other| other.id == option.id) {
                Some(other) => {
                    self.option(&id(option), option, other);
                    let changes = |question| [becomes(question, &option.id), passes(question, &option.id)];
                    let keys = ["becomes", "passes"].into_iter().zip(changes(before).into_iter().zip(changes(after)));
                    keys.for_each(|(key, change)| self.logic(("option", &id(option)), key, change));
                }
                None => self.push(("option", &id(option)), How::Removed),
            }
        }
        let known = |option: &AnswerOption| before.options().iter().any(|other| other.id == option.id);
        for option in after.options().iter().filter(|option| !known(option)) {
            self.push(("option", &id(option)), How::Added);
        }
    }

    fn option(&mut self, id: &str, before: &'q AnswerOption, after: &'q AnswerOption) {
        let item = ("option", id);
        self.logic(
            item,
            "when",
            (print_when(before.when.as_ref(), self.old), print_when(after.when.as_ref(), self.new)),
        );
        let points = |points: Option<i64>| points.unwrap_or(0).to_string();
        self.logic(item, "points", (points(before.points), points(after.points)));
        self.logic(item, "exclusive", (yes_no(before.exclusive), yes_no(after.exclusive)));
        self.logic(item, "was", (before.was.join(", "), after.was.join(", ")));
        self.text(item, "label", (before.label.clone(), after.label.clone()));
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let image = |questionnaire: &Questionnaire, option: &AnswerOption| {
            option.image.map_or(String::new(), |image| {
                let image = &questionnaire.images()[image];
                format!("{}: {}", image.path, image.svg)
            })
        };
        self.text(item, "image", (image(self.old, before), image(self.new, after)));
        self.text(item, "drawing", (text(&before.drawing), text(&after.drawing)));
        self.text(item, "help", (text(&before.help), text(&after.help)));
        self.text(item, "alt", (text(&before.alt), text(&after.alt)));
        self.text(item, "codes", (codes(&before.codes), codes(&after.codes)));
    }

    fn score(&mut self, before: &'q Score, after: &'q Score) {
        let item = ("score", before.id.as_str());
        self.logic(item, "sum", (summed(self.old, before), summed(self.new, after)));
        let missing =
            |score: &Score| score.missing_up_to.map_or("any number".to_owned(), |most| format!("up to {most}"));
        self.logic(item, "missing", (missing(before), missing(after)));
        self.text(item, "title", (before.title.clone(), after.title.clone()));
    }

    fn rule(&mut self, before: &'q Rule, after: &'q Rule) {
        let item = ("rule", before.id.as_str());
        let (old, new) = (self.old, self.new);
        self.logic(item, "when", (print(&before.when, old), print(&after.when, new)));
        self.logic(item, "verdict", (verdict(old, before.verdict), verdict(new, after.verdict)));
        self.logic(item, "not_before", (not_before(old, before.not_before), not_before(new, after.not_before)));
        self.logic(item, "by", (due_by(old, before.by), due_by(new, after.by)));
        self.logic(item, "plan", (wanted(old, before), wanted(new, after)));
        self.logic(item, "stop", (stop_word(before), stop_word(after)));
        let silenced = |questionnaire: &Questionnaire, rule: &Rule| {
            let silenced = rule.silences.iter().map(|rule| questionnaire[*rule].id.as_str());
            silenced.collect::<Vec<_>>().join(", ")
        };
        self.logic(item, "silences", (silenced(old, before), silenced(new, after)));
        let section = |questionnaire: &Questionnaire, rule: &Rule| questionnaire[rule.section].id.clone();
        self.logic(item, "section", (section(old, before), section(new, after)));
        self.text(item, "title", (written_or_none(before.title.as_deref()), written_or_none(after.title.as_deref())));
        self.text(item, "tags", (before.tags.join(", "), after.tags.join(", ")));
        const TEXTS: [&str; 5] = ["finding", "technician", "technician_if_treated", "changes", "changes_if_treated"];
        let texts = |rule: &Rule| {
            let texts =
                [&rule.finding, &rule.technician, &rule.technician_if_treated, &rule.changes, &rule.changes_if_treated];
            texts.map(|text| said(text.as_ref()))
        };
        for (key, (old, new)) in TEXTS.into_iter().zip(texts(before).into_iter().zip(texts(after))) {
            self.text(item, key, (old, new));
        }
        let lines = |advice: &[Text]| advice.iter().map(|text| said(Some(text))).collect::<Vec<_>>().join("\n");
        self.text(item, "advice", (lines(&before.advice), lines(&after.advice)));
        self.text(item, "advice_if_treated", (lines(&before.advice_if_treated), lines(&after.advice_if_treated)));
        let evidence = |questionnaire: &Questionnaire, rule: &Rule| {
            rule.evidence.map_or(String::new(), |level| questionnaire[level].id.clone())
        };
        self.text(item, "evidence", (evidence(old, before), evidence(new, after)));
        self.text(item, "sources", (notes(old, &before.sources), notes(new, &after.sources)));
    }

    fn step(&mut self, before: &'q PlanStep, after: &'q PlanStep) {
        let item = ("step", before.id.as_str());
        let (old, new) = (self.old, self.new);
        self.logic(item, "after", (follows(old, before), follows(new, after)));
        self.logic(item, "done", (done(old, before), done(new, after)));
        self.logic(item, "on_request", (yes_no(before.on_request), yes_no(after.on_request)));
        self.logic(item, "prepares", (yes_no(before.prepares), yes_no(after.prepares)));
        self.logic(item, "treats", (yes_no(before.treats), yes_no(after.treats)));
        self.text(item, "title", (before.title.clone(), after.title.clone()));
    }

    fn decision_option(&mut self, before: &'q DecisionOption, after: &'q DecisionOption) {
        let item = ("decision option", before.id.as_str());
        let (old, new) = (self.old, self.new);
        self.logic(item, "when", (print_when(before.when.as_ref(), old), print_when(after.when.as_ref(), new)));
        self.logic(item, "treats", (yes_no(before.treats), yes_no(after.treats)));
        let texts = |option: &DecisionOption| {
            [&[option.title.clone(), option.life.clone()], option.benefits.as_slice(), &option.harms]
                .concat()
                .join("\n")
        };
        self.text(item, "texts", (texts(before), texts(after)));
        self.text(item, "sources", (notes(old, &before.sources), notes(new, &after.sources)));
    }

    fn chance(&mut self, before: &'q Chance, after: &'q Chance) {
        let item = ("chance", before.id.as_str());
        let (old, new) = (self.old, self.new);
        self.logic(item, "when", (print_when(before.when.as_ref(), old), print_when(after.when.as_ref(), new)));
        let counted = |chance: &Chance| match &chance.counted {
            Some(Counted { count: (fewest, most), of, group, time }) => {
                format!("{fewest} to {most} of {of}: {group}, {time}")
            }
            None => "nobody has counted".to_owned(),
        };
        self.text(item, "counted", (counted(before), counted(after)));
        self.text(item, "what", (before.what.clone(), after.what.clone()));
        self.text(item, "sources", (notes(old, &before.sources), notes(new, &after.sources)));
    }

    fn guarantee(&mut self, before: &'q Guarantee, after: &'q Guarantee) {
        let item = ("guarantee", before.id.as_str());
        self.logic(
            item,
            "when",
            (print_when(before.when.as_ref(), self.old), print_when(after.when.as_ref(), self.new)),
        );
        let complete = |guarantee: &Guarantee| if guarantee.complete { "true" } else { "false" }.to_owned();
        self.logic(item, "complete", (complete(before), complete(after)));
        let audience = |guarantee: &Guarantee| guarantee.audience.name().to_owned();
        self.logic(item, "for", (audience(before), audience(after)));
        self.logic(item, "promise", (self.old.promised(&before.promise), self.new.promised(&after.promise)));
        let because = |guarantee: &Guarantee| guarantee.because.clone().unwrap_or_default();
        self.text(item, "because", (because(before), because(after)));
    }
}

fn decision_options(questionnaire: &Questionnaire) -> &[DecisionOption] {
    questionnaire.decision().map_or(&[], |aid| aid.options.as_slice())
}

fn chances(questionnaire: &Questionnaire) -> &[Chance] {
    questionnaire.decision().map_or(&[], |aid| aid.chances.as_slice())
}

/// The sources that something rests on.
fn notes(questionnaire: &Questionnaire, notes: &[SourceNoteIx]) -> String {
    notes.iter().map(|note| questionnaire[*note].id.as_str()).collect::<Vec<_>>().join(", ")
}

/// All of a letterhead, in one line; of a logo how much it holds, since its name may stay the same.
fn letterhead(clinic: &Clinic) -> String {
    let logo = clinic.logo.as_ref().map(|logo| format!("{} ({} bytes on a page)", logo.path, logo.uri.len()));
    let parts = clinic.address.iter().map(String::as_str).chain(clinic.reached_by());
    let parts = parts.chain(logo.as_deref()).chain(clinic.helpline.as_deref());
    std::iter::once(clinic.name.as_str()).chain(parts).collect::<Vec<_>>().join("; ")
}

fn written_or_none(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn ids<'i, T: 'i>(items: impl IntoIterator<Item = &'i T>, id: impl Fn(&'i T) -> &'i String) -> Vec<&'i str> {
    items.into_iter().map(|item| id(item).as_str()).collect()
}

/// The order of those that both have, without what stands alike at either end.
fn order(old: Vec<&str>, new: Vec<&str>) -> (String, String) {
    let (known, kept): (BTreeSet<&str>, BTreeSet<&str>) =
        (old.iter().copied().collect(), new.iter().copied().collect());
    let old: Vec<&str> = old.into_iter().filter(|id| kept.contains(id)).collect();
    let new: Vec<&str> = new.into_iter().filter(|id| known.contains(id)).collect();
    let first = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let last = old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other).count();
    let between = |ids: &[&str]| {
        let moved = ids.len().saturating_sub(first + last);
        ids.iter().skip(first).take(moved).copied().collect::<Vec<_>>().join(", ")
    };
    (between(&old), between(&new))
}

/// What a score adds up. Of a question whose options have these very points, the name is enough: what changes of them is told at
/// the options.
fn summed(questionnaire: &Questionnaire, score: &Score) -> String {
    let items = score.sum.iter().map(|item| match item {
        ScoreItem::When { when, points } => format!("{points} when {}", print(when, questionnaire)),
        ScoreItem::Answer(AnswerPoints { question: index, points, .. }) => {
            let asked = &questionnaire[*index];
            let own = asked.options().iter().map(|option| option.points.unwrap_or(0));
            match points {
                Points::Options(each) if own.eq(each.iter().copied()) => asked.id.clone(),
                Points::Options(each) => {
                    let options = asked.options().iter().zip(each);
                    let options = options.map(|(option, points)| format!("{}: {points}", option.id));
                    format!("{} ({})", asked.id, options.collect::<Vec<_>>().join(", "))
                }
                Points::YesNo { no, yes } => format!("{} (no: {no}, yes: {yes})", asked.id),
                Points::Bands { lowest, above } => {
                    let above = above.iter().map(|(from, points)| format!(", {from}..: {points}"));
                    format!("{} (..: {lowest}{})", asked.id, above.collect::<String>())
                }
            }
        }
    });
    items.collect::<Vec<_>>().join(", ")
}

fn steps(questionnaire: &Questionnaire) -> &[PlanStep] {
    questionnaire.plan().map_or(&[], |plan| plan.steps.as_slice())
}

/// The order of the steps that both have.
fn step_order(old: &Questionnaire, new: &Questionnaire) -> (String, String) {
    let ids = |questionnaire| steps(questionnaire).iter().map(|step| step.id.clone()).collect::<Vec<_>>();
    let (before, after) = (ids(old), ids(new));
    let shared = |one: &[String], other: &[String]| {
        one.iter().filter(|step| other.contains(step)).map(String::as_str).collect::<Vec<_>>().join(", ")
    };
    (shared(&before, &after), shared(&after, &before))
}

/// The steps that a rule wants, as they are written.
fn wanted(questionnaire: &Questionnaire, rule: &Rule) -> String {
    let wanted = rule.plan.iter().map(|wanted| {
        let step = &questionnaire[wanted.step].id;
        match wanted.how {
            Want::Planned => step.clone(),
            Want::Rest(rest) => format!("{step}: {}", exact(rest)),
            Want::Again => format!("{step}: again"),
        }
    });
    none_if_empty(wanted.collect())
}

/// What a step follows, as it is written.
fn follows(questionnaire: &Questionnaire, step: &PlanStep) -> String {
    let after = step.after.iter().map(|follows| {
        let wait = follows.wait.map_or(String::new(), |wait| format!(", wait {}", exact(wait)));
        let at_latest =
            follows.at_latest.map_or(String::new(), |at_latest| format!(", at latest {}", exact(at_latest)));
        format!("{}{wait}{at_latest}", questionnaire[follows.step].id)
    });
    none_if_empty(after.collect())
}

fn done(questionnaire: &Questionnaire, step: &PlanStep) -> String {
    match &step.done {
        None => "not known".to_owned(),
        Some(Done::On(date)) => question(questionnaire, *date),
        Some(Done::When(condition)) => print(condition, questionnaire),
    }
}

fn none_if_empty(parts: Vec<String>) -> String {
    if parts.is_empty() { "none".to_owned() } else { parts.join("; ") }
}

fn codes(codes: &Codes) -> String {
    codes.iter().map(|known| format!("{}:{}", known.system, known.code)).collect::<Vec<_>>().join(", ")
}

fn said(text: Option<&Text>) -> String {
    text.map_or(String::new(), |text| text.source().trim().to_owned())
}

fn stop_word(rule: &Rule) -> String {
    if rule.helps { "help".to_owned() } else { yes_no(rule.stop) }
}

fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

/// The name of a value of a small enum, in lower case.
fn word(value: &impl Debug) -> String {
    format!("{value:?}").to_lowercase()
}

fn verdict(questionnaire: &Questionnaire, verdict: VerdictIx) -> String {
    questionnaire[verdict].id.clone()
}

fn question(questionnaire: &Questionnaire, question: QuestionIx) -> String {
    questionnaire[question].id.clone()
}

/// Which way a number changes; "no" for all else.
fn direction(question: &Question) -> String {
    match &question.can_change {
        CanChange::Number(direction) => direction.name().to_owned(),
        CanChange::No | CanChange::Becomes(_) | CanChange::Passes(_) => "no".to_owned(),
    }
}

/// What a "no" or a "yes" becomes; empty for types with options.
fn of_side(question: &Question, position: usize) -> String {
    if question.type_name() == TypeName::YesNo {
        targets(question, position, |at| if at == 0 { "no" } else { "yes" })
    } else {
        String::new()
    }
}

/// What an option becomes; empty where several can be chosen.
fn becomes(question: &Question, option: &str) -> String {
    let position = question.options().iter().position(|other| other.id == option);
    let named = |at: usize| question.option(at).id.as_str();
    position.map_or(String::new(), |position| targets(question, position, named))
}

fn targets<'q>(question: &'q Question, position: usize, named: impl Fn(usize) -> &'q str) -> String {
    let CanChange::Becomes(becomes) = &question.can_change else { return String::new() };
    let Some(change) = becomes.get(position).filter(|change| !change.to.is_empty()) else { return String::new() };
    let to: Vec<&str> = change.to.iter().map(named).collect();
    format!("{} by {}", to.join(", "), change.by)
}

/// Whether an option may be left out one day, and by whom; empty if not.
fn passes(question: &Question, option: &str) -> String {
    let CanChange::Passes(passes) = &question.can_change else { return String::new() };
    let position = question.options().iter().position(|other| other.id == option);
    let by = position.and_then(|position| passes.get(position).copied().flatten());
    by.map_or(String::new(), |by| format!("true by {by}"))
}

/// The bounds of what a type takes, in words; empty for types without.
fn takes(kind: &QuestionKind) -> String {
    match kind {
        QuestionKind::Choices { min, max: usize::MAX, .. } => format!("at least {min} picks"),
        QuestionKind::Choices { min, max, .. } => format!("{min} to {max} picks"),
        QuestionKind::Number { range, decimals, unit } => {
            let range = range.map_or("any number".to_owned(), |(low, high)| format!("{low} to {high}"));
            let unit = unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
            format!("{range}{unit}, {decimals} decimals")
        }
        QuestionKind::Date(range) => format!("days: {}", word(range)),
        QuestionKind::YesNo | QuestionKind::Choice(_) | QuestionKind::Scale(_) | QuestionKind::Text => String::new(),
    }
}

fn not_before(questionnaire: &Questionnaire, not_before: Option<NotBefore>) -> String {
    not_before.map_or("none".to_owned(), |not_before| {
        let start = not_before.question.map_or("today".to_owned(), |index| question(questionnaire, index));
        format!("{} after {start}", exact(not_before.duration))
    })
}

fn due_by(questionnaire: &Questionnaire, due: Option<DueBy>) -> String {
    due.map_or("none".to_owned(), |due| {
        let start = due.question.map_or("today".to_owned(), |index| question(questionnaire, index));
        format!("{} {} {start}", exact(due.duration), due.side.name())
    })
}
