//! From a file to a source, or to the finding that says why there is none.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use crate::diagnostic::{self, Diagnostic, Label, Severity};
use crate::discover::reason;
use crate::json::{self, EncodingError};
use crate::source::Source;

/// Offsets are 32 bits wide in a tape.
const LIMIT: u64 = u32::MAX as u64;

/// A request mostly has fewer bytes than this.
const ORDINARY: usize = 8 << 10;

/// So many bytes are read by several threads, each so many at once: most of the time goes into memory that is new.
const LARGE: u64 = 4 << 20;
const STEP: usize = 1 << 20;

thread_local! {
    /// What the next file is read into.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Takes a text that is done with. The next file is read into its memory, if it is of the usual size.
pub(super) fn give_back(text: String) {
    if (ORDINARY..=4 * ORDINARY).contains(&text.capacity()) {
        BUFFER.set(text.into_bytes());
    }
}

/// A path from a folder that it lies below: of a shorter one, the system looks up fewer names.
#[cfg(unix)]
pub(super) fn below<'p>(folder: &Path, path: &'p Path) -> Option<&'p Path> {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    // Byte by byte, since to go through the names of both takes longer than what it saves.
    let rest = path.as_os_str().as_bytes().strip_prefix(folder.as_os_str().as_bytes())?.strip_prefix(b"/")?;
    (folder.has_root() && !rest.is_empty() && !rest.starts_with(b"/")).then(|| Path::new(OsStr::from_bytes(rest)))
}

#[cfg(not(unix))]
pub(super) fn below<'p>(_: &Path, _: &'p Path) -> Option<&'p Path> {
    None
}

/// Reads a file to its end.
pub(super) fn file(path: &Path) -> io::Result<Vec<u8>> {
    Start::read(path)?.finish()
}

/// What the first read of a file came to: mostly all of it.
pub(super) struct Start {
    bytes: Vec<u8>,
    file: File,
}

impl Start {
    /// Reads a file once, with memory to spare. Of most, nobody asks for the size first: that takes as long as reading them.
    pub(super) fn read(path: &Path) -> io::Result<Start> {
        let mut file = File::open(path)?;
        let mut bytes = BUFFER.take();
        bytes.resize(ORDINARY, 0);
        let length = loop {
            match file.read(&mut bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        bytes.truncate(length);
        Ok(Start { bytes, file })
    }

    /// Reads on to the end.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        let Start { mut bytes, mut file } = self;
        Read::take(&mut file, (ORDINARY - bytes.len()) as u64).read_to_end(&mut bytes)?;
        if bytes.len() < ORDINARY {
            return Ok(bytes);
        }
        // Zero for pipes and the like, which are read all the same.
        let size = file.metadata().map_or(0, |meta| if meta.is_file() { meta.len() } else { 0 });
        if let Some(mut whole) = shared(&file, size) {
            // It may have grown meanwhile.
            file.seek(io::SeekFrom::Start(size))?;
            Read::take(&mut file, LIMIT - size).read_to_end(&mut whole)?;
            return if whole.len() as u64 == LIMIT { Err(too_large()) } else { Ok(whole) };
        }
        rest(bytes, file, size)
    }

    /// Whether that is all of a regular file, as far as can be told without another read: only at its end is less read than
    /// there is room for (POSIX, `read`). Not every file system keeps to that.
    pub(super) fn looks_whole(&self) -> bool {
        self.bytes.len() < ORDINARY
    }

    /// The bytes, and the file: `is_at_end` tells whether they were all of it.
    pub(super) fn split(self) -> (Vec<u8>, File) {
        (self.bytes, self.file)
    }
}

/// Whether a file was read to its end, to be sure.
pub(super) fn is_at_end(mut file: File) -> bool {
    matches!(file.read(&mut [0]), Ok(0))
}

/// Reads a large file on all threads, from its beginning. None where it cannot be read like that.
#[cfg(unix)]
fn shared(file: &File, size: u64) -> Option<Vec<u8>> {
    use std::os::unix::fs::FileExt as _;

    use rayon::prelude::*;

    if !(LARGE..LIMIT).contains(&size) {
        return None;
    }
    let mut bytes = vec![0; size as usize];
    let chunks = bytes.par_chunks_mut(STEP).with_max_len(1).enumerate();
    chunks.map(|(at, chunk)| file.read_exact_at(chunk, (at * STEP) as u64)).collect::<io::Result<()>>().ok()?;
    Some(bytes)
}

#[cfg(not(unix))]
fn shared(_: &File, _: u64) -> Option<Vec<u8>> {
    None
}

/// Reads a stream to its end, if that comes before the limit.
pub(super) fn stream(stream: impl Read) -> io::Result<Vec<u8>> {
    rest(Vec::new(), stream, 0)
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "larger than 4 GiB")
}

fn rest(mut bytes: Vec<u8>, stream: impl Read, size: u64) -> io::Result<Vec<u8>> {
    if size >= LIMIT {
        return Err(too_large());
    }
    bytes.reserve_exact((size as usize + 1).saturating_sub(bytes.len()));
    stream.take(LIMIT - bytes.len() as u64).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == LIMIT { Err(too_large()) } else { Ok(bytes) }
}

/// The text of an input under its name; with a finding where its bytes are no UTF-8, and nothing else can be said.
pub(super) fn source(name: &str, bytes: Vec<u8>) -> (Source, Option<Diagnostic>) {
    match json::decode(bytes) {
        Ok((text, _)) => (Source::new(name, text), None),
        Err(error) => {
            let finding = encoding_error(&error);
            (Source::new(name, error.readable), Some(finding))
        }
    }
}

/// The finding for bytes that are no UTF-8. Its place is an offset of the text that is read.
pub(super) fn encoding_error(error: &EncodingError) -> Diagnostic {
    let mut finding = finding("encoding", error.to_string());
    finding.primary.span = error.offset..error.offset + 1;
    finding.primary.message.push_str("first byte that does not fit");
    finding.help.push("save the file as UTF-8 without a byte-order mark".to_owned());
    finding
}

/// The finding for a file or folder that cannot be read.
pub(super) fn unreadable(reason: &str) -> Diagnostic {
    finding("io-error", format!("cannot be read: {reason}"))
}

/// The finding for anything else that a system does not let be done with a file.
pub(super) fn file_error(message: String) -> Diagnostic {
    finding("io-error", message)
}

/// The finding for an error of the system while reading.
pub(super) fn io_error(error: &io::Error) -> Diagnostic {
    unreadable(&reason(error))
}

/// The finding for a defect of toile.
pub(super) fn internal_error(panic: &str) -> Diagnostic {
    let mut finding =
        finding("internal-error", "toile failed while checking this file; nothing else is known about it".to_owned());
    finding.notes.push(format!("panic: {panic}"));
    finding.help.push("please report this, with the file if it may be shown".to_owned());
    finding
}

/// A finding about a file as a whole.
fn finding(rule: &'static str, message: String) -> Diagnostic {
    let file = diagnostic::File::Checked;
    let primary = Label { file, record: None, pointer: String::new(), span: 0..0, message: String::new() };
    Diagnostic::new(rule, Severity::Error, message, primary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_any_size_are_read_to_their_end() {
        let path = std::env::temp_dir().join(format!("toile-read-{}", std::process::id()));
        for size in [0, 5, ORDINARY - 1, ORDINARY, ORDINARY + 1, 1 << 20, LARGE as usize, LARGE as usize + STEP + 7] {
            let bytes: Vec<u8> = (0..size).map(|at| (at / 251 + at) as u8).collect();
            std::fs::write(&path, &bytes).expect("it is written");
            assert!(file(&path).expect("it is read") == bytes, "{size}");
        }
        std::fs::remove_file(&path).expect("it is removed");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_is_told_from_a_folder_that_it_lies_below() {
        let below = |folder: &str, path: &'static str| below(Path::new(folder), Path::new(path));
        assert_eq!(below("/a/b", "/a/b/c/d.json"), Some(Path::new("c/d.json")));
        for folder in ["/a/bc", "/a/b/c/d.json", "/a/b/c/d.json/e", "/", ""] {
            assert_eq!(below(folder, "/a/b/c/d.json"), None, "{folder}");
        }
        assert_eq!(below("/a", "/a//etc"), None, "it would be another file");
    }

    #[test]
    fn a_file_that_goes_on_behind_its_start_is_not_at_its_end() {
        let path = std::env::temp_dir().join(format!("toile-start-{}", std::process::id()));
        for (before, after) in [("{}", ""), ("{}", " []"), ("", "{}")] {
            std::fs::write(&path, before).expect("it is written");
            let start = Start::read(&path).expect("it is read");
            assert!(start.looks_whole());
            std::fs::write(&path, [before, after].concat()).expect("it is written");
            let (bytes, file) = start.split();
            assert_eq!(bytes, before.as_bytes());
            assert_eq!(is_at_end(file), after.is_empty(), "{before:?}, then {after:?}");
        }
        std::fs::write(&path, vec![b' '; ORDINARY]).expect("it is written");
        assert!(!Start::read(&path).expect("it is read").looks_whole());
        std::fs::remove_file(&path).expect("it is removed");
    }
}
