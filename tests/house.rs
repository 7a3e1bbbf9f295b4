//! House rules that can be tested.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;
use syn::{Item, UseTree};

const LONGEST_FILE: usize = 600;
/// Files that are longer, until they are taken apart, with how long they may be.
const LONG_FILES: [(&str, usize); 3] =
    [("data/train/src/joint.rs", 690), ("src/extract/statement.rs", 770), ("tests/cli.rs", 680)];
/// Tables that are not in the order of their first column: PLOVER's types stand in the manual's order.
const UNSORTED: [&str; 2] = ["plover.csv", "verbs.csv"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(dir) else { return files };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A module with a file of its own; its submodules stand in the order in which the file lists them.
struct Module {
    name: String,
    file: PathBuf,
    code: syn::File,
    children: Vec<Module>,
}

/// The files that do not keep to the order, as (file, what it uses), with the reason.
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "export/graphviz.rs",
    "export/layout.rs",
    "places the boxes of a plan, which layout defines",
)];

/// The module of a file and those below it. `folder` is where its submodules lie.
fn module(name: &str, file: PathBuf, folder: &Path) -> Module {
    let code = syn::parse_file(&read(&file)).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let children = code.items.iter().filter_map(|item| match item {
        Item::Mod(inner) if inner.content.is_none() => Some(inner.ident.to_string()),
        _ => None,
    });
    let children = children.map(|child| {
        let own = folder.join(&child);
        let files = [folder.join(format!("{child}.rs")), own.join("mod.rs")];
        let file = files.into_iter().find(|file| file.is_file());
        module(&child, file.unwrap_or_else(|| panic!("no file of {}", own.display())), &own)
    });
    let children = children.collect();
    Module { name: name.to_owned(), file, code, children }
}

/// The library and the program, each as the tree of its modules.
fn crates() -> [Module; 2] {
    let src = root().join("src");
    ["lib", "main"].map(|name| module("crate", src.join(format!("{name}.rs")), &src))
}

impl Module {
    fn child(&self, name: &str) -> Option<usize> {
        self.children.iter().position(|child| child.name == name)
    }

    /// The submodule from which `pub use child::Name` takes a name.
    fn reexported(&self, name: &str) -> Option<usize> {
        let uses = self.code.items.iter().filter_map(|item| match item {
            Item::Use(item) if !matches!(item.vis, syn::Visibility::Inherited) => Some(&item.tree),
            _ => None,
        });
        let mut paths = Vec::new();
        uses.for_each(|tree| flatten(tree, &mut Vec::new(), &mut paths));
        let path = paths.iter().find(|path| path.last().is_some_and(|last| last == name))?;
        self.child(path.first()?)
    }

    /// The modules that the paths of the file lead to, each as the places of its ancestors' children.
    fn uses(&self, own: &[usize], top: &Module) -> BTreeSet<Vec<usize>> {
        let mut paths = Paths { depth: 0, found: Vec::new() };
        paths.visit_file(&self.code);
        let found =
            paths.found.into_iter().filter_map(|(depth, path)| resolve(own, depth, &path, top));
        found.filter(|found| found != own).collect()
    }
}

/// Where a path leads that stands in `depth` inline modules of the module at `own`; nothing for paths of other crates.
fn resolve(own: &[usize], depth: usize, path: &[String], top: &Module) -> Option<Vec<usize>> {
    let mut rest = path;
    let mut place = match rest.first()?.as_str() {
        "crate" => {
            rest = &rest[1..];
            Vec::new()
        }
        "super" => {
            let ups = rest.iter().take_while(|part| *part == "super").count();
            rest = &rest[ups..];
            own[..own.len() - ups.checked_sub(depth)?].to_vec()
        }
        _ => return None,
    };
    for part in rest {
        let here = place.iter().fold(top, |module, &at| &module.children[at]);
        match here.child(part).or_else(|| here.reexported(part)) {
            Some(at) => place.push(at),
            None => break,
        }
    }
    Some(place)
}

/// The paths of a file with the number of inline modules around each.
struct Paths {
    depth: usize,
    found: Vec<(usize, Vec<String>)>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.depth += 1;
        syn::visit::visit_item_mod(self, item);
        self.depth -= 1;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut paths = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut paths);
        self.found.extend(paths.into_iter().map(|path| (self.depth, path)));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts = path.segments.iter().map(|part| part.ident.to_string()).collect();
        self.found.push((self.depth, parts));
        syn::visit::visit_path(self, path);
    }

    /// What stands in a macro has no syntax yet: words with only colons between them are a path.
    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.visit_path(&item.path);
        self.tokens(item.tokens.clone());
    }
}

impl Paths {
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(word) if colons == 2 => path.push(word.to_string()),
                TokenTree::Ident(word) => {
                    self.found
                        .push((self.depth, std::mem::replace(&mut path, vec![word.to_string()])));
                }
                TokenTree::Punct(sign) if sign.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => self.found.push((self.depth, std::mem::take(&mut path))),
            }
            colons = 0;
        }
        self.found.push((self.depth, path));
    }
}

/// `a::{b, c::d}` is `a::b` and `a::c::d`.
fn flatten(tree: &UseTree, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    let ended = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect();
    match tree {
        UseTree::Path(part) => {
            before.push(part.ident.to_string());
            flatten(&part.tree, before, paths);
            before.pop();
        }
        UseTree::Name(part) => paths.push(ended(&part.ident)),
        UseTree::Rename(part) => paths.push(ended(&part.ident)),
        UseTree::Glob(_) => paths.push(before.clone()),
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| flatten(tree, before, paths));
        }
    }
}

/// Calls `look` for each module with its place.
fn each<'a>(
    module: &'a Module,
    place: &mut Vec<usize>,
    look: &mut impl FnMut(&'a Module, &[usize]),
) {
    look(module, place);
    for (at, child) in module.children.iter().enumerate() {
        place.push(at);
        each(child, place, look);
        place.pop();
    }
}

/// The files that a file may use: those above it, above the folder that it lies in and so on; the files of its own
/// folder may use what the folder's own file defines, and that file uses them.
fn allowed(from: &[usize], to: &[usize]) -> bool {
    let common = from.iter().zip(to).take_while(|(from, to)| from == to).count();
    from.len() == common || to.len() == common || to[common] < from[common]
}

#[test]
fn a_file_uses_only_files_above_it() {
    let mut wrong = BTreeSet::new();
    let mut excused = BTreeSet::new();
    for top in crates() {
        let path = |place: &[usize]| {
            let module = place.iter().fold(&top, |module, &at| &module.children[at]);
            module.file.strip_prefix(root().join("src")).expect("in src").display().to_string()
        };
        each(&top, &mut Vec::new(), &mut |module, own| {
            for other in module.uses(own, &top).iter().filter(|other| !allowed(own, other)) {
                let pair = (path(own), path(other));
                match EXCEPTIONS.iter().find(|known| (known.0, known.1) == (&pair.0, &pair.1)) {
                    Some(known) => excused.extend([known.0]),
                    None => {
                        wrong
                            .extend([format!("{} uses {}, which stands below it", pair.0, pair.1)]);
                    }
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    for (file, used, _) in EXCEPTIONS {
        assert!(excused.contains(file), "{file} does not use {used}: no exception is needed");
    }
}

#[test]
fn every_file_is_part_of_a_wing() {
    let mut known = BTreeSet::new();
    for top in crates() {
        each(&top, &mut Vec::new(), &mut |module, _| known.extend([module.file.clone()]));
    }
    let all: BTreeSet<PathBuf> = rust_files(&root().join("src")).into_iter().collect();
    let lost: Vec<_> = all.difference(&known).collect();
    assert!(lost.is_empty(), "no module of the library or the program: {lost:?}");
}

#[test]
fn every_wing_opens_with_an_example() {
    let [library, _] = crates();
    for wing in &library.children {
        let source = read(&wing.file);
        let opening: Vec<_> = source.lines().take_while(|line| line.starts_with("//!")).collect();
        let fences = opening.iter().filter(|line| line.starts_with("//! ```")).count();
        assert!(fences == 2, "{} opens without a runnable example", wing.file.display());
    }
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches", "data/train/src"] {
        for file in rust_files(&root().join(folder)) {
            let source = read(&file);
            let lines = source.lines().count();
            let most = LONG_FILES.iter().find(|(long, _)| file.ends_with(long));
            if lines > most.map_or(LONGEST_FILE, |(_, most)| *most) {
                wrong.push(format!("{} has {lines} lines", file.display()));
            }
            if !source.starts_with("//! ") {
                wrong.push(format!("{} does not begin with //!", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_library_does_not_print() {
    let mut wrong = Vec::new();
    for file in rust_files(&root().join("src")) {
        let own = file.strip_prefix(root().join("src")).expect("in src");
        if own.starts_with("cli") || own.ends_with("main.rs") {
            continue;
        }
        for word in ["println!", "eprintln!", "print!(", "dbg!", "todo!", "unimplemented!"] {
            if read(&file).contains(word) {
                wrong.push(format!("{}: {word}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is made once, behind a `LazyLock`, is not made with rayon: see `record::work::side_by_side`.
#[test]
fn only_wings_that_take_many_articles_use_rayon() {
    let mut wrong = Vec::new();
    for file in rust_files(&root().join("src")) {
        let own = file.strip_prefix(root().join("src")).expect("in src");
        let many = ["kb", "network", "export", "cli"].iter().any(|wing| own.starts_with(wing));
        let code = read(&file);
        if code.contains("rayon::") && (!many || code.contains("LazyLock")) {
            wrong.push(own.display().to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_data_file_is_explained_and_every_table_is_sorted() {
    let mut wrong = Vec::new();
    let readme = fs::read_to_string(root().join("data/README.md")).ok();
    for folder in ["data", "data/de"] {
        for entry in fs::read_dir(root().join(folder)).expect("data") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_file()
                && name != "README.md"
                && readme.as_ref().is_some_and(|readme| !readme.contains(&name))
            {
                wrong.push(format!("data/README.md does not explain {name}"));
            }
            if name.ends_with(".csv") {
                wrong.extend(
                    untidy(&read(&path), !UNSORTED.contains(&name.as_str()))
                        .map(|what| format!("{name}: {what}")),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first thing that is wrong with a table: rows lie in the order of their first column, none twice, none empty.
fn untidy(table: &str, sorted: bool) -> Option<String> {
    if table.contains('\r') {
        return Some("has carriage returns".to_owned());
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(table.as_bytes());
    let mut last: Option<csv::StringRecord> = None;
    for (number, record) in reader.records().enumerate() {
        let line = number + 2;
        let record = match record {
            Ok(record) => record,
            Err(error) => return Some(error.to_string()),
        };
        if let Some(last) = &last {
            if last == &record {
                return Some(format!("row {line} stands twice"));
            }
            if sorted && last.get(0) > record.get(0) {
                return Some(format!(
                    "row {line} is out of order: {} after {}",
                    &record[0], &last[0]
                ));
            }
        }
        last = Some(record);
    }
    None
}
