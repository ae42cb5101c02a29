//! Drawings as dots: how much ink each dot of a grid has, with the proportions of the drawing kept.

use super::svg::{Drawing, Paint, Point, Shape};

/// How many samples a dot has in each direction.
const SAMPLES: usize = 3;

/// A line is at least so many dots wide, so that no outline is lost.
const THINNEST: f64 = 0.9;

/// A gap between two views is at least this share of the width.
const GAP: f64 = 0.04;
/// Ink by dot, row after row, from 0 for none to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots {
    /// Dots in a row.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    ink: Vec<f64>,
}

impl Dots {
    /// The ink of a dot; none beyond the border.
    pub fn at(&self, column: usize, row: usize) -> f64 {
        let inside = column < self.columns && row < self.rows;
        self.ink.get(row * self.columns + column).copied().filter(|_| inside).unwrap_or(0.0)
    }
}

impl Drawing {
    /// The drawing on a grid. A dot is `wide` times as wide as it is high, and lines are in ink of this strength.
    pub fn dots(&self, (columns, rows): (usize, usize), wide: f64, line: f64) -> Dots {
        let [left, top, width, height] = self.view;
        let (across, down) = (to_f64(columns) * wide, to_f64(rows));
        // Units of the drawing that are as long as a dot is high.
        let unit = (width / across).max(height / down).max(f64::MIN_POSITIVE);
        let start = (left - (across * unit - width) / 2.0, top - (down * unit - height) / 2.0);
        let grid = Grid {
            start,
            step: (unit * wide / to_f64(SAMPLES), unit / to_f64(SAMPLES)),
            columns: columns * SAMPLES,
            rows: rows * SAMPLES,
        };
        let mut samples = vec![0.0; grid.columns * grid.rows];
        for shape in &self.shapes {
            grid.paint(shape, (unit, line), &mut samples);
        }
        let dot = |at: usize| {
            let (column, row) = (at % columns.max(1) * SAMPLES, at / columns.max(1) * SAMPLES);
            let lines =
                (row..row + SAMPLES).filter_map(|row| samples.get(row * grid.columns + column..)?.get(..SAMPLES));
            lines.flatten().sum::<f64>() / to_f64(SAMPLES * SAMPLES)
        };
        Dots { columns, rows, ink: (0..columns * rows).map(dot).collect() }
    }

    /// The views that stand beside each other in the drawing, each by itself; the drawing alone if there is one.
    pub fn views(&self) -> Vec<Drawing> {
        let least = GAP * self.view[2];
        let mut spans: Vec<(f64, f64)> = self.lines().map(|line| span(line.iter().map(|point| point.0))).collect();
        spans.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut views: Vec<(f64, f64)> = Vec::new();
        for span in spans {
            match views.last_mut() {
                Some(view) if span.0 - view.1 <= least => view.1 = view.1.max(span.1),
                _ => views.push(span),
            }
        }
        views.into_iter().map(|view| self.between(view)).collect()
    }

    /// The same without what is empty around all views.
    pub fn cropped(&self) -> Drawing {
        self.between(span(self.lines().flatten().map(|point| point.0)))
    }

    /// What lies between a left and a right border, without what is empty around it.
    fn between(&self, (left, right): (f64, f64)) -> Drawing {
        let inside = |point: &&Point| point.0 >= left && point.0 <= right;
        let (top, bottom) = span(self.lines().flatten().filter(inside).map(|point| point.1));
        // Lines are as wide as they are.
        let edge = self.shapes.iter().map(|shape| if let Paint::Stroke(width) = shape.paint { width } else { 0.0 });
        let edge = edge.fold(0.0, f64::max) / 2.0;
        let view = [left - edge, top - edge, right - left + 2.0 * edge, bottom - top + 2.0 * edge];
        Drawing { view, shapes: self.shapes.clone() }
    }

    fn lines(&self) -> impl Iterator<Item = &Vec<Point>> {
        self.shapes.iter().flat_map(|shape| &shape.lines).filter(|line| !line.is_empty())
    }
}

/// The least and the greatest of some numbers.
fn span(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    numbers.fold((f64::MAX, f64::MIN), |(least, greatest), number| (least.min(number), greatest.max(number)))
}

/// Where samples are taken.
#[derive(Clone, Copy, Debug)]
struct Grid {
    start: Point,
    step: Point,
    columns: usize,
    rows: usize,
}

impl Grid {
    fn place(&self, column: usize, row: usize) -> Point {
        (self.start.0 + (to_f64(column) + 0.5) * self.step.0, self.start.1 + (to_f64(row) + 0.5) * self.step.1)
    }

    fn paint(&self, shape: &Shape, (unit, line): (f64, f64), samples: &mut [f64]) {
        match shape.paint {
            Paint::Fill(strength) => self.fill(&shape.lines, strength, samples),
            Paint::Stroke(width) => {
                let reach = width.max(THINNEST * unit) / 2.0;
                let pieces = shape.lines.iter().flat_map(|line| line.iter().zip(line.iter().skip(1)));
                pieces.for_each(|(from, to)| self.stroke((*from, *to), (reach, line), samples));
            }
        }
    }

    /// Inside is what an odd number of lines parts from the outside.
    fn fill(&self, lines: &[Vec<Point>], strength: f64, samples: &mut [f64]) {
        for row in 0..self.rows {
            let y = self.place(0, row).1;
            let mut crossed: Vec<f64> = Vec::new();
            for line in lines {
                let ends = line.iter().zip(line.iter().cycle().skip(1));
                for ((x1, y1), (x2, y2)) in ends {
                    if (*y1 <= y) != (*y2 <= y) {
                        crossed.push(x1 + (y - y1) / (y2 - y1) * (x2 - x1));
                    }
                }
            }
            crossed.sort_by(f64::total_cmp);
            for pair in crossed.chunks_exact(2) {
                let &[from, to] = pair else { continue };
                for column in self.columns_between(from, to) {
                    self.put(column, row, strength, samples);
                }
            }
        }
    }

    fn stroke(&self, (from, to): (Point, Point), (reach, line): (f64, f64), samples: &mut [f64]) {
        let down = (from.1.min(to.1) - reach, from.1.max(to.1) + reach);
        for row in between(down.0, down.1, (self.start.1, self.step.1), self.rows) {
            for column in self.columns_between(from.0.min(to.0) - reach, from.0.max(to.0) + reach) {
                if distance(self.place(column, row), from, to) <= reach {
                    self.put(column, row, line, samples);
                }
            }
        }
    }

    /// The columns whose samples lie between two places.
    fn columns_between(&self, from: f64, to: f64) -> std::ops::Range<usize> {
        between(from, to, (self.start.0, self.step.0), self.columns)
    }

    fn put(&self, column: usize, row: usize, strength: f64, samples: &mut [f64]) {
        if let Some(sample) = samples.get_mut(row * self.columns + column) {
            *sample = sample.max(strength);
        }
    }
}

/// The samples between two places, of so many that start somewhere and are a step apart.
fn between(from: f64, to: f64, (start, step): (f64, f64), count: usize) -> std::ops::Range<usize> {
    // What is left of the first is the first, and what is no number is nothing.
    let after = |place: f64| ((place - start) / step - 0.5).clamp(-1.0, to_f64(count));
    let (first, last) = (after(from).ceil().max(0.0) as usize, (after(to).floor() + 1.0).max(0.0) as usize);
    first..last.min(count)
}

/// How far a place is from a straight piece.
fn distance(place: Point, from: Point, to: Point) -> f64 {
    let (along, across) = ((to.0 - from.0, to.1 - from.1), (place.0 - from.0, place.1 - from.1));
    let length = along.0.powi(2) + along.1.powi(2);
    let share = if length > 0.0 { ((along.0 * across.0 + along.1 * across.1) / length).clamp(0.0, 1.0) } else { 0.0 };
    (across.0 - share * along.0).hypot(across.1 - share * along.1)
}

/// A small count as a length.
fn to_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(view: &str, inner: &str) -> Drawing {
        Drawing::read(&format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='{view}'>{inner}</svg>")).unwrap()
    }

    fn shown(dots: &Dots) -> Vec<String> {
        let sign = |ink: f64| {
            if ink > 0.6 {
                '#'
            } else if ink > 0.2 {
                '+'
            } else {
                '.'
            }
        };
        (0..dots.rows).map(|row| (0..dots.columns).map(|column| sign(dots.at(column, row))).collect()).collect()
    }

    #[test]
    fn shapes_are_filled_and_holes_are_not() {
        let square = drawing("0 0 6 6", "<path fill-rule='evenodd' d='M0 0L6 0L6 6L0 6Z M2 2L4 2L4 4L2 4Z'/>");
        assert_eq!(shown(&square.dots((6, 6), 1.0, 1.0)), ["######", "######", "##..##", "##..##", "######", "######"]);
        let thin = drawing("0 0 4 2", "<path fill-opacity='0.4' d='M0 0L4 0L4 2L0 2Z'/>");
        assert_eq!(shown(&thin.dots((4, 2), 1.0, 1.0)), ["++++", "++++"]);
    }

    #[test]
    fn proportions_stay_and_no_outline_is_lost() {
        // A window that is wider than the drawing leaves its sides empty; dots half as wide need twice as many.
        let all = "<path d='M0 0L4 0L4 4L0 4Z'/>";
        assert_eq!(shown(&drawing("0 0 4 4", all).dots((8, 4), 1.0, 1.0)), ["..####.."; 4]);
        assert_eq!(shown(&drawing("0 0 4 4", all).dots((8, 4), 0.5, 1.0)), ["########"; 4]);
        let line =
            drawing("0 0 100 100", "<path fill='none' stroke='currentColor' stroke-width='1' d='M50 0L50 100'/>");
        assert!(
            shown(&line.dots((5, 3), 1.0, 1.0)).iter().all(|row| row == "..#.."),
            "{:?}",
            shown(&line.dots((5, 3), 1.0, 1.0))
        );
    }

    #[test]
    fn views_beside_each_other_are_told_apart() {
        let two = drawing("0 0 100 50", "<path d='M5 10L40 10L40 40L5 40Z'/><path d='M60 0L95 0L95 50L60 50Z'/>");
        let views = two.views();
        assert_eq!(views.len(), 2);
        let near =
            |view: [f64; 4], wanted: [f64; 4]| view.iter().zip(wanted).all(|(one, other)| (one - other).abs() < 1.0);
        assert!(near(views[0].view, [5.0, 10.0, 35.0, 30.0]), "{:?}", views[0].view);
        let (smp, _) = candidacy::catalog::open("smp", &mut candidacy::source::Sources::default()).unwrap();
        for image in smp.unwrap().images() {
            assert_eq!(Drawing::read(&image.svg).unwrap().views().len(), 2, "{}", image.path);
        }
    }
}
