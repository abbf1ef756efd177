//! Tests the library and the real binary, a module a subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise"
)]

#[cfg(unix)]
mod action;
mod allocations;
mod answers;
#[cfg(unix)]
mod book;
mod catalogue;
mod cli;
mod collect;
mod conventions;
mod decided;
mod diff;
mod docs;
mod doctor;
mod document;
mod embedded;
mod encodings;
mod expectations;
mod explain;
mod export;
mod facts;
#[cfg(unix)]
mod files;
mod fixtures;
mod forwarder;
mod fuzzed;
mod given;
mod guesses;
#[cfg(unix)]
mod hostile;
mod i18n;
mod import;
#[cfg(unix)]
mod interrupted;
mod issue_forms;
#[cfg(target_os = "linux")]
mod limits;
mod lint;
mod mail;
mod mail_flow_rules;
#[cfg(unix)]
mod packaging;
mod packed;
mod page;
mod pages;
mod patterns;
mod plain_words;
mod policy;
mod portable;
mod program;
#[cfg(unix)]
mod progress;
mod properties;
mod react;
mod report;
mod reports;
mod resolve;
mod rules;
mod schema;
mod sessions;
mod shown;
mod submit;
mod supply_chain;
mod svg;
#[path = "../../fuzz/src/lib.rs"]
mod targets;
#[cfg(unix)]
mod terminal;
mod tnef_fixtures;
mod trace;
mod typed;
#[cfg(unix)]
mod waiting;
mod web_serve;
#[cfg(unix)]
mod written;
