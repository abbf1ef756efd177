//! Opens the exports that the verbs are given, and prints what is wrong with them.

use super::found;
use super::spooled::Spooled;
use crate::cli::error::{error, of_system};
use crate::cli::progress::Progress;
use crate::cli::shared::Shared;
use crate::cli::{complain, files, input, ordered, output};
use clap::{Args, ValueEnum};
use rdsim::diagnostic::Problem;
use rdsim::i18n::{Language, Text, en};
use rdsim::policy::Policy;
use rdsim::trace::Error;
use rdsim::trace::batch::Part;
use rdsim::trace::date::Order;
use rdsim::trace::origin::{self, Origins};
use rdsim::trace::read::{self, Parts};
use rdsim::trace::repeats::Repeats;
use rdsim::trace::scan::Settled;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The exports, and how they are read.
#[derive(Debug, Args)]
pub struct Exports {
    /// Reports of the admin center, output of the cmdlets (CSV, JSON), tracking logs, any of them
    /// packed (gzip, Zstandard, zip), Excel workbooks; folders of these, patterns, or `-`
    #[arg(required = true, value_name = "FILES")]
    pub(super) paths: Vec<PathBuf>,
    /// The files that these are.
    #[arg(skip)]
    files: OnceLock<Vec<PathBuf>>,
    /// How dates such as 03/04/2026 are meant; without it, they are not guessed
    #[arg(long, value_name = "ORDER")]
    pub date_order: Option<DateOrder>,
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
    /// The files that are read.
    pub fn files(&self, language: Language) -> &[PathBuf] {
        self.files
            .get_or_init(|| found::files(&self.paths, language))
    }

    /// How dates are meant.
    pub fn order(&self) -> Option<Order> {
        self.date_order.map(|order| match order {
            DateOrder::Dmy => Order::DayFirst,
            DateOrder::Mdy => Order::MonthFirst,
        })
    }

    /// Which component made each message, from the rows before its last one.
    ///
    /// # Errors
    /// The run was interrupted.
    pub fn origins(&self, spooled: &Spooled, language: Language) -> io::Result<Origins> {
        let mut origins = Origins::default();
        let progress = Progress::of("rows looked through first", self.files(language));
        ordered::ordered(
            1,
            self.files(language)
                .iter()
                .enumerate()
                .flat_map(|(place, path)| {
                    let first = spooled.first(place, path, &progress);
                    first.unwrap_or_else(|| open(path, &progress))
                }),
            Part::parsed,
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
            output::note(&problem.localized(language));
        }
        Ok(origins)
    }

    /// Do `work` with what the parts of all of them say, in every thread, `each` with the results in
    /// order, once the origins are known.
    ///
    /// # Errors
    /// The first error of `each`, or that the run was interrupted.
    pub fn each<R: Send>(
        &self,
        spooled: &Spooled,
        policy: &Policy,
        shared: &Shared,
        work: impl Fn(Settled) -> R + Sync,
        mut each: impl FnMut(R) -> io::Result<()>,
    ) -> io::Result<()> {
        let files = self.files(shared.language);
        let progress = Progress::of("rows", files);
        let parts = files.iter().enumerate().flat_map(|(place, path)| {
            let again = spooled.again(place, path);
            again.unwrap_or_else(|| open(path, &progress))
        });
        // What the rows say is found out in every thread, what they say again in their order, and
        // what becomes of the rest in every thread again. Cutting a file into rows is the work of
        // one more, and takes a tenth of the time.
        let settle = |send: &mut dyn FnMut(Settled) -> bool| {
            let mut repeats = Repeats::default();
            let settled = ordered::ordered(
                shared.jobs,
                parts,
                |part| Settled::of(part, policy),
                |mut settled| {
                    settled.mark(&mut repeats);
                    let wanted = send(settled);
                    if wanted {
                        Ok(())
                    } else {
                        Err(io::ErrorKind::Interrupted.into())
                    }
                },
            );
            // Nobody wants the rest: why is known where it is wanted.
            let _: io::Result<()> = settled;
        };
        ordered::produced(
            shared.jobs,
            ordered::AHEAD,
            settle,
            |settled| (settled.count(), work(settled)),
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
        return read::open(&name, progress.counted(input::standard_input()));
    }
    match File::open(path) {
        // A pipe has no place that could be followed.
        Ok(file) if !path.is_file() => read::open(&name, progress.counted(file)),
        Ok(file) => {
            let place = progress.place(&file);
            Box::new(place.followed(read::open(&name, file)))
        }
        Err(e) => {
            let error = of_system(&e);
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
