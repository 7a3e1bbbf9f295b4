//! The actor network for Graphviz.

use std::io::{self, Write};

use crate::network::Network;

/// How the picture looks.
#[derive(Clone, Debug, Default)]
pub struct Options {}

/// # Errors
/// Where `out` cannot be written.
pub fn write(_network: &Network, _options: &Options, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph network {{}}")
}
