//! Pictures that stand on pages as they are: a logo, or what a part of a report names. SVG or PNG, vetted here and then
//! written into the page, which loads nothing.

use super::files::{FileFault, Files, file_fault};
use super::images::svg_fault;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Sources, Span};
use crate::text::{counted, escape};

/// The largest picture, in bytes.
pub const MAX_PICTURE_BYTES: usize = 200 << 10;
/// The most dots of a side: a small file can hold a picture that fills the memory of whoever opens the page.
const MOST_DOTS: u32 = 5_000;
/// What every PNG begins with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A picture as an address (`data:…`), with what is wrong with it. `named` is the place that names it.
pub fn picture(files: &dyn Files, path: &str, named: Span, sources: &mut Sources) -> (Option<String>, Diagnostics) {
    let mut out = Diagnostics::default();
    let small = path.to_lowercase();
    if !small.ends_with(".svg") && !small.ends_with(".png") {
        out.push(not_a_picture(path, named));
        return (None, out);
    }
    let bytes = match files.bytes(path, MAX_PICTURE_BYTES) {
        Ok(bytes) => bytes,
        Err(FileFault::TooLarge) => {
            out.push(too_large(path, named));
            return (None, out);
        }
        Err(fault) => {
            out.push(file_fault(path, fault, named));
            return (None, out);
        }
    };
    if small.ends_with(".png") {
        match png_fault(&bytes) {
            Some(why) => out.push(bad_png(path, &why, named)),
            None => return (Some(escape::png_uri(&bytes)), out),
        }
        return (None, out);
    }
    let Ok(svg) = String::from_utf8(bytes) else {
        out.push(file_fault(path, FileFault::NotText, named));
        return (None, out);
    };
    match svg_fault(&files.name(path), path, &svg, sources) {
        Some(fault) => {
            out.push(fault.also(named, "named here"));
            (None, out)
        }
        None => (Some(escape::data_uri(&svg)), out),
    }
}

/// Why a file is no PNG that may stand on a page, in words that go behind "the picture …".
fn png_fault(bytes: &[u8]) -> Option<String> {
    let Some(mut rest) = bytes.strip_prefix(PNG) else { return Some("is no PNG, whatever its name says".to_owned()) };
    let cut = || Some("ends before it is complete".to_owned());
    let mut first = true;
    loop {
        let Some((length, after)) = number(rest) else { return cut() };
        let Some((kind, after)) = after.split_first_chunk::<4>() else { return cut() };
        let Some((data, after)) = after.split_at_checked(length as usize) else { return cut() };
        let Some((_, after)) = after.split_first_chunk::<4>() else { return cut() };
        if first != (kind == b"IHDR") {
            return Some("does not say how large it is".to_owned());
        }
        if first {
            let sides = number(data).and_then(|(width, data)| Some((width, number(data)?.0)));
            let fits = |side: u32| (1..=MOST_DOTS).contains(&side);
            match sides {
                Some((width, height)) if fits(width) && fits(height) => {}
                Some((width, height)) => {
                    return Some(format!("is {width} by {height} dots; a side may have 1 to {MOST_DOTS}"));
                }
                None => return cut(),
            }
        }
        match kind {
            b"acTL" => return Some("moves".to_owned()),
            b"IEND" if after.is_empty() => return None,
            b"IEND" => return Some(format!("has {} behind its end", counted(after.len(), "byte"))),
            _ => {}
        }
        (first, rest) = (false, after);
    }
}

/// The number that bytes begin with, and the bytes behind it.
fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    bytes.split_first_chunk::<4>().map(|(number, rest)| (u32::from_be_bytes(*number), rest))
}

fn not_a_picture(path: &str, named: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, named, format!("`{path}` is neither an SVG nor a PNG"))
        .help("save it as one of the two, with a name that ends in `.svg` or `.png`")
}

fn too_large(path: &str, named: Span) -> Diagnostic {
    let most = MAX_PICTURE_BYTES >> 10;
    Diagnostic::new(Code::TooLarge, named, format!("the picture `{path}` has more than {most} KiB"))
        .help("save it smaller: 600 dots across are plenty for print, and an SVG needs least")
}

fn bad_png(path: &str, why: &str, named: Span) -> Diagnostic {
    Diagnostic::new(Code::BrokenImage, named, format!("the picture `{path}` {why}"))
        .help("save it once more as a PNG from a drawing program, without animation")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [length.as_slice(), kind, data, &[0; 4]].concat()
    }

    fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
        [PNG.to_vec(), chunks.concat()].concat()
    }

    fn head(width: u32, height: u32) -> Vec<u8> {
        chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat())
    }

    #[test]
    fn a_png_is_whole_still_and_no_larger_than_it_may_be() {
        let (data, end) = (chunk(b"IDAT", &[1, 2, 3]), chunk(b"IEND", &[]));
        assert_eq!(png_fault(&png(&[head(600, 200), data.clone(), end.clone()])), None);
        for (chunks, why) in [
            (vec![], "before it is complete"),
            (vec![head(600, 200), data.clone()], "before it is complete"),
            (vec![data.clone(), end.clone()], "how large"),
            (vec![head(600, 200), head(600, 200), end.clone()], "how large"),
            (vec![head(0, 200), data.clone(), end.clone()], "0 by 200 dots"),
            (vec![head(60_000, 60_000), data.clone(), end.clone()], "60000 by 60000"),
            (vec![head(6, 6), chunk(b"acTL", &[0; 8]), data.clone(), end.clone()], "moves"),
            (vec![head(6, 6), data, end, b"<script>".to_vec()], "8 bytes behind"),
        ] {
            let found = png_fault(&png(&chunks)).unwrap_or_default();
            assert!(found.contains(why), "{why}: {found}");
        }
        for bytes in [&b""[..], b"GIF89a", b"<svg/>"] {
            assert!(png_fault(bytes).is_some_and(|why| why.contains("no PNG")));
        }
    }
}
