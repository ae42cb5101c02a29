//! A name with a sign in it that cannot be seen reads as a name that is right. Whatever is said of it, people look at the wrong
//! place; so the sign itself is pointed at.

use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::source::{Sources, Span};
use crate::text::{odd_sign, sign_name};

/// The longest place that is looked through, in bytes: a name, and no text.
const LONGEST: usize = 64;

/// The same faults; those at names with such a sign point at it.
pub(super) fn named(found: Diagnostics, sources: &Sources) -> Diagnostics {
    found.map(|fault| pointed(fault, sources))
}

fn pointed(fault: Diagnostic, sources: &Sources) -> Diagnostic {
    let Span { source, start, end } = fault.span;
    let written = sources.get(source).map_or("", |source| source.slice(fault.span));
    let is_name = fault.level == Level::Error && end - start <= LONGEST as u32 && !written.contains('\n');
    let Some((at, sign)) = odd_sign(written).filter(|_| is_name) else { return fault };
    // Where the sign is what is wrong, and the reader said so, there is nothing to add.
    if written.len() == sign.len_utf8() {
        return fault;
    }
    let place = Span::new(source, start as usize + at, start as usize + at + sign.len_utf8());
    let help = format!("here stands a {}; delete it, and write the name again if it is still unknown", sign_name(sign));
    let also = std::iter::once((fault.span, "in this name".to_owned())).chain(fault.also).collect();
    Diagnostic { span: place, also, help: vec![help], ..fault }
}
