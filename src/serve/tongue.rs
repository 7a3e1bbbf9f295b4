//! In which language a page speaks.

use crate::export::words::Tongue;
use crate::serve::answer::{Request, field};

/// The language of a page: what the address asks for, what was chosen before, what the browser likes.
pub fn tongue(request: &Request) -> Tongue {
    let fields = request.fields();
    let chosen = match field(&fields, "lang") {
        "" => request.cookie("lang").unwrap_or("").to_owned(),
        lang => lang.to_owned(),
    };
    match chosen.as_str() {
        "de" => return Tongue::German,
        "en" => return Tongue::English,
        _ => {}
    }
    let liked = request.header("accept-language").unwrap_or("").split(',');
    let weight = |own: &str| {
        own.split("q=").nth(1).and_then(|own| own.trim().parse::<f32>().ok()).unwrap_or(1.0)
    };
    let mut best = (Tongue::English, 0.0);
    for own in liked {
        let tongue = match own.trim().get(..2).map(str::to_ascii_lowercase).as_deref() {
            Some("de") => Tongue::German,
            Some("en") => Tongue::English,
            _ => continue,
        };
        if weight(own) > best.1 {
            best = (tongue, weight(own));
        }
    }
    best.0
}
