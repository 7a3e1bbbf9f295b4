//! The site: which page stands at which address; it holds the store in memory, and loads it again when it changed.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

use oxigraph::sparql::CancellationToken;

use crate::extract::corrections::Corrections;
use crate::kb::store::Store;
use crate::record::error::{Error, Result};
use crate::review::{apply, log};
use crate::serve::answer::{Answer, Request, field};
use crate::serve::frame::{self, Page};
use crate::serve::guard::Guard;
use crate::serve::pages;
use crate::serve::shelf::Shelf;
use crate::serve::sparql::{self, Limits};
use crate::serve::tongue::tongue;
use crate::serve::view::{Place, View};
use crate::serve::words::Word;
use crate::serve::{edit, files};

/// What a site is told when it starts.
#[derive(Clone, Debug)]
pub struct Options {
    pub guard: Guard,
    /// Whether its forms correct.
    pub edit: bool,
    /// Who corrects.
    pub who: String,
    pub limits: Limits,
}

/// By what a change of the store is seen: the folder's time and the length of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stamp(Option<SystemTime>, u64);

/// A store as pages.
pub struct Site {
    store: Store,
    rows_about_actors: Corrections,
    pub options: Options,
    shelf: RwLock<Arc<Shelf>>,
    /// Of the store as it was loaded, when it was last looked at, and how long loading took.
    seen: Mutex<(Stamp, Instant, Duration)>,
    loading: AtomicBool,
    applying: Mutex<()>,
    /// Statements that were decided since the store was loaded.
    decided: Mutex<BTreeSet<String>>,
}

impl Site {
    /// Loads a store; what the log says and the store does not have yet is applied first.
    ///
    /// # Errors
    /// Where the store or its log cannot be read.
    pub fn open(
        store: Store,
        rows_about_actors: Corrections,
        options: Options,
    ) -> Result<Arc<Site>> {
        let begin = Instant::now();
        let stamp = stamp(store.dir());
        let mut shelf = Shelf::open(&store)?;
        let applied = apply::catch_up(&store, &rows_about_actors, &shelf.rows)?;
        if !applied.articles.is_empty() {
            shelf = Shelf::open(&store)?;
        }
        Ok(Arc::new(Site {
            store,
            rows_about_actors,
            options,
            shelf: RwLock::new(Arc::new(shelf)),
            seen: Mutex::new((stamp, begin, begin.elapsed())),
            loading: AtomicBool::new(false),
            applying: Mutex::new(()),
            decided: Mutex::new(BTreeSet::new()),
        }))
    }

    /// The store as it was loaded last.
    pub fn shelf(&self) -> Arc<Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Loads the store again beside the requests where it changed; looked at once a second, and seldom where loading takes long.
    fn refresh(self: &Arc<Self>) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = Duration::from_secs(1).max(seen.2 * 5);
        if seen.1.elapsed() < rest {
            return;
        }
        seen.1 = Instant::now();
        let changed = stamp(self.store.dir()) != seen.0;
        drop(seen);
        if changed && !self.loading.swap(true, Ordering::AcqRel) {
            let site = Arc::clone(self);
            std::thread::spawn(move || {
                site.load();
                site.loading.store(false, Ordering::Release);
            });
        }
    }

    fn load(&self) {
        let begin = Instant::now();
        let stamp = stamp(self.store.dir());
        // what cannot be read now is read the next time; the pages stay as they were
        if let Ok(shelf) = Shelf::open(&self.store) {
            *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(shelf);
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) =
                (stamp, Instant::now(), begin.elapsed());
        }
    }

    /// Brings the log into the store and the store into memory, one after the other.
    fn apply(&self) {
        let _one = self.applying.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = self.shelf();
        let applied = apply::catch_up(&self.store, &self.rows_about_actors, &shelf.rows);
        if applied.is_ok()
            && stamp(self.store.dir()) != self.seen.lock().unwrap_or_else(PoisonError::into_inner).0
        {
            self.load();
        }
    }

    /// The answer to a request.
    pub fn respond(self: &Arc<Self>, request: &Request, stop: &CancellationToken) -> Answer {
        let mut answer = match self.options.guard.refusal(request) {
            Some(refusal) => refusal,
            None => {
                self.refresh();
                self.answer(request, stop)
            }
        };
        if request.method == "HEAD" {
            let length = answer.body.len();
            answer.body.clear();
            answer.headers.push(("content-length", length.to_string()));
        }
        self.secured(answer, request)
    }

    /// What every answer says to browsers: nothing of others runs in it, and it stands in no other page.
    fn secured(&self, mut answer: Answer, request: &Request) -> Answer {
        const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                              form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        answer.headers.extend([
            ("content-security-policy", POLICY.to_owned()),
            ("x-content-type-options", "nosniff".to_owned()),
            ("referrer-policy", "same-origin".to_owned()),
            ("cross-origin-opener-policy", "same-origin".to_owned()),
            ("vary", "Accept, Accept-Language, Cookie, Origin".to_owned()),
        ]);
        if !answer.headers.iter().any(|(name, _)| *name == "cache-control") {
            answer.headers.push(("cache-control", "no-cache".to_owned()));
        }
        if let Some(cors) = self
            .options
            .guard
            .cors
            .as_ref()
            .filter(|_| request.path == "/query" || request.path == "/data")
        {
            answer.headers.extend([
                ("access-control-allow-origin", cors.clone()),
                ("access-control-allow-methods", "GET, POST, OPTIONS".to_owned()),
                ("access-control-allow-headers", "content-type, accept".to_owned()),
            ]);
        }
        answer
    }

    fn answer(self: &Arc<Self>, request: &Request, stop: &CancellationToken) -> Answer {
        let shelf = self.shelf();
        match (request.method.as_str(), request.path.as_str()) {
            ("GET" | "HEAD" | "POST", "/query") => self.queried(&shelf, request, stop),
            ("OPTIONS", _) => Answer { status: 204, ..Answer::default() }
                .with("allow", "GET, HEAD, POST, OPTIONS"),
            ("POST", "/correct") => self.corrected(&shelf, request),
            ("POST", _) => {
                Answer::text(405, "nothing can be sent to this address").with("allow", "GET, HEAD")
            }
            ("GET" | "HEAD", "/data") => sparql::data(&shelf.graph, request),
            ("GET" | "HEAD", _) => self.shown(&shelf, request, stop),
            (method, _) => Answer::text(405, &format!("this server knows no {method}"))
                .with("allow", "GET, HEAD, POST"),
        }
    }

    /// The endpoint; a browser that comes without a query gets the editor.
    fn queried(&self, shelf: &Shelf, request: &Request, stop: &CancellationToken) -> Answer {
        let wants_page = request.header("accept").is_some_and(|own| own.contains("text/html"));
        let has_query = request.fields().iter().any(|(name, _)| name == "query");
        if request.method == "GET" && wants_page && !has_query {
            return Answer::moved("/queries");
        }
        sparql::query(&shelf.graph, request, stop, self.options.limits)
    }

    fn shown(&self, shelf: &Shelf, request: &Request, stop: &CancellationToken) -> Answer {
        if let Some(answer) = files::file(shelf, request) {
            return answer;
        }
        let tongue = tongue(request);
        let edit = self.options.edit.then_some(self.options.guard.key.as_str());
        let view = View { shelf, tongue, place: Place::Server { edit } };
        let decided = self.decided.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let fields = request.fields();
        let answer = match pages::page(&view, request, &fields, &decided, stop) {
            pages::Found::Page(page) => self.framed(&view, &page, request, &fields, 200),
            pages::Found::Answer(answer) => answer,
            pages::Found::Nothing => {
                Answer::page(404, frame::bare(tongue, Word::NotFound, &request.path))
            }
        };
        match field(&fields, "lang") {
            lang @ ("de" | "en") => answer
                .with("set-cookie", format!("lang={lang}; SameSite=Lax; Path=/; Max-Age=31536000")),
            _ => answer,
        }
    }

    fn framed(
        &self,
        view: &View,
        page: &Page,
        request: &Request,
        fields: &[(String, String)],
        status: u16,
    ) -> Answer {
        let note = match field(fields, "saved") {
            "1" => Some(Word::Saved),
            "later" => Some(Word::Applying),
            _ => None,
        };
        let kept = fields.iter().filter(|(name, _)| name != "lang" && name != "saved");
        let kept = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
        let here =
            if kept.is_empty() { request.path.clone() } else { format!("{}?{kept}", request.path) };
        Answer::page(status, frame::framed(view, page, &here, note))
    }

    /// A form: its line is on the disk before the answer.
    fn corrected(self: &Arc<Self>, shelf: &Shelf, request: &Request) -> Answer {
        let tongue = tongue(request);
        let refused = |status: u16, words: &str| {
            Answer::page(status, frame::bare(tongue, Word::Failed, words))
        };
        let fields = request.form();
        if !self.options.edit {
            return refused(403, Word::ReadOnly.of(tongue));
        }
        if !self.options.guard.knows(field(&fields, "key")) {
            return refused(
                403,
                "this form is of another run of the server; go back, load the page again and repeat it",
            );
        }
        match self.noted(shelf, &fields) {
            Ok(statement) => self.settled(&fields, statement),
            Err(error) => refused(422, &sentence(&error)),
        }
    }

    /// Writes the line; the statement that it is about.
    fn noted(&self, shelf: &Shelf, fields: &[(String, String)]) -> Result<Option<String>> {
        let new = edit::judgement(shelf, fields, &self.options.who)?;
        let statement = new.statement.as_ref().map(|told| told.id.clone());
        log::append(self.store.dir(), &[new])?;
        if let Some(id) = &statement {
            self.decided.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
        }
        Ok(statement)
    }

    /// Applies it beside; whoever reviews goes on at once, others wait a little for what they changed.
    fn settled(self: &Arc<Self>, fields: &[(String, String)], statement: Option<String>) -> Answer {
        let (done, waiting) = std::sync::mpsc::channel();
        let site = Arc::clone(self);
        std::thread::spawn(move || {
            site.apply();
            let _ = done.send(());
        });
        let back = edit::back(fields);
        if back.starts_with("/review") || back.starts_with("/doubles") {
            return Answer::moved(&back);
        }
        let is_done = waiting.recv_timeout(Duration::from_secs(8)).is_ok();
        let saved = if is_done { "1" } else { "later" };
        // a page of a statement that is gone
        let gone = statement.is_some_and(|id| is_done && self.shelf().statement(&id).is_none());
        let back = if gone && back.starts_with("/statement") { "/log".to_owned() } else { back };
        Answer::moved(&format!("{back}{}saved={saved}", if back.contains('?') { "&" } else { "?" }))
    }
}

fn stamp(dir: &Path) -> Stamp {
    let time = dir.metadata().and_then(|own| own.modified()).ok();
    Stamp(time, dir.join(log::FILE).metadata().map_or(0, |own| own.len()))
}

fn sentence(error: &Error) -> String {
    use std::error::Error as _;
    error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}
