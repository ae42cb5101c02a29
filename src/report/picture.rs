//! The drawing of an option, as something that can stand in a page.

use std::fmt::Write;

use serde::Serialize;

use crate::questionnaire::{AnswerOption, Image};
use crate::value::index::{ImageIx, IndexVec};

/// A drawing and what it shows in words.
///
/// The SVG goes into the page as the address of an image, not as markup: so its ids cannot clash with those of another
/// drawing, and whatever a script or a link in it would do, an image does not.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Picture {
    uri: String,
    alt: String,
    label: String,
}

impl Picture {
    /// The drawing of an option, if it has one.
    pub(super) fn of(option: &AnswerOption, images: &IndexVec<ImageIx, Image>) -> Option<Picture> {
        let image = &images[option.image?];
        let alt = option.alt.clone().unwrap_or_else(|| option.label.clone());
        Some(Picture { uri: data_uri(&image.svg), alt, label: option.label.clone() })
    }
}

fn data_uri(svg: &str) -> String {
    let mut uri = String::from("data:image/svg+xml,");
    for byte in svg.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' | b':' | b'=' | b',' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_becomes_an_address_without_quotes_or_brackets() {
        assert_eq!(data_uri("<svg a=\"é\"/>"), "data:image/svg+xml,%3Csvg%20a=%22%C3%A9%22/%3E");
    }
}
