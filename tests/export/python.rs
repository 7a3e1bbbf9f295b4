//! Other readers: Python's, where they are there.

use std::path::Path;
use std::process::Command;

/// What a Python program prints; `None`, with a message, where Python or one of its modules is not there. `TRIPEL_PYTHON` names
/// another Python, such as that of a virtual environment with tests/readers.txt; then the modules must be there.
pub fn python(modules: &str, program: &str, file: &Path) -> Option<String> {
    let told = std::env::var("TRIPEL_PYTHON").ok();
    let interpreter = told.as_deref().unwrap_or("python3");
    let available = Command::new(interpreter).args(["-c", &format!("import {modules}")]).output();
    if !available.is_ok_and(|output| output.status.success()) {
        assert!(told.is_none(), "{interpreter} has no {modules}");
        println!("skipped: python3 with {modules} is not there");
        return None;
    }
    let mut command = Command::new(interpreter);
    let output = command
        .args(["-c", program])
        .arg(file)
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .expect("python3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}
