//! Embedded tables read in place: the rows of a CSV text, and maps whose hash is quick.
//!
//! Reading is most of the time that a short article takes, so no cell is copied. A cell may stand in quotation marks, but none may
//! be inside: `"a, b",c` is two cells.

use rustc_hash::FxHashMap;

/// A map for our own words: the same order in every run, no protection against chosen keys.
pub type Map<K, V> = FxHashMap<K, V>;

/// A row with the names of its columns.
pub struct Row<'a> {
    header: &'a [&'static str],
    pub cells: &'a [&'static str],
}

impl Row<'_> {
    pub fn get(&self, column: &str) -> Option<&'static str> {
        self.header.iter().position(|name| *name == column).map(|at| self.cells[at])
    }

    /// The cell of a column, empty where the table has no such column.
    pub fn cell(&self, column: &str) -> &'static str {
        self.get(column).unwrap_or("")
    }
}

/// Calls `each` for every row below the header; fails, naming the file, where a row has not as many cells as the header.
pub fn rows(
    file: &str,
    text: &'static str,
    mut each: impl FnMut(&Row) -> Result<(), String>,
) -> Result<(), String> {
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let mut header = Vec::new();
    split(lines.next().unwrap_or(""), &mut header);
    let mut cells = Vec::with_capacity(header.len());
    for line in lines {
        split(line, &mut cells);
        if cells.len() != header.len() {
            return Err(format!(
                "{file}: '{}' has {} columns instead of {}",
                cells[0],
                cells.len(),
                header.len()
            ));
        }
        each(&Row { header: &header, cells: &cells })
            .map_err(|error| format!("{file}: {error}"))?;
    }
    Ok(())
}

/// The number of rows, more or less: for how many a map makes room.
pub fn size(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

fn split(line: &'static str, cells: &mut Vec<&'static str>) {
    cells.clear();
    let mut rest = line;
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (cell, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                (cell, after.strip_prefix(','))
            }
            None => rest.split_once(',').map_or((rest, None), |(cell, after)| (cell, Some(after))),
        };
        cells.push(cell);
        match after {
            Some(after) => rest = after,
            None => return,
        }
    }
}

/// The parts of a cell that is a list: "a|b".
pub fn list(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut_at_commas() {
        let mut found = Vec::new();
        rows("t", "a,b\n1,2\n\"x, y\",\n", |row| {
            found.push((row.cell("a"), row.cell("b"), row.get("c")));
            Ok(())
        })
        .expect("a table");
        assert_eq!(found, [("1", "2", None), ("x, y", "", None)]);
        let error = rows("t", "a,b\n1,2,3\n", |_| Ok(())).expect_err("a row too long");
        assert_eq!(error, "t: '1' has 3 columns instead of 2");
    }
}
