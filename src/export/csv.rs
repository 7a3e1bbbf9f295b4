//! Tables for a spreadsheet.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::graph::Graph;

/// # Errors
/// Where a file cannot be written.
pub fn write(_graph: &Graph, _dir: &Path, _excel: bool) -> Result<Vec<PathBuf>> {
    Ok(Vec::new())
}
