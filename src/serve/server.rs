//! HTTP: connections become requests of the site, within limits of time, number and size; it ends when it is told, answers first.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use oxigraph::sparql::CancellationToken;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::record::error::{Error, Result};
use crate::serve::answer::{Answer, Request};
use crate::serve::site::Site;

/// A body may have so many bytes.
const LARGEST_BODY: usize = 1 << 20;
/// So many connections are held at a time.
const CONNECTIONS: usize = 512;
/// How long a request may wait for its turn, a client for its header, and answers for the end.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long and how many.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// An answer may take so long.
    pub time: Duration,
    /// So many queries run at a time.
    pub queries: usize,
    /// The server ends by itself after so long.
    pub life: Option<Duration>,
}

struct Server {
    site: Arc<Site>,
    bounds: Bounds,
    pages: Arc<Semaphore>,
    queries: Arc<Semaphore>,
}

/// Answers until the process is told to end, or its time is over.
///
/// # Errors
/// Where the socket cannot be used.
pub fn serve(site: Arc<Site>, listener: TcpListener, bounds: Bounds) -> Result<()> {
    let failed = |error: std::io::Error| Error::because("cannot serve", error);
    listener.set_nonblocking(true).map_err(failed)?;
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads.clamp(2, 8))
        .max_blocking_threads(2 * threads + bounds.queries + 4)
        .enable_all()
        .build()
        .map_err(failed)?;
    let server = Arc::new(Server {
        site,
        bounds,
        pages: Arc::new(Semaphore::new(2 * threads)),
        queries: Arc::new(Semaphore::new(bounds.queries)),
    });
    let ended = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        accept(&server, listener).await;
        Ok(())
    });
    // a query that does not heed its end is left behind
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended.map_err(failed)
}

async fn accept(server: &Arc<Server>, listener: tokio::net::TcpListener) {
    let graceful = GracefulShutdown::new();
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let mut end = std::pin::pin!(end(server.bounds.life));
    loop {
        let Ok(permit) = connections.clone().acquire_owned().await else { break };
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // too many open files: a moment later there may be fewer
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut end => break,
        };
        let _ = stream.set_nodelay(true);
        let server = Arc::clone(server);
        let service = service_fn(move |request| answered(Arc::clone(&server), request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .max_buf_size(1 << 16)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _permit = permit;
            // a client that goes away is no error of ours
            let _ = connection.await;
        });
    }
    drop(listener);
    let _ = timeout(PATIENCE, graceful.shutdown()).await;
}

/// Ctrl-C, the signal to terminate, or the end of the time.
async fn end(life: Option<Duration>) {
    let over = async {
        match life {
            Some(life) => tokio::time::sleep(life).await,
            None => std::future::pending().await,
        }
    };
    let told = async {
        #[cfg(unix)]
        if let Ok(mut signal) =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        {
            signal.recv().await;
            return;
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = over => {}
        () = told => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

async fn answered(
    server: Arc<Server>,
    request: hyper::Request<Incoming>,
) -> std::result::Result<hyper::Response<Full<Bytes>>, Infallible> {
    let answer = match timeout(PATIENCE, collected(request)).await {
        Ok(Ok(request)) => server.answer(request).await,
        Ok(Err(refusal)) => refusal,
        Err(_) => Answer::text(408, "the request took too long to arrive"),
    };
    let mut response = hyper::Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(*name, value.as_str());
    }
    let body = Full::new(Bytes::from(answer.body));
    Ok(response.body(body).unwrap_or_else(|_| {
        let mut response = hyper::Response::new(Full::new(Bytes::from_static(
            b"the answer has a header that cannot be sent\n",
        )));
        *response.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
        response
    }))
}

/// The request with its whole body.
async fn collected(request: hyper::Request<Incoming>) -> std::result::Result<Request, Answer> {
    let (parts, body) = request.into_parts();
    let headers = parts.headers.iter().filter_map(|(name, value)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    });
    let headers = headers.collect();
    let body = Limited::new(body, LARGEST_BODY).collect().await;
    let body = body.map_err(|_| Answer::text(413, "the request is longer than a megabyte"))?;
    Ok(Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or("").to_owned(),
        headers,
        body: body.to_bytes().to_vec(),
    })
}

impl Server {
    /// The answer of the site, on a thread that may block.
    async fn answer(&self, request: Request) -> Answer {
        let is_query =
            ["/query", "/queries", "/data"].iter().any(|own| request.path.starts_with(own));
        let turns = if is_query { &self.queries } else { &self.pages };
        let busy = || {
            Answer::text(503, "there is too much to do; ask again in a moment")
                .with("retry-after", "5")
        };
        let Ok(Ok(permit)) = timeout(PATIENCE, turns.clone().acquire_owned()).await else {
            return busy();
        };
        let stop = CancellationToken::new();
        let (site, token) = (Arc::clone(&self.site), stop.clone());
        let mut work = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            site.respond(&request, &token)
        });
        match timeout(self.bounds.time, &mut work).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Answer::text(500, "this request shows a fault of the program"),
            Err(_) => {
                stop.cancel();
                let seconds = self.bounds.time.as_secs();
                Answer::text(
                    503,
                    &format!(
                        "the answer took longer than {seconds} seconds and was ended; --timeout gives it more"
                    ),
                )
            }
        }
    }
}
