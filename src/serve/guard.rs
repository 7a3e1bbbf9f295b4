//! Who may ask: only clients that name this server by its own name (DNS rebinding), and with a token where others can reach it.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use crate::serve::answer::{Answer, Request, field};

/// The rules of one server.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// Names by which it may be called, with their port: "127.0.0.1:7878".
    pub hosts: Vec<String>,
    /// Where others can reach it.
    pub token: Option<String>,
    /// What every form carries, so that no other page can send one.
    pub key: String,
    /// The origin that may read answers of /query from a browser; "*" is any.
    pub cors: Option<String>,
}

/// 128 bits that nobody can guess, in hexadecimal digits: the keys with which the standard library protects its maps.
pub fn secret() -> String {
    let half = || RandomState::new().build_hasher().finish();
    let mixed: Vec<u8> = (0..4).flat_map(|_| half().to_le_bytes()).collect();
    blake3::hash(&mixed).to_hex()[..32].to_owned()
}

impl Guard {
    /// The answer to a request that may not be answered.
    pub fn refusal(&self, request: &Request) -> Option<Answer> {
        let host = request.header("host").unwrap_or("").to_ascii_lowercase();
        if !self.hosts.contains(&host) {
            return Some(Answer::text(
                421,
                &format!("this server is not called '{host}'; --allow-host lets it be called so"),
            ));
        }
        self.without_token(request).or_else(|| self.of_another_page(request))
    }

    /// A token stands in the address once, then in a cookie; programs send it as a bearer.
    fn without_token(&self, request: &Request) -> Option<Answer> {
        let token = self.token.as_ref()?;
        if field(&request.fields(), "token") == token {
            let path = request.path.clone();
            let cookie = format!("tripel-token={token}; HttpOnly; SameSite=Strict; Path=/");
            return Some(Answer::moved(&path).with("set-cookie", cookie));
        }
        let bearer = request.header("authorization").and_then(|own| own.strip_prefix("Bearer "));
        let known = bearer == Some(token.as_str())
            || request.cookie("tripel-token") == Some(token.as_str());
        (!known).then(|| {
            Answer::text(
                401,
                "this server wants its token: open the address that it printed when it started",
            )
        })
    }

    /// A POST that a page of somebody else sends.
    fn of_another_page(&self, request: &Request) -> Option<Answer> {
        if request.method != "POST" {
            return None;
        }
        let origin = request.header("origin");
        let own = |origin: &str| {
            let host = origin.split("://").nth(1).unwrap_or("").to_ascii_lowercase();
            self.hosts.contains(&host)
                && request.header("host").is_some_and(|own| own.eq_ignore_ascii_case(&host))
        };
        let allowed = |origin: &str| {
            request.path == "/query"
                && self.cors.as_deref().is_some_and(|cors| cors == "*" || cors == origin)
        };
        let other = origin.is_some_and(|origin| !own(origin) && !allowed(origin));
        let crossed = request.header("sec-fetch-site").is_some_and(|site| site == "cross-site")
            && !origin.is_some_and(allowed);
        (other || crossed)
            .then(|| Answer::text(403, "pages of another site may not send anything here"))
    }

    /// Whether a form was made by this server.
    pub fn knows(&self, key: &str) -> bool {
        !self.key.is_empty() && key == self.key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, headers: &[(&str, &str)]) -> Request {
        Request {
            method: method.to_owned(),
            path: "/correct".to_owned(),
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..Request::default()
        }
    }

    #[test]
    fn other_names_other_pages_and_strangers_are_refused() {
        let guard = Guard { hosts: vec!["127.0.0.1:7878".to_owned()], ..Guard::default() };
        let status =
            |guard: &Guard, request: &Request| guard.refusal(request).map(|answer| answer.status);
        let host = ("host", "127.0.0.1:7878");
        assert_eq!(status(&guard, &request("GET", &[host])), None);
        assert_eq!(status(&guard, &request("GET", &[("host", "evil.example:7878")])), Some(421));
        assert_eq!(
            status(&guard, &request("POST", &[host, ("origin", "https://evil.example")])),
            Some(403)
        );
        assert_eq!(status(&guard, &request("POST", &[host, ("origin", "null")])), Some(403));
        assert_eq!(
            status(&guard, &request("POST", &[host, ("sec-fetch-site", "cross-site")])),
            Some(403)
        );
        assert_eq!(
            status(&guard, &request("POST", &[host, ("origin", "http://127.0.0.1:7878")])),
            None
        );
        let guard = Guard { token: Some("abc".to_owned()), ..guard };
        assert_eq!(status(&guard, &request("GET", &[host])), Some(401));
        assert_eq!(status(&guard, &request("GET", &[host, ("cookie", "tripel-token=abc")])), None);
        assert_eq!(status(&guard, &request("GET", &[host, ("authorization", "Bearer abc")])), None);
        assert_ne!(secret(), secret());
    }
}
