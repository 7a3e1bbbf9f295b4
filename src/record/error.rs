//! The one error type: a sentence for the person at the terminal, and what caused it.

use std::fmt;

/// What went wrong, as one clause in small letters without a full stop, naming the file, line or query position.
#[derive(Debug)]
pub struct Error {
    message: String,
    cause: Option<Box<dyn std::error::Error + Send + Sync + 'static>>,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn new(message: impl Into<String>) -> Self {
        Error { message: message.into(), cause: None }
    }

    /// An error that another one caused; the cause is kept as its source.
    pub fn because(
        message: impl Into<String>,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Error { message: message.into(), cause: Some(cause.into()) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_ref() as _)
    }
}
