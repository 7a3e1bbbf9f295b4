//! What the files of a store are called.

/// The file that says that a folder is a store.
pub(super) const MARKER: &str = ".tripel";
/// Its content: a program that does not know this version leaves the folder alone.
pub(super) const VERSION: &str = "tripel store 2\n";
/// The lock; while a writer changes an article it holds the name of the article's files.
pub(super) const LOCK: &str = ".lock";
/// What files are called until they are whole.
pub(super) const TEMPORARY: &str = ".tripel-";

/// The first digits of a text's hash: they stand in its file's name, and tell whether the file is as it was written.
pub(super) fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..12].to_owned()
}

/// The article, by its file name, to which "NAME.HASH.txt" or "NAME.HASH.nq" belongs.
pub(super) fn owner(file: &str) -> Option<&str> {
    let (name, hash) =
        file.strip_suffix(".txt").or_else(|| file.strip_suffix(".nq"))?.rsplit_once('.')?;
    (hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(name)
}

/// An article's id as a file name: letters, digits, `-` and `_` stay, the rest is percent-encoded; long ids end in a hash.
pub(super) fn file_name(id: &str) -> String {
    let mut name = String::new();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' {
            name.push(byte as char);
        } else {
            name += &format!("%{byte:02X}");
        }
    }
    if name.len() > 120 || name.is_empty() {
        name.truncate(100);
        name += &format!("-{}", &blake3::hash(id.as_bytes()).to_hex()[..16]);
    }
    name
}
