//! The drawings of a question as a page, large, in whatever the desktop opens pages with. It holds no answers.

use std::io::{self, Write as _};

use candidacy::text::escape::html;
use tempfile::TempPath;

use super::super::documents::{can_open_pages, open_page};
use super::super::interview::page::Page;
use super::kitty::base64;

/// Whether a page can be opened here.
pub fn can_be_opened(page: &Page<'_>) -> bool {
    can_open_pages() && page.has_pictures()
}

/// Opens the drawings of a question. The file is there as long as what is given back lives.
///
/// # Errors
/// It cannot be written, or nothing opens it.
pub fn open(page: &Page<'_>) -> io::Result<TempPath> {
    let mut file = tempfile::Builder::new().prefix("candidacy-").suffix(".html").tempfile()?;
    file.write_all(written(page).as_bytes())?;
    let path = file.into_temp_path();
    if open_page(&path) { Ok(path) } else { Err(io::Error::other("no program opens it")) }
}

fn written(page: &Page<'_>) -> String {
    let figure = |(row, (position, option)): (super::super::interview::page::Row, (usize, _))| {
        let option: &candidacy::questionnaire::AnswerOption = option;
        let svg = page.picture_of(position).unwrap_or_default();
        let about = option.alt.as_deref().unwrap_or_default();
        format!(
            "<figure><img alt=\"{about}\" src=\"data:image/svg+xml;base64,{picture}\"><figcaption><b>{key}</b> {label}<br><small>{about}</small></figcaption></figure>\n",
            picture = base64(svg.as_bytes()),
            key = html(&row.key),
            label = html(&option.label),
            about = html(about),
        )
    };
    let figures: String = page.answers().into_iter().zip(page.options()).map(figure).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n<title>{ask}</title>\n<style>{STYLE}</style>\n<h1>{ask}</h1>\n<p>{help} Choose in the window with the questions.</p>\n<main>\n{figures}</main>\n</html>\n",
        ask = html(&page.ask),
        help = html(page.help.as_deref().unwrap_or_default()),
    )
}

/// Always black on white: the drawings have one ink.
const STYLE: &str = "body{font:1.1rem/1.4 sans-serif;margin:1.5rem;background:#fff;color:#111}\
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1.5rem}\
figure{margin:0}img{width:100%;max-width:22rem}";
