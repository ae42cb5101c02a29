//! The pieces written down: for a terminal, as Markdown, as a page to print and sign.

use super::document::{AnswerRow, Block, document};
use super::record::{SetView, ShownPart};
use crate::text::{escape, fill, pad, pieces, visible, width};

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShowFormat {
    /// For a terminal.
    Text,
    /// Markdown.
    Markdown,
    /// A page of its own, to read, print and sign.
    Html,
}

/// What is shown, written for people; `columns` is how wide plain text is set.
pub fn page(shown: &SetView, format: ShowFormat, columns: usize) -> String {
    let blocks = document(shown);
    match format {
        ShowFormat::Text => visible(&text(shown, &blocks, columns)),
        ShowFormat::Markdown => visible(&markdown(shown, &blocks)),
        ShowFormat::Html => escape::html_page(&html(shown, &blocks)).into_owned(),
    }
}

/// By which whoever signs knows what was signed.
fn made_by(shown: &SetView) -> String {
    format!("{} {} · {}", shown.questionnaire, shown.version, shown.fingerprint)
}

/// What is said above the lines to sign on.
const REVIEW: &str = "I have read what stands above: questions, rules, waits and promises. It is fit for use";

/// What whoever signs can say.
const CHOICES: [&str; 3] = ["as they are", "with these changes:", "not yet, because:"];

/// The lines to write on.
const LINES: [&str; 4] = ["Name", "Qualification, registration", "Date", "Signature"];

// ---- Text ----

/// Before fields and tables, and between their columns.
const INDENT: usize = 2;

fn text(shown: &SetView, blocks: &[Block], columns: usize) -> String {
    let mut lines = Vec::new();
    let set = format!("{} {}", shown.questionnaire, shown.version);
    let mut first = true;
    for block in blocks {
        match block {
            Block::Heading(depth, words, id) => {
                if !first {
                    lines.push(String::new());
                }
                let beside = if first && !matches!(shown.part, ShownPart::Set(_)) { &set } else { "" };
                heading((*depth, words, id), beside, columns, &mut lines);
            }
            Block::Words(words) => hung(words, INDENT, INDENT, columns, &mut lines),
            Block::Aside(words) => hung(words, INDENT, INDENT, columns, &mut lines),
            Block::Fields(fields) => {
                lines.push(String::new());
                let name = fields.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
                for (named, words) in fields {
                    let start = format!("{:INDENT$}{named:name$}  ", "");
                    let from = lines.len();
                    hung(words, INDENT + name + 2, INDENT + name + 2, columns, &mut lines);
                    if let Some(line) = lines.get_mut(from) {
                        *line = format!("{start}{}", line.trim_start());
                    }
                }
            }
            Block::Answers(rows) => {
                lines.push(String::new());
                answers(rows, columns, &mut lines);
            }
            Block::Signature => {}
        }
        first = false;
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// An id, and below it its words; of a part that stands in others, a rule above and below tell how deep.
fn heading((depth, words, id): (usize, &str, &str), beside: &str, columns: usize, lines: &mut Vec<String>) {
    if id.is_empty() || depth < 2 && beside.is_empty() {
        lines.push(words.to_owned());
        lines.push("=".repeat(width(words).min(columns)));
        return;
    }
    let gap = columns.saturating_sub(width(id) + width(beside)).max(2);
    lines.push(if beside.is_empty() { id.to_owned() } else { format!("{id}{:gap$}{beside}", "") });
    if depth == 2 {
        lines.push("-".repeat(width(id).min(columns)));
    }
    hung(words, INDENT, INDENT, columns, lines);
}

/// A text in lines that fit.
fn hung(words: &str, first: usize, rest: usize, columns: usize, lines: &mut Vec<String>) {
    let room = |indent: usize| columns.saturating_sub(indent).max(8);
    let parts = words.lines().flat_map(|line| fill(pieces(line, room(rest)), room(first), room(rest)));
    for (line, at) in parts.zip(0..) {
        let indent = if at == 0 { first } else { rest };
        lines.push(format!("{:indent$}{line}", ""));
    }
}

/// The widest that ids are set before what they say; a longer one stands on a line of its own.
const WIDEST_ID: usize = 15;
/// How wide what answers lead to is set.
const LEADS: usize = 28;

fn answers(rows: &[AnswerRow], columns: usize, lines: &mut Vec<String>) {
    let ids = rows.iter().filter(|row| !row.said.is_empty()).filter_map(|row| row.id.as_ref()).map(|id| width(id));
    let id = ids.filter(|wide| *wide <= WIDEST_ID).map(|wide| wide.max("answer".len())).max().unwrap_or(0);
    let left = if id == 0 { INDENT } else { INDENT + id + 2 };
    let leads = LEADS.min(columns.saturating_sub(left) / 2).max(8);
    let said = columns.saturating_sub(left + leads + 2).max(8);
    let head = AnswerRow {
        id: Some(if id == 0 { String::new() } else { "answer".to_owned() }),
        said: if id == 0 { "answer".to_owned() } else { " ".to_owned() },
        leads: vec!["leads at least to".to_owned()],
    };
    for row in std::iter::once(&head).chain(rows) {
        let own = row.id.as_deref().unwrap_or_default();
        let alone = width(own) > id || row.said.is_empty();
        let words = if alone && row.said.is_empty() { own } else { &row.said };
        if alone && !row.said.is_empty() && !own.is_empty() {
            lines.push(format!("{:INDENT$}{own}", ""));
        }
        // What sharpens stands below the words of the answer, and further in.
        let deeper = if row.id.is_none() { 2 } else { 0 };
        let room = said.saturating_sub(deeper);
        let words = fill(pieces(words, room), room, room);
        let told: Vec<String> = row.leads.iter().flat_map(|lead| fill(pieces(lead, leads), leads, leads)).collect();
        for at in 0..words.len().max(told.len()) {
            let shown_id = if at == 0 && !alone { own } else { "" };
            let start = if id == 0 { String::new() } else { format!("{}  ", pad(shown_id, id)) };
            let words = format!("{:deeper$}{}", "", words.get(at).map_or("", String::as_str));
            let told = told.get(at).map_or("", String::as_str);
            lines.push(format!("{:INDENT$}{start}{}  {told}", "", pad(&words, said)));
        }
    }
}

// ---- Markdown ----

fn markdown(shown: &SetView, blocks: &[Block]) -> String {
    let cell = |text: &str| escape::markdown(text).replace('\n', " ");
    let mut out = String::new();
    for block in blocks {
        out.push_str(&match block {
            Block::Heading(depth, words, id) => {
                let id = if id.is_empty() { String::new() } else { format!(" `{id}`") };
                format!("{} {}{id}\n\n", "#".repeat(*depth), cell(words))
            }
            Block::Words(words) => format!("{}\n\n", escape::markdown(words)),
            Block::Aside(words) => format!("*{}*\n\n", cell(words)),
            Block::Fields(fields) => {
                let lines = fields.iter().map(|(name, words)| format!("- {name}: {}\n", cell(words)));
                format!("{}\n", lines.collect::<String>())
            }
            Block::Answers(rows) => {
                let rows = rows.iter().map(|row| {
                    let id = row.id.as_deref().filter(|_| !row.said.is_empty());
                    let id = id.map_or(String::new(), |id| format!("`{id}`"));
                    let said = if row.said.is_empty() { row.id.as_deref().unwrap_or_default() } else { &row.said };
                    let leads: Vec<String> = row.leads.iter().map(|lead| cell(lead)).collect();
                    format!("| {id} | {} | {} |\n", cell(said), leads.join("<br>"))
                });
                format!("| id | answer | leads at least to |\n|---|---|---|\n{}\n", rows.collect::<String>())
            }
            Block::Signature => {
                let choices = CHOICES.map(|choice| format!("- [ ] {choice}\n")).concat();
                let lines = LINES.map(|line| format!("{line}: ______________________________\n\n")).concat();
                format!("## Review\n\n{REVIEW}\n\n{choices}\n{lines}")
            }
        });
    }
    format!("{out}{}\n", escape::markdown(&made_by(shown)))
}

// ---- A page ----

const STYLE: &str = include_str!("style.css");

fn html(shown: &SetView, blocks: &[Block]) -> String {
    let title = format!("{}: {} {}", shown.title, shown.questionnaire, shown.version);
    let body: String = blocks.iter().map(html_block).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n<footer>{}</footer>\n</body>\n</html>\n",
        escape::html(&shown.language),
        escape::html(&title),
        escape::html(&made_by(shown)),
    )
}

fn html_block(block: &Block) -> String {
    let escaped = |text: &str| escape::html(text).replace('\n', "<br>");
    match block {
        Block::Heading(depth, words, id) => {
            let depth = (*depth).min(6);
            let id = if id.is_empty() { String::new() } else { format!(" <code>{}</code>", escaped(id)) };
            format!("<h{depth}>{}{id}</h{depth}>\n", escaped(words))
        }
        Block::Words(words) => format!("<p>{}</p>\n", escaped(words)),
        Block::Aside(words) => format!("<p class=\"aside\">{}</p>\n", escaped(words)),
        Block::Fields(fields) => {
            let lines =
                fields.iter().map(|(name, words)| format!("<div><dt>{name}</dt><dd>{}</dd></div>\n", escaped(words)));
            format!("<dl>\n{}</dl>\n", lines.collect::<String>())
        }
        Block::Answers(rows) => {
            let row = |row: &AnswerRow| {
                let leads: Vec<String> = row.leads.iter().map(|lead| escaped(lead)).collect();
                let leads = leads.join("<br>");
                match &row.id {
                    Some(id) if row.said.is_empty() => {
                        format!("<tr><td></td><th scope=\"row\">{}</th><td>{leads}</td></tr>\n", escaped(id))
                    }
                    Some(id) => format!(
                        "<tr><td><code>{}</code></td><th scope=\"row\">{}</th><td>{leads}</td></tr>\n",
                        escaped(id),
                        escaped(&row.said)
                    ),
                    None => format!(
                        "<tr class=\"and\"><td></td><th scope=\"row\">{}</th><td>{leads}</td></tr>\n",
                        escaped(&row.said)
                    ),
                }
            };
            format!(
                "<table>\n<thead><tr><th scope=\"col\">id</th><th scope=\"col\">answer</th><th scope=\"col\">leads at least to</th></tr></thead>\n<tbody>\n{}</tbody>\n</table>\n",
                rows.iter().map(row).collect::<String>()
            )
        }
        Block::Signature => {
            let choices = CHOICES.map(|choice| format!("<li>{}</li>\n", escaped(choice))).concat();
            let lines = LINES.map(|line| format!("<p class=\"line\"><span>{}</span></p>\n", escaped(line))).concat();
            format!(
                "<section class=\"review\">\n<h2>Review</h2>\n<p>{}</p>\n<ul>\n{choices}</ul>\n{lines}</section>\n",
                escaped(REVIEW)
            )
        }
    }
}
