//! What can be wrong with a text before anybody asks what it means: one small function a fault.

use granit_parser::{ErrorKind, ScanError};

use super::{MAX_BYTES, MAX_DEPTH};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceIx, Span, floor_char_boundary};
use crate::text::{is_control, is_odd, sign_name};

/// Faults are rare and large, so they travel boxed.
type Fault = Box<Diagnostic>;

/// What makes a text not worth handing to the YAML library.
pub(super) fn before_reading(index: SourceIx, text: &str) -> Option<Diagnostic> {
    too_large(index, text).or_else(|| control_character(index, text))
}

/// What makes a table not worth reading.
pub(super) fn too_large_table(index: SourceIx, text: &str) -> Option<Diagnostic> {
    too_large(index, text).map(|fault| Diagnostic { help: vec!["check that it is the right file".to_owned()], ..fault })
}

fn too_large(index: SourceIx, text: &str) -> Option<Diagnostic> {
    // Readers stop soon after the limit, so the size of the text is not the size of the file.
    (text.len() > MAX_BYTES).then(|| {
        Diagnostic::new(
            Code::TooLarge,
            Span::new(index, 0, 0),
            format!("the file has more than {} MiB, the most that is read", MAX_BYTES >> 20),
        )
        .help("split it into section files, or check that it is the right file")
    })
}

/// Control characters have no place in YAML, and in a terminal they can do anything.
fn control_character(index: SourceIx, text: &str) -> Option<Diagnostic> {
    let (at, character) = text.char_indices().find(|(_, c)| is_control(*c))?;
    let span = Span::new(index, at, at + character.len_utf8());
    let message = format!("there is a control character (U+{:04X}) in the text", u32::from(character));
    Some(Diagnostic::new(Code::YamlSyntax, span, message).help("delete it; it may be invisible in your editor"))
}

pub(super) fn empty(index: SourceIx) -> Diagnostic {
    Diagnostic::new(Code::EmptyFile, Span::new(index, 0, 0), "there is nothing in this file")
        .help("was it saved? A question set to start from is made by `candidacy new DIR`")
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

pub(super) fn anchor(span: Span, text: &str) -> Fault {
    let help = if shares_options(span, text) {
        "write options that questions share once, under `option_lists` at the top, and use them with `options: NAME`"
    } else {
        "delete it; if it is meant as text, put the whole text in quotes"
    };
    Diagnostic::new(Code::AliasRefused, span, "`&` starts a YAML anchor, which is not taken here").help(help).into()
}

pub(super) fn alias(span: Span, text: &str) -> Fault {
    let help = if shares_options(span, text) {
        "name a list of `option_lists`, as in `options: NAME`, or write the options out"
    } else {
        "write out what it stands for; if it is meant as text, put the whole text in quotes"
    };
    Diagnostic::new(Code::AliasRefused, span, "`*` starts a YAML alias, which is not taken here").help(help).into()
}

/// Whether an anchor or an alias stands for the options of a question, which can be shared in another way.
fn shares_options(span: Span, text: &str) -> bool {
    text.get(..span.start as usize).is_some_and(|before| before.trim_end().ends_with("options:"))
}

pub(super) fn too_many(mut fault: Fault) -> Fault {
    fault.help.push("there are so many faults that reading ended here; correct these first".to_owned());
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
        kind => match (odd_near(text, at), tab_near(text, at)) {
            (Some((at, sign)), _) => odd(Span::new(index, at, at + sign.len_utf8()), sign),
            (None, Some((start, end))) => tab(Span::new(index, start, end)),
            (None, None) => wording(kind).at(span),
        },
    }
}

fn tab(span: Span) -> Fault {
    Diagnostic::new(Code::TabIndent, span, "this line is indented with a tab")
        .help("indent with spaces, two for each level; most editors can turn tabs into spaces")
        .into()
}

fn odd(span: Span, sign: char) -> Fault {
    let name = sign_name(sign);
    let help = match sign.is_whitespace() {
        true => {
            "write ordinary blanks instead; it looks like one, and comes along with text copied from a page or a document"
        }
        false => "delete it; it comes along with text copied from a page or a document",
    };
    Diagnostic::new(
        Code::YamlSyntax,
        span,
        format!("here stands a {name}, where YAML is told by blanks what belongs together"),
    )
    .help(help)
    .into()
}

/// How many lines before the place of a fault are looked at for what made it: a line that is not indented as it looks becomes
/// a part of the text before it, and the fault shows further down.
const LINES_BEFORE: usize = 3;

/// The odd sign nearest before a fault, or on its line, that stands where only ordinary blanks part things: before the first
/// word of a line, behind the `-` of an item, or behind the `:` of a key.
fn odd_near(text: &str, at: usize) -> Option<(usize, char)> {
    let end = text.get(at..)?.find('\n').map_or(text.len(), |length| at + length);
    let mut start = end;
    let lines = text.get(..end)?.rsplit('\n').map(|line| {
        start -= line.len();
        let begins = start;
        start = start.saturating_sub(1);
        (begins, line)
    });
    let written = lines.filter(|(_, line)| !line.trim().is_empty()).take(LINES_BEFORE + 1);
    written.into_iter().find_map(|(begins, line)| odd_between(line).map(|(at, sign)| (begins + at, sign)))
}

/// Such a sign of one line.
fn odd_between(line: &str) -> Option<(usize, char)> {
    let parts = |sign: char| matches!(sign, ' ' | '\t' | '-') || is_odd(sign);
    let before = line.char_indices().take_while(|(_, sign)| parts(*sign)).find(|(_, sign)| is_odd(*sign));
    before.or_else(|| {
        let colons = line.match_indices(':').map(|(at, _)| at + 1);
        let behind = colons.filter_map(|at| Some((at, line.get(at..)?.chars().next()?)));
        behind.into_iter().find(|(_, sign)| is_odd(*sign))
    })
}

/// The tabs that the line at `at` is indented with, or else its neighbours: a tab can turn a line into a part of the text
/// before it, so that the fault shows further up.
fn tab_near(text: &str, at: usize) -> Option<(usize, usize)> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let end = text.get(at..)?.find('\n').map_or(text.len(), |length| at + length + 1);
    let before = text.get(..start)?.trim_end();
    let before = before.rfind('\n').map_or(0, |newline| newline + 1);
    let after = text.get(end..)?;
    let after = end + after.len() - after.trim_start_matches(['\n', '\r']).len();
    [start, after, before].into_iter().find_map(|line| tab_indent(text, line))
}

/// The first tab of an indentation that starts at `line`, and the indentation's end. Empty lines have none.
fn tab_indent(text: &str, line: usize) -> Option<(usize, usize)> {
    let rest = text.get(line..)?;
    let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let tab = rest.get(..indent)?.find('\t')?;
    let is_empty = rest.get(indent..)?.chars().next().is_none_or(|next| matches!(next, '\n' | '\r'));
    (!is_empty).then_some((line + tab, line + indent))
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
        K::MappingValueNotAllowed => Wording(
            "a `:` cannot stand here",
            "a text that has `: ` in it needs quotes; a key starts in the same column as the keys before it",
        ),
        K::InvalidColonPlacement => {
            Wording("a `:` cannot stand here", "is a bracket above not closed? a text that has `: ` in it needs quotes")
        }
        K::UnexpectedCharacter { .. } | K::PlainScalarStartsWithDashFlowIndicator => {
            Wording("a text cannot start with this character", "put the whole text in quotes")
        }
        K::CommentInterceptedScalar => Wording(
            "` #` starts a note, and the text goes on after it",
            "put the text in quotes if `#` is a part of it, else move the note to a line of its own",
        ),
        K::BlockSequenceEntryNotAllowed => {
            Wording("no item of a list can start here", "start each item on a line of its own: `- item`")
        }
        K::SimpleKeyExpected | K::InvalidSimpleKey => Wording(
            "a key without `:`, or a text that goes on in the wrong column",
            "write `key: value`; indent the further lines of a text",
        ),
        K::DirectiveDisallowed | K::MissingDirectiveName | K::InvalidDirectiveName | K::ExpectedDocumentStart => {
            Wording(
                "no line can start like this",
                "put a text that starts with `%` in quotes; delete a line `...` or `---`",
            )
        }
        kind if is_escape(kind) => {
            Wording("`\\` starts an escape that does not exist", "write `\\\\` for a backslash, or use single quotes")
        }
        kind => quotes(kind).or_else(|| brackets(kind)).or_else(|| columns(kind)).unwrap_or(Wording(
            "this cannot be read as YAML",
            "check the lines around it for quotes, brackets, colons and indentation",
        )),
    }
}

fn quotes(kind: &ErrorKind) -> Option<Wording> {
    use ErrorKind as K;
    Some(match kind {
        K::UnclosedQuotedScalar | K::DocumentIndicatorInQuotedScalar => {
            Wording("this quote is never closed", "close it at the end of the text")
        }
        K::InvalidQuotedScalarIndent => Wording(
            "a quote above is not closed, or this line of its text is not indented",
            "close the quote at the end of the text, or indent the text's further lines",
        ),
        K::InvalidTrailingSingleQuotedScalar => Wording(
            "the text goes on after its closing quote",
            "write an apostrophe within single quotes twice: `'it''s'`",
        ),
        K::InvalidTrailingDoubleQuotedScalar => {
            Wording("the text goes on after its closing quote", "write a quote within double quotes as `\\\"`")
        }
        _ => return None,
    })
}

fn brackets(kind: &ErrorKind) -> Option<Wording> {
    use ErrorKind as K;
    Some(match kind {
        K::UnclosedFlowCollection { .. } | K::UnexpectedEofFlowSequence | K::UnexpectedEofFlowMapping => Wording(
            "this bracket is never closed",
            "close it with `]` or `}`; a text that starts with a bracket needs quotes",
        ),
        K::MisplacedFlowCollectionEnd => {
            Wording("this bracket closes nothing", "delete it; a text that starts with a bracket needs quotes")
        }
        K::MismatchedFlowCollectionEnd { .. } => {
            Wording("this bracket is closed by one of another kind", "`[` goes with `]`, `{` with `}`")
        }
        K::ExpectedFlowSequenceSeparator | K::ExpectedFlowMappingSeparator => Wording(
            "a comma or a closing bracket was expected here",
            "put commas between the items; a text with brackets in it needs quotes around all of it, as in \
             `when: \"skin in [dry, sore]\"`",
        ),
        _ => return None,
    })
}

fn columns(kind: &ErrorKind) -> Option<Wording> {
    use ErrorKind as K;
    let fits = matches!(
        kind,
        K::InvalidIndentation
            | K::ExpectedBlockMappingKey
            | K::ExpectedBlockSequenceEntry
            | K::InvalidBlockScalarIndent
            | K::InvalidFlowScalarIndent
    );
    fits.then_some(Wording(
        "this line is not indented like the lines around it",
        "what belongs together starts in the same column",
    ))
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
