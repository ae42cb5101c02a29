//! The drawings of a question as a page, large, in whatever the desktop opens pages with. It holds no answers.

use std::io::{self, Write as _};

use candidacy::questionnaire::AnswerOption;
use candidacy::text::escape::{base64, html};
use tempfile::TempPath;

use super::super::documents::{can_open_pages, open_page};
use super::super::interview::page::{Page, Row};

/// Whether a page can be opened here.
pub fn can_be_opened(page: &Page<'_>) -> bool {
    can_open_pages() && page.has_pictures()
}

/// Opens the drawings of a question, with the keys that choose them. The file is there as long as what is given back lives.
///
/// # Errors
/// It cannot be written, or nothing opens it.
pub fn open(page: &Page<'_>, choices: &[Row]) -> io::Result<TempPath> {
    let mut file = tempfile::Builder::new().prefix("candidacy-").suffix(".html").tempfile()?;
    file.write_all(written(page, choices).as_bytes())?;
    let path = file.into_temp_path();
    if open_page(&path) { Ok(path) } else { Err(io::Error::other("no program opens it")) }
}

fn written(page: &Page<'_>, choices: &[Row]) -> String {
    let figures: String = choices.iter().zip(page.options()).map(|(row, option)| figure(page, row, option)).collect();
    let (ask, help) = (html(&page.ask), html(page.help.as_deref().unwrap_or_default()));
    format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{ask}</title>\n<style>{STYLE}</style>\n<h1>{ask}</h1>\n<p>{help} Choose in the window with the questions.</p>\n\
         <main>\n{figures}</main>\n</html>\n"
    )
}

/// One drawing with its key, its name and what it shows.
fn figure(page: &Page<'_>, row: &Row, (position, option): (usize, &AnswerOption)) -> String {
    let picture = base64(page.picture_of(position).unwrap_or_default().as_bytes());
    let about = html(option.alt.as_deref().unwrap_or_default());
    let (key, label) = (html(&row.key), html(&option.label));
    format!(
        "<figure><img alt=\"{about}\" src=\"data:image/svg+xml;base64,{picture}\">\
         <figcaption><b>{key}</b> {label}<br><small>{about}</small></figcaption></figure>\n"
    )
}

/// Always black on white: the drawings have one ink.
const STYLE: &str = "body{font:1.1rem/1.4 sans-serif;margin:1.5rem;background:#fff;color:#111}\
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1.5rem}\
figure{margin:0}img{width:100%;max-width:22rem}";
