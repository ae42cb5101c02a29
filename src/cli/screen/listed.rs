//! A question in a list of our own: where several answers can be marked, and where drawings only fit beside the list.

use candidacy::questionnaire::QuestionKind;
use candidacy::value::{Answer, OptionSet, Value};

use super::super::interview::page::{Page, Reply, RowAction};
use super::super::interview::prompter::PromptFault;
use super::list::{Foot, List, ListAction, ListRow};
use super::window::{AROUND, Drawings, Ink, NOWHERE, Screen};

const MARK_KEYS: [&str; 2] = ["↑↓ move · Space marks · ? why · Esc back", "↑↓ Space · ? why · Esc back"];
const CHOOSE_KEYS: [&str; 2] = ["↑↓ move · Enter chooses · ? why · Esc back", "↑↓ Enter · ? why · Esc back"];

/// What choosing a row does here.
#[derive(Clone, Debug)]
enum ListedAction {
    /// As on the page.
    Page(RowAction),
    /// All that applies is marked.
    Finish,
}

/// Asks one question in a list.
///
/// # Errors
/// The person broke off, or the terminal has gone.
pub fn listed(colour: bool, page: &Page<'_>, drawings: Drawings) -> Result<Reply, PromptFault> {
    let several = matches!(page.question.kind, QuestionKind::Choices { .. });
    let mut picked = match &page.earlier {
        Some(Answer::Given(Value::Choices(picked))) => *picked,
        _ => OptionSet::default(),
    };
    let mut message = page.fault.clone().unwrap_or_default();
    let mut list = List::open(start(page, several))?;
    let mut screen = Screen::now(colour);
    let mut height = header(&screen, page, drawings)?;
    loop {
        let (rows, actions) = rows(page, picked, drawings);
        let keys = screen.fitting(if several { MARK_KEYS } else { CHOOSE_KEYS });
        let action = match list.next(&screen, &rows, &Foot { message: &message, keys, height })? {
            ListAction::Choose(row) => actions.get(row).cloned(),
            ListAction::Nowhere => {
                NOWHERE.clone_into(&mut message);
                None
            }
            ListAction::Explain => return Ok(Reply::Explain),
            ListAction::Back => return Ok(Reply::Back),
            ListAction::Answer(..) => None,
            ListAction::Resize => {
                screen = Screen::now(colour);
                height = header(&screen, page, drawings)?;
                list.redraw();
                None
            }
        };
        match action {
            Some(ListedAction::Page(RowAction::Mark(position))) => (picked, message) = toggle(page, picked, position),
            Some(ListedAction::Page(RowAction::Reply(reply))) => return Ok(reply),
            Some(ListedAction::Finish) => match page.fit(Answer::Given(Value::Choices(picked))) {
                Ok(answer) => return Ok(Reply::Answer(answer)),
                Err(sentence) => message = sentence,
            },
            None => {}
        }
    }
}

/// Where one is at first: on the answer given before; else, where only marks are made, on the first row; else nowhere, so
/// that nothing is chosen by a key pressed in a hurry.
fn start(page: &Page<'_>, several: bool) -> Option<usize> {
    let earlier = page.earlier_row();
    let row = page.answers().iter().position(|row| Some(row) == earlier.as_ref());
    row.or(several.then_some(0))
}

/// The rows, and what each does.
fn rows(page: &Page<'_>, picked: OptionSet, drawings: Drawings) -> (Vec<ListRow>, Vec<ListedAction>) {
    let mut rows = Vec::new();
    let mut actions = Vec::new();
    let options = page.options().map(|(_, option)| option.drawing.clone()).chain(std::iter::repeat(None));
    for (row, drawing) in page.answers().into_iter().zip(options) {
        let label = row.help.map_or(row.label.clone(), |help| format!("{} — {help}", row.label));
        let mark = match row.does {
            RowAction::Mark(position) => Some(picked.contains(position)),
            RowAction::Reply(_) => None,
        };
        let drawing = drawing.filter(|_| drawings == Drawings::Beside);
        rows.push(ListRow { heading: None, key: row.key, label, mark, drawing });
        actions.push(ListedAction::Page(row.does));
    }
    if rows.iter().any(|row| row.mark.is_some()) {
        let label = match picked.len() {
            0 => "Done — nothing marked".to_owned(),
            count => format!("Done — {count} marked"),
        };
        rows.push(ListRow { key: "d".to_owned(), label, ..ListRow::default() });
        actions.push(ListedAction::Finish);
    }
    for row in page.extras() {
        rows.push(ListRow { key: row.key, label: row.label, ..ListRow::default() });
        actions.push(ListedAction::Page(row.does));
    }
    (rows, actions)
}

/// Marks or unmarks an option; what cannot stand beside it is unmarked, and that is said.
fn toggle(page: &Page<'_>, picked: OptionSet, position: usize) -> (OptionSet, String) {
    let option = OptionSet::of(position);
    if picked.contains(position) {
        return (picked.without(option), String::new());
    }
    let exclusive = page.question.exclusive();
    let kept = if exclusive.contains(position) { OptionSet::default() } else { picked.without(exclusive) };
    let most = match page.question.kind {
        QuestionKind::Choices { max, .. } => max,
        _ => usize::MAX,
    };
    if kept.len() >= most {
        return (picked, format!("At most {most} can be marked; unmark one first."));
    }
    let gone = picked.without(kept);
    let label = |position: usize| page.question.options().get(position).map(|option| format!("“{}”", option.label));
    let names: Vec<String> = gone.iter().filter_map(label).collect();
    let message = match (names.is_empty(), exclusive.contains(position)) {
        (true, _) => String::new(),
        (false, true) => format!("{} stands alone; other marks were removed.", label(position).unwrap_or_default()),
        (false, false) => format!("{} was unmarked, as it stands alone.", names.join(", ")),
    };
    (kept.or(option), message)
}

/// Draws what stands above the list; gives the lines that are left.
fn header(screen: &Screen, page: &Page<'_>, drawings: Drawings) -> Result<usize, PromptFault> {
    let wanted = (page.answers().len() + page.extras().len() + AROUND + 2).min(screen.rows * 3 / 4);
    let mut header = screen.header(page, wanted, drawings);
    let form = page.earlier_label().map_or(page.form(), |earlier| format!("Your answer so far: {earlier}"));
    let hint = if drawings == Drawings::Beside { " (each line has a drawing; move to see it)" } else { "" };
    header.extend(screen.block(Ink::Dim, &format!("{form}{hint}"), 0));
    screen.fresh(&header)?;
    Ok(screen.rows.saturating_sub(header.len() + 1))
}
