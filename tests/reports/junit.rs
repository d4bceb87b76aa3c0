//! Test reports of `JUnit`. What a reader and a schema make of them is in `consumers`.

use toile::project::Project;
use toile::render::Format;
use toile::report::Report;

use super::{fixed, text};

/// The value of an attribute, everywhere it occurs.
fn values<'a>(written: &'a str, element: &str, attribute: &str) -> Vec<&'a str> {
    let start = format!("<{element} ");
    let tags = written.split(&start).skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    { tags }
        .map(|tag| tag.split(&format!("{attribute}=\"")).nth(1).and_then(|rest| rest.split('"').next()).expect("it"))
        .collect()
}

#[test]
fn counts_are_those_of_what_is_written() {
    let report = fixed::report();
    let written = text(Format::Junit, &report);
    let sum = |attribute| -> usize {
        values(&written, "testsuite", attribute).iter().map(|count| count.parse::<usize>().expect("a number")).sum()
    };
    // A file without findings is one test; one that is of no known kind is none.
    assert_eq!(sum("tests"), report.findings().count() + 1);
    assert_eq!(sum("tests"), written.matches("<testcase ").count());
    assert_eq!(sum("failures"), written.matches("<failure ").count());
    assert_eq!(sum("errors"), written.matches("<error ").count());
    assert_eq!(written.matches("<error ").count(), 1, "the file that cannot be read");
    assert_eq!(written.matches("<testsuite ").count(), report.files.len() - 1);
    let ids: Vec<usize> = values(&written, "testsuite", "id").iter().map(|id| id.parse().expect("a number")).collect();
    assert_eq!(ids, (0..ids.len()).collect::<Vec<_>>());
}

#[test]
fn two_tests_of_a_file_never_have_one_name() {
    let written = text(Format::Junit, &fixed::report());
    for suite in written.split("<testsuite ") {
        let mut names = values(suite, "testcase", "name");
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{suite}");
    }
    assert!(written.contains("name=\"unknown-field in record 2 at /gendr\""), "{written}");
}

#[test]
fn the_time_is_what_the_build_says_or_the_same_for_ever() {
    let mut report = fixed::report();
    assert!(text(Format::Junit, &report).contains("timestamp=\"1970-01-01T00:00:00\""));
    report.project = Project { time: Some(951_868_799), ..Project::default() };
    let written = text(Format::Junit, &report);
    assert!(values(&written, "testsuite", "timestamp").iter().all(|time| *time == "2000-02-29T23:59:59"));
}

#[test]
fn input_adds_no_element() {
    let report = fixed::report();
    let written = text(Format::Junit, &report);
    let hostile = report.files.iter().find(|file| file.source.name().contains("<a&b>")).expect("the hostile name");
    assert!(written.contains("&lt;a&amp;b&gt;&quot;'.json"), "{written}");
    assert!(written.contains("]]&gt; &lt;b&gt;&amp;amp;"), "{written}");
    let alone = text(Format::Junit, &fixed::of(vec![fixed::one(hostile.source.name(), "{\"x\": 1}", "\"x\"")]));
    assert_eq!(alone.matches('<').count(), 17, "{alone}");
    assert_eq!(text(Format::Junit, &Report::default()).lines().last(), Some("<testsuites/>"));
}
