//! The explorer in a real browser: Chromium, driven by Playwright from the Python of `TRIPEL_PYTHON`; skipped with a word where either is
//! not there. `TRIPEL_PICTURES=FOLDER` keeps a picture of every view, `TRIPEL_AXE=axe.min.js` looks for what keeps people out.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

fn chromium() -> Option<&'static str> {
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .into_iter()
        .find(|path| Path::new(path).exists())
}

#[test]
fn every_view_is_walked_through_in_a_browser() {
    let Some(python) = std::env::var_os("TRIPEL_PYTHON") else {
        println!("skipped: TRIPEL_PYTHON names no Python with tests/readers.txt");
        return;
    };
    let has = Command::new(&python).args(["-c", "import playwright"]).output();
    let (Some(chromium), true) = (chromium(), has.is_ok_and(|has| has.status.success())) else {
        println!("skipped: there is no Chromium, or no Playwright in {}", python.display());
        return;
    };
    let place = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tripel = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tripel"));
        command
            .current_dir(place.path())
            .args(arguments)
            .env_remove("TRIPEL_STORE")
            .env("TRIPEL_WHO", "anna");
        command
    };
    let sample = root.join("data/articles/cyberangriffe.txt").display().to_string();
    assert!(tripel(&["add", &sample, "--fast", "--quiet"]).status().expect("started").success());
    assert!(tripel(&["report", "-o", "report.html"]).status().expect("started").success());
    let mut server = tripel(&["serve", "--port", "0", "--edit", "--quiet"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    let mut address = String::new();
    BufReader::new(server.stdout.take().expect("piped"))
        .read_line(&mut address)
        .expect("an address");
    let setting = |name: &str| std::env::var(name).unwrap_or_default();
    let walked = Command::new(&python)
        .arg(root.join("tests/browser/walk.py"))
        .args([address.trim(), &place.path().join("report.html").display().to_string()])
        .args([setting("TRIPEL_PICTURES"), setting("TRIPEL_AXE"), chromium.to_owned()])
        .output();
    let _ = server.kill();
    let _ = server.wait();
    let walked = walked.expect("started");
    let wrong = String::from_utf8_lossy(&walked.stdout);
    assert!(
        walked.status.success() && wrong.trim().is_empty(),
        "{wrong}{}",
        String::from_utf8_lossy(&walked.stderr)
    );
}
