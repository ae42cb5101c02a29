//! A question whose answers are all in a list: one is chosen, or several are marked. A key chooses or marks, Enter goes on.

use candidacy::questionnaire::QuestionKind;
use candidacy::value::{Answer, OptionSet, Value};

use super::super::interview::page::{Page, Reply, Row, RowAction};
use super::super::interview::prompter::PromptFault;
use super::list::{Foot, List, ListAction, ListRow};
use super::window::{Drawings, Ink, Key, NOWHERE, Screen};

/// The keys of options beyond the ninth: letters that mean nothing else here. Of "12" nobody could say whether it is the twelfth
/// option, or the first and the second.
const LETTERS: &str = "acefghijklmptvwxz";

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
pub fn listed(colour: bool, page: &Page<'_>, drawings: Drawings) -> Result<Reply, PromptFault> {
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
    let keys = keys(&choices, several);
    let mut screen = Screen::now(colour);
    let mut height = header(&screen, page, (&choices, &keys), drawings)?;
    loop {
        let rows: Vec<ListRow> = rows(page, &choices, several.then_some(&marked), drawings);
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
            ListAction::Answer(..) => {}
            ListAction::Resize => {
                screen = Screen::now(colour);
                height = header(&screen, page, (&choices, &keys), drawings)?;
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

fn keys(choices: &[Row], several: bool) -> [Key; 4] {
    let does = if several { "Space mark" } else { "choose" };
    let rows = Key::rows(choices.iter().map(|row| row.key.as_str()), does);
    [rows, if several { Key::new("Enter done", "Enter") } else { Key::enter() }, Key::why(), Key::back()]
}

/// Where one is at first: on the answer given before; else, where marks are made, on the first row; else nowhere, so that
/// nothing is chosen by a key pressed in a hurry.
fn start(page: &Page<'_>, choices: &[Row], several: bool) -> Option<usize> {
    let earlier = page.earlier.clone().map(|answer| RowAction::Reply(Reply::Answer(answer)));
    let row = choices.iter().position(|row| Some(&row.does) == earlier.as_ref());
    row.or(several.then_some(0))
}

fn rows(page: &Page<'_>, choices: &[Row], marked: Option<&Marked>, drawings: Drawings) -> Vec<ListRow> {
    let options = page.options().map(|(_, option)| option.drawing.clone()).chain(std::iter::repeat(None));
    let row = |(row, drawing): (&Row, Option<String>)| {
        let label = row.help.as_ref().map_or(row.label.clone(), |help| format!("{} — {help}", row.label));
        let mark = marked.map(|marked| match (&row.does, marked) {
            (RowAction::Mark(position), Marked::Options(picked)) => picked.contains(*position),
            (RowAction::Reply(Reply::Answer(answer)), Marked::Other(other)) => answer == other,
            (RowAction::Mark(_) | RowAction::Reply(_), _) => false,
        });
        let drawing = drawing.filter(|_| drawings == Drawings::Beside);
        ListRow { key: row.key.clone(), label, mark, drawing, ..ListRow::default() }
    };
    choices.iter().zip(options).map(row).collect()
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
    drawings: Drawings,
) -> Result<usize, PromptFault> {
    let rows = rows(page, choices, None, Drawings::None);
    // One line stays free for a message.
    let below: usize =
        rows.iter().map(|row| row.lines(screen, false).len()).sum::<usize>() + screen.keys(keys).len() + 1;
    let several = matches!(page.question.kind, QuestionKind::Choices { .. });
    let earlier = page.earlier_label().map(|earlier| format!("Your answer so far: {earlier}."));
    let form = earlier.or_else(|| several.then(|| page.form())).unwrap_or_default();
    let hint = if drawings == Drawings::Beside { "Each line has a drawing; move to see it." } else { "" };
    let form = [form.as_str(), hint].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
    let form = if form.is_empty() { Vec::new() } else { screen.block(Ink::Dim, &form, 0) };
    let mut header = screen.header(page, (below + form.len()).min(screen.rows * 3 / 4), drawings);
    // What may go where there is little room: the list says itself how it is answered.
    if header.len() + form.len() + below <= screen.rows || page.earlier.is_some() {
        header.extend(form);
    }
    screen.fresh(&header)?;
    Ok(screen.rows.saturating_sub(header.len() + 1))
}
