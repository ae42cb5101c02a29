//! The drawing of an option, as something that can stand in a page.

use serde::Serialize;

use crate::questionnaire::{AnswerOption, Image};
use crate::text::escape;
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
        Some(Picture { uri: escape::data_uri(&image.svg), alt, label: option.label.clone() })
    }
}
