//! Every option of every command is run, and every example that stands in --help, README and docs:
//! the list of them is clap's own description of the program, so that a new option cannot be missed.

#[allow(dead_code, unused_imports)]
#[path = "../src/cli/mod.rs"]
mod cli;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use clap::error::ErrorKind;
use clap::{Arg, CommandFactory, Parser};
use tempfile::TempDir;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with all that examples name, and programs beside tripel that do nothing.
fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a folder");
    let here = place.path();
    let article = fs::read_to_string(root().join("data/articles/cyberangriffe.txt"));
    let article = article.expect("the sample article");
    fs::create_dir_all(here.join("data/articles")).expect("a folder");
    fs::create_dir_all(here.join("news")).expect("a folder");
    fs::write(here.join("data/articles/cyberangriffe.txt"), &article).expect("written");
    fs::write(here.join("article.txt"), &article).expect("written");
    let paragraphs = |line: &str| format!("<p>{line}</p>\n");
    let html: String = article.lines().map(paragraphs).collect();
    let html = format!("<html lang='de'><body><article>{html}</article></body></html>");
    fs::write(here.join("article.html"), &html).expect("written");
    fs::write(here.join("news/one.html"), &html).expect("written");
    let record = serde_json::json!({"id": "one", "text": "Russland kritisiert die NATO."});
    let table = "Titel;Volltext\nEins;Russland kritisiert die NATO.\n";
    fs::write(here.join("articles.csv"), table).expect("written");
    fs::write(here.join("corpus.jsonl"), format!("{record}\n")).expect("written");
    fs::write(here.join("mine.rq"), "SELECT ?who { ?who r:reject ?what }").expect("written");
    fs::write(here.join("rows.csv"), "action,actor,value\nrename,China,Cathay\n").expect("written");
    let codes = "concept,predicate,object,stance\naccusations,,anschuldigung*|vorw*,\nattacks,,*angriff*,\n";
    fs::write(here.join("codes.csv"), codes).expect("written");
    let words =
        "1\tXi\tXi\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\treist\treisen\tVERB\t_\t_\t0\troot\t_\t_\n\n";
    fs::write(here.join("words.conllu"), words).expect("written");
    stubs(here);
    for store in ["tripel.kb", "news.kb"] {
        let added =
            tripel(here, &["add", "data/articles/cyberangriffe.txt", "--quiet", "--store", store]);
        assert!(added.status.success(), "{}", stderr(&added));
    }
    let accepted = ["correct", "accept", "s528dbd3", "s811e628", "--who", "anna"];
    let judged = tripel(here, &accepted);
    assert!(judged.status.success(), "{}", stderr(&judged));
    for log in ["anna.jsonl", "ben.jsonl"] {
        fs::copy(here.join("tripel.kb/corrections.jsonl"), here.join(log)).expect("copied");
    }
    place
}

/// `tripel`, and empty programs with the names of others that examples call.
fn stubs(here: &Path) {
    let bin = here.join("bin");
    fs::create_dir(&bin).expect("a folder");
    let program = env!("CARGO_BIN_EXE_tripel");
    let scripts = [
        ("tripel", format!("exec '{program}' \"$@\"")),
        ("curl", "cat article.html".to_owned()),
        ("dot", ":".to_owned()),
        ("jq", "cat".to_owned()),
        ("man", "cat".to_owned()),
    ];
    for (name, script) in scripts {
        fs::write(bin.join(name), format!("#!/bin/sh\n{script}\n")).expect("written");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::Permissions::from_mode(0o755);
            fs::set_permissions(bin.join(name), mode).expect("permissions");
        }
    }
}

fn tripel(here: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tripel"))
        .args(arguments)
        .current_dir(here)
        .env_remove("TRIPEL_STORE")
        .stdin(Stdio::null())
        .output()
        .expect("started")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn command() -> clap::Command {
    let mut command = cli::Arguments::command();
    command.build();
    command
}

#[test]
fn the_description_is_sound() {
    cli::Arguments::command().debug_assert();
}

/// A command with what it needs, to which the option can be given.
fn base(command: &str, option: &str, value: &str) -> Vec<&'static str> {
    match (command, option) {
        ("add", "id") => vec!["add", "article.txt"],
        ("add", _) => vec!["add", "article.txt", "news/one.html"],
        ("sync", "id") => vec!["sync", "news/one.html"],
        ("sync", _) => vec!["sync", "news"],
        ("extract", "scope") if value == "all" => {
            vec!["extract", "article.txt", "--format", "jsonl"]
        }
        ("extract", "base") => vec!["extract", "article.txt", "--format", "turtle"],
        ("extract", _) => vec!["extract", "article.txt"],
        ("show", "tokens") => vec!["show"],
        ("show", "stage") => vec!["show", "article.txt"],
        ("show", "format") if value == "conllu" => vec!["show", "article.txt", "--stage", "tree"],
        ("show", "sentence") => vec!["show", "article.txt", "--stage", "tree"],
        ("show", "draw" | "svg") => vec!["show", "article.txt"],
        ("show", _) => vec!["show", "article.txt", "--stage", "actors"],
        ("query", "param") => vec!["query", "said-about"],
        ("query", "excel") => vec!["query", "accusations", "--format", "csv"],
        ("query", "format") if value == "turtle" => {
            vec!["query", "CONSTRUCT { ?a r:reject ?b } WHERE { ?a r:reject ?b }"]
        }
        ("query", _) => vec!["query", "accusations"],
        ("export", "excel" | "names") => vec!["export", "csv", "-o", "tables"],
        ("export", "output") => vec!["export", "dot"],
        ("export", "reified" | "rdf12" | "selectors") => vec!["export", "turtle"],
        ("export", "shards") => vec!["export", "nquads", "-o", "quads"],
        ("export", "gzip") => vec!["export", "nquads", "-o", "quads.nq.gz"],
        ("export", "codebook") => vec!["export", "qdpx"],
        ("export", "password") => vec!["export", "dna"],
        ("export", "width") => vec!["export", "png"],
        ("export", _) => vec!["export", "svg"],
        ("remove", _) => vec!["remove", "cyberangriffe"],
        ("coverage", _) => vec!["coverage", "article.txt"],
        ("why", _) => vec!["why", "s528dbd3"],
        ("cite", _) => vec!["cite", "s528dbd3"],
        ("codebook", _) => vec!["codebook"],
        ("code", "codebook") => vec!["code"],
        ("code", _) => vec!["code", "--codebook", "codes.csv"],
        ("discourse", "codebook") => vec!["discourse"],
        ("discourse", "step" | "cumulative") => {
            vec!["discourse", "--codebook", "codes.csv", "--window", "30"]
        }
        ("discourse", "weight") if ["congruence", "conflict"].contains(&value) => {
            vec!["discourse", "--codebook", "codes.csv", "--network", "actors"]
        }
        ("discourse", "normalise") if ["average", "jaccard", "cosine"].contains(&value) => {
            vec!["discourse", "--codebook", "codes.csv", "--network", "actors"]
        }
        ("discourse", _) => vec!["discourse", "--codebook", "codes.csv"],
        ("completions", _) => vec!["completions", "bash"],
        ("queries", _) => vec!["queries"],
        ("network", _) => vec!["network"],
        ("list", _) => vec!["list"],
        // what `why` explains stays as it is
        ("rebuild", "fast") => vec!["rebuild", "article"],
        ("rebuild", _) => vec!["rebuild"],
        ("stats", _) => vec!["stats"],
        ("verify", _) => vec!["verify"],
        ("vocab", _) => vec!["vocab"],
        ("man", _) => vec!["man"],
        ("review", _) => vec!["review"],
        ("correct", "why" | "who") => vec!["correct", "read", "cyberangriffe"],
        ("correct", "article") => vec!["correct", "rename", "China", "Cathay"],
        ("correct", "quote") => {
            vec![
                "correct",
                "add",
                "cyberangriffe",
                "--subject",
                "China",
                "--predicate",
                "reagieren",
            ]
        }
        ("correct", "subject") => {
            vec!["correct", "add", "cyberangriffe", "--quote", "Peking", "--predicate", "reagieren"]
        }
        ("correct", "predicate") => {
            vec!["correct", "add", "cyberangriffe", "--quote", "Peking", "--subject", "China"]
        }
        ("correct", _) => {
            let quote = "Peking im Zentrum";
            vec![
                "correct",
                "add",
                "cyberangriffe",
                "--quote",
                quote,
                "--subject",
                "China",
                "--predicate",
                "stehen",
            ]
        }
        ("agreement", _) => vec!["agreement", "anna.jsonl", "ben.jsonl"],
        ("serve", "for") => vec!["serve", "--port", "0"],
        ("serve", "port") => vec!["serve", "--for", "1"],
        ("serve", _) => vec!["serve", "--port", "0", "--for", "1"],
        ("report", "output") => vec!["report"],
        ("report", _) => vec!["report", "-o", "out.html"],
        _ => panic!("say in tests/options.rs what the command '{command}' needs"),
    }
}

/// Values that fit an option; each is tried.
fn values(command: &str, arg: &Arg) -> Vec<String> {
    let known: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if !known.is_empty() {
        return known;
    }
    let long = arg.get_long().unwrap_or_default();
    let values: &[&str] = match long {
        "title" => &["Ein Titel mit „Zeichen“ & Umlauten"],
        "date" | "since" => &["20.7.2021", "2021-07-20", "20. Juli 2021"],
        "until" => &["31.12.2021", "2021-12-31"],
        "source" => &["Example Times"],
        "url" => &["https://example.org/a"],
        "id" => &["mine"],
        "language" => &["de", "de-AT"],
        "glob" => &["*.txt"],
        "base" if ["add", "sync"].contains(&command) => &["https://tripel.example/"],
        "base" => &["https://example.org/kb/"],
        "actors" => &["rows.csv"],
        "store" => &["news.kb"],
        "export" => &["out"],
        "output" if command == "man" => &["pages"],
        "output" => &["out.file"],
        "param" => &["actor=China"],
        "min-confidence" => &["0", "0.8", "1"],
        "sentence" => &["1", "3"],
        "tokens" => &["words.conllu"],
        "top" => &["0", "3"],
        "actor" => &["China"],
        "article" => &["cyberangriffe"],
        "event" => &["ACCUSE", "accuse"],
        "status" => &["asserted", "claimed"],
        "support" => &["1", "2"],
        "budget" => &["20000"],
        "pause" => &["0", "2.5"],
        "every" => &["5"],
        "column" => &["text=Volltext"],
        "name" => &["{title}"],
        "width" => &["400"],
        "timeout" => &["0", "60"],
        "memory" => &["0", "1000"],
        "missing" => &["0", "3"],
        "examples" => &["0", "2"],
        "codebook" => &["codes.csv"],
        "password" => &["geheim"],
        "window" => &["1", "30"],
        "step" => &["7"],
        "why" => &["weil „es“ da steht"],
        "who" => &["Anna"],
        "quote" => &["Peking im Zentrum"],
        "subject" | "object" | "speaker" => &["China", "Peking"],
        "predicate" => &["stehen"],
        "english" => &["stand"],
        "port" => &["0"],
        "host" => &["127.0.0.1"],
        "allow-host" => &["news.example.org"],
        "limit" => &["10"],
        "shards" => &["1", "3"],
        "cors" => &["*", "https://example.org"],
        "for" => &["1"],
        _ => panic!("say in tests/options.rs what '{command} --{long}' takes"),
    };
    values.iter().map(|&value| value.to_owned()).collect()
}

#[test]
fn every_option_runs() {
    let place = place();
    let mut wrong = Vec::new();
    let mut runs = 0;
    // `push` needs a server, and has tests of its own
    let others = ["help", "push"];
    for command in command().get_subcommands().filter(|own| !others.contains(&own.get_name())) {
        let name = command.get_name();
        for arg in command.get_arguments() {
            // what goes on until somebody ends it, what goes to the web, and what reads a project have tests of their own
            let elsewhere = ["help", "watch", "urls", "from-dna"];
            let Some(long) = arg.get_long().filter(|own| !elsewhere.contains(own)) else {
                continue;
            };
            let values = match arg.get_action().takes_values() {
                true => values(name, arg),
                false => vec![String::new()],
            };
            for value in values {
                let mut words = base(name, long, &value);
                // how well it is read does not matter here
                if long != "fast" && ["add", "sync", "extract", "show", "coverage"].contains(&name)
                {
                    words.push("--fast");
                }
                let option = format!("--{long}");
                words.push(&option);
                words.extend(Some(value.as_str()).filter(|value| !value.is_empty()));
                // what removes an article gets a store of its own
                let own = (name == "remove").then(self::place);
                let here = own.as_ref().unwrap_or(&place).path();
                runs += 1;
                wrong.extend(fault(&tripel(here, &words)).map(|what| format!("{words:?}: {what}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(runs > 150, "{runs} options were run");
}

/// What is wrong with a run that should have worked; it may find nothing, and says so.
fn fault(output: &Output) -> Option<String> {
    let message = stderr(output);
    // Graphviz is another program
    let absent = message.contains("Graphviz");
    match output.status.code() {
        Some(0) => None,
        Some(1) if message.starts_with("tripel: ") => None,
        Some(2) if absent => None,
        code => Some(format!("{code:?} {message}")),
    }
}

#[test]
fn every_value_of_a_positional_runs() {
    let place = place();
    let mut wrong = Vec::new();
    for command in command().get_subcommands().filter(|command| command.get_name() != "help") {
        // of what depends on what is done: the examples of `correct` have it
        let alone = command.get_name() != "correct";
        for arg in command.get_positionals().filter(|_| alone) {
            for value in arg.get_possible_values() {
                let words = [
                    command.get_name(),
                    value.get_name(),
                    "-o",
                    &format!("out-{}", value.get_name()),
                ];
                let takes_output =
                    command.get_arguments().any(|arg| arg.get_long() == Some("output"));
                let words = if takes_output { &words[..] } else { &words[..2] };
                let output = tripel(place.path(), words);
                wrong.extend(fault(&output).map(|what| format!("{words:?}: {what}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where commands and examples stand, beside --help.
const TEXTS: [&str; 10] = [
    "README.md",
    "data/README.md",
    "docs/architecture.md",
    "docs/commands.md",
    "docs/discourse.md",
    "docs/fields.md",
    "docs/formats.md",
    "docs/german.md",
    "docs/glossary.md",
    "docs/plover.md",
];

/// Lines of a text that begin as commands do, without the words that explain them.
fn examples(text: &str) -> Vec<String> {
    let starts = ["tripel ", "echo ", "curl "];
    let is_example = |line: &&str| {
        starts.iter().any(|start| line.trim_start().starts_with(start))
            && line.contains("tripel ")
            && line.starts_with(' ')
    };
    text.lines()
        .filter(is_example)
        .map(|line| line.trim_start().split("   ").next().unwrap_or("").trim_end().to_owned())
        .collect()
}

#[test]
fn every_example_runs() {
    let mut found: Vec<String> = examples(&help(&command()));
    for command in command().get_subcommands() {
        found.extend(examples(&help(command)));
    }
    for file in TEXTS {
        found.extend(examples(&fs::read_to_string(root().join(file)).expect("a text")));
    }
    assert!(found.len() > 40, "examples are found: {found:#?}");
    let elsewhere = ["--watch", "add https://", "tripel push "];
    found.retain(|example| !elsewhere.iter().any(|part| example.contains(part)));
    let mut wrong = Vec::new();
    let shared = place();
    for example in found {
        // what takes articles away has a place of its own
        let takes = example.contains(" remove ") || example.contains(" sync ");
        let own = takes.then(place);
        let here = own.as_ref().unwrap_or(&shared).path();
        let others = std::env::var("PATH").unwrap_or_default();
        let path = format!("{}:{others}", here.join("bin").display());
        for folder in [".local/share/man/man1", ".local/share/bash-completion/completions"] {
            fs::create_dir_all(here.join(folder)).expect("a folder");
        }
        let output = Command::new("sh")
            .args(["-c", &example])
            .current_dir(here)
            .env("PATH", path)
            .env("HOME", here)
            .env_remove("TRIPEL_STORE")
            .stdin(Stdio::null())
            .output()
            .expect("started");
        wrong.extend(fault(&output).map(|what| format!("{example}: {what}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn help(command: &clap::Command) -> String {
    command.get_after_help().map_or(String::new(), ToString::to_string)
}

/// What stands in words like `tripel query NAME` is a command that there is.
#[test]
fn commands_in_texts_can_be_parsed() {
    let mut wrong = Vec::new();
    let mut found = 0;
    for file in TEXTS {
        let text = fs::read_to_string(root().join(file)).expect("a text");
        for code in text.split('`').skip(1).step_by(2).filter(|code| code.starts_with("tripel ")) {
            let words = code.split_whitespace().map(|word| match word {
                "FORMAT" => "svg",
                "STAGE" | "..." => "body",
                word => word,
            });
            found += 1;
            // help is an answer as well, and `tripel add` names a command without its file
            if let Err(error) = cli::Arguments::try_parse_from(words).map(drop)
                && error.use_stderr()
                && error.kind() != ErrorKind::MissingRequiredArgument
            {
                wrong.push(format!("{file}: {code}: {error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found > 5, "commands are found");
}
