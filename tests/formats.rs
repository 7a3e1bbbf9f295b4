//! Formats that are told by content, each with a small file of our own, and what is refused by name.

use std::io::Write;
use std::path::Path;

use tripel::record::article::{Article, Metadata};

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Result<Article, String>> {
    let articles = Article::from_bytes(name, bytes.into(), &Metadata::default());
    articles.map(|article| article.map_err(|error| error.to_string())).collect()
}

fn all(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Article> {
    read(name, bytes)
        .into_iter()
        .map(|article| article.unwrap_or_else(|error| panic!("{error}")))
        .collect()
}

fn fault(name: &str, bytes: impl Into<Vec<u8>>) -> String {
    let found = read(name, bytes);
    found.into_iter().find_map(Result::err).unwrap_or_else(|| panic!("{name} was read"))
}

/// A file of tests/formats.
fn file(name: &str) -> Vec<Article> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name);
    let articles = Article::read(&path, &Metadata::default());
    articles.map(|article| article.unwrap_or_else(|error| panic!("{error}"))).collect()
}

fn day(article: &Article) -> String {
    article.date.map_or(String::new(), |day| day.to_string())
}

#[test]
fn tables_have_german_or_english_columns() {
    let german = "Titel;Datum;Quelle;Autor;Volltext\n\
                  Brücke gebaut;12.03.2024;Norderauer Bote;Mira Anders;\"Der Rat tagte.\n\nEr beschloss die Brücke.\"\n\
                  Brücke gesperrt;13.03.2024;Norderauer Bote;;Die Brücke ist zu.\n";
    // the same in the encoding of older programs
    let latin: Vec<u8> =
        german.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    for (name, bytes) in
        [("a.csv", german.as_bytes().to_vec()), ("export.txt", german.into()), ("b.csv", latin)]
    {
        let articles = all(name, bytes);
        assert_eq!(articles.len(), 2, "{name}");
        assert_eq!(articles[0].title.as_deref(), Some("Brücke gebaut"));
        assert_eq!(articles[0].text, "Der Rat tagte.\n\nEr beschloss die Brücke.");
        assert_eq!(articles[0].authors, ["Mira Anders"]);
        assert_eq!(articles[0].source.as_deref(), Some("Norderauer Bote"));
        assert_eq!(day(&articles[1]), "2024-03-13");
    }
    let tabs = "id\tpubtime\tmedium_name\thead\tcontent\n7\t2024-03-12 08:00:00\tBote\tBrücke\t<tx><p>Der Rat tagte.</p><p>Er ging.</p></tx>\n";
    let articles = all("swissdox.tsv", tabs);
    assert_eq!(
        (articles[0].id.as_str(), articles[0].text.as_str()),
        ("7", "Der Rat tagte.\n\nEr ging.")
    );
    assert_eq!(articles[0].source.as_deref(), Some("Bote"));
    assert!(fault("a.csv", "ort;einwohner\nWien;2\n").contains("without a column for the text"));
}

#[test]
fn records_of_extractors_are_read() {
    let news = r#"{"status": "ok", "articles": [{"source": {"id": null, "name": "Bote"}, "author": "Mira Anders",
        "title": "Brücke", "publishedAt": "2024-03-12T10:00:00Z", "content": "Der Rat tagte. [+1234 chars]"}]}"#;
    let article = &all("a.json", news)[0];
    assert_eq!((article.text.as_str(), day(article).as_str()), ("Der Rat tagte.", "2024-03-12"));
    assert_eq!(
        (article.source.as_deref(), article.authors.as_slice()),
        (Some("Bote"), &["Mira Anders".to_owned()][..])
    );
    let please = r#"{"authors": ["Mira Anders"], "date_publish": "2024-03-12 10:00:00", "maintext": "Der Rat tagte.",
        "source_domain": "bote.example", "title": "Brücke", "filename": "x.json"}"#;
    assert_eq!(all("a.json", please)[0].source.as_deref(), Some("bote.example"));
    let fundus = r#"[{"title": "Brücke", "authors": ["Mira Anders"], "publishing_date": "2024-03-12T10:00:00+01:00",
        "body": {"summary": ["Der Rat tagte."], "sections": [{"headline": ["Streit"], "paragraphs": ["Er ging."]}]}}]"#;
    assert_eq!(all("a.json", fundus)[0].text, "Der Rat tagte.\n\nStreit\n\nEr ging.");
    let trafilatura = r#"{"title": "Brücke", "author": "Mira Anders; Jonas Wehling", "hostname": "bote.example",
        "date": "2024-03-12", "text": "Der Rat tagte.", "source": "https://bote.example/1", "source-hostname": "Bote"}"#;
    let article = &all("a.json", trafilatura)[0];
    assert_eq!(article.authors, ["Mira Anders", "Jonas Wehling"]);
    assert_eq!(article.source.as_deref(), Some("Bote"));
}

#[test]
fn mails_and_saved_pages_are_read() {
    let mail = "From: Mira Anders <mira@bote.example>\r\nTo: redaktion@bote.example\r\nSubject: =?utf-8?q?Br=C3=BCcke?=\r\n\
                Date: Tue, 12 Mar 2024 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\
                Content-Transfer-Encoding: quoted-printable\r\n\r\nDer Rat tagte =FCber die Br=FCcke.\r\n";
    let articles = all("a.eml", mail);
    assert_eq!(articles[0].title.as_deref(), Some("Brücke"));
    assert_eq!(articles[0].text.trim(), "Der Rat tagte über die Brücke.");
    assert_eq!(day(&articles[0]), "2024-03-12");
    assert_eq!(all("notiz.txt", mail)[0].title.as_deref(), Some("Brücke"));
    let bodies = format!(
        "From mira Tue Mar 12 10:00:00 2024\n{0}\nFrom mira Tue Mar 12 11:00:00 2024\n{0}",
        mail.replace("\r\n", "\n")
    );
    assert_eq!(all("a.mbox", bodies).len(), 2);
    let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://bote.example/bruecke\r\nSubject: Bote\r\n\
                Date: Wed, 13 Mar 2024 09:00:00 -0000\r\nMIME-Version: 1.0\r\n\
                Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n\
                --b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
                Content-Location: https://bote.example/bruecke\r\n\r\n\
                <html><body><article><h1>Rat beschlie=C3=9Ft die Br=C3=BCcke</h1><p>Der Rat von Norderau hat am Dienstag nach langem =\r\n\
                Streit den Bau der Br=C3=BCcke beschlossen.</p></article></body></html>\r\n--b--\r\n";
    let article = &all("seite.mhtml", page)[0];
    assert_eq!(article.title.as_deref(), Some("Rat beschließt die Brücke"));
    assert_eq!(article.url.as_deref(), Some("https://bote.example/bruecke"));
    assert_eq!(article.date, None, "the day of saving is not that of the page");
    assert!(article.text.ends_with("den Bau der Brücke beschlossen."), "{}", article.text);
}

#[test]
fn feeds_have_an_article_for_each_item() {
    let rss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Bote</title><item><title>Brücke &amp; Hafen</title>\
               <link>https://bote.example/1</link><pubDate>Tue, 12 Mar 2024 10:00:00 GMT</pubDate>\
               <description><![CDATA[<p>Der Rat tagte.</p>]]></description></item>\
               <item><title>Zwei</title><author>a@bote.example (Mira Anders)</author><description>Kurz.</description>\
               <content:encoded><![CDATA[<p>Der Rat tagte lange.</p><p>Er ging.</p>]]></content:encoded></item></channel></rss>";
    let articles = all("feed.xml", rss);
    assert_eq!(articles.len(), 2);
    assert_eq!(articles[0].title.as_deref(), Some("Brücke & Hafen"));
    assert_eq!(
        (articles[0].text.as_str(), articles[0].source.as_deref()),
        ("Der Rat tagte.", Some("Bote"))
    );
    assert_eq!(articles[1].authors, ["Mira Anders"]);
    assert_eq!(day(&articles[0]), "2024-03-12");
    assert_eq!(articles[1].text, "Der Rat tagte lange.\n\nEr ging.");
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Bote</title><entry><title>Brücke</title>\
                <link href=\"https://bote.example/1\"/><author><name>Mira Anders</name></author><updated>2024-03-12T10:00:00Z</updated>\
                <summary>Der Rat tagte.</summary></entry></feed>";
    let article = &all("atom.xml", atom)[0];
    assert_eq!(
        (article.url.as_deref(), article.authors.as_slice()),
        (Some("https://bote.example/1"), &["Mira Anders".to_owned()][..])
    );
    let bomb = "<!DOCTYPE x [<!ENTITY a \"b\">]><rss><channel><item><title>&a;</title></item></channel></rss>";
    assert!(fault("feed.xml", bomb).contains("entities of its own"));
}

#[test]
fn exports_of_databases_are_read() {
    let nexis = "1 of 2 DOCUMENTS\n\nNorderauer Bote\n\nMarch 12, 2024\n\nRat beschließt die Brücke\n\nBYLINE: Mira Anders\n\nLENGTH: 120 words\n\n\
                 Der Rat von Norderau hat am Dienstag nach langem Streit den Bau der neuen Brücke beschlossen.\n\nDie Opposition klagt.\n\n\
                 LOAD-DATE: March 13, 2024\n\nLANGUAGE: GERMAN\n\n2 of 2 DOCUMENTS\n\nNorderauer Bote\n\nMarch 14, 2024\n\nZweiter Titel\n\n\
                 LENGTH: 90 words\n\nDie Brücke über die Lohe wird nach Angaben der Stadt im kommenden Jahr gesperrt werden müssen.\n\n\
                 LOAD-DATE: March 15, 2024\n";
    let articles = all("nexis.txt", nexis);
    assert_eq!(articles.len(), 2);
    assert_eq!(articles[0].title.as_deref(), Some("Rat beschließt die Brücke"));
    assert_eq!(
        (day(&articles[0]).as_str(), articles[0].source.as_deref()),
        ("2024-03-12", Some("Norderauer Bote"))
    );
    assert!(
        articles[0].text.starts_with("Der Rat von Norderau")
            && articles[0].text.ends_with("Die Opposition klagt."),
        "{}",
        articles[0].text
    );
    assert_eq!(articles[0].authors, ["Mira Anders"]);
}

#[test]
fn web_archives_are_read() {
    let page = "<html><body><article><h1>Rat beschließt die Brücke</h1><p>Der Rat von Norderau hat am Dienstag nach langem Streit \
                den Bau der Brücke beschlossen.</p></article></body></html>";
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\na: b\r\n\r\n\
         WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://bote.example/1\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    );
    let articles = all("a.warc", warc.clone());
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0].url.as_deref(), Some("https://bote.example/1"));
    assert_eq!(all("a.warc.gz", gzip(warc.as_bytes())).len(), 1);
    assert!(fault("a.warc", &warc[..warc.len() - 40]).contains("cut off in the middle"));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

/// A tar archive of files with their contents.
fn tar(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, text) in files {
        let mut head = [0; 512];
        head[..name.len()].copy_from_slice(name.as_bytes());
        head[124..135].copy_from_slice(format!("{:011o}", text.len()).as_bytes());
        head[156] = b'0';
        head[257..262].copy_from_slice(b"ustar");
        archive.extend(head);
        archive.extend(text.as_bytes());
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

/// A ZIP archive of files with their contents.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

#[test]
fn packed_files_are_read_in_place() {
    assert_eq!(all("a.txt.gz", gzip("Der Rat tagte.".as_bytes()))[0].id, "a");
    assert!(fault("a.gz", gzip(&gzip(b"x"))).contains("packed twice"));
    let files = [
        ("2024/a.txt", &b"Der Rat tagte."[..]),
        ("b.html", b"<!doctype html><p>Der Rat von Norderau hat am Dienstag nach langem Streit getagt.</p>"),
        ("../c.txt", b"Er ging."),
        ("d.pdf", b"%PDF-1.7"),
        (".DS_Store", b"\0\0"),
    ];
    let read = read("corpus.zip", zip(&files));
    let ids: Vec<_> = read.iter().flatten().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    let errors: Vec<_> = read.iter().filter_map(|article| article.as_ref().err()).collect();
    assert_eq!(errors.len(), 1);
    assert!(errors[0].starts_with("corpus.zip/d.pdf is a damaged PDF file"), "{}", errors[0]);
    assert!(
        fault("a.zip", zip(&[("b.zip", &zip(&[("c.txt", b"x")]))]))
            .contains("an archive in an archive")
    );
    let mut packed = Vec::new();
    lzma_rs::xz_compress(&mut &b"titel\ttext\nRat\tDer Rat tagte.\n"[..], &mut packed)
        .expect("memory");
    assert_eq!(all("swissdox.tsv.xz", packed)[0].text, "Der Rat tagte.");
    // as zstd 1.5 writes it
    let zstd = b"\x28\xb5\x2f\xfd\x04\x58\x71\x00\x00Der Rat tagte.\xe7\x41\x55\x35".to_vec();
    assert_eq!(all("a.txt.zst", zstd)[0].text, "Der Rat tagte.");
    let archive = tar(&[("2024/a.txt", "Der Rat tagte."), ("b.txt", "Er ging.")]);
    let ids: Vec<String> =
        all("corpus.tar.gz", gzip(&archive)).into_iter().map(|article| article.id).collect();
    assert_eq!(ids, ["a", "b"]);
    assert!(fault("a.zip", b"PK\x03\x04 broken".to_vec()).contains("damaged ZIP archive"));
}

#[test]
fn documents_of_offices_are_read() {
    let word = "<w:document xmlns:w=\"w\"><w:body><w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t>Rat beschließt die Brücke</w:t></w:r></w:p><w:p><w:r><w:t>Dienstag, 12. März 2024</w:t></w:r></w:p>\
                <w:p><w:r><w:t>Der Rat </w:t></w:r><w:del><w:r><w:delText>nie</w:delText></w:r></w:del><w:r><w:t>tagte.</w:t></w:r></w:p></w:body></w:document>";
    let core = "<cp:coreProperties><dc:creator>Mira Anders</dc:creator><dcterms:created xsi:type=\"x\">2026-03-12T08:00:00Z</dcterms:created></cp:coreProperties>";
    let articles = all(
        "a.docx",
        zip(&[("word/document.xml", word.as_bytes()), ("docProps/core.xml", core.as_bytes())]),
    );
    assert_eq!(
        articles[0].text,
        "Rat beschließt die Brücke\n\nDienstag, 12. März 2024\n\nDer Rat tagte."
    );
    assert_eq!(articles[0].title.as_deref(), Some("Rat beschließt die Brücke"));
    assert_eq!(
        (day(&articles[0]).as_str(), articles[0].authors.as_slice()),
        ("2024-03-12", &["Mira Anders".to_owned()][..])
    );
    let open = "<office:document-content><office:body><office:text><text:h>Brücke</text:h><text:p>Der Rat<text:s/>tagte &amp; ging.</text:p></office:text></office:body></office:document-content>";
    let files = [
        ("mimetype", &b"application/vnd.oasis.opendocument.text"[..]),
        ("content.xml", open.as_bytes()),
    ];
    assert_eq!(all("a.odt", zip(&files))[0].text, "Brücke\n\nDer Rat tagte & ging.");
    let chapter = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>Rat beschließt die Brücke</h1><p>Der Rat von Norderau hat am Dienstag \
                   nach langem Streit den Bau der Brücke beschlossen. Die Opposition kündigte eine Klage an.</p><p>Die Grünen im Rat warnten vor Schäden im \
                   Vogelschutzgebiet. Die Stadt will Grundstücke am alten Güterbahnhof verkaufen, um die Brücke zu bezahlen.</p></body></html>";
    let list = "<package><manifest><item id=\"c\" href=\"c.xhtml\"/></manifest><spine><itemref idref=\"c\"/></spine></package>";
    let container =
        "<container><rootfiles><rootfile full-path=\"OPS/p.opf\"/></rootfiles></container>";
    let files = [
        ("mimetype", &b"application/epub+zip"[..]),
        ("META-INF/container.xml", container.as_bytes()),
        ("OPS/p.opf", list.as_bytes()),
        ("OPS/c.xhtml", chapter.as_bytes()),
    ];
    assert_eq!(all("a.epub", zip(&files))[0].title.as_deref(), Some("Rat beschließt die Brücke"));
}

#[test]
fn workbooks_are_tables() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["Titel", "Datum", "Text"].iter().enumerate() {
        sheet.write_string(0, column as u16, *name).expect("a cell");
    }
    sheet.write_string(1, 0, "Brücke").expect("a cell");
    let format = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
    sheet.write_number_with_format(1, 1, 45363.0, &format).expect("a cell");
    sheet.write_string(1, 2, "Der Rat tagte.").expect("a cell");
    let articles = all("a.xlsx", book.save_to_buffer().expect("memory"));
    assert_eq!(
        (articles[0].title.as_deref(), articles[0].text.as_str()),
        (Some("Brücke"), "Der Rat tagte.")
    );
    assert_eq!(day(&articles[0]), "2024-03-12");
}

#[test]
fn what_is_recognised_and_not_read_is_refused_by_name() {
    for (bytes, what) in [
        (
            "<?xml version=\"1.0\"?><urlset><url><loc>https://bote.example/</loc></url></urlset>",
            "is a sitemap",
        ),
        ("WEBVTT\n\n00:00.000 --> 00:02.000\nDer Rat\n", "is a file of subtitles"),
        ("1\n00:00:01,000 --> 00:00:02,000\nDer Rat\n", "is a file of subtitles"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR", "is a calendar"),
        ("TY  - NEWS\nTI  - Der Rat\n", "is a list of references"),
        ("@prefix a: <http://a/> .\n", "is RDF"),
        ("%PDF-1.7", "is a damaged PDF file"),
        ("<?xml version=\"1.0\"?><other/>", "is an XML file"),
    ] {
        let error = fault("a.txt", bytes);
        assert!(error.contains(what), "{error}");
    }
}

#[test]
fn plain_text_stays_plain_text() {
    let text = "Brücke gebaut\n\nDer Rat tagte; die Opposition, so hieß es, klagt. Von: Norderau nach: Wien fuhr niemand.";
    assert_eq!(all("a.txt", text)[0].text, text);
    assert!(file("notiz.txt")[0].text.starts_with("Betreff: Brücke"));
}
