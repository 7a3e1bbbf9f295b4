//! Tables, networks, workbook and records of the nasty article, read by other programs.

use std::path::Path;
use std::process::Command;

use tripel::export::csv;
use tripel::export::dot;
use tripel::export::gephi;
use tripel::export::json;
use tripel::export::rdf as triples;
use tripel::export::web;
use tripel::export::whole;
use tripel::export::xlsx;
use tripel::kb::rdf::BASE;

use crate::nasty::{NASTY, all, bytes, graph, nasty, quads};
use crate::python::python;

#[test]
fn tables_survive_another_reader() {
    let dir = tempfile::tempdir().expect("a folder");
    for excel in [false, true] {
        let files = csv::write(&graph(), dir.path(), excel).expect("written");
        assert_eq!(files.len(), 3);
        let text = std::fs::read_to_string(&files[1]).expect("UTF-8");
        assert_eq!(text.starts_with('\u{feff}'), excel);
        assert!(text.lines().next().expect("a header").contains(if excel {
            "id;name;"
        } else {
            "id,name,"
        }));
        let program = "import csv, json, sys\nwith open(sys.argv[1], newline='', encoding='utf-8-sig') as f:\n  first = f.readline(); f.seek(0)\n  rows = list(csv.reader(f, delimiter=';' if ';' in first else ','))\nprint(json.dumps([r[2] for r in rows[1:]]))";
        if let Some(names) = python("csv", program, &files[1]) {
            let names: Vec<String> = serde_json::from_str(&names).expect("JSON");
            let wanted: Vec<String> = NASTY
                .iter()
                .map(|name| {
                    let seen = name.replace('\u{1}', "");
                    if seen.starts_with('=') { format!("'{seen}") } else { seen }
                })
                .collect();
            assert_eq!(names, wanted);
        }
    }
}

#[test]
fn graphviz_draws_without_a_warning() {
    let graph = graph();
    for (dark, grey) in [(false, false), (true, true)] {
        let theme = tripel::export::look::Theme { dark, grey };
        let options = dot::Options { theme, ..dot::Options::default() };
        let text = bytes(|out| dot::write(&all(&graph), &options, out).expect("written"));
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("network.dot");
        std::fs::write(&file, text).expect("written");
        let Ok(output) = Command::new("dot").arg("-Tsvg").arg(&file).output() else {
            println!("skipped: Graphviz is not there");
            return;
        };
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let picture = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(
            picture.contains("\u{5d0}\u{5d1}\u{5d2}")
                && picture.contains("&quot;A&quot; &amp; &lt;B&gt;")
        );
    }
}

/// What networkx finds in a file: labels by id, and the attributes of edges.
const NETWORKX: &str = "
import json, networkx, sys
text = open(sys.argv[1], encoding='utf-8').read()
if sys.argv[1].endswith('gexf'):
    # networkx knows 1.2, whose elements are the same
    text = text.replace('http://gexf.net/1.3/viz', 'http://www.gexf.net/1.2draft/viz').replace('http://gexf.net/1.3', 'http://www.gexf.net/1.2draft')
    open(sys.argv[1] + '12', 'w', encoding='utf-8').write(text)
    g = networkx.read_gexf(sys.argv[1] + '12')
else:
    g = networkx.read_graphml(sys.argv[1])
print(json.dumps({'nodes': [[n, d] for n, d in sorted(g.nodes(data=True))], 'edges': [[a, b, d] for a, b, d in sorted(g.edges(data=True), key=str)]}))";

fn networkx(file: &Path) -> Option<serde_json::Value> {
    python("networkx", NETWORKX, file).map(|answer| serde_json::from_str(&answer).expect("JSON"))
}

/// A name as XML can hold it.
fn in_xml(name: &str) -> String {
    name.replace('\u{1}', "\u{fffd}")
}

#[test]
fn networkx_reads_graphml_with_all_attributes_of_statements() {
    let (dir, graph) = (tempfile::tempdir().expect("a folder"), graph());
    let file = dir.path().join("network.graphml");
    whole(&file, |out| gephi::graphml(&all(&graph), out)).expect("written");
    let Some(read) = networkx(&file) else { return };
    let labels: Vec<&str> = read["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .filter_map(|node| node[1]["label"].as_str())
        .collect();
    assert_eq!(labels, NASTY.iter().map(|name| in_xml(name)).collect::<Vec<_>>());
    let edges = read["edges"].as_array().expect("edges");
    assert_eq!(edges.len(), 3);
    let second = &edges[1][2];
    for (key, value) in [
        ("relation", "accuse"),
        ("relation_de", "beschuldigen"),
        ("predicate_as_written", "beschuldigte"),
        ("subject_as_written", NASTY[1]),
        ("object_as_written", NASTY[2]),
        ("status", "claimed"),
        ("event", "ACCUSE"),
        ("speaker", NASTY[0]),
        ("date", "2021-07-20"),
        ("published", "2021-07-20"),
        ("article", "nasty"),
        ("title", "\"Title\" & <more>"),
        ("source", "=Source"),
        ("url", "https://example.org/a?b=1&c=2"),
        ("rule", "de.clause.active"),
    ] {
        assert_eq!(second[key], value, "{key}");
    }
    assert_eq!(
        (&second["score"], &second["confidence"]),
        (&serde_json::json!(-2.0), &serde_json::json!(0.9))
    );
    assert_eq!(edges[2][2]["negated"], true);
    let quote = second["quote"].as_str().expect("a quote");
    assert!(quote.starts_with(NASTY[1]) && quote.ends_with(NASTY[2]), "{quote}");
}

#[test]
fn networkx_reads_gexf_with_days_colours_and_places() {
    let (dir, graph) = (tempfile::tempdir().expect("a folder"), graph());
    let file = dir.path().join("network.gexf");
    whole(&file, |out| gephi::gexf(&all(&graph), out)).expect("written");
    let Some(read) = networkx(&file) else { return };
    let nodes = read["nodes"].as_array().expect("nodes");
    assert_eq!(nodes.len(), 4);
    for (node, name) in nodes.iter().zip(NASTY) {
        assert_eq!(node[1]["label"], in_xml(name));
        assert!(
            node[1]["viz"]["color"]["r"].is_u64()
                && node[1]["viz"]["size"].as_f64().expect("a size") > 5.0
        );
        assert!(node[1]["viz"]["position"]["x"].is_f64(), "{node}");
    }
    for edge in read["edges"].as_array().expect("edges") {
        assert_eq!(edge[2]["weight"], 1.0);
        assert_eq!(edge[2]["spells"], serde_json::json!([["2021-07-20", "2021-07-20"]]));
        // the third is negated: it has not taken place
        let wanted =
            if edge[0] == "actor-2" { serde_json::Value::Null } else { serde_json::json!(-2.0) };
        assert_eq!(edge[2]["net_score"], wanted);
    }
}

#[test]
fn json_for_the_web_is_whole() {
    let (graph, read) = (graph(), |bytes: Vec<u8>| {
        serde_json::from_slice::<serde_json::Value>(&bytes).expect("JSON")
    });
    let d3 = read(bytes(|out| web::d3(&all(&graph), out).expect("written")));
    assert_eq!(
        (d3["nodes"].as_array().map(Vec::len), d3["links"].as_array().map(Vec::len)),
        (Some(4), Some(3))
    );
    assert_eq!(d3["nodes"][1]["label"], NASTY[1]);
    assert_eq!(d3["links"][1]["statements"][0]["speaker"], NASTY[0]);
    let sigma = read(bytes(|out| web::sigma(&all(&graph), out).expect("written")));
    let keys: Vec<&str> = sigma["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .filter_map(|node| node["key"].as_str())
        .collect();
    for edge in sigma["edges"].as_array().expect("edges") {
        assert!(
            ["source", "target"]
                .iter()
                .all(|end| edge[end].as_str().is_some_and(|end| keys.contains(&end)))
        );
    }
    let drawn = &sigma["nodes"][1]["attributes"];
    assert_eq!(drawn["label"], NASTY[1]);
    assert!(
        ["x", "y", "size"].iter().all(|key| drawn[key].is_number()) && drawn["color"].is_string()
    );
}

#[test]
fn gephi_knows_the_headers() {
    let dir = tempfile::tempdir().expect("a folder");
    let tables = gephi::tables(&all(&graph()), dir.path()).expect("written");
    let first = |path: &std::path::PathBuf| {
        let mut reader = ::csv::Reader::from_path(path).expect("a table");
        let header = reader.headers().expect("a header").clone();
        let rows: Vec<::csv::StringRecord> =
            reader.records().map(|row| row.expect("a row")).collect();
        (header, rows)
    };
    let ((nodes, actors), (edges, links)) = (first(&tables[0]), first(&tables[1]));
    assert_eq!(nodes.iter().take(2).collect::<Vec<_>>(), ["Id", "Label"]);
    assert_eq!(edges.iter().take(4).collect::<Vec<_>>(), ["Source", "Target", "Type", "Weight"]);
    let ids: Vec<&str> = actors.iter().map(|row| &row[0]).collect();
    assert!(
        links
            .iter()
            .all(|row| ids.contains(&&row[0]) && ids.contains(&&row[1]) && &row[2] == "Directed")
    );
    assert_eq!(&actors[1][1], NASTY[1]);
}

#[test]
fn openpyxl_reads_the_workbook() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("network.xlsx");
    let graph = graph();
    let book = bytes(|out| xlsx::write(&graph, out).expect("written"));
    assert_eq!(book, bytes(|out| xlsx::write(&graph, out).expect("written")));
    std::fs::write(&file, book).expect("written");
    let program = "
import openpyxl, json, sys
b = openpyxl.load_workbook(sys.argv[1])
s = b['Statements']
head = {c.value: c.column for c in s[1]}
cell = lambda name, row: s.cell(row, head[name])
about = {(r[0], r[1]) for r in b['About'].iter_rows(min_row=2, values_only=True)}
print(json.dumps({
  'sheets': b.sheetnames, 'rows': s.max_row, 'frozen': [x.freeze_panes for x in b], 'filters': [bool(x.auto_filter.ref) for x in b],
  'widths': all(x.column_dimensions['A'].width > 8 for x in b),
  'names': [cell('Subject', r).value for r in (2, 3, 4)], 'date': cell('Date', 2).value.isoformat(), 'is_date': cell('Date', 2).is_date,
  'score': cell('Score', 2).value, 'link': cell('Article', 2).hyperlink.target, 'formulas': [c.coordinate for x in b for r in x for c in r if c.data_type == 'f'],
  'unexplained': [x.title + ' ' + c.value for x in b if x.title != 'About' for c in x[1] if (x.title, c.value) not in about],
  'quotation': [c.value for c in b['Quotations'][2]][:5]}))";
    let Some(answer) = python("openpyxl", program, &file) else { return };
    let read: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(
        read["sheets"],
        serde_json::json!(["Statements", "Actors", "Network", "Quotations", "Articles", "About"])
    );
    assert_eq!(read["rows"], 4);
    assert_eq!(read["frozen"], serde_json::json!(["B2", "B2", "B2", "B2", "B2", "A2"]));
    assert_eq!(read["filters"], serde_json::json!([true, true, true, true, true, true]));
    assert_eq!(read["widths"], true);
    assert_eq!(read["is_date"], true);
    assert_eq!(read["names"], serde_json::json!([NASTY[0], NASTY[1], NASTY[2]]));
    assert_eq!(read["date"], "2021-07-20T00:00:00");
    assert_eq!(read["score"], -2.0);
    assert_eq!(read["link"], "https://example.org/a?b=1&c=2");
    assert_eq!(read["formulas"], serde_json::json!([]));
    assert_eq!(read["unexplained"], serde_json::json!([]));
    assert_eq!(
        read["quotation"],
        serde_json::json!([NASTY[1], NASTY[1], NASTY[3].replace('\u{1}', ""), "direct", NASTY[0]])
    );
}

/// LibreOffice writes each sheet as a table; what it shows is what we meant.
#[test]
fn libreoffice_opens_the_workbook() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("network.xlsx");
    whole(&file, |out| xlsx::write(&graph(), out)).expect("written");
    let profile = format!("-env:UserInstallation=file://{}", dir.path().join("profile").display());
    // comma, double quotes, UTF-8, as shown, every sheet
    let tables = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let mut office = Command::new("soffice");
    office
        .args([&profile, "--headless", "--convert-to", tables, "--outdir"])
        .arg(dir.path())
        .arg(&file);
    let started = office.output();
    let told = |output: &std::process::Output| {
        String::from_utf8_lossy(&output.stderr).into_owned()
            + &String::from_utf8_lossy(&output.stdout)
    };
    // Writer alone cannot load a workbook
    let is_there = started.is_ok_and(|output| !told(&output).contains("could not be loaded"));
    if !is_there {
        println!("skipped: LibreOffice Calc is not there");
        return;
    }
    let read = |sheet: &str| {
        let mut reader = ::csv::Reader::from_path(dir.path().join(format!("network-{sheet}.csv")))
            .expect("a table");
        reader
            .deserialize()
            .map(|row| row.expect("a row"))
            .collect::<Vec<std::collections::BTreeMap<String, String>>>()
    };
    let statements = read("Statements");
    assert_eq!(statements.len(), 3);
    assert_eq!(
        statements.iter().map(|row| row["Subject"].as_str()).collect::<Vec<_>>(),
        &NASTY[..3]
    );
    assert_eq!(
        (statements[0]["Date"].as_str(), statements[0]["Score"].as_str()),
        ("2021-07-20", "-2")
    );
    assert_eq!(read("Actors").len(), 4);
    assert_eq!(read("Network").len(), 3);
    assert_eq!(read("Articles")[0]["Title"], "\"Title\" & <more>");
    assert!(read("About").len() > 40 && read("Quotations").len() == 1);
}

/// Excel counts no day before March 1900, and its writer knew none before 1970: no year stops the workbook.
#[test]
fn days_of_every_century_are_in_the_workbook() {
    let dir = tempfile::tempdir().expect("a folder");
    let program = "import openpyxl, sys\ns = openpyxl.load_workbook(sys.argv[1])['Articles']\nv = s.cell(2, 2).value\nprint(v if isinstance(v, str) else v.date().isoformat())";
    for day in [
        "0800-12-25",
        "1789-07-14",
        "1900-02-28",
        "1900-03-01",
        "1949-05-23",
        "1969-12-31",
        "2021-07-20",
    ] {
        let (mut article, extraction) = nasty();
        article.date = Some(day.parse().expect("a day"));
        let quads = tripel::kb::rdf::quads(&article, &extraction, BASE).expect("quads");
        let graph = tripel::kb::graph::Graph::of(quads, BASE);
        let file = dir.path().join("network.xlsx");
        whole(&file, |out| xlsx::write(&graph, out)).expect("written");
        if let Some(read) = python("openpyxl", program, &file) {
            assert_eq!(read.trim(), day);
        }
    }
}

/// A negation is a truth value in each format, and the columns of the plain tables are names in R.
#[test]
fn truth_is_spelled_one_way_and_columns_have_plain_names() {
    let dir = tempfile::tempdir().expect("a folder");
    let options = csv::Options { excel: false, names: csv::Names::Plain };
    let everything = tripel::kb::selection::Filter::everything();
    let files = csv::tables(&graph(), &everything, options, dir.path()).expect("written");
    for file in &files {
        let mut reader = ::csv::Reader::from_path(&file.path).expect("a table");
        for name in reader.headers().expect("a header") {
            let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
            assert!(name.chars().all(plain), "{name}");
        }
    }
    let mut reader = ::csv::Reader::from_path(&files[0].path).expect("a table");
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|own| own == name).expect("a column");
    let rows: Vec<::csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let column = |name: &str| rows.iter().map(|row| row[at(name)].to_owned()).collect::<Vec<_>>();
    assert_eq!(column("negated"), ["false", "false", "true"]);
    assert_eq!(column("quad_class"), ["verbal-conflict"; 3]);
}

#[test]
fn records_are_json() {
    let (article, extraction) = nasty();
    let lines = bytes(|out| json::statements(&article, &extraction, out).expect("written"));
    let lines: Vec<serde_json::Value> = lines
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["subject"]["label"], NASTY[0]);
}

#[test]
fn a_full_disk_is_one_error_and_an_old_file_stays() {
    let full = Path::new("/dev/full");
    if full.exists() {
        let error = whole(full, |out| triples::write(quads(), triples::Format::NQuads, BASE, out))
            .expect_err("the disk is full");
        assert!(error.to_string().starts_with("cannot write"), "{error}");
    }
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("old.txt");
    std::fs::write(&file, "old").expect("written");
    whole(&file, |_| Err(tripel::record::error::Error::new("no"))).expect_err("an error");
    assert_eq!(std::fs::read_to_string(&file).expect("read"), "old");
    assert_eq!(
        std::fs::read_dir(dir.path()).expect("a folder").count(),
        1,
        "nothing half-written is left"
    );
    assert!(csv::write(&graph(), &file, false).is_err());
}
