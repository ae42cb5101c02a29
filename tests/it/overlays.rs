//! Sets that stand on another one: what is merged, what is refused, what is proved of the care they take, and a clinic's first days
//! with its own set, step by step.

use candidacy::assessment::Engine;
use candidacy::caution::{HeldToBase, OverlayFiles, hold_to_base};
use candidacy::diagnostic::render::short;
use candidacy::diff::{Budget, ChangedPart, How, diff};
use candidacy::questionnaire::{Decisions, Questionnaire, Texts, load, upgrade};
use candidacy::source::Sources;
use candidacy::value::Date;

use crate::pages::blocks;
use crate::support::{Room, day};

const MAIN: &str = "questionnaire.yaml";

const BASE: &str = "questionnaire: base
version: 1.0.0
title: Does it suit you?
values: { scar_wait: 6 months }
treats_up_to: suitable
verdicts:
  - suitable: { title: Suitable, says: Fine. }
  - defer: { title: Not now, says: Wait. }
  - refer: { title: Ask a doctor, says: Ask. }
sections:
  - id: skin
    title: Skin
    questions:
      - { id: scar, ask: A scar?, type: yes_no }
      - { id: scar_since, ask: Since when?, type: date, range: past, when: scar }
      - together: Have you ever had one of these?
        questions:
          - { id: fits, ask: Fits?, type: yes_no, unsure: refer }
          - { id: burns, ask: Burns?, type: yes_no }
          - { id: moles, ask: Moles?, type: yes_no }
      - { id: tone, ask: Which tone?, type: choice, options: { light: Light, deep: Deep } }
    rules:
      - { id: scar_young, when: scar_since within scar_wait, verdict: defer, finding: It is young., not_before: scar_wait after scar_since }
      - { id: fits_ever, when: fits, verdict: refer, finding: You had fits. }
      - { id: burned, when: burns, verdict: defer, finding: You had burns. }
      - { id: mole, when: moles, verdict: suitable, finding: We go round them. }
guarantees:
  - { id: fits_need_a_doctor, when: fits, verdict: at least refer, because: A fit during the work is dangerous. }
  - { id: young_scars_wait, when: scar_since within 6 months, verdict: at least defer }
";

fn files(entries: &str) -> Texts {
    let head = "questionnaire: mine\nversion: 1.0.0\nbased_on: { questionnaire: base, version: 1.0.0 }\n";
    Texts::one(MAIN, format!("{head}{entries}")).with_base("base", "1.0.0", Texts::one(MAIN, BASE))
}

fn read(files: &Texts) -> (Option<Questionnaire>, Vec<String>) {
    let mut sources = Sources::default();
    let (set, faults) = load(files, MAIN, &mut sources);
    (set, short(&faults, &sources).lines().map(str::to_owned).collect())
}

fn merged(entries: &str) -> Questionnaire {
    let (set, faults) = read(&files(entries));
    set.unwrap_or_else(|| panic!("{entries}\n{faults:#?}"))
}

fn ids<'q, T: 'q>(all: impl IntoIterator<Item = &'q T>, id: impl Fn(&T) -> &str) -> Vec<String> {
    all.into_iter().map(|one| id(one).to_owned()).collect()
}

#[test]
fn what_is_new_stands_where_it_says() {
    let question = "{ id: pool, %, ask: A pool?, type: yes_no }";
    for (place, order) in [
        ("after: scar", "scar pool scar_since fits burns moles tone"),
        ("before: scar", "pool scar scar_since fits burns moles tone"),
        // Beside a group, never inside it.
        ("after: fits", "scar scar_since fits burns moles pool tone"),
        ("before: moles", "scar scar_since pool fits burns moles tone"),
        ("why: We ask.", "scar scar_since fits burns moles tone pool"),
    ] {
        let set = merged(&format!("add: {{ skin: {{ questions: [ {} ] }} }}\n", question.replace('%', place)));
        assert_eq!(ids(set.questions(), |one| &one.id).join(" "), order, "{place}");
    }
    let set = merged("add: { skin: { questions: { tone: { options: { mid: Mid } } } }, values: { rest: 3 weeks } }\n");
    let tone = &set[set.question("tone").unwrap()];
    assert_eq!(ids(tone.options(), |one| &one.id), ["light", "deep", "mid"]);
    let section = "add:\n  sections:\n    - { id: more, before: skin, title: More, questions: [{ id: pool, ask: A pool?, type: yes_no }] }\n";
    assert_eq!(ids(merged(section).sections(), |one| &one.id), ["more", "skin"]);
    let with_file = files("add: { sections: [more.yaml] }\n")
        .with("more.yaml", "id: more\ntitle: More\nquestions: [{ id: pool, ask: A pool?, type: yes_no }]\n");
    assert_eq!(ids(read(&with_file).0.unwrap().sections(), |one| &one.id), ["skin", "more"]);
}

#[test]
fn what_is_changed_or_taken_out_is_so_and_nothing_else() {
    let set = merged("values: { scar_wait: { was: 6 months, is: 12 months, because: We say so. } }\n");
    let value = set.values().iter().find(|value| value.id == "scar_wait").unwrap();
    assert_eq!(value.constant.to_string(), "12 months");
    let set = merged("change: { skin.rules.burned: { verdict: { was: defer, is: refer }, because: We say so. } }\n");
    assert_eq!(set[set.rule("burned").unwrap()].verdict, set.verdict("refer").unwrap());
    // A text by its beginning; a key that was not there; the thing itself.
    let entries = "change:\n  skin.questions.scar: { ask: { was: A…, is: Any scar? }, help: { is: Look. }, because: Clearer. }\n  skin.title: { was: Skin, is: Your skin, because: Kinder. }\n";
    let set = merged(entries);
    let scar = &set[set.question("scar").unwrap()];
    assert_eq!((scar.ask.source(), scar.help.as_ref().map(|help| help.source())), ("Any scar?", Some("Look.")));
    assert_eq!(set.sections().iter().next().unwrap().title, "Your skin");
    // Of a group of three two are left, then one, which stands alone.
    let set = merged("remove: { skin.questions.moles: No., skin.rules.mole: No. }\n");
    assert_eq!((set.together().len(), set.questions().len()), (1, 5));
    let set = merged(
        "remove: { skin.questions.moles: No., skin.rules.mole: No., skin.questions.burns: No., skin.rules.burned: No. }\n",
    );
    assert_eq!((set.together().len(), set.questions().len()), (0, 4));
    assert_eq!((set.id(), set.version(), set.title()), ("mine", "1.0.0", "Does it suit you?"));
}

/// Each with its place in the clinic's own file.
#[test]
fn what_does_not_fit_is_said_where_it_stands() {
    for (entries, said) in [
        (
            "change: { skin.rules.burnt: { verdict: { was: defer, is: refer }, because: B. } }",
            "questionnaire.yaml:4:11: error[overlay-target]: there is no `skin.rules.burnt` to change",
        ),
        (
            "change: { skin.rules.burned: { verdict: { was: refer, is: defer }, because: B. } }",
            "error[overlay-was]: `verdict` of `skin.rules.burned` is `defer` in base 1.0.0, not `refer`",
        ),
        (
            "change: { skin.rules.burned: { verdict: { is: refer }, because: B. } }",
            "error[overlay-was]: `verdict` of `skin.rules.burned` is `defer` in base 1.0.0, and you do not say what it was",
        ),
        (
            "change: { skin.rules.burned: { verdict: { was: defer, is: refer } } }",
            "error[missing-key]: the change of `skin.rules.burned` has no `because`",
        ),
        (
            "change: { skin.rules.burned: { verdict: refer, because: B. } }",
            "error[overlay-was]: `verdict` does not say what it was and what it is to be",
        ),
        (
            "add: { skin: { questions: [{ id: fits, ask: F?, type: yes_no }] } }",
            "error[overlay-exists]: base 1.0.0 has `skin.questions.fits` already",
        ),
        (
            "add: { skin: { questions: [{ id: pool, after: fit, ask: F?, type: yes_no }] } }",
            "error[overlay-target]: there is no `fit` beside which this could stand",
        ),
        (
            "add: { hair: { questions: [{ id: pool, ask: F?, type: yes_no }] } }",
            "error[overlay-target]: there is nothing to which `hair.questions.pool` could be added",
        ),
        ("remove: { skin.rules.burned: }", "error[empty-text]: `skin.rules.burned` has no text"),
        (
            "remove: { guarantees.fits_need_a_doctor: No. }",
            "error[overlay-fixed]: `guarantees` of base 1.0.0 stay as they are",
        ),
        (
            "change: { verdicts.defer: { title: { was: Not now, is: Later }, because: B. } }",
            "error[overlay-fixed]: `verdicts` of base 1.0.0 stay as they are",
        ),
        (
            "remove: { skin.rules.burned: B., skin.rules.burned.verdict: B. }",
            "error[overlay-twice]: `skin.rules.burned` and `skin.rules.burned.verdict` are about the same part",
        ),
        (
            "accepts: [{ change: skin.rules.burned, because: B., by: me, on: 2026-11-29 }]",
            "error[idle-acceptance]: there is no entry `skin.rules.burned` in this overlay to accept",
        ),
        ("sanctions: []", "error[unknown-key]: `sanctions` has no meaning in an overlay"),
    ] {
        let (set, faults) = read(&files(&format!("{entries}\n")));
        assert!(set.is_none(), "{entries}");
        assert_eq!(faults.len(), 1, "{entries}: {faults:#?}");
        assert!(faults[0].contains(said) && faults[0].starts_with("questionnaire.yaml:4:"), "{entries}: {}", faults[0]);
    }
    // What rests on something that is gone stands in the base, and shows where that went.
    let mut sources = Sources::default();
    let (_, faults) = load(&files("remove: { skin.questions.burns: No. }\n"), MAIN, &mut sources);
    let fault = faults.iter().next().unwrap();
    let also: Vec<&str> = fault.also.iter().map(|(_, label)| label.as_str()).collect();
    assert!(also.contains(&"taken out here"), "{fault:?}");
    let (_, faults) = read(
        &Texts::one(MAIN, "questionnaire: mine\nversion: 1.0.0\nbased_on: { questionnaire: base, version: 2.0.0 }\n")
            .with_base("base", "1.0.0", Texts::one(MAIN, BASE)),
    );
    assert_eq!(faults, ["questionnaire.yaml:3:43: error[unknown-set]: there is no version `2.0.0` of `base` here"]);
}

/// A condition that cannot be read, and that others name, is a fault and no more.
#[test]
fn what_is_named_and_cannot_be_read_is_told_and_no_more() {
    let base = BASE.replace(
        "    rules:\n",
        "    conditions: { deep: tone == deep, light: tone == light }\n    rules:\n      - { id: pale, when: light, verdict: defer, finding: Pale. }\n",
    );
    let base = base.replace("light: Light, deep: Deep", "light: Light, mid: Mid, deep: Deep");
    let head = "questionnaire: mine\nversion: 1.0.0\nbased_on: { questionnaire: base, version: 1.0.0 }\n";
    let entries = "remove: { skin.questions.tone.options.deep: No. }\n";
    let files = Texts::one(MAIN, format!("{head}{entries}")).with_base("base", "1.0.0", Texts::one(MAIN, base));
    let (set, faults) = read(&files);
    assert!(set.is_none() && faults.len() == 1 && faults[0].contains("unknown-option"), "{faults:#?}");
}

fn held(files: &Texts) -> (HeldToBase, Vec<String>) {
    let set = read(files).0.unwrap();
    let held = hold_to_base(OverlayFiles { files, main: MAIN }, &set, day()).unwrap();
    let told = held.found.iter().map(|fault| format!("{}: {}", fault.code.name(), fault.message)).collect();
    (held, told)
}

#[test]
fn more_care_needs_no_word_and_less_is_named_with_its_entry() {
    for (entries, said) in [
        ("values: { scar_wait: { was: 6 months, is: 12 months, because: B. } }", vec![]),
        ("change: { skin.rules.burned: { verdict: { was: defer, is: refer }, because: B. } }", vec![]),
        (
            "add: { skin: { questions: [{ id: pool, ask: P?, type: yes_no }], rules: [{ id: pools, when: pool, verdict: defer, finding: P. }] } }",
            vec![],
        ),
        ("remove: { skin.questions.moles: B., skin.rules.mole: B. }", vec![]),
        (
            "change: { skin.rules.burned: { verdict: { was: defer, is: suitable }, because: B. } }",
            vec!["less-cautious: \"Suitable\" where base 1.0.0 says \"Not now\", by `skin.rules.burned`"],
        ),
        (
            "values: { scar_wait: { was: 6 months, is: 3 months, because: B. } }",
            vec!["less-cautious: \"Suitable\" where base 1.0.0 says \"Not now\", by `values.scar_wait`"],
        ),
        (
            "change: { skin.questions.fits: { unsure: { was: refer, is: defer }, because: B. } }",
            vec!["less-cautious: \"Not now\" where base 1.0.0 says \"Ask a doctor\", by `skin.questions.fits`"],
        ),
        // One entry less careful beside one that is more so: only the one is named.
        (
            "change:\n  skin.rules.burned: { verdict: { was: defer, is: refer }, because: B. }\n  skin.rules.fits_ever: { verdict: { was: refer, is: defer }, because: B. }",
            vec!["less-cautious: \"Not now\" where base 1.0.0 says \"Ask a doctor\", by `skin.rules.fits_ever`"],
        ),
    ] {
        assert_eq!(held(&files(&format!("{entries}\n"))).1, said, "{entries}");
    }
}

/// However many files were read before.
#[test]
fn the_entry_is_named_beside_other_sets_too() {
    let files = files("change: { skin.rules.burned: { verdict: { was: defer, is: suitable }, because: B. } }\n");
    let mut sources = Sources::default();
    let (_, _) = (sources.add("one", "a: 1"), sources.add("two", "b: 2"));
    let set = load(&files, MAIN, &mut sources).0.unwrap();
    let held = hold_to_base(OverlayFiles { files: &files, main: MAIN }, &set, day()).unwrap();
    let fault = held.found.iter().next().unwrap();
    assert!(fault.message.ends_with("by `skin.rules.burned`"), "{fault:?}");
    assert_eq!(sources.get(fault.span.source).unwrap().slice(fault.span), "skin.rules.burned");
}

#[test]
fn an_acceptance_is_for_its_entry_and_its_promises() {
    let milder = "change: { skin.rules.fits_ever: { verdict: { was: refer, is: defer }, because: B. } }\n";
    let (held_without, _) = held(&files(milder));
    assert_eq!(held_without.explained.iter().collect::<Vec<_>>(), ["fits_need_a_doctor"]);
    let help: Vec<&String> = held_without.found.iter().flat_map(|fault| &fault.help).collect();
    assert!(help.iter().any(|help| help.contains("A fit during the work is dangerous")), "{help:#?}");
    // The last line is what is pasted; with its blanks filled in it is taken.
    let line = help.last().unwrap().replace("because: , by: , on:", "because: B., by: me, on:");
    let accepted = files(&format!("{milder}accepts:\n  {line}\n"));
    assert!(held(&accepted).0.is_proved());
    assert!(read(&accepted).0.unwrap().guarantees().iter().all(|promise| promise.id != "fits_need_a_doctor"));
    // It ends when the entry says something else.
    let worse = format!("{}accepts:\n  {line}\n", milder.replace("is: defer", "is: suitable"));
    let (_, faults) = read(&files(&worse));
    assert_eq!(
        faults,
        [
            "questionnaire.yaml:6:15: error[idle-acceptance]: `skin.rules.fits_ever` is another than the one that was accepted"
        ]
    );
    // Of another entry it says nothing.
    let other = files(&format!("{milder}remove: {{ skin.rules.burned: B. }}\naccepts:\n  {line}\n"));
    assert_eq!(
        held(&other).1,
        ["less-cautious: \"Suitable\" where base 1.0.0 says \"Not now\", by `skin.rules.burned`"]
    );
}

/// A copy that is whole by itself is held against its base by what differs, and each difference is named where it stands.
#[test]
fn a_copy_of_ones_own_is_held_against_its_base() {
    let copy = |edits: &[(&str, &str)]| {
        let whole = edits.iter().fold(BASE.to_owned(), |text, (from, to)| {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text.replace(from, to)
        });
        let head = "questionnaire: mine\nbased_on: { questionnaire: base, version: 1.0.0 }\n";
        Texts::one(MAIN, whole.replacen("questionnaire: base\n", head, 1)).with_base(
            "base",
            "1.0.0",
            Texts::one(MAIN, BASE),
        )
    };
    assert_eq!(held(&copy(&[])).1, [""; 0]);
    for (from, to, entry, place) in [
        (
            "verdict: defer, finding: You had burns.",
            "verdict: suitable, finding: You had burns.",
            "skin.rules.burned.verdict",
            "suitable",
        ),
        ("scar_wait: 6 months", "scar_wait: 3 months", "values.scar_wait", "3 months"),
        (
            "when: fits, verdict: refer, finding",
            "when: fits and scar, verdict: refer, finding",
            "skin.rules.fits_ever.when",
            "fits and scar",
        ),
        (
            "      - { id: burned, when: burns, verdict: defer, finding: You had burns. }\n",
            "",
            "skin.rules.burned",
            "rules",
        ),
        ("unsure: refer", "unsure: defer", "skin.questions.fits.unsure", "defer"),
    ] {
        let files = copy(&[(from, to)]);
        let (held, told) = held(&files);
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(told[0].contains(&format!("`{entry}`")), "{told:#?}");
        let mut sources = Sources::default();
        load(&files, MAIN, &mut sources);
        let span = held.found.iter().next().unwrap().span;
        assert_eq!(sources.get(span.source).unwrap().slice(span), place);
    }
    let (set, faults) = read(&copy(&[(
        "  - { id: young_scars_wait, when: scar_since within 6 months, verdict: at least defer }\n",
        "",
    )]));
    assert!(set.is_none() && faults[0].contains("`guarantees` of base 1.0.0 stay as they are"), "{faults:#?}");
}

/// The blocks of the page, on the shipped set.
#[test]
fn the_overlays_of_the_page_are_sound() {
    let page = include_str!("../../docs/overlays.md");
    let mut overlays = 0;
    for block in blocks(page).iter().filter(|block| block.words == ["yaml", "overlay"]) {
        let room = Room::new();
        room.has_folder("mine").has("mine/questionnaire.yaml", &block.text);
        let ran = room.runs(&["check", "mine/", "--today", "2026-11-30", "--until", "2026-11-30"]);
        let but = if overlays == 0 { "" } else { ", but for one entry that you accept" };
        let proved = format!("For nobody less cautious than smp 1.1.0{but}: proved\n");
        assert!(ran.status == 0 && ran.out.ends_with(&proved), "{}\n{ran:?}", block.text);
        assert!(!ran.out.contains("warning") && !ran.out.contains("note["), "{ran:?}");
        overlays += 1;
        if overlays == 1 {
            // What is accepted on the page is what comes of the first of them.
            let accepted = blocks(page).into_iter().find(|block| block.words == ["yaml", "accepted"]).unwrap();
            room.has("mine/scenarios.yaml", accepted.text);
            let ran = room.runs(&["test", "mine/", "--today", "2026-11-30"]);
            assert!(!ran.out.contains("`keloid_family`"), "{ran:?}");
        }
    }
    assert_eq!(overlays, 2);
}

/// From nothing to a report of one's own, an upgrade and the way out, with nothing but the program.
#[test]
fn a_clinics_first_days() {
    let room = Room::new();
    let dated = |arguments: &[&str]| room.runs(&[arguments, &["--today", "2026-11-30"]].concat());
    room.runs(&["new", "lake", "--from", "smp@1.0.0"]).succeeded();
    let main = room.read("lake/questionnaire.yaml");
    assert!(main.contains("\nquestionnaire: lake\n") && main.contains("\n  version: 1.0.0\n"), "{main}");
    // The answers that a client gave at home to the shipped set.
    room.has("home.yaml", "questionnaire: smp\nversion: 1.0.0\nanswered_on: 2026-11-20\nanswers: { age: 34, keloid: never, isotretinoin: stopped, isotretinoin_stopped: 2026-02-15 }\n");
    let asked = |room: &Room| {
        let ran = room.runs(&[
            "assess",
            "lake/",
            "--answers",
            "home.yaml",
            "--no-input",
            "--today",
            "2026-11-30",
            "--format",
            "json",
        ]);
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
        (json["verdict"]["id"].as_str().or(json["verdict"].as_str()).unwrap().to_owned(), ran.err)
    };
    let (plain, told) = asked(&room);
    assert_eq!(plain, "suitable");
    assert!(told.contains("answered for smp 1.0.0, on which lake 1.0.0 stands"), "{told}");
    // One wait, and a rule that the next version of the base changes too.
    let own = format!(
        "{main}\nvalues:\n  isotretinoin_wait: {{ was: 6 months, is: 12 months, because: Our insurer asks for it. }}\nchange:\n  practical.rules.lif_02_trip:\n    not_before: {{ was: trip_wait after trip_back, is: 6 weeks after trip_back }}\n    because: Our light is strong.\n"
    );
    room.has("lake/questionnaire.yaml", &own);
    assert_eq!(asked(&room).0, "defer");
    // The people of the base come to something else, by name.
    let tested = dated(&["test", "lake/"]);
    assert_eq!(tested.status, 1, "{tested:?}");
    dated(&["test", "lake/", "--accept"]).succeeded();
    let accepted = room.read("lake/scenarios.yaml");
    assert!(accepted.starts_with("accepted:\n  - { id: "), "{accepted}");
    // The upgrade: one conflict, and nothing is written before it is settled.
    let before = room.everything();
    let ran = dated(&["upgrade", "lake/"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    for said in [
        "lake 1.0.0 stands on smp 1.0.0",
        "1 of your 2 entries fit",
        "conflict: `practical.rules.lif_02_trip.not_before`",
        "\"Our light is strong.\"",
        "1 conflict left to decide: nothing was written.",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    assert_eq!(room.everything(), before);
    let idle =
        dated(&["upgrade", "lake/", "--keep", "practical.rules.lif_02_trip.not_before", "--take", "values.trip_wait"]);
    assert!(idle.status == 1 && idle.out.contains("nothing is in conflict at `values.trip_wait`"), "{idle:?}");
    assert_eq!(room.everything(), before);
    dated(&["upgrade", "lake/", "--keep", "practical.rules.lif_02_trip.not_before"]).succeeded();
    let after = room.read("lake/questionnaire.yaml");
    assert_eq!(room.read("lake/questionnaire.yaml.1.0.0"), own);
    let changed: Vec<(&str, &str)> = own.lines().zip(after.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(changed.len(), 3, "{changed:#?}");
    assert!(
        changed.iter().any(|(_, new)| new.contains("was: trip_wait after trip_start, is: 6 weeks after trip_back")),
        "{changed:#?}"
    );
    assert_eq!(own.lines().count(), after.lines().count());
    assert!(dated(&["upgrade", "lake/"]).out.contains("There is nothing to do."));
    // Or theirs: the entry goes, with its key where that holds nothing else.
    room.has("lake/questionnaire.yaml", &own);
    std::fs::remove_file(room.path("lake/questionnaire.yaml.1.0.0")).unwrap();
    dated(&["upgrade", "lake/", "--take", "lif_02_trip"]).succeeded();
    assert!(!room.read("lake/questionnaire.yaml").contains("\nchange:"), "{}", room.read("lake/questionnaire.yaml"));
    // What is shown says whose it is.
    let shown = room.runs(&["show", "lake/", "isotretinoin_wait"]).out;
    assert!(shown.contains("changed in questionnaire.yaml:"), "{shown}");
    // The way out: the same judgement, whole by itself, and still held against its base.
    room.has("lake/questionnaire.yaml", &after);
    room.runs(&["flatten", "lake/", "--output", "whole"]).succeeded();
    let skin = room.read("whole/skin.yaml");
    assert!(skin.contains("# smp 1.1.0, skin.yaml:"), "{skin}");
    assert!(
        room.read("whole/questionnaire.yaml").contains("# changed in questionnaire.yaml:"),
        "the origin of a change is told"
    );
    let same = room.runs(&["diff", "lake/", "whole/", "--today", "2026-11-30", "--fail-on", "any"]);
    same.succeeded();
}

/// Whoever reviews a clinic's set reads first what it makes of its base, and what somebody took upon them.
#[test]
fn what_is_shown_to_be_signed_begins_with_what_differs() {
    let page = include_str!("../../docs/overlays.md");
    let overlay = blocks(page).into_iter().filter(|block| block.words == ["yaml", "overlay"]).nth(1).unwrap();
    let room = Room::new();
    room.has_folder("mine").has("mine/questionnaire.yaml", overlay.text);
    let shown = room.runs(&["show", "mine/", "--format", "markdown"]).out;
    let (_, rest) = shown.split_once("What differs from smp 1.1.0").unwrap();
    let (differs, rest) = rest.split_once("Less cautious than smp 1.1.0, knowingly").unwrap();
    let flat = |text: &str| text.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ");
    let said = "change healing.rules.skin_05_keloid_one: verdict: refer → defer (Our doctor sees them first.)";
    assert!(flat(differs).contains(said), "{differs}");
    let accepted = flat(rest.split("Verdicts, from").next().unwrap());
    for said in ["(the owner, 2026-11-30)", "No longer promised: one_keloid_needs_a_doctor."] {
        assert!(accepted.contains(said), "{accepted}");
    }
}

/// What is kept is written as YAML takes it, whatever the base says now.
#[test]
fn what_the_base_says_now_is_written_so_that_it_reads_back() {
    let with_tags = |tags: &str| BASE.replace("ask: Which tone?,", &format!("ask: Which tone?, tags: {tags},"));
    let newer = with_tags(r#"[a, "b, c"]"#).replace("version: 1.0.0", "version: 2.0.0");
    let head = "questionnaire: mine\nversion: 1.0.0\nbased_on: { questionnaire: base, version: 1.0.0 }\n";
    let entries = "change: { skin.questions.tone: { tags: { was: [a, b], is: [d] }, because: B. } }\n";
    let own = Texts::one(MAIN, format!("{head}{entries}"))
        .with_base("base", "1.0.0", Texts::one(MAIN, with_tags("[a, b]")))
        .with_base("base", "2.0.0", Texts::one(MAIN, newer));
    let decisions = Decisions { keep: vec!["tags".to_owned()], ..Decisions::default() };
    let upgrade = upgrade(&own, MAIN, "2.0.0", &decisions).unwrap();
    assert!(upgrade.text.contains(r#"was: [a, "b, c"], is: [d]"#), "{}", upgrade.text);
    assert_eq!((upgrade.before, upgrade.conflicts.len(), upgrade.idle.len()), (format!("{head}{entries}"), 0, 0));
    let (set, faults) = read(&own.with(MAIN, upgrade.text));
    let set = set.unwrap_or_else(|| panic!("{faults:#?}"));
    assert_eq!(set[set.question("tone").unwrap()].tags, ["d"]);
}

/// The record of a day under the version of that day, and under no other that was not there.
#[test]
fn a_shipped_set_is_asked_by_its_version() {
    let room = Room::new();
    room.has("old.yaml", "questionnaire: smp\nversion: 1.0.0\nanswered_on: 2026-11-20\nanswers: { age: 34 }\n");
    let ran = room.runs(&[
        "assess",
        "smp@1.0.0",
        "--answers",
        "old.yaml",
        "--today",
        "2026-11-22",
        "--no-input",
        "--format",
        "json",
    ]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["questionnaire"]["version"], "1.0.0");
    assert!(ran.err.is_empty(), "{ran:?}");
    room.runs(&["check", "smp@0.1.0"])
        .failed(4, &["there is no version `0.1.0` of `smp` here; there are 1.0.0, 1.1.0"]);
}

/// All that a part or a letterhead shows goes along, wherever it lies; and a part under a name that nothing reads is told.
#[test]
fn what_a_page_shows_goes_along_into_a_copy_of_ones_own() {
    let room = Room::new();
    room.runs(&["new", "lake", "--from", "smp"]).succeeded();
    let drawing = |colour: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 2\"><rect width=\"4\" height=\"2\" fill=\"{colour}\"/></svg>"
        )
    };
    room.has("lake/logo.svg", drawing("red")).has("lake/report/room.svg", drawing("blue"));
    room.has("lake/report/client_contact.html", "<p><img src=\"room.svg\" alt=\"Our room\"></p>\n");
    room.has("lake/report/client_frist.html", "<p>Nobody reads this.</p>\n").has("lake/report/README.md", "For us.\n");
    let main = room.read("lake/questionnaire.yaml");
    room.has("lake/questionnaire.yaml", format!("{main}clinic: {{ name: Lakeside, logo: logo.svg }}\n"));
    room.runs(&["flatten", "lake/", "--output", "whole"]).succeeded();
    for path in ["logo.svg", "report/room.svg", "report/client_contact.html"] {
        assert_eq!(room.read(&format!("whole/{path}")), room.read(&format!("lake/{path}")), "{path}");
    }
    let page = |set: &str| room.runs(&["assess", set, "--no-input", "--format", "html", "--today", "2026-11-30"]).out;
    let whole = page("whole/");
    assert!(whole.contains("Our room") && !whole.contains("room.svg"), "the picture is written into the page");
    assert_eq!(whole.matches("data:image").count(), page("lake/").matches("data:image").count());
    let ran = room.runs(&["check", "lake/", "--format", "short", "--today", "2026-11-30"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let told = "lake/report/client_frist.html:1:1: warning[unlisted-file]: `report/client_frist.html` is called like no part of a report, so nothing reads it";
    assert!(ran.out.contains(told), "{}", ran.out);
    assert!(!ran.out.contains("README.md"), "{}", ran.out);
}

/// One picture of the same name, here and in the base, cannot both lie in one folder.
#[test]
fn two_pictures_of_one_name_are_told_before_anything_is_written() {
    let room = Room::new();
    room.runs(&["new", "lake", "--from", "smp"]).succeeded();
    room.has(
        "lake/images/norwood-i.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 2\"><rect width=\"4\" height=\"2\"/></svg>",
    );
    let main = room.read("lake/questionnaire.yaml");
    let own = "add: { hair_loss: { questions: [{ id: own_stage, ask: Which is nearest?, type: choice, options: { i: { label: Full, image: images/norwood-i.svg, alt: A full head }, x: Other } }] } }\n";
    room.has("lake/questionnaire.yaml", format!("{main}{own}"));
    let ran = room.runs_and_changes_nothing(&["flatten", "lake/", "--output", "whole"], b"");
    assert_eq!(ran.status, 2, "{ran:?}");
    assert!(ran.err.contains("`images/norwood-i.svg` is in your folder and in the base"), "{}", ran.err);
}

/// What somebody took upon them is part of what two versions of a clinic's set differ in.
#[test]
fn what_was_accepted_stands_among_the_changes() {
    let with = |accepts: &str| {
        let entry =
            "change: { skin.rules.burned: { verdict: { was: defer, is: suitable }, because: Old burns heal. } }\n";
        merged(&format!("{entry}{accepts}"))
    };
    let accepts = |by: &str| {
        format!("accepts: [{{ change: skin.rules.burned, because: Our doctor says so., by: {by}, on: 2026-11-22 }}]\n")
    };
    let told = |old: &Questionnaire, new: &Questionnaire| {
        let [old, new] = [old, new].map(|set| Engine::new(set, day()));
        let changes = diff(&old, &new, Budget::default()).changes;
        let own = changes.into_iter().filter(|change| change.what == "acceptance");
        own.map(|change| (change.id, change.how)).collect::<Vec<_>>()
    };
    let (none, owner, doctor) = (with(""), with(&accepts("owner")), with(&accepts("doctor")));
    let path = "skin.rules.burned".to_owned();
    assert_eq!(told(&none, &owner), [(path.clone(), How::Added)]);
    assert_eq!(told(&owner, &none), [(path.clone(), How::Removed)]);
    let by = ChangedPart { key: "by", old: "owner".to_owned(), new: "doctor".to_owned() };
    assert_eq!(told(&owner, &doctor), [(path, How::Text(by))]);
}

/// Half a year has 181 days in spring and 184 in autumn: what takes more care on the day of the check may take less on another.
#[test]
fn more_care_today_is_not_taken_for_more_care_on_all_days() {
    let base =
        BASE.replace("  - { id: young_scars_wait, when: scar_since within 6 months, verdict: at least defer }\n", "");
    assert_ne!(base, BASE);
    let wait = |is: &str| {
        let head = "questionnaire: mine\nversion: 1.0.0\nbased_on: { questionnaire: base, version: 1.0.0 }\n";
        let own = format!("values: {{ scar_wait: {{ was: 6 months, is: {is}, because: We count. }} }}\n");
        Texts::one(MAIN, format!("{head}{own}")).with_base("base", "1.0.0", Texts::one(MAIN, &base))
    };
    for (is, today, proved) in [
        ("183 days", Date::constant(2026, 7, 1), false),
        ("183 days", Date::constant(2026, 11, 30), false),
        ("185 days", Date::constant(2026, 7, 1), true),
        ("185 days", Date::constant(2026, 11, 30), true),
        ("7 months", Date::constant(2026, 7, 1), true),
    ] {
        let files = wait(is);
        let (whole, faults) = read(&files);
        let whole = whole.unwrap_or_else(|| panic!("{faults:?}"));
        let held = hold_to_base(OverlayFiles { files: &files, main: MAIN }, &whole, today).unwrap();
        assert_eq!(held.is_proved(), proved, "{is} on {today}: {:?}", held.found);
    }
}
