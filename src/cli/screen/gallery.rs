//! The drawings of a question side by side, each with its key below: as large as there is room for.

use super::super::interview::page::{Page, Reply, Row, RowAction};
use super::cells::{Look, Picture};
use super::layout::{cut, pad};
use super::svg::Drawing;
use super::window::{Ink, Screen};
use candidacy::value::{Answer, Value};

/// The columns between two drawings.
const GAP: usize = 2;

/// A drawing is shown with all its views from this width on, and with its first view down to that one.
const ALL_VIEWS: usize = 22;
const ONE_VIEW: usize = 10;
/// Larger than this no drawing need be.
const WIDEST: usize = 40;

/// Drawings in rows.
#[derive(Clone, Debug, Default)]
pub struct Gallery {
    cells: Vec<Cell>,
    per_row: usize,
    columns: usize,
    rows: usize,
}

#[derive(Clone, Debug)]
struct Cell {
    caption: String,
    picture: Picture,
    drawing: Drawing,
}

impl Gallery {
    /// The drawings of all rows that are options, in so many lines at most; nothing if one has none, or they would be too small.
    pub fn of(screen: &Screen, page: &Page<'_>, (choices, look): (&[Row], Look), room: usize) -> Option<Gallery> {
        if look == Look::Words {
            return None;
        }
        let options = choices.iter().filter_map(|row| Some((row, position(row)?)));
        let options: Vec<(&Row, Drawing)> =
            options.map(|(row, at)| Some((row, Drawing::read(page.picture_of(at)?)?))).collect::<Option<_>>()?;
        let all: Vec<Drawing> = options.iter().map(|(_, drawing)| drawing.cropped()).collect();
        let first: Vec<Drawing> = all.iter().filter_map(|drawing| drawing.views().into_iter().next()).collect();
        let count = options.len();
        let tries = (ALL_VIEWS..=WIDEST).rev().map(|columns| (&all, columns));
        let tries = tries.chain((ONE_VIEW..=WIDEST).rev().map(|columns| (&first, columns)));
        let fits = |(drawings, columns): &(&Vec<Drawing>, usize)| {
            let per_row = (screen.whole.saturating_sub(1) + GAP) / (columns + GAP);
            let rows = tallest(drawings, *columns);
            (per_row > 0 && count > 1 && count.div_ceil(per_row) * (rows + 1) <= room).then_some((per_row, rows))
        };
        let ((drawings, columns), (per_row, rows)) = tries.filter_map(|one| Some((one, fits(&one)?))).next()?;
        let cell = |((row, _), drawing): (&(&Row, Drawing), &Drawing)| Cell {
            caption: caption(row, columns),
            picture: Picture::of(drawing, look, (columns, rows)),
            drawing: drawing.clone(),
        };
        let cells = options.iter().zip(drawings).map(cell).collect();
        // The same number in each row, as far as it goes.
        let per_row = count.div_ceil(count.div_ceil(per_row));
        Some(Gallery { cells, per_row, columns, rows })
    }

    /// How many rows are drawings.
    pub fn count(&self) -> usize {
        self.cells.len()
    }

    /// How many stand in a row.
    pub fn per_row(&self) -> usize {
        self.per_row
    }

    /// The lines, with the drawing where one is made known.
    pub fn lines(&self, screen: &Screen, here: Option<usize>) -> Vec<String> {
        let gap = " ".repeat(GAP);
        let mut lines = Vec::new();
        for (row, cells) in self.cells.chunks(self.per_row.max(1)).enumerate() {
            for at in 0..self.rows {
                let parts = cells.iter().map(|cell| cell.picture.lines.get(at).map_or("", String::as_str));
                lines.push(parts.collect::<Vec<_>>().join(&gap));
            }
            let captions = cells.iter().enumerate().map(|(at, cell)| {
                let is_here = here == Some(row * self.per_row + at);
                let (sign, ink) = if is_here { (">", Ink::Accent) } else { (" ", Ink::Plain) };
                screen.paint(ink, &pad(&format!("{sign}{}", cell.caption), self.columns + GAP))
            });
            lines.push(captions.collect());
        }
        lines
    }

    /// Each drawing with the line and the column where it stands.
    pub fn places(&self) -> impl Iterator<Item = (&Drawing, (usize, usize))> {
        let per_row = self.per_row.max(1);
        let place = move |at: usize| (at / per_row * (self.rows + 1), at % per_row * (self.columns + GAP));
        self.cells.iter().enumerate().map(move |(at, cell)| (&cell.drawing, place(at)))
    }

    /// The columns and rows of a drawing.
    pub fn size(&self) -> (usize, usize) {
        (self.columns, self.rows)
    }
}

/// The option of a row.
pub fn position(row: &Row) -> Option<usize> {
    match row.does {
        RowAction::Mark(position) | RowAction::Reply(Reply::Answer(Answer::Given(Value::Choice(position)))) => {
            Some(position)
        }
        RowAction::Reply(_) => None,
    }
}

/// The key and the name of a drawing: what stands before a colon, if something does.
fn caption(row: &Row, columns: usize) -> String {
    let name = row.label.split(':').next().unwrap_or_default();
    // Before it stands a sign, and behind it at least one blank.
    cut(&format!("{} {name}", row.key), (columns + GAP).saturating_sub(2))
}

/// The rows that a drawing takes which is so many columns wide: cells are twice as high as wide.
pub fn tallest(drawings: &[Drawing], columns: usize) -> usize {
    let rows = |drawing: &Drawing| {
        let [_, _, width, height] = drawing.view;
        let half = f64::from(u32::try_from(columns).unwrap_or(u32::MAX)) / 2.0;
        // A count of lines, far below what a whole number can hold.
        (1..=columns)
            .find(|rows| f64::from(u32::try_from(*rows).unwrap_or(u32::MAX)) >= half * height / width - 0.25)
            .unwrap_or(columns)
    };
    drawings.iter().map(rows).max().unwrap_or(0)
}
