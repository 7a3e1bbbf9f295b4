//! PDF, RTF, exports of press databases and articles in XML: small files of our own, and what becomes of them.

use std::io::Write;
use std::str::FromStr;

use tripel::read::{How, Pattern, column, damage};
use tripel::record::article::{Article, Metadata};

fn read_as(name: &str, bytes: Vec<u8>, how: &How) -> Vec<Result<Article, String>> {
    let reader = std::io::Cursor::new(bytes);
    let articles = Article::from_reader_as(name, reader, &Metadata::default(), how);
    articles.map(|article| article.map_err(|error| error.to_string())).collect()
}

fn all(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Article> {
    let read = read_as(name, bytes.into(), &How::default());
    read.into_iter().map(|article| article.unwrap_or_else(|error| panic!("{error}"))).collect()
}

fn fault(name: &str, bytes: impl Into<Vec<u8>>) -> String {
    let found = read_as(name, bytes.into(), &How::default());
    found.into_iter().find_map(Result::err).unwrap_or_else(|| panic!("{name} was read"))
}

fn day(article: &Article) -> String {
    article.date.map_or(String::new(), |day| day.to_string())
}

/// A PDF file whose pages draw what is given, in Helvetica.
fn pdf(pages: &[&str], info: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 4 + 2 * n)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    for (n, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * n
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{page}\nendstream", page.chars().count()));
    }
    objects.push(info.to_owned());
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        // Latin-1, as the font is
        let bytes = object.chars().map(|sign| u8::try_from(u32::from(sign)).expect("Latin-1"));
        writeln!(file, "{} 0 obj", n + 1).expect("memory");
        file.extend(bytes);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).expect("memory");
    places.iter().for_each(|at| writeln!(file, "{at:010} 00000 n ").expect("memory"));
    write!(
        file,
        "trailer\n<< /Size {} /Root 1 0 R /Info {} 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1,
        objects.len()
    )
    .expect("memory");
    file
}

/// Lines of text from a place downwards.
fn lines(left: f64, top: f64, size: f64, text: &[&str]) -> String {
    let shown: String = text.iter().map(|line| format!("({line}) Tj T* ")).collect();
    format!("BT /F1 {size} Tf {} TL {left} {top} Td {shown}ET ", size * 1.2)
}

#[test]
fn a_pdf_is_read_in_the_order_of_its_columns() {
    let left = [
        "Der Rat von Norderau hat am Dienstag den",
        "Bau der Brücke beschlossen. Bürger-",
        "meisterin Kallweit lobte den Beschluss.",
        "Die Grünen im Rat warnten vor Schäden im",
        "Schutzgebiet. Sie wollen klagen, sagte ihr",
    ];
    let right = [
        "Sprecher Ali Demirtas am Abend im Rathaus.",
        "Das Land will die Hälfte der Kosten tragen.",
        "Die Bau- und Verkehrsämter prüfen das noch",
        "in diesem Jahr. Die Stadt verkauft Flächen",
        "am alten Bahnhof, um alles zu bezahlen.",
    ];
    let other = [
        "Am Mittwoch geht es um den alten Hafen und",
        "seine Lager. Die Stadt will sie verkaufen,",
        "aber niemand will sie haben. Ein Käufer",
        "hat sich gemeldet und dann abgesagt. Nun",
        "sucht die Stadt weiter nach einem anderen.",
    ];
    let page = |number: &str, title: &str, left: &[&str], right: &[&str]| {
        lines(60.0, 810.0, 8.0, &["Norderauer Bote, Dienstag, 12. März 2024"])
            + &lines(60.0, 760.0, 20.0, &[title])
            // the right column is drawn first
            + &lines(310.0, 700.0, 10.0, right)
            + &lines(60.0, 700.0, 10.0, left)
            + &lines(290.0, 30.0, 8.0, &[number])
    };
    let info = "<< /Author (Mira Anders) /CreationDate (D:20250101080000) >>";
    let first = page("7", "Rat beschließt neue Brücke über die Lohe", &left, &right);
    let second = page("8", "Niemand will die alten Lager am Hafen", &other, &other);
    let file = pdf(&[&first, &second], info);
    let article = &all("a.pdf", file)[0];
    let story = "Der Rat von Norderau hat am Dienstag den Bau der Brücke beschlossen. Bürgermeisterin Kallweit lobte den Beschluss. \
                 Die Grünen im Rat warnten vor Schäden im Schutzgebiet. Sie wollen klagen, sagte ihr";
    assert!(article.text.contains(story), "{}", article.text);
    assert!(article.text.contains("Die Bau- und Verkehrsämter prüfen"), "{}", article.text);
    let at = |words: &str| article.text.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at("Sie wollen klagen") < at("Sprecher Ali"));
    assert!(!article.text.contains("Norderauer Bote"), "{}", article.text);
    assert!(!article.text.contains('7'), "{}", article.text);
    assert_eq!(article.title.as_deref(), Some("Rat beschließt neue Brücke über die Lohe"));
    assert_eq!(
        (day(article).as_str(), &article.authors[..]),
        ("2024-03-12", &["Mira Anders".to_owned()][..])
    );
}

#[test]
fn what_is_no_text_in_a_pdf_is_told() {
    assert!(fault("a.pdf", pdf(&["0 0 m 10 10 l S"], "<< >>")).contains("without a text"));
    let picture = "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI";
    let error = fault("a.pdf", pdf(&[picture], "<< >>"));
    assert!(error.contains("without a text") || error.contains("is a scan"), "{error}");
    assert!(fault("a.txt", "%PDF-1.7").contains("is a damaged PDF file"));
    let whole =
        pdf(&[&lines(60.0, 700.0, 10.0, &["Der Rat von Norderau tagte am Dienstag."])], "<< >>");
    // cut off anywhere: read or refused, in one sentence
    for end in (0..whole.len()).step_by(37) {
        for article in read_as("a.pdf", whole[..end].to_vec(), &How::default()) {
            assert!(article.is_ok() || article.is_err_and(|error| error.starts_with("a.pdf")));
        }
    }
}

#[test]
fn rtf_is_read() {
    let rtf = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\info{\\title Br\\'fccke}{\\author Mira Anders}\
               {\\creatim\\yr2026\\mo3\\dy12}{\\author Mira Anders}}{\\header Bote}{\\*\\generator x;}\\pard Br\\'fccke gebaut\\par\n12.03.2024\\par\n\
               Der Rat{\\b  tagte}, sagte \\u8222\\'84Ja\\u8220?; {\\deleted nie}{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt er}} ging.\\par}";
    let article = &all("a.rtf", rtf)[0];
    assert_eq!(article.text, "Brücke gebaut\n\n12.03.2024\n\nDer Rat tagte, sagte „Ja“; er ging.");
    assert_eq!(article.title.as_deref(), Some("Brücke"));
    assert_eq!(
        (day(article).as_str(), &article.authors[..]),
        ("2024-03-12", &["Mira Anders".to_owned()][..])
    );
    assert_eq!(all("a.txt", rtf)[0].text, article.text);
    let deep = format!("{{\\rtf1 {}", "{".repeat(100_000));
    assert!(fault("a.rtf", deep).contains("nested too deeply"));
}

const STORY: &str =
    "Der Rat von Norderau hat am Dienstag nach langem Streit den Bau der neuen Brücke beschlossen.";

#[test]
fn exports_of_factiva_are_read() {
    let plain = format!(
        "Rat beschließt die Brücke\nVon Mira Anders\n345 Wörter\n12 März 2024\n08:15\nNorderauer Bote\nBOTE\n7\nDeutsch\n\
         Copyright 2024 Bote\n\n{STORY}\n\nDie Opposition klagt.\n\nDocument BOTE000020240312ek3c00001\n\n\
         Zweiter Titel\n90 words\n13 March 2024\nNorderauer Bote\nBOTE\nDeutsch\nCopyright 2024 Bote\n\n{STORY}\n\n\
         Document BOTE000020240313ek3d00001\n"
    );
    let coded = format!(
        "HD  Rat beschließt\nBY  Von Mira Anders\nWC  345 Wörter\nPD  12 März 2024\nSN  Norderauer Bote\nSC  BOTE\nLA  Deutsch\n\
         LP  \n{STORY}\n\nTD  \nDie Opposition klagt.\n\nAN  \nDocument BOTE000020240312ek3c00001\n"
    );
    let page = format!(
        "<html><body><div class=\"article deArticle\"><p><div id=\"hd\"><span class='deHeadline'>Rat beschließt die Brücke</span></div>\
         <div class=\"author\">Von Mira Anders</div><div>345 Wörter</div><div>12 März 2024</div><div>Norderauer Bote</div><div>BOTE</div>\
         <div>Deutsch</div><div>Copyright 2024 Bote</div><p class=\"articleParagraph\">{STORY}</p>\
         <p class=\"articleParagraph\">Die Opposition klagt.</p><p>Document BOTE000020240312ek3c00001</p></div></body></html>"
    );
    let xml = format!(
        "<?xml version=\"1.0\"?><ppsArticles><article><headline><paragraph>Rat beschließt die Brücke</paragraph></headline>\
         <byline>Von Mira Anders</byline><sourceName>Norderauer Bote</sourceName><publicationDate><date>2024-03-12</date></publicationDate>\
         <leadParagraph><paragraph>{STORY}</paragraph></leadParagraph><tailParagraphs><paragraph>Die Opposition klagt.</paragraph>\
         </tailParagraphs></article></ppsArticles>"
    );
    for (name, text, count) in
        [("a.txt", plain, 2), ("b.txt", coded, 1), ("a.html", page, 1), ("a.xml", xml, 1)]
    {
        let articles = all(name, text);
        assert_eq!(articles.len(), count, "{name}");
        let article = &articles[0];
        assert_eq!(article.text, format!("{STORY}\n\nDie Opposition klagt."), "{name}");
        assert!(article.title.as_ref().is_some_and(|title| title.starts_with("Rat beschließt")));
        assert_eq!(article.source.as_deref(), Some("Norderauer Bote"), "{name}");
        assert_eq!(
            (day(article).as_str(), &article.authors[..]),
            ("2024-03-12", &["Mira Anders".to_owned()][..])
        );
    }
}

#[test]
fn exports_of_wiso_are_read() {
    let text = format!(
        "Seite 1 von 2\n\nRat beschließt die Brücke\n\nNorderauer Bote vom 12.03.2024, Nr. 61, S. 7\n\n{STORY}\n\nDie Opposition klagt und will die \
         Unterlagen der Verwaltung noch in dieser Woche einsehen, sagt sie.\n\nAutor: Mira Anders\nQuelle: Norderauer Bote vom 12.03.2024, Nr. 61, S. 7\n\
         Ressort: Lokales\nDokumentnummer: 1\nDauerhafte Adresse des Dokuments: https://www.wiso-net.de/document/BOTE__1\n\
         Alle Rechte vorbehalten: (c) Bote\n\n© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH\n"
    );
    let article = &all("a.txt", text)[0];
    assert!(
        article.text.starts_with(STORY) && article.text.ends_with("sagt sie."),
        "{}",
        article.text
    );
    assert_eq!(article.title.as_deref(), Some("Rat beschließt die Brücke"));
    assert_eq!(article.source.as_deref(), Some("Norderauer Bote"));
    assert_eq!(
        (day(article).as_str(), &article.authors[..]),
        ("2024-03-12", &["Mira Anders".to_owned()][..])
    );
    assert_eq!(article.url.as_deref(), Some("https://www.wiso-net.de/document/BOTE__1"));
}

#[test]
fn articles_in_xml_are_read() {
    let tei = format!(
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><titleStmt><title>Rat beschließt</title><author>Mira Anders</author>\
         </titleStmt><publicationStmt><publisher>Bote</publisher><date when=\"2024-03-12\">12. März</date></publicationStmt></fileDesc></teiHeader>\
         <text><body><div><p>{STORY}<note>sic</note></p><p>Er <hi>ging</hi> &amp; kam.</p></div></body></text></TEI>"
    );
    let nitf = format!(
        "<?xml version=\"1.0\"?><nitf><head><title>x</title><docdata><date.issue norm=\"20240312T100000+0100\"/></docdata><pubdata name=\"Bote\"/></head>\
         <body><body.head><hedline><hl1>Rat beschließt</hl1></hedline><byline>Von Mira Anders</byline></body.head><body.content><media><p>Foto</p></media>\
         <p>{STORY}</p><p>Er ging &amp; kam.</p></body.content></body></nitf>"
    );
    let g2 = format!(
        "<?xml version=\"1.0\"?><newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><itemMeta><provider literal=\"Bote\"/>\
         <versionCreated>2024-03-12T10:00:00+01:00</versionCreated></itemMeta><contentMeta><headline>Rat beschließt</headline><by>Mira Anders</by></contentMeta>\
         <contentSet><inlineXML><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head><body><p>{STORY}</p><p>Er ging &amp; kam.</p></body></html>\
         </inlineXML></contentSet></newsItem>"
    );
    for (name, text) in [("tei.xml", tei), ("nitf.xml", nitf), ("g2.xml", g2)] {
        let article = &all(name, text)[0];
        assert_eq!(article.text, format!("{STORY}\n\nEr ging & kam."), "{name}");
        assert_eq!(day(article), "2024-03-12", "{name}");
        assert_eq!(article.source.as_deref(), Some("Bote"), "{name}");
        assert_eq!(article.authors, ["Mira Anders"], "{name}");
        if name != "nitf.xml" {
            assert_eq!(article.title.as_deref(), Some("Rat beschließt"), "{name}");
        }
    }
    let bomb = "<!DOCTYPE nitf [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><nitf><body.content><p>&b;</p></body.content></nitf>";
    assert!(fault("a.xml", bomb).contains("entities of its own"));
    assert!(fault("a.xml", "<?xml version=\"1.0\"?><nitf><head>").contains("is cut off"));
}

#[test]
fn columns_and_names_say_what_is_asked_for() {
    let how = How { columns: vec![column("text=Wortlaut").expect("a column")], ..How::default() };
    let table = "Wortlaut;Text;Titel\nDer Rat tagte.;kurz;Brücke\n";
    let article = read_as("a.csv", table.into(), &how).remove(0).expect("an article");
    assert_eq!(
        (article.text.as_str(), article.title.as_deref()),
        ("Der Rat tagte.", Some("Brücke"))
    );
    let record = "{\"wortlaut\": \"Der Rat tagte.\", \"title\": \"Brücke\"}";
    assert_eq!(
        read_as("a.json", record.into(), &how).remove(0).expect("one").text,
        "Der Rat tagte."
    );
    assert!(column("textVolltext").is_err() && column("leser=x").is_err());
    let named = How {
        name: Some(Pattern::from_str("{date}_{title}").expect("a pattern")),
        ..How::default()
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("2024-03-12_Die Brücke.txt");
    std::fs::write(&path, "Der Rat tagte.").expect("written");
    let article =
        Article::read_as(&path, &Metadata::default(), &named).next().expect("one").expect("good");
    assert_eq!(
        (day(&article).as_str(), article.title.as_deref()),
        ("2024-03-12", Some("Die Brücke"))
    );
    let other = folder.path().join("bruecke.txt");
    std::fs::write(&other, "Der Rat tagte.").expect("written");
    let error = Article::read_as(&other, &Metadata::default(), &named)
        .next()
        .expect("one")
        .expect_err("no fit");
    assert!(error.to_string().contains("does not fit"), "{error}");
}

#[test]
fn letters_that_were_read_wrongly_are_put_back() {
    let article = &all("a.txt", "Die BrÃ¼cke in KÃ¶ln â€“ â€žgroÃŸâ€œ")[0];
    assert_eq!(article.text, "Die Brücke in Köln – „groß“");
    assert!(damage(&article.text).is_none());
    assert!(damage("Die Br\u{fffd}cke").is_some_and(|what| what.contains("lost")));
}
