//! From the YAML library's events to our tree.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle};

use super::align::{Notation, align};
use super::fault;
use super::{Entry, MAX_DEPTH, Scalar, Style, YamlNode, YamlValue};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Source, SourceIx, Span, Spanned};

/// After so many faults, reading ends: a file of nothing but aliases would otherwise give a million messages.
const MAX_FAULTS: usize = 100;

/// Reads a text. `None` when there is nothing that could be used: after a fault of syntax, what was read so far would
/// only lead to messages about things that are there, further down.
pub fn parse(index: SourceIx, source: &Source) -> (Option<YamlValue>, Diagnostics) {
    match fault::before_reading(index, &source.text) {
        Some(fault) => (None, fault.into()),
        None => Reader::new(index, &source.text).read(),
    }
}

/// The tree under construction.
struct Reader<'t> {
    index: SourceIx,
    text: &'t str,
    open: Vec<Open>,
    root: Option<YamlValue>,
    documents: usize,
    faults: Diagnostics,
}

/// A list or mapping that has not ended yet.
struct Open {
    span: Span,
    style: StructureStyle,
    content: Content,
}

enum Content {
    List(Vec<YamlValue>),
    Map(Mapping),
}

#[derive(Default)]
struct Mapping {
    entries: Vec<Entry>,
    seen: HashMap<String, Span>,
    key: Key,
}

/// The key that waits for its value.
#[derive(Default)]
enum Key {
    #[default]
    Awaited,
    Read(Spanned<String>),
    /// There was a fault in it: its value is read and left out.
    Refused,
}

/// Whether to read on.
type Flow = Result<(), Box<Diagnostic>>;

impl<'t> Reader<'t> {
    fn new(index: SourceIx, text: &'t str) -> Self {
        Reader { index, text, open: Vec::new(), root: None, documents: 0, faults: Diagnostics::default() }
    }

    fn read(mut self) -> (Option<YamlValue>, Diagnostics) {
        for event in Parser::new_from_str_with_options(self.text, options()) {
            if let Err(last) = self.step(event) {
                if !self.is_echo(&last) {
                    self.faults.push(*last);
                }
                return (None, self.faults);
            }
        }
        if self.root.as_ref().is_none_or(|root| root.node == YamlNode::Null) && self.faults.is_empty() {
            self.faults.push(fault::empty(self.index));
        }
        (self.root.filter(|root| root.node != YamlNode::Null), self.faults)
    }

    fn step(&mut self, event: Result<(Event<'t>, granit_parser::Span), ScanError>) -> Flow {
        let (event, place) = event.map_err(|error| fault::syntax(self.index, self.text, &error))?;
        let span = self.span(place);
        if let Some(tag) = event.tag().and(place.tag_span()) {
            self.fault(fault::tag(self.span(tag), self.text))?;
        }
        match event {
            Event::DocumentStart(..) => self.document(span),
            Event::Scalar(text, style, ..) => self.value(scalar(self.text, &text, style, span)),
            Event::SequenceStart(style, ..) => self.start(style, span, Content::List(Vec::new())),
            Event::MappingStart(style, ..) => self.start(style, span, Content::Map(Mapping::default())),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Anchor(..) => self.fault(fault::anchor(span, self.text)),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.fault(fault::alias(span, self.text))?;
                self.value(YamlValue { span, node: YamlNode::Null })
            }
            _ => Ok(()),
        }
    }

    /// What cannot be read on the line of an earlier fault is most often its consequence: `*bold* words`.
    fn is_echo(&self, last: &Diagnostic) -> bool {
        let on_same_line = |fault: &Diagnostic| {
            let between = self.text.get(fault.span.start as usize..last.span.start as usize);
            between.is_some_and(|between| !between.contains('\n'))
        };
        last.code == Code::YamlSyntax && self.faults.iter().any(on_same_line)
    }

    /// Only the first document is read.
    fn document(&mut self, span: Span) -> Flow {
        self.documents += 1;
        if self.documents > 1 { Err(fault::second_document(span)) } else { Ok(()) }
    }

    fn start(&mut self, style: StructureStyle, span: Span, content: Content) -> Flow {
        if self.open.len() >= MAX_DEPTH {
            return Err(fault::too_deep(span));
        }
        self.open.push(Open { span, style, content });
        Ok(())
    }

    fn end(&mut self, end: Span) -> Flow {
        let Some(open) = self.open.pop() else { return Ok(()) };
        // A block's end is wherever the next thing starts, far below; its last value is what people see as its end.
        let span = if open.style == StructureStyle::Flow { open.span.to(end) } else { open.span };
        let node = match open.content {
            Content::List(items) => YamlNode::List(items),
            Content::Map(mapping) => YamlNode::Map(mapping.entries),
        };
        self.value(YamlValue { span, node })
    }

    /// A value is complete: it belongs to the list or mapping that is open.
    fn value(&mut self, value: YamlValue) -> Flow {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value);
            return Ok(());
        };
        open.span = open.span.to(value.span);
        let found = match &mut open.content {
            Content::List(items) => {
                items.push(value);
                None
            }
            Content::Map(mapping) => mapping.take(value, self.text),
        };
        found.map_or(Ok(()), |fault| self.fault(fault))
    }

    /// Keeps a fault and reads on, within reason.
    fn fault(&mut self, fault: Box<Diagnostic>) -> Flow {
        if self.faults.len() + 1 >= MAX_FAULTS {
            return Err(fault::too_many(fault));
        }
        self.faults.push(*fault);
        Ok(())
    }

    fn span(&self, place: granit_parser::Span) -> Span {
        let range = place.byte_range().unwrap_or_default();
        Span::new(self.index, range.start, range.end)
    }
}

impl Mapping {
    /// A key or a value, whichever is due.
    fn take(&mut self, value: YamlValue, text: &str) -> Option<Box<Diagnostic>> {
        match std::mem::take(&mut self.key) {
            Key::Awaited => match self.new_key(value, text) {
                Ok(key) => self.key = Key::Read(key),
                Err(fault) => {
                    self.key = Key::Refused;
                    return Some(fault);
                }
            },
            Key::Read(key) => self.entries.push(Entry { key, value }),
            Key::Refused => {}
        }
        None
    }

    fn new_key(&mut self, value: YamlValue, text: &str) -> Result<Spanned<String>, Box<Diagnostic>> {
        let key = match value.node {
            YamlNode::Scalar(scalar) => scalar.text,
            // `null` and `~` are texts where only texts can be.
            YamlNode::Null if value.span.start < value.span.end => slice(text, value.span).to_owned(),
            YamlNode::Null => return Err(fault::no_key(value.span)),
            YamlNode::List(_) | YamlNode::Map(_) => return Err(fault::key_shape(value.span, text)),
        };
        match self.seen.get(&key) {
            Some(first) => Err(fault::duplicate_key(&key, value.span, *first)),
            None => {
                self.seen.insert(key.clone(), value.span);
                Ok(Spanned::new(key, value.span))
            }
        }
    }
}

/// Anchors and aliases as events, so that they are refused with their places instead of ending everything. The library's
/// own limit on nesting bounds what it keeps while scanning ahead.
fn options() -> granit_parser::Options {
    granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    }
}

fn scalar(file: &str, text: &str, style: ScalarStyle, span: Span) -> YamlValue {
    let is_null = matches!(slice(file, span), "" | "~" | "null" | "Null" | "NULL");
    let (notation, style) = match style {
        ScalarStyle::Plain if is_null => return YamlValue { span, node: YamlNode::Null },
        ScalarStyle::Plain => (Notation::Plain, Style::Plain),
        ScalarStyle::SingleQuoted => (Notation::Single, Style::Quoted),
        ScalarStyle::DoubleQuoted => (Notation::Double, Style::Quoted),
        ScalarStyle::Literal => (Notation::Literal, Style::Block),
        ScalarStyle::Folded => (Notation::Folded, Style::Block),
    };
    let runs = align(notation, file, (span.start as usize, span.end as usize), text);
    let words =
        if style == Style::Block { slice(file, span).trim_end().len() } else { (span.end - span.start) as usize };
    let span = Span::new(span.source, span.start as usize, span.start as usize + words);
    YamlValue { span, node: YamlNode::Scalar(Scalar { text: text.to_owned(), style, span, runs }) }
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}
