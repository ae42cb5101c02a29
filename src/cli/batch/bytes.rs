//! Bytes on their way in, plain or packed.

use std::io::{self, BufReader, Chain, Cursor, Read};

use flate2::read::MultiGzDecoder;

/// Bytes on their way in.
pub type Bytes = Box<dyn Read + Send>;

/// Unpacks gzip, which starts with two bytes that no text starts with.
pub fn unpacked(mut bytes: Bytes) -> io::Result<Bytes> {
    let mut start = Vec::new();
    bytes.by_ref().take(2).read_to_end(&mut start)?;
    let packed = start == [0x1f, 0x8b];
    let whole: Chain<Cursor<Vec<u8>>, Bytes> = Cursor::new(start).chain(bytes);
    Ok(if packed { Box::new(MultiGzDecoder::new(BufReader::new(whole))) } else { Box::new(whole) })
}
