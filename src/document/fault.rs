//! What can be wrong with a text before anybody asks what it means: one small function a fault.

use granit_parser::{ErrorKind, ScanError};

use super::{MAX_BYTES, MAX_DEPTH};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceIx, Span, floor_char_boundary};

/// Faults are rare and large, so they travel boxed.
type Fault = Box<Diagnostic>;

/// What makes a text not worth handing to the YAML library.
pub(super) fn before_reading(index: SourceIx, text: &str) -> Option<Diagnostic> {
    too_large(index, text).or_else(|| control_character(index, text))
}

fn too_large(index: SourceIx, text: &str) -> Option<Diagnostic> {
    let (size, most) = (text.len().div_ceil(1 << 20), MAX_BYTES >> 20);
    (text.len() > MAX_BYTES).then(|| {
        Diagnostic::new(
            Code::TooLarge,
            Span::new(index, 0, 0),
            format!("the file has {size} MiB; at most {most} MiB are read"),
        )
        .help("split it into section files, or check that it is the right file")
    })
}

/// Control characters have no place in YAML, and in a terminal they can do anything.
fn control_character(index: SourceIx, text: &str) -> Option<Diagnostic> {
    let refused = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    let (at, character) = text.char_indices().find(|(_, c)| refused(*c))?;
    let span = Span::new(index, at, at + character.len_utf8());
    let message = format!("there is a control character (U+{:04X}) in the text", u32::from(character));
    Some(Diagnostic::new(Code::YamlSyntax, span, message).help("delete it; it may be invisible in your editor"))
}

pub(super) fn empty(index: SourceIx) -> Diagnostic {
    Diagnostic::new(Code::EmptyFile, Span::new(index, 0, 0), "there is nothing in this file")
        .help("was it saved? `candidacy new DIR` starts a question set with something in it")
}

pub(super) fn second_document(span: Span) -> Fault {
    Diagnostic::new(Code::SecondDocument, span, "a second YAML document starts here")
        .help("delete the line `---`, or move what follows it to a file of its own")
        .into()
}

pub(super) fn too_deep(span: Span) -> Fault {
    let message = format!("more than {MAX_DEPTH} brackets or blocks are nested in each other");
    Diagnostic::new(Code::TooDeep, span, message)
        .help("a questionnaire needs fewer than ten: is a bracket not closed?")
        .into()
}

pub(super) fn tag(span: Span, text: &str) -> Fault {
    let tag = excerpt(text, span);
    Diagnostic::new(Code::YamlTag, span, format!("`{tag}` is a YAML tag, which is not taken here"))
        .help("delete it; if it is meant as text, put the whole text in quotes")
        .into()
}

pub(super) fn anchor(span: Span) -> Fault {
    Diagnostic::new(Code::AliasLimit, span, "`&` starts a YAML anchor, which is not taken here")
        .help("delete it; if it is meant as text, put the whole text in quotes")
        .into()
}

pub(super) fn alias(span: Span) -> Fault {
    Diagnostic::new(Code::AliasLimit, span, "`*` starts a YAML alias, which is not taken here")
        .help("write out what it stands for; if it is meant as text, put the whole text in quotes")
        .into()
}

pub(super) fn too_many(mut fault: Fault) -> Fault {
    fault.help.push("there are so many faults that reading ended here; mend these first".to_owned());
    fault
}

pub(super) fn duplicate_key(key: &str, span: Span, first: Span) -> Fault {
    Diagnostic::new(Code::DuplicateKey, span, format!("`{key}` stands twice in one mapping"))
        .label("here again")
        .also(first, "first here")
        .help("delete one of the two, or rename it")
        .into()
}

pub(super) fn no_key(span: Span) -> Fault {
    Diagnostic::new(Code::WrongShape, span, "there is no key before the `:`").help("write `key: value`").into()
}

/// Most lists and mappings in the place of a key are a forgotten quote around a text that starts with `{{`.
pub(super) fn key_shape(span: Span, text: &str) -> Fault {
    let fault = Diagnostic::new(Code::WrongShape, span, "a key must be a text, not a list or a mapping");
    let before = text.get(..span.start as usize).unwrap_or_default();
    if before.ends_with('{') && excerpt(text, span).starts_with('{') {
        return fault.help("a text that starts with `{{` needs quotes around it: `\"{{ … }}\"`").into();
    }
    fault.help("if it is meant as text, put it in quotes").into()
}

/// What the library could not read, in our words.
pub(super) fn syntax(index: SourceIx, text: &str, error: &ScanError) -> Fault {
    let at = floor_char_boundary(text, error.marker().byte_offset().unwrap_or(text.len()));
    let next = text.get(at..).and_then(|rest| rest.chars().next()).filter(|next| !matches!(next, '\n' | '\r'));
    let span = Span::new(index, at, at + next.map_or(0, char::len_utf8));
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(span),
        ErrorKind::UndeclaredTagHandle => tag(span, text),
        kind => match tab_near(text, at) {
            Some((start, end)) => tab(Span::new(index, start, end)),
            None => wording(kind).at(span),
        },
    }
}

fn tab(span: Span) -> Fault {
    Diagnostic::new(Code::TabIndent, span, "this line is indented with a tab")
        .help("indent with spaces, two for each level; most editors can turn tabs into spaces")
        .into()
}

/// The tabs that the line at `at`, or the last line with words before it, is indented with.
fn tab_near(text: &str, at: usize) -> Option<(usize, usize)> {
    let end = text.get(at..)?.find('\n').map_or(text.len(), |length| at + length);
    let mut lines = text.get(..end)?.rsplit('\n').scan(end + 1, |next, line| {
        *next -= line.len() + 1;
        Some((*next, line))
    });
    let this = lines.next();
    let before = lines.find(|(_, line)| !line.trim().is_empty());
    this.into_iter().chain(before).find_map(|(start, line)| {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = line.get(..indent)?.find('\t')?;
        Some((start + tab, start + indent))
    })
}

/// What to say about a fault of syntax.
struct Wording(&'static str, &'static str);

impl Wording {
    fn at(self, span: Span) -> Fault {
        Diagnostic::new(Code::YamlSyntax, span, self.0).help(self.1).into()
    }
}

/// The faults that people make, each with its cure; all others are one.
fn wording(kind: &ErrorKind) -> Wording {
    use ErrorKind as K;
    match kind {
        K::MappingValueNotAllowed | K::InvalidColonPlacement => Wording(
            "a `:` cannot stand here",
            "a text that has `: ` in it needs quotes around it; a key must stand in the same column as the keys before it",
        ),
        K::UnclosedQuotedScalar | K::DocumentIndicatorInQuotedScalar => {
            Wording("this quote is never closed", "close it at the end of the text")
        }
        K::UnclosedFlowCollection { .. } | K::UnexpectedEofFlowSequence | K::UnexpectedEofFlowMapping => Wording(
            "this bracket is never closed",
            "close it with `]` or `}`; a text that starts with a bracket needs quotes",
        ),
        K::MisplacedFlowCollectionEnd | K::MismatchedFlowCollectionEnd { .. } => {
            Wording("this bracket does not close the one that is open", "`[` goes with `]`, `{` with `}`")
        }
        K::ExpectedFlowSequenceSeparator | K::ExpectedFlowMappingSeparator => Wording(
            "a comma or a closing bracket was expected here",
            "put commas between the items; text with brackets needs quotes",
        ),
        K::InvalidTrailingSingleQuotedScalar => Wording(
            "the text goes on after its closing quote",
            "write an apostrophe within single quotes twice: `'it''s'`",
        ),
        K::InvalidTrailingDoubleQuotedScalar => {
            Wording("the text goes on after its closing quote", "write a quote within double quotes as `\\\"`")
        }
        kind if is_escape(kind) => {
            Wording("`\\` starts an escape that does not exist", "write `\\\\` for a backslash, or use single quotes")
        }
        K::UnexpectedCharacter { .. } | K::PlainScalarStartsWithDashFlowIndicator => {
            Wording("a text cannot start with this character", "put the text in quotes")
        }
        K::InvalidIndentation
        | K::ExpectedBlockMappingKey
        | K::ExpectedBlockSequenceEntry
        | K::BlockSequenceEntryNotAllowed
        | K::InvalidBlockScalarIndent
        | K::InvalidQuotedScalarIndent
        | K::InvalidFlowScalarIndent => Wording(
            "this line is not indented like the lines around it",
            "what belongs together must start in the same column",
        ),
        K::SimpleKeyExpected | K::InvalidSimpleKey => Wording(
            "a key without `:`, or a text that goes on in the wrong column",
            "write `key: value`; indent the lines of a long text",
        ),
        K::DirectiveDisallowed | K::MissingDirectiveName | K::InvalidDirectiveName | K::ExpectedDocumentStart => {
            Wording("a line cannot start with `%` or go on after the end of the document", "put the text in quotes")
        }
        _ => Wording(
            "this cannot be read as YAML",
            "check the lines around it for quotes, brackets, colons and indentation",
        ),
    }
}

fn is_escape(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape
    )
}

/// The first characters of a place, for a message.
fn excerpt(text: &str, span: Span) -> String {
    text.get(span.start as usize..span.end as usize).unwrap_or_default().chars().take(40).collect()
}
