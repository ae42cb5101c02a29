//! Drawings in the cells of a terminal: quarter blocks in greys, on their own white so that any background will do; or braille, which
//! needs no colour.

use super::raster::Dots;
use super::svg::Drawing;

/// How pictures are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As images, by the protocol of kitty.
    Images,
    /// In greys.
    Blocks,
    /// In braille.
    Braille,
    /// Not at all: what they show is said in words.
    Words,
}

/// A drawing in lines of so many columns each, with what colours them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// The lines.
    pub lines: Vec<String>,
    /// How many columns each takes.
    pub columns: usize,
}

/// A quarter block by its parts: upper left 1, upper right 2, lower left 4, lower right 8.
const QUARTERS: [char; 16] = [' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'];

/// The dots of a braille sign in the order of their bits, each column and row.
const BRAILLE: [(usize, usize); 8] = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)];

/// The first grey of the 256 colours, and the last, which is nearly white.
const GREYS: (u8, u8) = (232, 255);

/// How strong lines are where there are greys: what is filled stands out from them.
const OUTLINE: f64 = 0.3;

/// Ink that is less than this is no dot in braille; between, every second dot is one.
const THIN: f64 = 0.18;
const THICK: f64 = 0.42;

impl Picture {
    /// A drawing in cells; nothing in words.
    pub fn of(drawing: &Drawing, look: Look, (columns, rows): (usize, usize)) -> Picture {
        let lines = match look {
            Look::Blocks => blocks(&drawing.dots((2 * columns, 2 * rows), 0.5, OUTLINE), rows),
            Look::Braille => braille(&drawing.dots((2 * columns, 4 * rows), 1.0, 1.0), rows),
            Look::Images => vec![" ".repeat(columns); rows],
            Look::Words => Vec::new(),
        };
        Picture { lines, columns }
    }
}

fn blocks(dots: &Dots, rows: usize) -> Vec<String> {
    let line = |row: usize| {
        let mut line = String::new();
        let mut painted = None;
        for column in 0..dots.columns / 2 {
            let [x, y] = [2 * column, 2 * row];
            let (sign, ink, paper) =
                quarter([dots.at(x, y), dots.at(x + 1, y), dots.at(x, y + 1), dots.at(x + 1, y + 1)]);
            if painted.replace((ink, paper)) != Some((ink, paper)) {
                line += &format!("\u{1b}[38;5;{ink};48;5;{paper}m");
            }
            line.push(sign);
        }
        line + "\u{1b}[0m"
    };
    (0..rows).map(line).collect()
}

/// The quarter block in two greys that comes nearest to four dots.
fn quarter(ink: [f64; 4]) -> (char, u8, u8) {
    let parts = |mask: usize| {
        let (mut on, mut off) = (Vec::new(), Vec::new());
        for (bit, ink) in ink.iter().enumerate() {
            if mask & (1 << bit) == 0 { &mut off } else { &mut on }.push(*ink);
        }
        (on, off)
    };
    let miss = |inks: &[f64]| {
        let middle = mean(inks);
        inks.iter().map(|ink| (ink - middle).powi(2)).sum::<f64>()
    };
    let missed = |mask: usize| {
        let (on, off) = parts(mask);
        miss(&on) + miss(&off)
    };
    // The other eight are the same with the greys exchanged; of equals the plain cell is first.
    let best = (0..8).min_by(|one, other| missed(*one).total_cmp(&missed(*other))).unwrap_or(0);
    let (on, off) = parts(best);
    let paper = grey(mean(&off));
    let ink = if on.is_empty() { paper } else { grey(mean(&on)) };
    let sign = if ink == paper { ' ' } else { QUARTERS.get(best).copied().unwrap_or(' ') };
    (sign, if sign == ' ' { paper } else { ink }, paper)
}

fn mean(inks: &[f64]) -> f64 {
    let count = f64::from(u32::try_from(inks.len()).unwrap_or(u32::MAX));
    if inks.is_empty() { 0.0 } else { inks.iter().sum::<f64>() / count }
}

/// The grey for some ink, of the 256 colours that most terminals have.
fn grey(ink: f64) -> u8 {
    let darkest = f64::from(GREYS.1 - GREYS.0);
    // A little ink is seen well, and much of it is nearly black.
    let light = (1.0 - ink.clamp(0.0, 1.0).sqrt()) * darkest;
    // As many steps as there are greys, the lightest for no ink at all.
    (GREYS.0..=GREYS.1).rev().find(|grey| f64::from(*grey - GREYS.0) <= light.round()).unwrap_or(GREYS.0)
}

fn braille(dots: &Dots, rows: usize) -> Vec<String> {
    let is_set = |x: usize, y: usize| {
        let ink = dots.at(x, y);
        ink >= THICK || (ink >= THIN && (x + y).is_multiple_of(2))
    };
    let sign = |column: usize, row: usize| {
        let bits = BRAILLE.iter().zip(0..).filter(|((x, y), _)| is_set(2 * column + x, 4 * row + y));
        let bits: u32 = bits.map(|(_, bit)| 1 << bit).sum();
        char::from_u32(0x2800 + bits).unwrap_or(' ')
    };
    (0..rows).map(|row| (0..dots.columns / 2).map(|column| sign(column, row)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(inner: &str) -> Drawing {
        Drawing::read(&format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'>{inner}</svg>")).unwrap()
    }

    #[test]
    fn four_dots_become_one_sign_in_two_greys() {
        for (ink, sign) in [
            ([0.0; 4], (' ', 255, 255)),
            ([1.0; 4], (' ', 232, 232)),
            ([0.0, 0.0, 1.0, 1.0], ('▀', 255, 232)),
            ([0.0, 1.0, 0.0, 0.0], ('▝', 232, 255)),
            ([0.0, 0.0, 0.0, 1.0], ('▛', 255, 232)),
        ] {
            assert_eq!(quarter(ink), sign, "{ink:?}");
        }
    }

    #[test]
    fn a_drawing_looks_like_itself_in_every_look() {
        let lower = drawing("<path d='M0 2L4 2L4 4L0 4Z'/>");
        assert_eq!(Picture::of(&lower, Look::Braille, (2, 1)).lines, ["⣤⣤"]);
        assert_eq!(Picture::of(&lower, Look::Blocks, (2, 1)).lines, ["\u{1b}[38;5;255;48;5;232m▀▀\u{1b}[0m"]);
        assert_eq!(Picture::of(&lower, Look::Images, (2, 1)).lines, ["  "]);
        // Thin hair is every second dot.
        let thin = drawing("<path fill-opacity='0.25' d='M0 0L4 0L4 4L0 4Z'/>");
        assert_eq!(Picture::of(&thin, Look::Braille, (2, 1)).lines, ["⢕⢕"]);
    }
}
