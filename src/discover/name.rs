//! What a file is called in reports.

use std::path::{Component, Path};

/// The path as the user named it, with forward slashes and without idle parts (`./`, `//`): the same on every system,
/// clickable in terminals, and matching what CI systems know the file by.
pub fn report_name(path: &Path) -> String {
    let mut name = String::new();
    for component in path.components() {
        match component {
            Component::CurDir => continue,
            Component::RootDir => {
                name.push('/');
                continue;
            }
            _ if !name.is_empty() && !name.ends_with('/') => name.push('/'),
            _ => {}
        }
        name.push_str(&component.as_os_str().to_string_lossy());
    }
    if name.is_empty() { ".".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidy_and_stay_as_named() {
        let names = ["./a/b.json", "a//b.json", "a/./b.json", "../x.json", "/abs/x.json", ".", "./", "a/../b", "./-"];
        let tidy: Vec<_> = names.iter().map(|name| report_name(Path::new(name))).collect();
        assert_eq!(tidy, ["a/b.json", "a/b.json", "a/b.json", "../x.json", "/abs/x.json", ".", ".", "a/../b", "-"]);
    }
}
