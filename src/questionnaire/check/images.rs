//! The pictures that options name: SVG files that show something and do nothing.

use super::Checker;
use super::drawing::{Broken, broken};
use super::files::{file_fault, inside, outside};
use super::shape::Fields;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Scalar;
use crate::questionnaire::Image;
use crate::source::{SourceIx, Sources, Span};
use crate::value::index::{ImageIx, Ix};

/// What a picture may not have in it, in lower case, and how messages call it.
const UNSAFE: &[(&str, &str)] = &[
    ("<script", "a script"),
    (":script", "a script"),
    ("foreignobject", "foreign markup"),
    ("<iframe", "another page"),
    ("<!doctype", "a document type"),
    ("<!entity", "an entity"),
    ("<?xml-stylesheet", "a style sheet"),
    ("@import", "a style sheet"),
    ("javascript:", "a script"),
    ("image-set(", "a link to elsewhere"),
    ("<animate", "an animation"),
    ("<set", "an animation"),
    // A style sheet could spell a link with it, and no plain drawing needs one.
    ("\\", "a backslash"),
];

impl Checker<'_> {
    /// The picture under the key `image`, by its position among all pictures.
    pub(super) fn image(&mut self, fields: &Fields<'_>) -> Option<ImageIx> {
        let scalar = fields.text("image", &mut self.out)?;
        let Some(path) = inside(&scalar.text) else {
            self.out.push(outside(&scalar.text, scalar.span));
            return None;
        };
        if !path.to_lowercase().ends_with(".svg") {
            self.out.push(not_svg(scalar));
            return None;
        }
        match self.loaded.files_of(self.files, scalar.span).read(&path) {
            Ok(svg) => {
                // An overlay may have a picture that is called as one of its base.
                let known = self.images.iter().position(|image| image.path == path && image.svg == svg);
                ImageIx::fitting(known.unwrap_or_else(|| self.picture(path, svg, scalar.span)))
            }
            Err(fault) => {
                self.out.push(file_fault(&path, fault, scalar.span));
                None
            }
        }
    }

    fn picture(&mut self, path: String, svg: String, named: Span) -> usize {
        let fault = svg_fault(&self.loaded.files_of(self.files, named).name(&path), &path, &svg, self.sources);
        fault.into_iter().for_each(|fault| self.out.push(fault.also(named, "named here")));
        self.images.push(Image { path, svg });
        self.images.len() - 1
    }
}

/// What is wrong with a drawing, if anything is: it could act, or it does not draw.
pub(super) fn svg_fault(shown: &str, path: &str, svg: &str, sources: &mut Sources) -> Option<Diagnostic> {
    // What could run is the graver fault; whether the rest draws is not worth a second one.
    if let Some(trouble) = trouble(svg) {
        return Some(unsafe_image(path, &trouble, sources.add(shown.to_owned(), svg.to_owned())));
    }
    broken(svg).map(|broken| broken_image(path, &broken, sources.add(shown.to_owned(), svg.to_owned())))
}

/// Something in a picture that it may not have.
struct Trouble {
    what: &'static str,
    start: usize,
    end: usize,
}

/// The first thing in a picture that could load or run something.
fn trouble(svg: &str) -> Option<Trouble> {
    let small = svg.to_ascii_lowercase();
    if !small.contains("<svg") {
        return Some(Trouble { what: "no `<svg>` element", start: 0, end: 0 });
    }
    let words = UNSAFE
        .iter()
        .filter_map(|(word, what)| small.find(word).map(|start| Trouble { what, start, end: start + word.len() }));
    words.chain(handler(&small)).chain(reference(&small)).min_by_key(|trouble| trouble.start)
}

/// An attribute such as `onload=`.
fn handler(small: &str) -> Option<Trouble> {
    small.match_indices("on").find_map(|(start, _)| {
        let opens = small.get(..start)?.ends_with(|c: char| c.is_whitespace() || "\"'/".contains(c));
        let rest = small.get(start..)?;
        let name = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
        let assigned = rest.get(name..)?.trim_start().starts_with('=');
        (opens && assigned && name > 2).then_some(Trouble { what: "an event handler", start, end: start + name })
    })
}

/// A reference to anything but a part of the picture itself.
fn reference(small: &str) -> Option<Trouble> {
    let links = small.match_indices("href").chain(small.match_indices("src")).filter_map(|(start, word)| {
        let value = small.get(start + word.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        outward(value).then_some(Trouble { what: "a link to elsewhere", start, end: start + word.len() })
    });
    let urls = small.match_indices("url(").filter_map(|(start, word)| {
        let value = small.get(start + word.len()..)?.trim_start();
        outward(value).then_some(Trouble { what: "a link to elsewhere", start, end: start + word.len() })
    });
    links.chain(urls).min_by_key(|trouble| trouble.start)
}

fn outward(value: &str) -> bool {
    !value.trim_start_matches(['"', '\'']).trim_start().starts_with('#')
}

fn not_svg(scalar: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::WrongValue, scalar.span, format!("`{}` is not an SVG file", scalar.text))
        .help("pictures are SVG files, with names that end in `.svg`")
}

fn unsafe_image(path: &str, trouble: &Trouble, index: SourceIx) -> Diagnostic {
    let place = Span::new(index, trouble.start, trouble.end);
    Diagnostic::new(Code::UnsafeImage, place, format!("the picture `{path}` has {} in it", trouble.what))
        .help("save the picture as a plain SVG, without scripts, links or outside files")
}

fn broken_image(path: &str, broken: &Broken, index: SourceIx) -> Diagnostic {
    let place = Span::new(index, broken.place.start, broken.place.end);
    Diagnostic::new(Code::BrokenImage, place, format!("the picture `{path}` {}", broken.why))
        .help("save the picture as a plain SVG, and look at it in a browser: it shows there as it will in a report")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(inner: &str) -> Option<&'static str> {
        trouble(&format!("<svg>{inner}</svg>")).map(|trouble| trouble.what)
    }

    #[test]
    fn a_picture_may_only_draw() {
        for harmless in [
            "<path d='M0 0h9' fill='url(#g)'/>",
            "<use xlink:href='#a'/><use href = \"#b\"/>",
            "<text>only one on = two</text>",
            "<style>.a { fill: red; font: 1px serif }</style>",
            "<g fill='none' transform='rotate(9)'/>",
        ] {
            assert_eq!(verdict(harmless), None, "{harmless}");
        }
    }

    #[test]
    fn a_picture_may_not_run_or_load_anything() {
        for (harmful, what) in [
            ("<SCRIPT>x</SCRIPT>", "a script"),
            ("<svg:script>", "a script"),
            ("<g onload='x'/>", "an event handler"),
            ("<g\tOnMouseOver\n=\"x\"/>", "an event handler"),
            ("<g fill='red'onclick='x'/>", "an event handler"),
            ("<image href='https://a.example/b.png'/>", "a link to elsewhere"),
            ("<image xlink:href = \" data:image/png;base64,AA\"/>", "a link to elsewhere"),
            ("<image href='&#35;a'/>", "a link to elsewhere"),
            ("<rect fill='url( https://a.example )'/>", "a link to elsewhere"),
            ("<rect fill=\"url('//a.example')\"/>", "a link to elsewhere"),
            ("<a href='javascript:x'/>", "a link to elsewhere"),
            ("<foreignObject/>", "foreign markup"),
            ("<style>@import 'a.css';</style>", "a style sheet"),
            ("<style>a{b:u\\72l(x)}</style>", "a backslash"),
            ("<animate attributeName='href' to='x'/>", "an animation"),
        ] {
            assert_eq!(verdict(harmful), Some(what), "{harmful}");
        }
        assert!(trouble("<!DOCTYPE svg><svg/>").is_some() && trouble("<?xml-stylesheet href='a'?><svg/>").is_some());
        assert!(trouble("").is_some() && trouble("plain words").is_some());
    }
}
