//! The store's graph on a server of SPARQL 1.1, article by article: what is new is inserted, what no article says any more deleted.
//!
//! What the server has is kept beside the index, with the quads of each article as they were sent: the next push sends the
//! difference, and one that was cut off goes on where it stopped. Labels are sent as the graph has them, one preferred a language.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use oxrdf::{GraphName, NamedOrBlankNode, Quad};
use serde::{Deserialize, Serialize};
use ureq::Agent;

use crate::kb::graph::Graph;
use crate::kb::index::{HIDDEN, PREFERRED};
use crate::kb::quads::parsed;
use crate::kb::store::{INDEX, Store};
use crate::kb::vocab::{DUPLICATE_OF, VERSION};
use crate::record::error::{Error, Result};

/// So often an update is tried, with longer and longer pauses between.
const ATTEMPTS: u32 = 5;
const PAUSE: Duration = Duration::from_millis(500);
/// An update may take so long.
const TIMEOUT: Duration = Duration::from_secs(300);

/// Where updates go.
pub struct Server {
    agent: Agent,
    url: String,
    /// Further headers, such as one by which the server knows who asks.
    headers: Vec<(String, String)>,
}

impl Server {
    pub fn new(url: &str, headers: Vec<(String, String)>) -> Server {
        let config = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            .user_agent(concat!("tripel/", env!("CARGO_PKG_VERSION")))
            .build();
        Server { agent: config.into(), url: url.to_owned(), headers }
    }

    /// Sends an update; tries again where the server is away or busy.
    ///
    /// # Errors
    /// Where it refuses the update, or stays away.
    fn update(&self, text: &str) -> Result<()> {
        let mut reason = String::new();
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                sleep(PAUSE * 2_u32.pow(attempt - 1));
            }
            let mut request =
                self.agent.post(&self.url).header("Content-Type", "application/sparql-update");
            for (name, value) in &self.headers {
                request = request.header(name, value);
            }
            match request.send(text) {
                Ok(answer) if answer.status().is_success() => return Ok(()),
                Ok(mut answer) => {
                    let status = answer.status();
                    let said = answer.body_mut().read_to_string().unwrap_or_default();
                    let said = said.lines().next().unwrap_or_default();
                    reason = format!("{} answers {status}: {said}", self.url);
                    if !status.is_server_error() && status.as_u16() != 429 {
                        break;
                    }
                }
                Err(error) => reason = format!("{} does not answer: {error}", self.url),
            }
        }
        Err(Error::new(reason.trim_end_matches([':', ' ']).to_owned()))
    }
}

/// What a server has of a store.
#[derive(Default, Serialize, Deserialize)]
struct Sent {
    url: String,
    /// By the id of each article the file of its quads.
    articles: BTreeMap<String, String>,
    /// Which articles tell the story of others, as quads.
    links: BTreeSet<String>,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    pub sent: usize,
    pub removed: usize,
    pub as_before: usize,
}

/// What the server must be told next.
#[derive(Default)]
struct Update {
    deletes: BTreeSet<String>,
    inserts: BTreeSet<String>,
    /// Things whose labels may be others.
    labelled: BTreeSet<String>,
    /// Articles that it makes as they are now; `None` is one that is gone.
    articles: Vec<(String, Option<String>)>,
}

/// Makes what the server has the same as the store's graph, in updates of about `batch` quads; `told` hears of each.
///
/// # Errors
/// Where the store cannot be read, or the server does not take an update; what was sent before stays known.
pub fn push(
    store: &Store,
    graph: &Graph,
    server: &Server,
    batch: usize,
    mut told: impl FnMut(usize, usize),
) -> Result<Done> {
    let folder = folder(store, &server.url);
    fs::create_dir_all(&folder)
        .map_err(|error| Error::because(format!("cannot make {}", folder.display()), error))?;
    let mut sent = read(&folder)?;
    sent.url.clone_from(&server.url);
    let now: BTreeMap<String, String> =
        store.list()?.into_iter().flatten().map(|entry| (entry.id, entry.quads)).collect();
    let all: BTreeSet<String> = sent.articles.keys().chain(now.keys()).cloned().collect();
    let is_other = |id: &&String| sent.articles.get(*id) != now.get(*id);
    let changed: Vec<String> = all.iter().filter(is_other).cloned().collect();
    let mut done = Done { as_before: all.len() - changed.len(), ..Done::default() };
    let mut update = Update::default();
    for (at, id) in changed.iter().enumerate() {
        let old = sent.articles.get(id).map(|file| quads_of(&folder.join(file))).transpose()?;
        let new = now.get(id).map(|file| quads_of(&store.dir().join(file))).transpose()?;
        update.learn(graph, old.unwrap_or_default(), new.unwrap_or_default());
        update.articles.push((id.clone(), now.get(id).cloned()));
        done.sent += usize::from(now.contains_key(id));
        done.removed += usize::from(!now.contains_key(id));
        if update.deletes.len() + update.inserts.len() >= batch {
            std::mem::take(&mut update).send(store, graph, server, &folder, &mut sent)?;
            told(at + 1, changed.len());
        }
    }
    let links = links(graph);
    update.deletes.extend(sent.links.difference(&links).cloned());
    update.inserts.extend(links.difference(&sent.links).cloned());
    sent.links = links;
    update.send(store, graph, server, &folder, &mut sent)?;
    Ok(done)
}

/// Where it is kept what a server has.
fn folder(store: &Store, url: &str) -> PathBuf {
    let name = blake3::hash(url.as_bytes()).to_hex()[..16].to_owned();
    store.dir().join(INDEX).join(format!("pushed-{name}"))
}

fn read(folder: &Path) -> Result<Sent> {
    let path = folder.join("sent.json");
    let Ok(text) = fs::read_to_string(&path) else { return Ok(Sent::default()) };
    serde_json::from_str(&text).map_err(|error| {
        let what =
            format!("{} is damaged; remove its folder, and all is sent again", path.display());
        Error::because(what, error)
    })
}

fn quads_of(path: &Path) -> Result<BTreeSet<Key>> {
    let text = fs::read_to_string(path)
        .map_err(|error| Error::because(format!("cannot read {}", path.display()), error))?;
    let keyed = |quad: Result<Quad>| quad.map(|quad| Key(quad.to_string(), quad));
    parsed(&text, path)?.map(keyed).collect()
}

/// A quad in the order of its text.
#[derive(Clone)]
struct Key(String, Quad);

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        self.0 == other.0
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Key) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

/// Which articles tell the story of others.
fn links(graph: &Graph) -> BTreeSet<String> {
    let is_link = |quad: &Quad| [DUPLICATE_OF, VERSION].contains(&quad.predicate.as_str());
    graph.quads().filter(is_link).map(|quad| pattern(&quad)).collect()
}

/// A quad as it stands in an update.
fn pattern(quad: &Quad) -> String {
    let triple = format!("{} {} {} .", quad.subject, quad.predicate, quad.object);
    match &quad.graph_name {
        GraphName::DefaultGraph => triple,
        graph => format!("GRAPH {graph} {{ {triple} }}"),
    }
}

impl Update {
    /// What an article said and says no more, and what it says that it did not say.
    fn learn(&mut self, graph: &Graph, old: BTreeSet<Key>, new: BTreeSet<Key>) {
        let mut put = |key: &Key, is_new: bool| {
            let Key(_, quad) = key;
            let is_label = quad.graph_name == GraphName::DefaultGraph
                && [PREFERRED, HIDDEN].contains(&quad.predicate.as_str());
            if is_label {
                if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
                    self.labelled.insert(node.as_str().to_owned());
                }
            } else if is_new {
                self.inserts.insert(pattern(quad));
            } else if !graph.says(quad) {
                self.deletes.insert(pattern(quad));
            }
        };
        old.difference(&new).for_each(|key| put(key, false));
        new.difference(&old).for_each(|key| put(key, true));
    }

    /// The update in SPARQL: what goes, then what comes, the labels of things as the graph has them now.
    fn text(&self, graph: &Graph) -> String {
        let lines = |lines: &BTreeSet<String>| {
            lines.iter().map(|line| format!("{line}\n")).collect::<String>()
        };
        let mut text = String::new();
        if !self.deletes.is_empty() {
            text += &format!("DELETE DATA {{\n{}}} ;\n", lines(&self.deletes));
        }
        let mut inserts = self.inserts.clone();
        if !self.labelled.is_empty() {
            let things: String = self.labelled.iter().map(|iri| format!("<{iri}> ")).collect();
            text += &format!(
                "DELETE {{ ?a ?how ?label }} WHERE {{ VALUES ?a {{ {things}}} VALUES ?how {{ <{PREFERRED}> <{HIDDEN}> }} ?a ?how ?label }} ;\n"
            );
            let is_label = |quad: &Quad| {
                quad.graph_name == GraphName::DefaultGraph
                    && [PREFERRED, HIDDEN].contains(&quad.predicate.as_str())
            };
            let about = self.labelled.iter().flat_map(|iri| graph.about(iri));
            inserts.extend(about.filter(is_label).map(|quad| pattern(&quad)));
        }
        text + &format!("INSERT DATA {{\n{}}}\n", lines(&inserts))
    }

    /// Sends the update, and keeps that the server has it.
    fn send(
        self,
        store: &Store,
        graph: &Graph,
        server: &Server,
        folder: &Path,
        sent: &mut Sent,
    ) -> Result<()> {
        if !(self.deletes.is_empty() && self.inserts.is_empty() && self.labelled.is_empty()) {
            server.update(&self.text(graph))?;
        }
        let failed = |error: std::io::Error| {
            Error::because(format!("cannot write to {}", folder.display()), error)
        };
        let mut old = Vec::new();
        for (id, file) in self.articles {
            if let Some(file) = &file {
                fs::copy(store.dir().join(file), folder.join(file)).map_err(failed)?;
            }
            old.extend(match file {
                Some(file) => sent.articles.insert(id, file),
                None => sent.articles.remove(&id),
            });
        }
        let mut out = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        let json = serde_json::to_string(sent).map_err(|error| failed(error.into()))?;
        out.write_all(json.as_bytes()).map_err(failed)?;
        out.as_file().sync_all().map_err(failed)?;
        out.persist(folder.join("sent.json")).map_err(|error| failed(error.error))?;
        let still: BTreeSet<&String> = sent.articles.values().collect();
        for file in old.iter().filter(|file| !still.contains(file)) {
            drop(fs::remove_file(folder.join(file)));
        }
        Ok(())
    }
}
