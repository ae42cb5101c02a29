//! A question whose answers are all in a list: one is chosen, or several are marked. A key chooses or marks, Enter goes on.

use candidacy::questionnaire::QuestionKind;
use candidacy::value::{Answer, OptionSet, Value};
use tempfile::TempPath;

use super::super::interview::page::{Page, Reply, Row, RowAction};
use super::super::interview::prompter::PromptFault;
use super::cells::{Look, Picture};
use super::gallery::{Gallery, position, tallest};
use super::layout::{on_screen, width};
use super::list::{BELOW_GALLERY, Foot, List, ListAction, ListRow};
use super::pictures;
use super::svg::Drawing;
use super::window::{AROUND, BESIDE, Drawings, Ink, Key, NOWHERE, Screen};

/// The keys of options beyond the ninth: letters that mean nothing else here. Of "12" nobody could say whether it is the twelfth
/// option, or the first and the second.
const LETTERS: &str = "abcdefghijklmptvwxz";

/// What is chosen in a list in which several can be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Marked {
    Options(OptionSet),
    /// "Not sure" and the like, which stand alone.
    Other(Answer),
}

/// Asks one question in a list.
///
/// # Errors
/// The person broke off, or the terminal has gone.
pub fn listed(colour: bool, look: Look, page: &Page<'_>, opened: &mut Vec<TempPath>) -> Result<Reply, PromptFault> {
    let several = matches!(page.question.kind, QuestionKind::Choices { .. });
    let choices = choices(page);
    let mut marked = match &page.earlier {
        Some(Answer::Given(Value::Choices(picked))) => Marked::Options(*picked),
        Some(other) => Marked::Other(other.clone()),
        None => Marked::Options(OptionSet::default()),
    };
    let mut message = page.fault.clone().unwrap_or_default();
    let mut list = List::open(start(page, &choices, several))?;
    if several {
        list.mark_by_key();
    }
    let opens = pictures::can_be_opened(page);
    if opens {
        list.open_by_key();
    }
    let keys = keys(&choices, several, opens);
    let mut screen = Screen::now(colour);
    let mut shown = Shown::of(&screen, page, (&choices, look), &keys);
    let mut height = header(&screen, page, (&choices, &keys), &shown)?;
    list.show(shown.gallery.clone(), look);
    loop {
        let rows: Vec<ListRow> = rows(page, &choices, several.then_some(&marked), &shown);
        match list.next(&screen, &rows, &Foot { note: "", message: &message, keys: &keys, height })? {
            ListAction::Mark(at) => match choices.get(at).map(|row| row.does.clone()) {
                Some(RowAction::Mark(position)) => (marked, message) = toggle(page, &marked, position),
                Some(RowAction::Reply(Reply::Answer(answer))) => {
                    marked = toggled(&marked, answer);
                    message.clear();
                }
                Some(RowAction::Reply(_)) | None => {}
            },
            ListAction::Choose(_) | ListAction::Nowhere if several => match finished(page, &marked) {
                Ok(answer) => return Ok(Reply::Answer(answer)),
                Err(sentence) => message = sentence,
            },
            ListAction::Choose(at) => match choices.get(at).map(|row| row.does.clone()) {
                Some(RowAction::Reply(reply)) => return Ok(reply),
                Some(RowAction::Mark(_)) | None => {}
            },
            ListAction::Nowhere => NOWHERE.clone_into(&mut message),
            ListAction::Explain => return Ok(Reply::Explain),
            ListAction::Back => return Ok(Reply::Back),
            ListAction::Open => match pictures::open(page, &choices) {
                Ok(path) => {
                    opened.push(path);
                    message = "The drawings open in a window of their own.".to_owned();
                }
                Err(fault) => message = format!("The drawings cannot be opened: {fault}."),
            },
            ListAction::Answer(..) => {}
            ListAction::Resize => {
                screen = Screen::now(colour);
                shown = Shown::of(&screen, page, (&choices, look), &keys);
                height = header(&screen, page, (&choices, &keys), &shown)?;
                list.show(shown.gallery.clone(), look);
                list.redraw();
            }
        }
    }
}

/// The rows that answer, each with a key of one character.
pub fn choices(page: &Page<'_>) -> Vec<Row> {
    let letters = || LETTERS.chars().map(String::from);
    let keys = (1..=9).map(|number: usize| number.to_string()).chain(letters());
    let answers = page.answers();
    let answers: Vec<Row> = match page.question.kind {
        QuestionKind::YesNo => answers,
        QuestionKind::Choice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::Choices { .. }
        | QuestionKind::Number { .. }
        | QuestionKind::Date(_)
        | QuestionKind::Text => {
            let rest = answers.iter().skip(9 + LETTERS.len()).map(|row| row.key.clone());
            let keys: Vec<String> = keys.chain(rest).collect();
            answers.into_iter().zip(keys).map(|(row, key)| Row { key, ..row }).collect()
        }
    };
    let is_answer = |row: &Row| matches!(row.does, RowAction::Reply(Reply::Answer(_)));
    answers.into_iter().chain(page.extras().into_iter().filter(is_answer)).collect()
}

fn keys(choices: &[Row], several: bool, opens: bool) -> Vec<Key> {
    let does = if several { "Space mark" } else { "choose" };
    let rows = Key::rows(choices.iter().map(|row| row.key.as_str()), does);
    let enter = if several { Key::new("Enter done", "Enter") } else { Key::enter() };
    let open = opens.then(|| Key::new("o drawings as a page", "o page"));
    [rows, enter].into_iter().chain(open).chain([Key::why(), Key::back()]).collect()
}

/// How the drawings of a question are shown.
#[derive(Clone, Debug, Default)]
struct Shown {
    /// Side by side, instead of a list.
    gallery: Option<Gallery>,
    /// Beside the list, by the position of the option: one at a time.
    beside: Vec<Option<Picture>>,
    /// All of them above the list, where they are made of signs.
    above: bool,
}

impl Shown {
    fn of(screen: &Screen, page: &Page<'_>, (choices, look): (&[Row], Look), keys: &[Key]) -> Shown {
        let several = matches!(page.question.kind, QuestionKind::Choices { .. });
        // Above the drawings the question, with or without its help; below them what one is, a message and the keys.
        let below = BELOW_GALLERY + 1 + screen.keys(keys).len() + 1;
        let room = |header: usize| screen.rows.saturating_sub(header + below);
        let full = screen.header(page, 0, Drawings::None).len();
        let least = screen.header(page, screen.rows.saturating_sub(full.saturating_sub(1)), Drawings::None).len();
        let gallery = || {
            Gallery::of(screen, page, (choices, look), room(full))
                .or_else(|| Gallery::of(screen, page, (choices, look), room(least)))
        };
        if page.has_pictures()
            && !several
            && let Some(gallery) = gallery()
        {
            return Shown { gallery: Some(gallery), ..Shown::default() };
        }
        let rows = page.answers().len() + page.extras().len() + AROUND;
        match screen.place_drawings(page, rows) {
            Drawings::Above => Shown { above: true, ..Shown::default() },
            _ => Shown { beside: beside(screen, page, look), ..Shown::default() },
        }
    }

    fn drawings(&self) -> Drawings {
        match (&self.gallery, self.above, self.beside.iter().any(Option::is_some)) {
            (Some(_), _, _) => Drawings::Gallery,
            (None, true, _) => Drawings::Above,
            (None, false, true) => Drawings::Beside,
            (None, false, false) => Drawings::None,
        }
    }
}

/// The drawings to stand beside the list, if there is room for one.
fn beside(screen: &Screen, page: &Page<'_>, look: Look) -> Vec<Option<Picture>> {
    if screen.columns < BESIDE {
        return Vec::new();
    }
    // No image beside a list, which moves.
    let look = if look == Look::Images { Look::Blocks } else { look };
    let columns = screen.columns * 2 / 5;
    let picture = |position: usize| {
        let drawing = Drawing::read(page.picture_of(position)?).filter(|_| look != Look::Words)?.cropped();
        let rows = tallest(std::slice::from_ref(&drawing), columns);
        Some(Picture::of(&drawing, look, (columns, rows)))
    };
    let signs = |drawing: &String| {
        let lines: Vec<String> = on_screen(drawing).lines().map(str::to_owned).collect();
        let columns = lines.iter().map(|line| width(line)).max().unwrap_or(0);
        Picture { lines, columns }
    };
    page.options().map(|(at, option)| picture(at).or_else(|| option.drawing.as_ref().map(signs))).collect()
}

/// Where one is at first: on the answer given before; else, where marks are made, on the first row; else nowhere, so that
/// nothing is chosen by a key pressed in a hurry.
fn start(page: &Page<'_>, choices: &[Row], several: bool) -> Option<usize> {
    let earlier = page.earlier.clone().map(|answer| RowAction::Reply(Reply::Answer(answer)));
    let row = choices.iter().position(|row| Some(&row.does) == earlier.as_ref());
    row.or(several.then_some(0))
}

fn rows(page: &Page<'_>, choices: &[Row], marked: Option<&Marked>, shown: &Shown) -> Vec<ListRow> {
    let is_shown = shown.drawings() != Drawings::None;
    let drawings = shown.beside.iter().cloned().chain(std::iter::repeat(None));
    let row = |(row, drawing): (&Row, Option<Picture>)| {
        let label = row.help.as_ref().map_or(row.label.clone(), |help| format!("{} — {help}", row.label));
        let mark = marked.map(|marked| match (&row.does, marked) {
            (RowAction::Mark(position), Marked::Options(picked)) => picked.contains(*position),
            (RowAction::Reply(Reply::Answer(answer)), Marked::Other(other)) => answer == other,
            (RowAction::Mark(_) | RowAction::Reply(_), _) => false,
        });
        // What a drawing shows is said where it cannot be seen, and of the one where one is in the gallery.
        let option = position(row).and_then(|position| page.question.options().get(position));
        let alt = option.filter(|option| option.image.is_some() && (shown.gallery.is_some() || !is_shown));
        let help = alt.and_then(|option| option.alt.clone());
        ListRow { key: row.key.clone(), label, mark, drawing, help, ..ListRow::default() }
    };
    choices.iter().zip(drawings).map(row).collect()
}

/// What Enter gives; a sentence if that is no answer yet.
fn finished(page: &Page<'_>, marked: &Marked) -> Result<Answer, String> {
    match marked {
        Marked::Other(answer) => page.fit(answer.clone()),
        Marked::Options(picked) if picked.is_empty() => {
            // Where nothing need be marked, nothing is an answer.
            let none = page.options().find(|(_, option)| option.exclusive).map(|(_, option)| option.label.as_str());
            let if_none = none.map_or(String::new(), |label| format!(" If nothing fits, mark “{label}”."));
            let sentence = format!("Nothing is marked yet: type the number of each line that fits.{if_none}");
            page.fit(Answer::Given(Value::Choices(*picked))).map_err(|_| sentence)
        }
        Marked::Options(picked) => page.fit(Answer::Given(Value::Choices(*picked))),
    }
}

fn toggled(marked: &Marked, answer: Answer) -> Marked {
    if *marked == Marked::Other(answer.clone()) { Marked::Options(OptionSet::default()) } else { Marked::Other(answer) }
}

/// Marks or unmarks an option; what cannot stand beside it is unmarked, and that is said.
fn toggle(page: &Page<'_>, marked: &Marked, position: usize) -> (Marked, String) {
    let picked = match marked {
        Marked::Options(picked) => *picked,
        Marked::Other(_) => OptionSet::default(),
    };
    let option = OptionSet::of(position);
    if picked.contains(position) {
        return (Marked::Options(picked.without(option)), String::new());
    }
    let exclusive = page.question.exclusive();
    let kept = if exclusive.contains(position) { OptionSet::default() } else { picked.without(exclusive) };
    let most = match page.question.kind {
        QuestionKind::Choices { max, .. } => max,
        _ => usize::MAX,
    };
    if kept.len() >= most {
        return (Marked::Options(picked), format!("At most {most} can be marked; unmark one first."));
    }
    let gone = picked.without(kept);
    let label = |position: usize| page.question.options().get(position).map(|option| format!("“{}”", option.label));
    let names: Vec<String> = gone.iter().filter_map(label).collect();
    let message = match (names.is_empty(), exclusive.contains(position)) {
        (true, _) => String::new(),
        (false, true) => format!("{} stands alone; other marks were removed.", label(position).unwrap_or_default()),
        (false, false) => format!("{} was unmarked, as it stands alone.", names.join(", ")),
    };
    (Marked::Options(kept.or(option)), message)
}

/// Draws what stands above the list; gives the lines that are left.
fn header(
    screen: &Screen,
    page: &Page<'_>,
    (choices, keys): (&[Row], &[Key]),
    shown: &Shown,
) -> Result<usize, PromptFault> {
    let rows: usize = match &shown.gallery {
        Some(gallery) => gallery.lines(screen, None).len() + BELOW_GALLERY,
        None => rows(page, choices, None, &Shown::default()).iter().map(|row| row.lines(screen, false).len()).sum(),
    };
    // One line stays free for a message.
    let below = rows + screen.keys(keys).len() + 1;
    let several = matches!(page.question.kind, QuestionKind::Choices { .. });
    let earlier = page.earlier_label().map(|earlier| format!("Your answer so far: {earlier}."));
    let form = earlier.or_else(|| several.then(|| page.form())).unwrap_or_default();
    let hint = if shown.drawings() == Drawings::Beside { "Each line has a drawing; move to see it." } else { "" };
    let form = [form.as_str(), hint].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
    let form = if form.is_empty() { Vec::new() } else { screen.block(Ink::Dim, &form, 0) };
    let least = match &shown.gallery {
        Some(_) => below + form.len() + 1,
        None => (below + form.len()).min(screen.rows * 3 / 4),
    };
    let mut header = screen.header(page, least, shown.drawings());
    // What may go where there is little room: the list says itself how it is answered.
    if header.len() + form.len() + below <= screen.rows || page.earlier.is_some() {
        header.extend(form);
    }
    screen.fresh(&header)?;
    Ok(screen.rows.saturating_sub(header.len() + 1))
}
