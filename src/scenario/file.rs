//! Where scenarios lie, and their file as a tree.

use crate::diagnostic::Diagnostics;
use crate::document::{self, YamlValue};
use crate::questionnaire::{FileFault, Files, file_fault};
use crate::source::{Sources, Span};

/// The path of the scenarios that belong to a main file: `scenarios.yaml` beside `questionnaire.yaml`, and
/// `NAME.scenarios.yaml` beside `NAME.yaml`.
pub fn file_beside(main: &str) -> String {
    match main.rsplit_once('.') {
        Some(("questionnaire", ending)) => format!("scenarios.{ending}"),
        Some((name, ending)) => format!("{name}.scenarios.{ending}"),
        None => format!("{main}.scenarios.yaml"),
    }
}

/// The tree of a scenario file, if it is there and can be read.
pub(super) fn tree_of(files: &dyn Files, path: &str, sources: &mut Sources) -> (Option<YamlValue>, Diagnostics) {
    let text = match files.read(path) {
        Ok(text) => text,
        Err(FileFault::Missing) => return (None, Diagnostics::default()),
        Err(fault) => {
            let place = Span::new(sources.add(files.name(path), ""), 0, 0);
            return (None, file_fault(path, fault, place).into());
        }
    };
    let index = sources.add(files.name(path), text);
    #[expect(clippy::expect_used, reason = "no scenarios and no faults would read as a suite that passes")]
    let source =
        sources.get(index).expect("a fault of Candidacy: the scenario file was added to the sources and is not there");
    document::parse(index, source)
}
