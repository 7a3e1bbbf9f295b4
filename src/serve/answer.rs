//! Requests and answers, whatever carries them, and which of several forms a client wants.

/// What a client asks.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// "GET", "POST" ...
    pub method: String,
    /// As sent, percent-encoded.
    pub path: String,
    pub query: String,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The fields behind the question mark.
    pub fn fields(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.query.as_bytes()).into_owned().collect()
    }

    /// The fields of a form that was sent.
    pub fn form(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(&self.body).into_owned().collect()
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.header("cookie")?.split(';').map(str::trim);
        cookies
            .filter_map(|own| own.split_once('='))
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value)
    }

    /// The media type of the body, without its parameters.
    pub fn media(&self) -> &str {
        self.header("content-type").unwrap_or("").split(';').next().unwrap_or("").trim()
    }
}

/// The first value of a field, "" where it is not there.
pub fn field<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    fields.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str())
}

/// What a client gets.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn new(status: u16, media: &str, body: impl Into<Vec<u8>>) -> Answer {
        Answer { status, headers: vec![("content-type", media.to_owned())], body: body.into() }
    }

    pub fn page(status: u16, html: String) -> Answer {
        Answer::new(status, "text/html; charset=utf-8", html)
    }

    /// One sentence for a program or a person at a terminal.
    pub fn text(status: u16, words: &str) -> Answer {
        Answer::new(status, "text/plain; charset=utf-8", format!("{words}\n"))
    }

    /// See there.
    pub fn moved(to: &str) -> Answer {
        let mut answer = Answer::text(303, to);
        answer.headers.push(("location", to.to_owned()));
        answer
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Answer {
        self.headers.push((name, value.into()));
        self
    }
}

/// Of several media types the one that an Accept header likes best; `None` where it takes none of them. Without a header the first.
pub fn preferred<'m>(accept: Option<&str>, offered: &[&'m str]) -> Option<&'m str> {
    let Some(accept) = accept.filter(|own| !own.trim().is_empty()) else {
        return offered.first().copied();
    };
    let ranges: Vec<(String, f32)> = accept
        .split(',')
        .map(|part| {
            let mut parts = part.split(';').map(str::trim);
            let range = parts.next().unwrap_or("").to_ascii_lowercase();
            let weight =
                parts.find_map(|own| own.strip_prefix("q=")).and_then(|own| own.parse().ok());
            (range, weight.unwrap_or(1.0))
        })
        .collect();
    let weight = |media: &str| {
        let kind = media.split('/').next().unwrap_or("");
        let fits = |range: &str| match range {
            _ if range == media => 3,
            _ if range.strip_suffix("/*") == Some(kind) => 2,
            "*/*" | "*" => 1,
            _ => 0,
        };
        let best =
            ranges.iter().filter(|(range, _)| fits(range) > 0).max_by_key(|(range, _)| fits(range));
        best.map_or(0.0, |(_, weight)| *weight)
    };
    let mut best: Option<(&'m str, f32)> = None;
    for &media in offered {
        let own = weight(media);
        if own > 0.0 && best.is_none_or(|(_, known)| own > known) {
            best = Some((media, own));
        }
    }
    best.map(|(media, _)| media)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_that_is_liked_best_is_chosen() {
        let offered = ["text/html", "text/turtle", "application/ld+json"];
        assert_eq!(preferred(None, &offered), Some("text/html"));
        assert_eq!(preferred(Some("*/*"), &offered), Some("text/html"));
        assert_eq!(preferred(Some("text/turtle, */*;q=0.1"), &offered), Some("text/turtle"));
        assert_eq!(
            preferred(Some("application/*;q=0.5, text/html;q=0.2"), &offered),
            Some("application/ld+json")
        );
        assert_eq!(preferred(Some("image/png"), &offered), None);
        assert_eq!(preferred(Some("text/html;q=0, text/turtle"), &offered), Some("text/turtle"));
    }

    #[test]
    fn fields_and_cookies_are_read() {
        let request = Request {
            query: "a=1%202&b=%C3%A4+x".to_owned(),
            headers: vec![("cookie".to_owned(), "x=1; lang=de".to_owned())],
            ..Request::default()
        };
        assert_eq!(field(&request.fields(), "b"), "ä x");
        assert_eq!(field(&request.fields(), "c"), "");
        assert_eq!(request.cookie("lang"), Some("de"));
    }
}
