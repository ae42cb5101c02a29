//! Files of sections that lie in the folder of a set and that nothing names.

use super::files::{Files, MAIN_FILE, is_yaml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{self, YamlNode, YamlValue};
use crate::source::Sources;

/// Says of each file in the folder that looks like a section whether it was left out, once the files of a set were read into
/// `sources`. A main file with a name of its own may share its folder with those of other sets.
///
/// This looks into every YAML file of the folder: for who checks a set, not for who only answers it.
pub fn unlisted_files(files: &dyn Files, main: &str, sources: &Sources) -> Diagnostics {
    let mut out = Diagnostics::default();
    let read = |path: &str| {
        let name = files.name(path);
        sources.iter().find(|(_, source)| source.name == name)
    };
    let Some((index, source)) = read(main).filter(|_| main == MAIN_FILE) else { return out };
    let Some(YamlValue { node: YamlNode::Map(entries), .. }) = document::parse(index, source).0 else { return out };
    // An overlay names its own under `add`.
    let list = |key: &str| entries.iter().find(|entry| entry.key.value == key);
    let Some(sections) = list("sections").or_else(|| list("based_on")) else { return out };
    for path in files.paths().into_iter().filter(|path| is_yaml(path) && read(path).is_none()) {
        if files.read(&path).is_ok_and(|text| is_section(&text)) {
            let message = format!("`{path}` looks like a section, and `sections` does not name it");
            let fault = Diagnostic::new(Code::UnlistedFile, sections.key.span, message);
            out.push(fault.help(format!("add `- {path}` to the list, or take the file out of the folder")));
        }
    }
    out
}

fn is_section(text: &str) -> bool {
    let begins = |key: &str| text.lines().any(|line| line.starts_with(key));
    begins("id:") && (begins("questions:") || begins("rules:")) && !begins("questionnaire:")
}
