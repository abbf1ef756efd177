//! Writes the results of expectation files as JUnit XML, as Jenkins reads it.
//!
//! A file is a test suite, a case a test case. It has no times, so that two runs give the same
//! bytes. What a terminal would obey is replaced: the page of a build may show it as it is.

use super::expectations::{Tested, differences};
use crate::text::{lines, plain};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

/// Write the report.
///
/// # Errors
/// What the writer says.
pub fn report(all: &[Tested], to: &mut impl Write) -> io::Result<()> {
    let mut report = Report::new("rdsim test");
    report.add_test_suites(all.iter().map(suite));
    let xml = report.to_string().map_err(io::Error::other)?;
    // The schema has `skipped` on a suite, but not on all of them together; nothing is skipped.
    to.write_all(lines(&xml.replacen(" skipped=\"0\"", "", 1)).as_bytes())
}

fn suite(tested: &Tested) -> TestSuite {
    let file = plain(tested.file);
    let mut suite = TestSuite::new(&*file);
    if let Err(problems) = tested.result {
        let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status
            .set_type("unusable")
            .set_message(
                problems
                    .first()
                    .map(|p| p.message.to_string())
                    .unwrap_or_default(),
            )
            .set_description(text.join("\n"));
        let mut case = TestCase::new("the file can be used", status);
        case.set_classname(&*file);
        suite.add_test_case(case);
    }
    for ran in tested.ran() {
        let status = if ran.passed() {
            TestCaseStatus::success()
        } else {
            let differences = differences(ran);
            let at = ran.case.at;
            let place = format!("{file}:{}:{}", at.line, at.column);
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status
                .set_type("expectation")
                .set_message(differences.as_str())
                .set_description(format!("{place}\n{differences}"));
            status
        };
        let mut case = TestCase::new(&*plain(&ran.case.name), status);
        case.set_classname(&*file);
        suite.add_test_case(case);
    }
    suite
}
