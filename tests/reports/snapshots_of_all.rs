//! One report in every format there is. The pictures are read, not just accepted.

use toile::render::Format;

use super::{fixed, text};

#[test]
fn one_report_in_every_format() {
    let report = fixed::report();
    for format in Format::ALL {
        let written = text(format, &report);
        assert_eq!(written, text(format, &report), "two runs differ in {}", format.name());
        // The descriptions of rules change with the rules, and have a test of their own.
        let shown = if format == Format::Sarif { super::sarif::without_rules(&written) } else { written };
        insta::assert_snapshot!(format.name(), shown);
    }
}
