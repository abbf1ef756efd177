//! Opens the exports that the verbs are given, and prints what is wrong with them.

use crate::cli::error::error;
use crate::cli::progress::Progress;
use crate::cli::{complain, files, ordered};
use clap::{Args, ValueEnum};
use rdsim::diagnostic::Problem;
use rdsim::i18n::{Language, Text, en};
use rdsim::trace::Error;
use rdsim::trace::batch::Part;
use rdsim::trace::date::Order;
use rdsim::trace::origin::{self, Origins};
use rdsim::trace::read::{self, Parts};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The exports, and how they are read.
#[derive(Debug, Args)]
pub struct Exports {
    /// Reports of the admin center, output of the cmdlets (CSV, JSON), tracking logs, any of them
    /// packed (gzip, Zstandard, zip), or `-`
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// How dates such as 03/04/2026 are meant; without it, they are not guessed
    #[arg(long, value_name = "ORDER")]
    pub date_order: Option<DateOrder>,
    /// Threads that judge, beside the one that reads [default: the other cores]; the output is the
    /// same
    #[arg(long)]
    pub threads: Option<usize>,
}

/// Values of `--date-order`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DateOrder {
    /// Day, month, year
    Dmy,
    /// Month, day, year
    Mdy,
}

impl Exports {
    /// How dates are meant.
    pub fn order(&self) -> Option<Order> {
        self.date_order.map(|order| match order {
            DateOrder::Dmy => Order::DayFirst,
            DateOrder::Mdy => Order::MonthFirst,
        })
    }

    /// How many threads judge. Reading is the slow part and has a thread of its own.
    pub fn threads(&self) -> usize {
        let others = || ordered::threads().saturating_sub(1);
        self.threads.unwrap_or_else(others).max(1)
    }

    /// Which component made each message, from the rows before its last one. What can be read only
    /// once, such as standard input, is not looked through.
    ///
    /// # Errors
    /// The run was interrupted.
    pub fn origins(&self, language: Language) -> io::Result<Origins> {
        let mut origins = Origins::default();
        let files = self.files.iter().filter(|path| path.is_file());
        let files: Vec<PathBuf> = files.cloned().collect();
        let progress = Progress::of("rows looked through first", &files);
        ordered::ordered(
            1,
            files.iter().flat_map(|path| open(path, &progress)),
            |part| part,
            |part| {
                origins.take(&part);
                progress.add(part.count());
                progress.go_on()
            },
        )?;
        drop(progress);
        if origins.beyond > 0 {
            let limit = origin::LIMIT;
            let problem = Problem::of("", &Error::TooManyOrigins { limit }).warning();
            complain(&problem.localized(language));
        }
        Ok(origins)
    }

    /// Do `work` with the parts of all of them in every thread, `each` with the results in order.
    ///
    /// # Errors
    /// The first error of `each`, or that the run was interrupted.
    pub fn each<R: Send>(
        &self,
        work: impl Fn(Part) -> R + Sync,
        mut each: impl FnMut(R) -> io::Result<()>,
    ) -> io::Result<()> {
        let progress = Progress::of("rows", &self.files);
        ordered::ordered(
            self.threads(),
            self.files.iter().flat_map(|path| open(path, &progress)),
            |part| (part.count(), work(part)),
            |(rows, result)| {
                each(result)?;
                progress.add(rows);
                progress.go_on()
            },
        )
    }
}

/// The parts of one export.
pub fn open(path: &Path, progress: &Progress) -> Parts<'static> {
    let name = files::name(path);
    if name == "-" {
        return read::open(&name, progress.counted(io::stdin()));
    }
    match File::open(path) {
        // A pipe has no place that could be followed.
        Ok(file) if !path.is_file() => read::open(&name, progress.counted(file)),
        Ok(file) => {
            let place = progress.place(&file);
            Box::new(place.followed(read::open(&name, file)))
        }
        Err(e) => {
            let error = e.to_string();
            let problem = Problem::of(&name, &Error::NotOpened { error });
            Box::new(std::iter::once(Part::Unreadable(problem)))
        }
    }
}

/// Print what is wrong with the exports; `count` is the number of all problems.
pub fn print_problems(problems: &[Problem], count: u64, language: Language) {
    for problem in problems {
        complain(&problem.localized(language));
    }
    let more = count.saturating_sub(problems.len() as u64);
    if more > 0 {
        complain(&error(
            language,
            &Text::of(en("{number} more problems like these"), [("number", &more)]),
        ));
    }
}
