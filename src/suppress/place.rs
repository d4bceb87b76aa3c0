//! Which places of a document an entry speaks of.

/// Whether a place is the one meant, or lies below it. The one meant is a JSON Pointer in which `*` stands for any one
/// step: `/actions/*/body/options`.
pub(super) fn covers(meant: &str, pointer: &str) -> bool {
    let mut steps = pointer.split('/').skip(1);
    meant.split('/').skip(1).all(|wanted| steps.next().is_some_and(|step| wanted == "*" || wanted == step))
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_place_covers_itself_and_all_below() {
        assert!(covers("", "") && covers("", "/a/b"));
        assert!(covers("/options", "/options") && covers("/options", "/options/collar"));
        assert!(
            !covers("/options", "/optionsets") && !covers("/options", "") && !covers("/options/collar", "/options")
        );
        assert!(covers("/options/pocket.style", "/options/pocket.style"), "dots are part of a name");
    }

    #[test]
    fn a_star_is_one_step() {
        assert!(covers("/actions/*/body/options", "/actions/d1/body/options/hem"));
        assert!(!covers("/actions/*/options", "/actions/d1/body/options"));
        assert!(covers("/*", "/3") && !covers("/*", ""));
    }
}
