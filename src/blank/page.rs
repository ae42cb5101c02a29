//! The paper written down: as a page to print, as Markdown, as text.

use std::fmt::Write as _;

use super::letterhead;
use super::{Blank, BlankItem, BlankOption, BlankSection, Room};
use crate::questionnaire::{Audience, Questionnaire};
use crate::text::{escape, visible, wrap};

/// How a blank questionnaire is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlankFormat {
    /// A page to print, two columns to a side.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
}

/// How wide plain text is set.
const WIDTH: usize = 80;
/// A line to write on, in text.
const LINE: &str = "________________________";
/// What is said above the questions.
const HOW: &str = "Tick what fits. “Not sure” is a good answer where it stands. If you would rather not say, write an R beside the \
                   number. Where a question begins with “Only if”, leave it out if that is not so.";
/// What is said where something is not on the paper.
const IN_PERSON: &str =
    "Some things are not on this paper: the clinic asks you about them in person, with nobody else there.";

/// A question set with room for answers, for those who are asked: a client, or a technician.
pub fn blank(questionnaire: &Questionnaire, audience: Audience, format: BlankFormat) -> String {
    let blank = Blank::new(questionnaire, audience);
    let made_by = format!("{} {} · {}", questionnaire.id(), questionnaire.version(), questionnaire.fingerprint());
    match format {
        BlankFormat::Html => {
            escape::html_page(&Html { blank: &blank, language: questionnaire.language() }.page(&made_by)).into_owned()
        }
        BlankFormat::Markdown => visible(&markdown(&blank, &made_by)),
        BlankFormat::Text => visible(&text(&blank, &made_by)),
    }
}

/// `3.`, or `3–7.` of several.
fn numbers(item: &BlankItem) -> String {
    match &item.room {
        Room::Lines(lines) => format!("{}–{}.", item.number, lines.last().map_or(item.number, |last| last.number)),
        Room::Ticks { .. } | Room::Line(_) => format!("{}.", item.number),
    }
}

/// "3. Only if number 2 is “Yes”: How often?"
fn asked(item: &BlankItem) -> String {
    let only_if = item.only_if.as_ref().map_or(String::new(), |only_if| format!("Only if {only_if}: "));
    format!("{} {only_if}{}", numbers(item), item.ask)
}

/// What may be ticked, and what is said beside it.
fn labelled(option: &BlankOption) -> String {
    let help = option.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
    let only_if = option.only_if.as_ref().map_or(String::new(), |only_if| format!(" (only if {only_if})"));
    format!("{}{help}{only_if}", option.label)
}

/// How many may be ticked, where that is not one and nothing says so yet.
fn hint(item: &BlankItem) -> Option<&'static str> {
    let said = item.help.as_ref().is_some_and(|help| help.contains("all that fit"));
    (!said && matches!(item.room, Room::Ticks { several: true, .. })).then_some("Tick all that fit.")
}

fn text(blank: &Blank, made_by: &str) -> String {
    let mut lines: Vec<String> = blank.clinic.iter().flat_map(letterhead::text).collect();
    lines.extend([blank.title.clone(), "=".repeat(crate::text::width(&blank.title).min(WIDTH)), String::new()]);
    let say = |lines: &mut Vec<String>, text: &str, indent: usize| {
        let wrapped = wrap(text, WIDTH - indent);
        lines.extend(wrapped.iter().map(|line| format!("{}{line}", " ".repeat(indent))));
    };
    say(&mut lines, &format!("Name: {LINE}  Born: ____________  Day: ____________"), 0);
    lines.push(String::new());
    for line in
        blank.about.iter().flat_map(|about| about.lines()).chain([HOW]).chain(blank.in_person.then_some(IN_PERSON))
    {
        say(&mut lines, line, 0);
    }
    for section in &blank.sections {
        lines.extend([String::new(), section.title.clone(), "-".repeat(crate::text::width(&section.title).min(WIDTH))]);
        for line in section_notes(section) {
            say(&mut lines, &line, 0);
        }
        for item in &section.items {
            lines.push(String::new());
            say(&mut lines, &asked(item), 0);
            for note in item.help.as_deref().into_iter().chain(hint(item)) {
                say(&mut lines, note, 3);
            }
            match &item.room {
                Room::Ticks { options, .. } => {
                    for option in options {
                        say(&mut lines, &format!("[ ] {}", labelled(option)), 3);
                    }
                }
                Room::Lines(asks) => {
                    for line in asks {
                        let unsure = if line.unsure { "  [ ] not sure" } else { "" };
                        say(&mut lines, &format!("{}. {}  [ ] yes  [ ] no{unsure}", line.number, line.ask), 3);
                    }
                }
                Room::Line(wanted) => say(&mut lines, &format!("{LINE} ({wanted})"), 3),
            }
        }
    }
    lines.extend([String::new(), made_by.to_owned()]);
    lines.join("\n") + "\n"
}

/// What stands above the questions of a section.
fn section_notes(section: &BlankSection) -> Vec<String> {
    let only_if = section.only_if.as_ref().map(|only_if| format!("Only if {only_if}."));
    section.intro.clone().into_iter().chain(only_if).collect()
}

fn markdown(blank: &Blank, made_by: &str) -> String {
    let safe = escape::markdown;
    let mut page = blank.clinic.as_ref().map_or(String::new(), letterhead::markdown);
    let _ = write!(page, "# {}\n\nName: …………………………………… Born: ………………… Day: …………………\n\n", safe(&blank.title));
    for line in
        blank.about.iter().flat_map(|about| about.lines()).chain([HOW]).chain(blank.in_person.then_some(IN_PERSON))
    {
        let _ = write!(page, "{}\n\n", safe(line));
    }
    for section in &blank.sections {
        let _ = write!(page, "## {}\n\n", safe(&section.title));
        for line in section_notes(section) {
            let _ = write!(page, "{}\n\n", safe(&line));
        }
        for item in &section.items {
            let _ = write!(page, "**{}**\n\n", safe(&asked(item)));
            for note in item.help.as_deref().into_iter().chain(hint(item)) {
                let _ = write!(page, "{}\n\n", safe(note));
            }
            match &item.room {
                Room::Ticks { options, .. } => {
                    options.iter().for_each(|option| {
                        let _ = writeln!(page, "- [ ] {}", safe(&labelled(option)));
                    });
                }
                Room::Lines(asks) => {
                    for line in asks {
                        let unsure = if line.unsure { " ☐ not sure" } else { "" };
                        let _ = writeln!(page, "- {}. {} ☐ yes ☐ no{unsure}", line.number, safe(&line.ask));
                    }
                }
                Room::Line(wanted) => {
                    let _ = writeln!(page, "…………………………………… ({})", safe(wanted));
                }
            }
            page.push('\n');
        }
    }
    page + &safe(made_by) + "\n"
}

/// The paper as a page.
struct Html<'b> {
    blank: &'b Blank,
    language: &'b str,
}

impl Html<'_> {
    fn page(&self, made_by: &str) -> String {
        let safe = escape::html;
        let title = safe(&self.blank.title);
        let clinic = self.blank.clinic.as_ref();
        let (style, head) =
            clinic.map_or_else(Default::default, |clinic| (letterhead::STYLE, letterhead::html(clinic)));
        let mut page = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n{HEAD}{style}</head>\n<body>\n\
             <main>\n{head}<h1>{title}</h1>\n<p class=\"fields\"><span>Name</span><span>Born</span><span>Day</span></p>\n",
            safe(self.language)
        );
        let said =
            self.blank.about.iter().flat_map(|about| about.lines()).chain(self.blank.in_person.then_some(IN_PERSON));
        for line in said.filter(|line| !line.trim().is_empty()) {
            let _ = writeln!(page, "<p>{}</p>", safe(line));
        }
        let _ = writeln!(page, "<p><strong>{}</strong></p>\n<div class=\"columns\">", safe(HOW));
        for section in &self.blank.sections {
            let _ = writeln!(page, "<h2>{}</h2>", safe(&section.title));
            for line in section_notes(section) {
                let _ = writeln!(page, "<p>{}</p>", safe(&line));
            }
            section.items.iter().for_each(|item| self.item(item, &mut page));
        }
        let _ = write!(page, "</div>\n<footer>{}</footer>\n</main>\n</body>\n</html>\n", safe(made_by));
        page
    }

    fn label(&self, option: &BlankOption) -> String {
        let only_if = option.only_if.as_ref().map(|only_if| format!("only if {only_if}"));
        let notes: Vec<String> = option.help.clone().into_iter().chain(only_if).collect();
        let label = escape::html(&option.label);
        if notes.is_empty() { label } else { format!("{label} <small>({})</small>", escape::html(&notes.join("; "))) }
    }

    fn item(&self, item: &BlankItem, page: &mut String) {
        let safe = escape::html;
        let only_if = item.only_if.as_ref();
        let only_if =
            only_if.map_or(String::new(), |only_if| format!(" <span class=\"if\">Only if {}:</span>", safe(only_if)));
        let _ = writeln!(
            page,
            "<div class=\"item\"><p><strong>{}</strong>{only_if} <strong>{}</strong></p>",
            numbers(item),
            safe(&item.ask)
        );
        let notes: Vec<String> = item.help.as_deref().into_iter().chain(hint(item)).map(safe).collect();
        if !notes.is_empty() {
            let _ = writeln!(page, "<p class=\"help\">{}</p>", notes.join(" "));
        }
        match &item.room {
            Room::Ticks { options, .. } => {
                let drawn = options.iter().any(|option| option.image.is_some());
                let _ = writeln!(page, "<ul{}>", if drawn { " class=\"drawn\"" } else { "" });
                for option in options {
                    let image = option
                        .image
                        .as_ref()
                        .map_or(String::new(), |svg| format!("<img src=\"{}\" alt=\"\">", escape::data_uri(svg)));
                    let _ = writeln!(page, "<li>{image}{}</li>", self.label(option));
                }
                page.push_str("</ul>\n");
            }
            Room::Lines(asks) => {
                page.push_str(
                    "<table><thead><tr><th></th><th>yes</th><th>no</th><th>not sure</th></tr></thead><tbody>\n",
                );
                for line in asks {
                    let unsure = if line.unsure { "<td></td>" } else { "" };
                    let (number, ask) = (line.number, safe(&line.ask));
                    let _ = writeln!(page, "<tr><th>{number}. {ask}</th><td></td><td></td>{unsure}</tr>");
                }
                page.push_str("</tbody></table>\n");
            }
            Room::Line(wanted) => {
                let _ = writeln!(page, "<p class=\"line\">{}</p>", safe(wanted));
            }
        }
        page.push_str("</div>\n");
    }
}

/// What a page needs to be printed: nothing is loaded, nothing runs.
const HEAD: &str = include_str!("head.html");
