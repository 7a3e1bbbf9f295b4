//! Archives and files that are made to do harm: each is one clear sentence, and the rest of the corpus goes on.

use std::io::Write;

use tripel::read::How;
use tripel::record::article::{Article, Metadata};

fn read(name: &str, bytes: Vec<u8>) -> Vec<Result<Article, String>> {
    let reader = std::io::Cursor::new(bytes);
    let articles = Article::from_reader_as(name, reader, &Metadata::default(), &How::default());
    articles.map(|article| article.map_err(|error| error.to_string())).collect()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

/// The one sentence about a file, whose article before and after are read.
fn only_fault(file: (&str, &[u8])) -> String {
    let good: &[u8] = b"Der Rat tagte.";
    let read = read("corpus.zip", zip(&[("a.txt", good), file, ("z.txt", good)]));
    let ids: Vec<&str> = read.iter().flatten().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["a", "z"], "{}", file.0);
    let errors: Vec<&String> = read.iter().filter_map(|article| article.as_ref().err()).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].lines().count(), 1, "{errors:?}");
    errors[0].clone()
}

#[test]
fn what_grows_without_end_is_left_out() {
    let large = vec![b' '; 300 << 20];
    assert!(only_fault(("bomb.txt", &large)).contains("is larger than 256 MB"));
    let packed = gzip(&large);
    assert!(only_fault(("bomb.txt.gz", &packed)).contains("is larger than 256 MB"));
    let word = zip(&[("word/document.xml", &large[..100 << 20])]);
    assert!(only_fault(("bomb.docx", &word)).contains("is damaged or too large"));
    let book = zip(&[("xl/workbook.xml", &large)]);
    assert!(only_fault(("bomb.xlsx", &book)).contains("has a part of more than"));
}

#[test]
fn archives_in_archives_are_left_out() {
    let inner = zip(&[("b.txt", b"x")]);
    assert!(only_fault(("b.zip", &inner)).contains("an archive in an archive"));
    let packed = gzip(&inner);
    assert!(only_fault(("b.zip.gz", &packed)).contains("an archive in an archive"));
    let twice = gzip(&gzip(b"x"));
    assert!(only_fault(("b.gz", &twice)).contains("packed twice"));
}

#[test]
fn entities_and_nesting_have_an_end() {
    let laughs: String =
        (1..20).map(|n| format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1)).collect();
    let rss = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ha\">{laughs}]><rss><channel><item><title>&a19;</title></item></channel></rss>"
    );
    assert!(only_fault(("feed.xml", rss.as_bytes())).contains("entities of its own"));
    let deep = format!("<?xml version=\"1.0\"?><nitf>{}", "<a>".repeat(100_000));
    assert!(only_fault(("deep.xml", deep.as_bytes())).contains("nested too deeply"));
    let json = "[".repeat(200_000);
    assert!(only_fault(("deep.json", json.as_bytes())).contains("is not valid JSON"));
    let divs = format!("<!doctype html>{}", "<div>".repeat(100_000));
    assert!(only_fault(("deep.html", divs.as_bytes())).contains("nested too deeply"));
}

#[test]
fn what_is_cut_off_is_told() {
    let whole = zip(&[("a.txt", b"Der Rat tagte."), ("b.txt", b"Er ging.")]);
    let inner = &whole[..whole.len() - 30];
    assert!(only_fault(("cut.docx", inner)).contains("is a damaged ZIP archive"));
    let packed = gzip(&b"Der Rat tagte. ".repeat(1000));
    let fault = only_fault(("cut.txt.gz", &packed[..packed.len() / 2]));
    assert!(fault.contains("damaged"), "{fault}");
    let record = |page: &str| {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://bote.example/a\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
            answer.len()
        )
    };
    let page = "<html><body><article><p>Der Rat von Norderau tagte am Dienstag lange über die Brücke.</p></article></body></html>";
    let whole = gzip(record(page).as_bytes());
    let warc = [&whole[..], &whole[..whole.len() / 2]].concat();
    let pages = read("crawl.warc.gz", warc);
    assert!(pages.len() == 2 && pages[0].is_ok(), "{pages:?}");
    assert!(pages[1].as_ref().is_err_and(|what| what.contains("cut off")), "{pages:?}");
    let zstd = b"\x28\xb5\x2f\xfd\x04\x00";
    assert!(only_fault(("cut.zst", zstd)).contains("damaged"));
    let xz = b"\xfd7zXZ\x00\x00\x04";
    assert!(only_fault(("cut.xz", xz)).contains("damaged"));
}

#[test]
fn names_lead_nowhere() {
    for name in ["../../etc/passwd.txt", "/etc/passwd.txt", "C:\\a.txt", "a/../../b.txt"] {
        let read = read("corpus.zip", zip(&[(name, b"Der Rat tagte.")]));
        let article = read.into_iter().next().expect("one").expect("read");
        assert!(!article.id.contains(".."), "{}", article.id);
    }
}

#[test]
fn lines_without_end_are_read() {
    let long = "Der Rat tagte. ".repeat(200_000);
    let read = read("a.txt", long.into_bytes());
    assert!(read[0].is_ok());
    let quoted = format!("titel;text\nx;\"{}", "y ".repeat(2_000_000));
    assert!(self::read("a.csv", quoted.into_bytes()).len() == 1);
}

/// The memory that this process ever held, in MB.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<usize>().ok().map(|kb| kb >> 10)
}

/// Ten thousand articles are read one at a time from the disk.
#[test]
fn a_large_archive_takes_no_more_memory_than_its_largest_article() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("corpus.zip");
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    let text = "Der Rat von Norderau tagte am Dienstag. ".repeat(500);
    for n in 0..10_000 {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(format!("{n}.txt"), options).expect("a name");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("written");
    let before = peak();
    let mut articles = Article::read(&path, &Metadata::default());
    assert_eq!(articles.by_ref().filter(Result::is_ok).count(), 10_000);
    // other tests of this file run beside it: what they hold is not counted where it was held before
    if let (Some(before), Some(after)) = (before, peak()) {
        println!(
            "{before} MB before, {after} MB after, {} MB of text",
            (text.len() * 10_000) >> 20
        );
    }
}
