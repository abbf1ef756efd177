//! Shows the page on a setting, a response, a kind, a reaction or a rule.

use super::destination::{OutputArgs, REPORT};
use super::error::{Error, problems};
use super::shared::Shared;
use super::write::{self, Existing};
use super::{Exit, complain, files, input, output};
use clap::{Args, ValueEnum};
use rdsim::explain::in_policy::{self, PolicyFile};
use rdsim::explain::lines::{self, Answer};
use rdsim::explain::{self, Group, example, facts};
use rdsim::i18n::{Language, en};
use rdsim::policy::{encoding, read};
use rdsim::report::{page, svg};
use rdsim::text::shell;
use rdsim::trace::event::{self, Event};
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The width of lines where there is no terminal.
const WIDTH: usize = 80;
/// Characters of a text without a page that are shown.
const SHOWN: usize = 200;
/// Bytes of a text on standard input that are read.
const PASTED: u64 = 1 << 20;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A setting, a response, or any text that shows some (a line of a trace, a report, a log), a
    /// kind, a reaction, a rule, a fact; `facts` or `responses` for all of these, `-` for standard
    /// input [default: list all]
    pub topic: Vec<String>,
    /// Say too which entries and settings of this policy (YAML) give the response, and what to
    /// change [default on a terminal: that of RDSIM_POLICY or rdsim.toml, with the whole page]
    #[arg(long, short, value_name = "FILE", conflicts_with = "svg")]
    pub policy: Option<PathBuf>,
    /// The format [default: terminal]
    #[arg(long, help_heading = REPORT)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Draw the examples as SVG, to a file, in place of showing the page
    #[arg(help_heading = REPORT,
        long,
        value_name = "FILE",
        group = "written",
        conflicts_with = "output"
    )]
    pub svg: Option<PathBuf>,
    /// With `--svg`: light text on a dark ground
    #[arg(help_heading = REPORT, long, requires = "svg")]
    pub dark: bool,
    /// Do not show long pages in a pager
    #[arg(help_heading = REPORT, long)]
    pub no_pager: bool,
}

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal, or plain text
    Terminal,
    /// Markdown
    #[value(alias = "md")]
    Markdown,
    /// An HTML document
    Html,
}

pub(super) fn run(args: &ExplainArgs, shared: &Shared) -> io::Result<Exit> {
    let language = shared.language;
    let text = match args.topic.as_slice() {
        [one] if one == "-" => pasted()?,
        words => words.join(" "),
    };
    let tables = if text.trim().is_empty() {
        if args.svg.is_some() {
            return Ok(complain(&Error::NoTopicToDraw.localized("", language)));
        }
        Some((language.translate(en("Topics")).to_owned(), list(language)))
    } else {
        of_tables(&text, args, language)
    };
    let (title, markdown) = match tables {
        Some(_) if args.policy.is_some() => {
            return Ok(complain(&Error::NothingInPolicy.localized("", language)));
        }
        Some(table) => table,
        None => match lines::explain(&text) {
            Ok(answers) => match (&args.svg, &args.policy) {
                (Some(path), _) => {
                    let style = svg::Style {
                        language,
                        dark: args.dark,
                    };
                    let existing = Existing::forced(args.output.force);
                    return draw(&answers, path, existing, style);
                }
                (None, None) => {
                    let own = in_default_policy(&text, &answers, args, shared);
                    (names(&answers), own + &pages(&answers, language))
                }
                (None, Some(policy)) => match in_policy(&text, &answers, policy, language) {
                    Ok(own) if own.is_empty() => {
                        return Ok(complain(&Error::NothingInPolicy.localized("", language)));
                    }
                    Ok(own) => (
                        names(&answers),
                        format!("{own}\n{}", summaries(&answers, language)),
                    ),
                    Err(why) => return Ok(complain(&why)),
                },
            },
            Err(near) => {
                // A whole report may be asked for.
                let topic = text.trim().chars().take(SHOWN).collect();
                let error = Error::UnknownTopic { topic, near };
                return Ok(complain(&error.localized("", language)));
            }
        },
    };
    let format = args.output.format(args.format, Format::Terminal);
    if format == Format::Terminal && args.output.output.is_none() {
        show(&markdown, args)?;
        return Ok(Exit::Done);
    }
    let mut to = args.output.open(format == Format::Terminal)?;
    match format {
        Format::Markdown => to.write_all(markdown.as_bytes())?,
        Format::Html => {
            let document = page::document(&markdown, &title, language.tag());
            to.write_all(document.as_bytes())?;
        }
        Format::Terminal => page::terminal(&markdown, WIDTH, &mut to)?,
    }
    to.done()?;
    Ok(Exit::Done)
}

/// What the policy of the environment or the configuration file has to do with a text that these
/// explain. What is written for others tells nothing of it, and a page is shown beside files that
/// cannot be read.
fn in_default_policy(
    text: &str,
    answers: &[Answer],
    args: &ExplainArgs,
    shared: &Shared,
) -> String {
    let format = args.output.format(args.format, Format::Terminal);
    // Of a word for many responses, such as `dropped`, the page is the answer.
    let several = answers.len() > 1;
    if several || format != Format::Terminal || args.output.output.is_some() {
        return String::new();
    }
    let path = shared.default_policy().ok().flatten();
    let own = path.map(|path| in_policy(text, answers, &path, shared.language));
    match own {
        Some(Ok(own)) if !own.is_empty() => own + "\n",
        _ => String::new(),
    }
}

/// What a policy has to do with a text that these explain; nothing, if it has not.
fn in_policy(
    text: &str,
    answers: &[Answer],
    path: &Path,
    language: Language,
) -> Result<String, String> {
    let (name, bytes) = files::load(path, language)?;
    let read = read::read_to_judge(&name, &bytes);
    let (policy, _) = read.map_err(|found| problems(language, &found))?;
    let file = PolicyFile {
        policy: &policy,
        bytes: &bytes,
    };
    Ok(in_policy::markdown(text, answers, file, language))
}

/// The table of facts, the page on one, or the catalogue of responses, where a text asks for them;
/// they have no examples to draw.
fn of_tables(text: &str, args: &ExplainArgs, language: Language) -> Option<(String, String)> {
    if args.svg.is_some() {
        return None;
    }
    if text.trim().eq_ignore_ascii_case(lines::TOPIC) {
        let title = language.translate(en("Responses of Exchange Online"));
        return Some((title.to_owned(), lines::table(language)));
    }
    if text.trim().eq_ignore_ascii_case(facts::TOPIC) {
        let title = language.translate(en("Facts")).to_owned();
        return Some((title, facts::table(language)));
    }
    // The detail of a trace begins with its event, as in `DLP rule: 'Block', ID: ...`.
    let begun = || event::find(text.split_once(':')?.0);
    if let Some(event) = event::find(text)
        .or_else(begun)
        .filter(|e| e.page.is_none())
        && explain::named(text).is_none()
    {
        return Some((event.name.to_owned(), of_event(event, language)));
    }
    if let Some((name, why)) = explain::not_simulated(text) {
        let why = language.translate(why);
        let known = language.translate(en("Known, not simulated"));
        return Some((name.to_owned(), format!("# {name}\n\n{known}: {why}.\n")));
    }
    let fact = facts::find(text)?;
    Some((fact.id.to_owned(), facts::page(fact, language)))
}

/// What an event means that has no page of its own.
fn of_event(event: &Event, language: Language) -> String {
    let follows = if event.last {
        en("Nothing follows for the recipient.")
    } else {
        en("It is not the last event for the recipient.")
    };
    let meaning = language.translate(event.meaning);
    let follows = language.translate(follows);
    format!(
        "# {}\n\n{}: {meaning}\n\n{follows}\n",
        event.name, event.detail
    )
}

/// The text on standard input.
fn pasted() -> io::Result<String> {
    let mut bytes = Vec::new();
    input::standard_input()
        .take(PASTED)
        .read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&encoding::utf8(&bytes)).into_owned())
}

/// Draw the examples of topics to a file.
fn draw(
    answers: &[Answer],
    path: &Path,
    existing: Existing,
    style: svg::Style,
) -> io::Result<Exit> {
    let language = style.language;
    let topics = answers.iter().filter_map(|answer| match answer {
        Answer::Page(topic) => Some(topic),
        Answer::Entry(_) | Answer::OneOf(..) => None,
    });
    let judged = topics.filter(|t| t.group.judges());
    let pages = judged.map(|t| t.page(language));
    let drawn: Vec<_> = pages
        .flat_map(|page| example::mail_flows(&page, language))
        .collect();
    if drawn.is_empty() {
        let names = names(answers);
        let error = Error::TopicsNotDrawable { names };
        return Ok(complain(&error.localized("", language)));
    }
    write::file(
        path,
        svg::draw(&names(answers), &drawn, style).as_bytes(),
        existing,
    )?;
    Ok(Exit::Done)
}

fn names(answers: &[Answer]) -> String {
    let names: Vec<String> = answers.iter().map(Answer::name).collect();
    names.join(", ")
}

fn pages(answers: &[Answer], language: Language) -> String {
    let pages = answers.iter().map(|answer| answer.markdown(language));
    pages.collect::<Vec<_>>().join("\n")
}

/// What each is in short, and how to see the page.
fn summaries(answers: &[Answer], language: Language) -> String {
    let one = |answer: &Answer| match answer {
        Answer::Page(topic) => {
            let mut summary = topic.summary(language);
            // It may end before a colon.
            if summary.ends_with(char::is_alphanumeric) {
                summary.push(if language == Language::Japanese {
                    '。'
                } else {
                    '.'
                });
            }
            let command = format!("`rdsim explain {}`", shell::word(topic.name));
            let more = en("{command} shows the page on it.");
            let more = language.fill(more, &[("command", &command)]);
            format!("# {}\n\n{summary}\n\n{more}\n", topic.name)
        }
        Answer::Entry(_) | Answer::OneOf(..) => answer.markdown(language),
    };
    answers.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Every topic with its first sentence.
fn list(language: Language) -> String {
    let topics = explain::topics();
    let mut out = format!("# {}\n", language.translate(en("Topics")));
    for group in Group::ALL {
        // A String takes whatever is written to it.
        let _ = write!(out, "\n## {}\n\n", language.translate(group.heading()));
        for topic in topics.iter().filter(|t| t.group == group) {
            let summary = topic.summary(language);
            let _ = writeln!(out, "- **{}**: {summary}", topic.name);
        }
    }
    let (heading, summary) = (
        language.translate(en("Facts")),
        language.translate(facts::SUMMARY),
    );
    let _ = write!(out, "\n## {heading}\n\n- **{}**: {summary}\n", facts::TOPIC);
    let heading = language.translate(en("Responses of Exchange Online"));
    let summary = language.translate(lines::SUMMARY);
    let _ = write!(out, "\n## {heading}\n\n- **{}**: {summary}\n", lines::TOPIC);
    out
}

/// Show it on the terminal, through a pager where it is longer than the screen; plain otherwise.
fn show(markdown: &str, args: &ExplainArgs) -> io::Result<()> {
    let mut out = anstream::AutoStream::auto(io::stdout());
    let size = terminal_size::terminal_size();
    let size = size.filter(|_| io::stdout().is_terminal());
    let (width, height) = size.map_or((WIDTH, usize::MAX), |(w, h)| (w.0.into(), h.0.into()));
    let mut text = Vec::new();
    page::terminal(markdown, width.min(WIDTH + 20), &mut text)?;
    let lines = text.iter().filter(|b| **b == b'\n').count();
    if lines > height && !args.no_pager && paged(&text, out.current_choice())? {
        return Ok(());
    }
    if output::in_workflow() {
        // The log of a job is searched for commands, and a policy may have one.
        let mut log = output::open(true);
        log.write_all(&text)?;
        return log.flush();
    }
    out.write_all(&text)
}

/// Give it to the pager that PAGER names, or `less`; whether there is one.
fn paged(text: &[u8], colour: anstream::ColorChoice) -> io::Result<bool> {
    let pager = std::env::var("PAGER").ok().filter(|p| !p.trim().is_empty());
    let pager = pager.unwrap_or_else(|| "less".into());
    let mut words = pager.split_whitespace();
    let Some(program) = words.next() else {
        return Ok(false);
    };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.spawn() else {
        return Ok(false);
    };
    if let Some(mut stdin) = child.stdin.take() {
        let plain = anstream::adapter::strip_bytes(text).into_vec();
        let coloured = colour != anstream::ColorChoice::Never;
        match stdin.write_all(if coloured { text } else { &plain }) {
            // Leaving the pager early is no error.
            Err(e) if e.kind() != io::ErrorKind::BrokenPipe => return Err(e),
            _ => {}
        }
    }
    child.wait().map(|_| true)
}
