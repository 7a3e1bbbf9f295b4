//! A picture in pixels, with the same letters on every machine.

use std::io::Write;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::export::font::Font;
use crate::record::error::{Error, Result};

/// Neither side gets more pixels than this: a picture of 400 million points would need the memory of a small machine.
const MOST: f32 = 12_000.0;

/// Writes an SVG that we drew as PNG, so many pixels wide; twice as many as its own units where no width is given.
///
/// # Errors
/// Where `out` cannot be written, or the picture is too large.
pub fn write(svg: &str, width: Option<u32>, out: &mut dyn Write) -> Result<()> {
    let failed =
        |error: &dyn std::fmt::Display| Error::new(format!("cannot draw the picture: {error}"));
    let tree = tree(svg)?;
    let size = tree.size();
    let wanted = width.map_or(2.0, |width| width as f32 / size.width());
    let scale = wanted.min(MOST / size.width()).min(MOST / size.height());
    let (wide, high) =
        ((size.width() * scale).ceil() as u32, (size.height() * scale).ceil() as u32);
    let mut pixels =
        Pixmap::new(wide.max(1), high.max(1)).ok_or_else(|| failed(&"it is too large"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let png = pixels.encode_png().map_err(|error| failed(&error))?;
    out.write_all(&png).map_err(|error| Error::because("cannot write the picture", error))
}

/// The parts of a picture with the place of each text, as it is drawn. Other fonts of the machine are asked only for letters that
/// the built-in one lacks.
///
/// # Errors
/// Where the text is no SVG.
pub fn tree(svg: &str) -> Result<Tree> {
    let mut options = Options { font_family: "DejaVu Sans".to_owned(), ..Options::default() };
    let fonts: &mut fontdb::Database = options.fontdb_mut();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    if !Font::built_in().has(svg) {
        fonts.load_system_fonts();
    }
    Tree::from_str(svg, &options).map_err(|error| Error::because("cannot read the picture", error))
}
