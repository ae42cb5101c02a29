//! What is found where: shipped sets by id, folders, files, and the templates beside a template.

use std::fs;

use candidacy::catalog::{MAIN_FILE, check_files, find, shipped_ids, shipped_templates, templates_beside};
use candidacy::diagnostic::Code;
use candidacy::source::{Sources, Span};
use tempfile::TempDir;

use crate::support::{SMALL, opened};

#[test]
fn every_shipped_set_is_sound_and_named_by_its_folder() {
    assert!(shipped_ids().contains(&"smp"));
    for id in shipped_ids() {
        let mut sources = Sources::default();
        let (questionnaire, faults) = check_files(&find(id).unwrap(), &mut sources);
        // `open` trusts the parts of reports in the binary because of this line.
        assert!(faults.iter().next().is_none(), "{id}: {faults:?}");
        assert_eq!(questionnaire.unwrap().id(), id);
        assert!(sources.iter().all(|(_, source)| source.name.starts_with(&format!("<shipped>/{id}/"))));
    }
}

#[test]
fn a_set_on_disk_is_the_same_as_the_shipped_one() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/smp");
    let fingerprint = |name: &str| opened(name).fingerprint().to_owned();
    assert_eq!(fingerprint("smp"), fingerprint(folder));
    assert_eq!(fingerprint("smp"), fingerprint(&format!("{folder}/")));
    assert_eq!(fingerprint("smp"), fingerprint(&format!("{folder}/{MAIN_FILE}")));
}

#[test]
fn a_questionnaire_is_found_by_folder_or_file() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("set")).unwrap();
    fs::write(folder.path().join("set").join(MAIN_FILE), SMALL).unwrap();
    fs::write(folder.path().join("one.yaml"), SMALL).unwrap();
    for (name, main) in [
        ("set", MAIN_FILE),
        ("set/", MAIN_FILE),
        ("set/questionnaire.yaml", MAIN_FILE),
        ("one.yaml", "one.yaml"),
        ("./set/../one.yaml", "one.yaml"),
    ] {
        let path = folder.path().join(name);
        let found = find(path.to_str().unwrap()).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(found.main, main, "{name}");
        assert_eq!(found.files.read(&found.main).unwrap(), SMALL, "{name}");
    }
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    for (name, says) in [
        ("spm", "neither a shipped one (smp) nor a file or folder"),
        ("./smp", "there is no questionnaire `./smp`"),
        ("gone/set.yaml", "there is no questionnaire `gone/set.yaml`"),
        ("", "there is no questionnaire ``"),
        ("..", "has no `questionnaire.yaml`"),
    ] {
        let fault = find(name).err().unwrap_or_else(|| panic!("{name} was found")).to_string();
        assert!(fault.contains(says), "{name}: {fault}");
    }
}

#[test]
fn a_clinics_templates_stand_over_the_shipped_ones() {
    let folder = TempDir::new().unwrap();
    for (name, text) in
        [("mine.txt", "mine"), ("privacy.txt", "our own"), ("notes.doc", "no template"), (".hidden", "no template")]
    {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let (templates, name) = templates_beside(shipped_templates(), &folder.path().join("mine.txt")).unwrap();
    assert_eq!((name.as_str(), templates.by_name["mine.txt"].as_str()), ("mine.txt", "mine"));
    assert_eq!(templates.by_name["privacy.txt"], "our own");
    assert_eq!(templates.by_name.len(), shipped_templates().by_name.len() + 1);
}

/// Whoever reads an id and a version on a report must be able to trust them.
#[test]
fn a_set_that_calls_itself_as_a_shipped_one_is_told() {
    let copy = |change: &dyn Fn(String) -> String| {
        let folder = TempDir::new().unwrap();
        let mut waiting = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/smp"))];
        let root = waiting[0].clone();
        while let Some(from) = waiting.pop() {
            let to = folder.path().join(from.strip_prefix(&root).unwrap());
            fs::create_dir_all(&to).unwrap();
            for entry in fs::read_dir(&from).unwrap().map(|entry| entry.unwrap().path()) {
                match entry.is_dir() {
                    true => waiting.push(entry),
                    false => _ = fs::copy(&entry, to.join(entry.file_name().unwrap())).unwrap(),
                }
            }
        }
        let main = folder.path().join(MAIN_FILE);
        fs::write(&main, change(fs::read_to_string(&main).unwrap())).unwrap();
        let mut sources = Sources::default();
        let (set, found) = check_files(&find(folder.path().to_str().unwrap()).unwrap(), &mut sources);
        assert!(set.is_some());
        let place = |span: Span| sources.get(span.source).map(|source| source.slice(span).to_owned());
        found.iter().map(|told| (told.code, place(told.span).unwrap(), told.message.clone())).collect::<Vec<_>>()
    };
    let version = opened("smp").version().to_owned();
    let told = |message: String| vec![(Code::ShippedId, "smp".to_owned(), message)];
    assert_eq!(copy(&|text| text), [], "a copy is the same set");
    assert_eq!(
        copy(&|text| text + "\n# a remark\n"),
        told(format!("this calls itself `smp` {version}, and is not the same as the shipped `smp` {version}"))
    );
    assert_eq!(
        copy(&|text| text.replace(&format!("version: {version}"), "version: 77.0.0")),
        told("`smp` is the id of a shipped question set".to_owned())
    );
    assert_eq!(copy(&|text| text.replace("questionnaire: smp\n", "questionnaire: smp_lakeside\n")), []);
}
