//! Command lines that cannot be understood: one sentence that says what is wrong and what to type.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::did_you_mean;

/// What people type who know other programs, and what it is called here.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("analyse", "extract"),
    ("analyze", "extract"),
    ("ask", "query"),
    ("check", "verify"),
    ("create", "add"),
    ("delete", "remove"),
    ("draw", "export"),
    ("dump", "export"),
    ("explain", "why"),
    ("find", "query"),
    ("graph", "network"),
    ("import", "add"),
    ("info", "stats"),
    ("ingest", "add"),
    ("init", "add"),
    ("insert", "add"),
    ("load", "add"),
    ("ls", "list"),
    ("new", "add"),
    ("parse", "show"),
    ("read", "extract"),
    ("reload", "rebuild"),
    ("rm", "remove"),
    ("search", "query"),
    ("select", "query"),
    ("sparql", "query"),
    ("status", "stats"),
    ("update", "rebuild"),
    ("validate", "verify"),
    ("vocabulary", "vocab"),
];

/// The sentence for a command line that clap refuses.
pub fn sentence(error: &clap::Error, commands: &[String]) -> String {
    let argument = given(error, ContextKind::InvalidArg);
    let value = given(error, ContextKind::InvalidValue);
    let wrong = match error.kind() {
        ErrorKind::InvalidSubcommand => no_command(error, commands),
        ErrorKind::UnknownArgument => {
            let hint = match given(error, ContextKind::SuggestedArg).as_str() {
                "" => String::new(),
                known => format!("; did you mean '{known}'?"),
            };
            let what = if argument.starts_with('-') { "option" } else { "argument" };
            format!("there is no {what} '{argument}' here{hint}")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("'{argument}' needs a value"),
        ErrorKind::InvalidValue => {
            let known = values(error, ContextKind::ValidValue);
            let hint = did_you_mean(&value, known.iter().map(String::as_str));
            format!("'{value}' is no value of '{argument}'{hint}; it takes {}", known.join(", "))
        }
        ErrorKind::ValueValidation => match std::error::Error::source(error) {
            Some(reason) => format!("{argument}: {reason}"),
            None => format!("'{value}' is no value of '{argument}'"),
        },
        ErrorKind::MissingRequiredArgument => {
            format!("{} is missing", values(error, ContextKind::InvalidArg).join(", "))
        }
        ErrorKind::ArgumentConflict => match given(error, ContextKind::PriorArg).as_str() {
            own if own == argument => format!("'{argument}' is given twice"),
            other => format!("'{argument}' does not go together with '{other}'"),
        },
        ErrorKind::InvalidUtf8 => "an argument is not valid UTF-8".to_owned(),
        _ => first_line(error),
    };
    format!("{wrong}; '{} --help' shows how", command(error, commands))
}

fn no_command(error: &clap::Error, commands: &[String]) -> String {
    let name = given(error, ContextKind::InvalidSubcommand);
    let other = OTHER_WORDS.iter().find(|(word, _)| *word == name.to_lowercase());
    let hint = match other {
        Some((_, known)) => format!("; did you mean '{known}'?"),
        None => did_you_mean(&name, commands.iter().map(String::as_str)),
    };
    format!("there is no command '{name}'{hint}")
}

/// The command that was meant, from its usage, else from the words of the command line:
/// "tripel add".
fn command(error: &clap::Error, commands: &[String]) -> String {
    let usage = given(error, ContextKind::Usage);
    let words = usage.split_whitespace().skip(1);
    let name: Vec<&str> =
        words.take_while(|word| word.chars().all(|letter| letter.is_ascii_lowercase())).collect();
    if !name.is_empty() {
        return name.join(" ");
    }
    let named = std::env::args().skip(1).find(|word| commands.contains(word));
    named.map_or("tripel".to_owned(), |name| format!("tripel {name}"))
}

fn given(error: &clap::Error, kind: ContextKind) -> String {
    values(error, kind).join(", ")
}

fn values(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(several)) => several.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        _ => Vec::new(),
    }
}

fn first_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let line = text.lines().next().unwrap_or("the command line cannot be understood");
    line.trim_start_matches("error: ").to_owned()
}
