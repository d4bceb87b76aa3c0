//! Paths as URI references.

use crate::project::Project;

/// The URI of an input: relative to the top of the repository, as code scanning wants it, absolute where it lies elsewhere.
/// Standard input stands for a buffer of an editor, which compares with the absolute path.
pub(super) fn uri(project: &Project, name: &str) -> String {
    if project.is_stdin(name) && !project.cwd.as_os_str().is_empty() {
        return of_path(&project.absolute(name));
    }
    of_path(&project.path(name))
}

fn of_path(path: &str) -> String {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    match path {
        _ if path.starts_with('/') => format!("file://{}", encode(path, true)),
        _ if drive && path[2..].starts_with('/') => format!("file:///{}", encode(path, true)),
        _ => encode(path, false),
    }
}

/// Percent-encodes what a path of RFC 3986 does not hold. A relative one holds no colon either: what stands before it would
/// be a scheme.
fn encode(path: &str, takes_colon: bool) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b':' if !takes_colon => out.push_str("%3A"),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(byte)),
            _ if b"/-._~!$&'()*+,;=:@".contains(&byte) => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        let cases = [
            ("drafts/a,b:c 100%.json", "drafts/a,b%3Ac%20100%25.json"),
            ("größe#1?.json", "gr%C3%B6%C3%9Fe%231%3F.json"),
            ("/tmp/a b:c.json", "file:///tmp/a%20b:c.json"),
            ("C:/a.json", "file:///C:/a.json"),
            ("a\\b\n.json", "a%5Cb%0A.json"),
            ("<stdin>", "%3Cstdin%3E"),
            ("é:/x", "%C3%A9%3A/x"),
        ];
        for (path, expected) in cases {
            assert_eq!(of_path(path), expected);
        }
    }

    #[test]
    fn standard_input_is_known_by_its_absolute_path() {
        let project = Project {
            cwd: "/repo/sub".into(),
            root: Some("/repo".into()),
            stdin: Some("x y.json".to_owned()),
            ..Project::default()
        };
        assert_eq!(uri(&project, "x y.json"), "file:///repo/sub/x%20y.json");
        assert_eq!(uri(&project, "z.json"), "sub/z.json");
        let nameless = Project { stdin: Some("<stdin>".to_owned()), ..project };
        assert_eq!(uri(&nameless, "<stdin>"), "%3Cstdin%3E");
    }
}
