//! For tools: one line. Counts are strings, because they may be larger than a JSON number holds.

use candidacy::diff::{BigUint, Difference, DifferenceKind, How, SetChange, Side, Witness};
use candidacy::questionnaire::Questionnaire;
use candidacy::response::answer_json;
use candidacy::value::index::VerdictIx;
use serde_json::{Map, Value, json};

use super::stored::Stored;
use super::view::{DiffView, VersionSays, percent};

/// Everything.
pub fn write(view: &DiffView<'_>) -> Value {
    let diff = view.diff;
    let counts = diff.counts.as_ref().map(|counts| {
        json!({
            "all": counts.all.to_string(),
            "other_verdict": counts.other_verdict.as_ref().map(BigUint::to_string),
        })
    });
    json!({
        "old": version(view.old),
        "new": version(view.new),
        "day": diff.day.to_string(),
        "identical": view.old.fingerprint() == view.new.fingerprint(),
        "same_judgement": diff.same_judgement(),
        "shared_questions": diff.shared,
        "responses": counts,
        "differences": diff.differences.iter().map(|one| difference(view, one)).collect::<Vec<_>>(),
        "undecided": diff.undecided.iter().map(|kind| Value::Object(kind_json(view, kind))).collect::<Vec<_>>(),
        "changes": diff.changes.iter().map(change).collect::<Vec<_>>(),
        "stored": view.stored.iter().map(|one| stored(view, one)).collect::<Vec<_>>(),
    })
}

fn version(questionnaire: &Questionnaire) -> Value {
    json!({
        "id": questionnaire.id(),
        "version": questionnaire.version(),
        "fingerprint": questionnaire.fingerprint(),
    })
}

fn kind_json(view: &DiffView<'_>, kind: &DifferenceKind) -> Map<String, Value> {
    let side = |side: Side| if side == Side::Old { "old" } else { "new" };
    let verdicts = |kind: &str, old: VerdictIx, new: VerdictIx| json!({ "kind": kind, "old": view.verdict(Side::Old, old), "new": view.verdict(Side::New, new) });
    let mut value = match kind {
        DifferenceKind::Verdict { old, new } => verdicts("verdict", *old, *new),
        DifferenceKind::CouldBecome { old, new } => verdicts("could_become", *old, *new),
        DifferenceKind::Finding { rule, only_in } => {
            json!({ "kind": "finding", "rule": rule, "only_in": side(*only_in) })
        }
        DifferenceKind::Asked { question, only_in } => {
            json!({ "kind": "asked", "question": question, "only_in": side(*only_in) })
        }
    };
    let less = kind.less_cautious(view.old, view.new);
    let mut map = value.as_object_mut().map(std::mem::take).unwrap_or_default();
    map.insert("less_cautious".to_owned(), less.into());
    map
}

fn difference(view: &DiffView<'_>, difference: &Difference) -> Value {
    let mut map = kind_json(view, &difference.kind);
    let share = difference.count.as_ref().zip(view.diff.counts.as_ref());
    let share = share.map(|(count, counts)| percent(count, &counts.all));
    map.insert("count".to_owned(), difference.count.as_ref().map(BigUint::to_string).into());
    map.insert("share".to_owned(), share.into());
    let [old, new] = view.says(&difference.witness);
    let witness = json!({ "answers": answers(view, &difference.witness), "old": says(&old), "new": says(&new) });
    map.insert("witness".to_owned(), witness);
    Value::Object(map)
}

fn answers(view: &DiffView<'_>, witness: &Witness) -> Value {
    let answers = witness.new.iter().map(|(index, answer)| {
        let question = &view.new[index];
        (question.id.clone(), answer_json(question, answer))
    });
    Value::Object(answers.collect())
}

fn says(says: &VersionSays) -> Value {
    json!({ "verdict": says.verdict, "could_become": says.could_become, "findings": says.findings })
}

fn change(change: &SetChange) -> Value {
    let (how, part) = match &change.how {
        How::Added => ("added", None),
        How::Removed => ("removed", None),
        How::Logic(part) => ("logic", Some(part)),
        How::Text(part) => ("text", Some(part)),
    };
    match part {
        None => json!({ "what": change.what, "id": change.id, "how": how }),
        Some(part) => json!({
            "what": change.what, "id": change.id, "how": how, "key": part.key, "old": part.old, "new": part.new,
        }),
    }
}

fn stored(view: &DiffView<'_>, stored: &Stored) -> Value {
    let side = |side: Side, found: &Result<VerdictIx, Vec<String>>| match found {
        Ok(verdict) => json!({ "verdict": view.verdict(side, *verdict) }),
        Err(faults) => json!({ "faults": faults }),
    };
    json!({
        "file": stored.file,
        "differs": stored.differs(),
        "less_cautious": stored.less_cautious(),
        "old": side(Side::Old, &stored.old),
        "new": side(Side::New, &stored.new),
    })
}
