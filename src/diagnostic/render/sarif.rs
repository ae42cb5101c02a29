//! Diagnostics as SARIF 2.1.0, which code hosts and editors show beside the lines.

use serde::Serialize;

use super::place::{Place, Places};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Sources;
use crate::value::json::json_pretty;

/// One SARIF log with one run, pretty-printed.
pub fn sarif(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let places = Places::new(sources);
    let diagnostics = diagnostics.clone().sorted();
    let mut codes = diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>();
    codes.sort_unstable();
    codes.dedup();
    let results = diagnostics.iter().map(|diagnostic| result(diagnostic, &codes, &places)).collect();
    let driver = Driver {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        rules: codes.iter().copied().map(rule).collect(),
    };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
    json_pretty(&log) + "\n"
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Descriptor>,
}

/// What SARIF calls a rule: one of our codes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: usize,
    byte_length: usize,
}

fn rule(code: Code) -> Descriptor {
    let (text, level) = (code.explanation(), code.level().name());
    Descriptor {
        id: code.name(),
        short_description: Message { text: code.summary().to_owned() },
        help: Help { text, markdown: text },
        default_configuration: Configuration { level },
    }
}

fn result(diagnostic: &Diagnostic, codes: &[Code], places: &Places<'_>) -> Outcome {
    let related = diagnostic
        .also
        .iter()
        .zip(0..)
        .filter_map(|((span, label), id)| Some(location(places.resolve(*span)?, Some(id), label)));
    Outcome {
        rule_id: diagnostic.code.name(),
        rule_index: codes.binary_search(&diagnostic.code).unwrap_or_default(),
        level: diagnostic.level.name(),
        message: Message { text: text(diagnostic) },
        locations: places
            .resolve(diagnostic.span)
            .map(|place| location(place, None, &diagnostic.label))
            .into_iter()
            .collect(),
        related_locations: related.collect(),
    }
}

/// The message and the cure: viewers show nothing else.
fn text(diagnostic: &Diagnostic) -> String {
    let helps = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
    std::iter::once(diagnostic.message.clone()).chain(helps).collect()
}

fn location(place: Place<'_>, id: Option<usize>, label: &str) -> Location {
    let region = Region {
        start_line: place.start.line,
        start_column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
        byte_offset: place.start.byte,
        byte_length: place.end.byte - place.start.byte,
    };
    let physical_location = Physical { artifact_location: Artifact { uri: uri(&place.source.name) }, region };
    let message = (!label.is_empty()).then(|| Message { text: label.to_owned() });
    Location { id, physical_location, message }
}

/// A path as a reference to a URI: everything that could mean something else is escaped, a colon as well, because what
/// stands before it would read as a scheme.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    path.bytes().fold(scheme.to_owned(), |mut uri, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
        uri
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        for (path, expected) in [
            ("skin.yaml", "skin.yaml"),
            ("/a b/ü.yaml", "file:///a%20b/%C3%BC.yaml"),
            ("<embedded>/smp#1?.yaml", "%3Cembedded%3E/smp%231%3F.yaml"),
            ("c:x%.yaml", "c%3Ax%25.yaml"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}
