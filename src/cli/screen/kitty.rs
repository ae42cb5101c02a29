//! Pictures by the graphics protocol of kitty. A terminal gets it only if it said by its environment that it may know it, and then
//! by its name, when asked, that it does. Any other gets not one byte of it.

use std::io::{self, Write};
use std::time::Duration;

use candidacy::text::escape::base64;
use crossterm::cursor::{MoveToColumn, MoveUp};
use crossterm::event::{Event, KeyCode, KeyModifiers, poll, read};
use crossterm::queue;
use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::gallery::Gallery;
use super::svg::Drawing;

/// The terminals that know it, as they begin their name.
const KNOWN: [&str; 4] = ["kitty", "ghostty", "WezTerm", "Konsole"];

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_millis(300);

/// The dots of an image in a cell.
const DOTS: (usize, usize) = (10, 20);

/// The longest piece of data in one command.
const PIECE: usize = 4096;

/// Whether the environment says that the terminal may know the protocol.
pub fn may_be_known() -> bool {
    let said = |name: &str| std::env::var(name).unwrap_or_default();
    let program = said("TERM_PROGRAM");
    said("TERM") == "xterm-kitty"
        || said("TERM") == "xterm-ghostty"
        || ["KITTY_WINDOW_ID", "KONSOLE_VERSION"].iter().any(|name| !said(name).is_empty())
        || KNOWN.contains(&program.as_str())
}

/// Asks the terminal for its name (XTVERSION, which every xterm answers), and gives whether it is one of those. The terminal is raw.
///
/// # Errors
/// It has gone.
pub fn is_known() -> io::Result<bool> {
    let mut out = io::stderr().lock();
    out.write_all(b"\x1b[>q")?;
    out.flush()?;
    // The answer, `ESC P > | name ESC \`, comes as keys.
    let mut name = String::new();
    while poll(PATIENCE)? {
        if let Event::Key(key) = read()? {
            match key.code {
                KeyCode::Char('\\') if key.modifiers.contains(KeyModifiers::ALT) => break,
                KeyCode::Char('P') if key.modifiers.contains(KeyModifiers::ALT) => name.clear(),
                KeyCode::Char(letter) => name.push(letter),
                _ => {}
            }
        }
    }
    Ok(name.strip_prefix(">|").is_some_and(|name| KNOWN.iter().any(|known| name.starts_with(known))))
}

/// Shows the drawings of a gallery whose first line is so many lines above the cursor; takes away what was there.
///
/// # Errors
/// The terminal has gone.
pub fn show(out: &mut impl Write, gallery: &Gallery, above: usize) -> io::Result<()> {
    clear(out)?;
    for (drawing, (line, column)) in gallery.places() {
        out.write_all(b"\x1b7")?;
        let up = u16::try_from(above.saturating_sub(line)).unwrap_or(u16::MAX);
        if up > 0 {
            queue!(out, MoveUp(up))?;
        }
        queue!(out, MoveToColumn(u16::try_from(column).unwrap_or(u16::MAX)))?;
        out.write_all(&image(drawing, gallery.size())?)?;
        out.write_all(b"\x1b8")?;
    }
    Ok(())
}

/// Takes all images away.
///
/// # Errors
/// The terminal has gone.
pub fn clear(out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"\x1b_Ga=d,q=2\x1b\\")
}

/// The commands that draw an image into so many cells. No answer is wanted, and the cursor stays.
fn image(drawing: &Drawing, (columns, rows): (usize, usize)) -> io::Result<Vec<u8>> {
    let (width, height) = (columns * DOTS.0, rows * DOTS.1);
    let dots = drawing.dots((width, height), 1.0, 1.0);
    let places = (0..height).flat_map(|row| (0..width).map(move |column| (column, row)));
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    for (column, row) in places {
        packed.write_all(&[light(dots.at(column, row)); 3])?;
    }
    let data = base64(&packed.finish()?);
    let mut pieces = data.as_bytes().chunks(PIECE).peekable();
    let mut commands = format!("\x1b_Ga=T,q=2,f=24,o=z,s={width},v={height},c={columns},r={rows},C=1,").into_bytes();
    while let Some(piece) = pieces.next() {
        commands.extend(if pieces.peek().is_some() { b"m=1;" } else { b"m=0;" });
        commands.extend(piece);
        commands.extend(b"\x1b\\");
        if pieces.peek().is_some() {
            commands.extend(b"\x1b_Gq=2,");
        }
    }
    Ok(commands)
}

/// How light a dot with some ink is.
fn light(ink: f64) -> u8 {
    (0..=u8::MAX).rev().find(|light| f64::from(*light) <= (1.0 - ink.clamp(0.0, 1.0)) * 255.0).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_makes_a_dot_darker() {
        assert_eq!([0.0, 0.5, 1.0].map(light), [255, 127, 0]);
    }
}
