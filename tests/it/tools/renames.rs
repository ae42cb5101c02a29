//! Another id for something, in every file that names it.

use candidacy::assessment::Engine;
use candidacy::catalog::open;
use candidacy::diff::{Budget, How, SetChange, diff};
use candidacy::questionnaire::Questionnaire;
use candidacy::source::Sources;
use candidacy::value::Date;

use crate::support::Room;

const DAY: Date = Date::constant(2026, 11, 30);

fn set(room: &Room, name: &str) -> Questionnaire {
    let path = room.path(name);
    let (set, faults) = open(path.to_str().unwrap(), &mut Sources::default()).unwrap();
    set.unwrap_or_else(|| panic!("{faults:?}"))
}

fn is_renamed(change: &SetChange) -> bool {
    matches!(&change.how, How::Logic(part) if part.key == "id")
}

/// All that a new set holds, each under another id: nobody is judged otherwise, and the scenarios pass.
#[test]
fn whatever_is_renamed_nobody_is_judged_otherwise() {
    let room = Room::empty();
    room.runs(&["new", "mine", "--title", "Mine"]).succeeded();
    room.has("mine/report/client_first.txt", "{% if true %}Written for you.{% endif %}\n");
    let first = set(&room, "mine");
    let questions = first.questions().iter().map(|question| question.id.clone());
    let options = first.questions().iter().flat_map(|question| {
        question.options().iter().map(|option| format!("{}_x.{}", question.id, option.id)).collect::<Vec<_>>()
    });
    let rest = first.rules().iter().map(|rule| rule.id.clone());
    let rest = rest.chain(first.conditions().iter().map(|condition| condition.id.clone()));
    let rest = rest.chain(first.guarantees().iter().map(|guarantee| guarantee.id.clone()));
    let rest = rest.chain(first.sections().iter().map(|section| section.id.clone()));
    let (answered, rest): (Vec<String>, Vec<String>) = (questions.chain(options).collect(), rest.collect());
    let rename = |ids: &[String]| {
        for id in ids {
            room.runs(&["rename", "mine", id, &format!("{}_x", id.rsplit('.').next().unwrap())]).succeeded();
        }
        set(&room, "mine")
    };
    let last = rename(&answered);
    let compared = |last: &Questionnaire| {
        let [old, new] = [&first, last].map(|set| Engine::new(set, DAY));
        diff(&old, &new, Budget::default())
    };
    let found = compared(&last);
    assert!(found.same_judgement(), "{found:#?}");
    let ids: Vec<&str> =
        found.changes.iter().filter(|change| is_renamed(change)).map(|change| change.id.as_str()).collect();
    assert_eq!(ids.len(), answered.len(), "each is told: {ids:?}");
    // Rules and promises have no former names: they are new, and say the same.
    let found = compared(&rename(&rest));
    assert_eq!(found.counts.unwrap().other_verdict, Some(0_u32.into()));
    assert!(last.questions().iter().all(|question| question.id.ends_with("_x") && question.was.len() == 1));
    assert_eq!(room.runs(&["test", "mine"]).status, 0);
    // An answer of before is one of now.
    room.has("old.yaml", "questionnaire: mine\nversion: 1.0.0\nanswers: { age: 34, scars: often, skin: [rash] }\n");
    let ran = room.runs(&["assess", "mine/", "--answers", "old.yaml", "--no-input", "--today", "2026-11-30"]);
    assert!(ran.out.contains("Your scars have grown more than once"), "{ran:?}");
}

#[test]
fn what_cannot_be_renamed_changes_nothing() {
    let room = Room::empty();
    room.runs(&["new", "mine", "--title", "Mine"]).succeeded();
    room.runs(&["new", "lake", "--from", "smp"]).succeeded();
    for (arguments, status, says) in [
        (["mine", "scarz", "old"], 2, "nothing of `mine` has the id `scarz`; nearest are `scars`"),
        (["mine", "skin.rush", "old"], 2, "there is no `skin.rush`: an option is named as `question.option`"),
        (["mine", "tablets", "skin"], 1, "`skin` is already the id of a question"),
        (["mine", "tablets", "My Tablets"], 1, "`My Tablets` cannot be an id"),
        (["mine", "tablets", "today"], 1, "`today`"),
        (["lake/", "keloid", "scar"], 2, "`keloid` stands in the set that yours stands on"),
        (["smp", "keloid", "scar"], 2, "`smp` is shipped inside the program"),
    ] {
        let before = room.everything();
        let ran = room.runs(&[&["rename"], &arguments[..]].concat());
        assert_eq!(ran.status, status, "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
        assert_eq!(room.everything(), before, "{arguments:?}");
    }
}

/// What only looks alike stays: words for people, an option of another question, an id that has this one in it.
#[test]
fn only_what_names_the_thing_is_changed() {
    let room = Room::empty();
    room.runs(&["new", "mine", "--title", "Mine"]).succeeded();
    let ran = room.runs(&["rename", "mine", "tablets", "pills"]);
    ran.succeeded();
    let health = room.read("mine/health.yaml");
    for kept in ["ask: Have you ever taken tablets that thin the skin?", "- id: tablets_stopped", "id: tablets_recent"]
    {
        assert!(health.contains(kept), "{kept}: {health}");
    }
    for changed in ["- id: pills\n    was: tablets\n", "when: pills  "] {
        assert!(health.contains(changed), "{changed}: {health}");
    }
    assert!(ran.err.contains("mine/health.yaml: changed at 2 places"), "{}", ran.err);
    assert!(
        ran.err.contains("Left as they are, since nothing that is checked rests on them; look at mine/health.yaml:"),
        "{}",
        ran.err
    );
    // A second time: both former names are kept.
    room.runs(&["rename", "mine", "pills", "capsules"]).succeeded();
    assert!(room.read("mine/health.yaml").contains("was: [pills, tablets]"), "{}", room.read("mine/health.yaml"));
}
