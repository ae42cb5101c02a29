//! The drawing of an option, as something that can stand in a page.

use serde::Serialize;

use super::labels::picked;
use crate::questionnaire::{AnswerOption, Image, Question};
use crate::text::escape;
use crate::value::Answer;
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

/// One of the drawings that a person chose among.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Choosable {
    #[serde(flatten)]
    picture: Picture,
    chosen: bool,
}

/// The drawings of all options in their order, and which of them were chosen. Nothing where an option has none: it would be lost
/// among the others.
pub(super) fn choosables(question: &Question, chosen: &Answer, images: &IndexVec<ImageIx, Image>) -> Vec<Choosable> {
    let picked = picked(question, chosen);
    let choosable = |option: &AnswerOption| {
        let picture = Picture::of(option, images)?;
        Some(Choosable { picture, chosen: picked.iter().any(|one| one.id == option.id) })
    };
    question.options().iter().map(choosable).collect::<Option<Vec<Choosable>>>().unwrap_or_default()
}
