//! Lists why a verb cannot run, apart from what the readers of files find.

use super::ask;
use super::write::NotWritten;
use rdsim::address;
use rdsim::diagnostic::{Explained, Problem};
use rdsim::expectations;
use rdsim::i18n::{Language, Text, en};
use std::io;

/// Why a verb cannot run.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// A verb that needs a policy and is given none.
    NoPolicy { instead: Option<String> },
    /// A language of the environment.
    UnknownLanguage { language: String, known: String },
    /// The policy that a verb needs.
    UnreadablePolicy { error: String },
    /// A policy among those that `lint` checks.
    UnreadableLintedPolicy { error: String },
    /// A path of messages.
    NoSuchMessages,
    /// An address in the place of a file.
    AddressAsFile,
    /// A URL in the place of a file.
    UrlAsFile,
    /// A name in quotes that a shell has left there.
    QuotedName,
    /// A pattern where there is one file.
    PatternAsFile,
    /// A pattern without files.
    NoMatch,
    /// Neither a message nor what is needed to ask without one.
    NoMessage,
    /// No sender of a message that nobody has.
    NoSender,
    /// No recipient of a message that nobody has.
    NoRecipient,
    /// `diff` with one policy.
    NothingToCompare,
    /// `diff --set` with two policies.
    SetInTwoPolicies,
    /// Not an address.
    NotAnAddress { text: String },
    /// A path of expectation files.
    NoSuchExpectations,
    /// A folder that is searched for expectation files.
    UnreadableFolder { error: String },
    /// An expectation file.
    UnreadableExpectations { error: String },
    /// A folder of `--root` that is not there.
    UnreadableRoot { error: String },
    /// A path outside of the folder of `--root`.
    OutsideRoot { root: String },
    /// Folders without a policy.
    NoPolicies,
    /// Folders without an expectation file.
    NoExpectations,
    /// A filter that no case has.
    NoCaseMatches { filter: String },
    /// Less coverage than asked for.
    LowCoverage { percent: String, least: u8 },
    /// A file of `init` that is there already.
    InitFileExists { path: String },
    /// A file of `init` in the place of a folder.
    InitInFile,
    /// `explain --svg` without a topic.
    NoTopicToDraw,
    /// A topic without a page.
    UnknownTopic { topic: String, near: Vec<String> },
    /// `explain --policy` with a text that no policy has to do with.
    NothingInPolicy,
    /// Topics whose examples judge no message.
    TopicsNotDrawable { names: String },
    /// `check --svg` with no message or several.
    NotOneMessageToDraw,
    /// The page that `serve` serves.
    UnreadablePage { error: String },
    /// `serve` without a page, by a program that has none within it.
    BuiltWithoutPage,
    /// A port that `serve` cannot listen on.
    PortNotOpened { port: u16, error: String },
}

impl Error {
    /// As it is printed, for a file or, where its name is empty, for none.
    pub fn localized(&self, file: &str, language: Language) -> String {
        Problem::of(file, self).localized(language)
    }
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        let with_error = |english, error: &String| Text::of(english, [("error", error)]);
        match self {
            Self::NoPolicy { .. } => en("no policy is given").into(),
            Self::UnknownLanguage { language, .. } => Text::of(
                en("rdsim has no language `{language}`, which RDSIM_LANG names"),
                [("language", language)],
            ),
            Self::UnreadablePolicy { error } | Self::UnreadableLintedPolicy { error } => {
                with_error(en("the policy cannot be read: {error}"), error)
            }
            Self::NoSuchMessages
            | Self::AddressAsFile
            | Self::UrlAsFile
            | Self::QuotedName
            | Self::PatternAsFile
            | Self::NoSuchExpectations => en("no such file or folder").into(),
            Self::NoMatch => en("no file and no folder matches the pattern").into(),
            Self::NoMessage => en("no message is given").into(),
            Self::NothingInPolicy => en("no setting of a policy has to do with this").into(),
            Self::NothingToCompare => en("there is nothing to compare the policy with").into(),
            Self::SetInTwoPolicies => en("with `--set` there is no second policy").into(),
            Self::NoSender => en("without a message, the sender must be given").into(),
            Self::NoRecipient => en("without a message, a recipient must be given").into(),
            Self::NotAnAddress { text } => Text::of(en("`{text}` is no address"), [("text", text)]),
            Self::UnreadableFolder { error } => with_error("{error}", error),
            Self::UnreadableExpectations { error } => {
                with_error(en("the expectation file cannot be read: {error}"), error)
            }
            Self::UnreadableRoot { error } => {
                with_error(en("the folder cannot be read: {error}"), error)
            }
            Self::OutsideRoot { root } => {
                Text::of(en("outside of the folder `{root}`"), [("root", root)])
            }
            Self::NoPolicies => en("no policy was found").into(),
            Self::NoExpectations => en("no expectation file was found").into(),
            Self::NoCaseMatches { filter } => Text::of(
                en("no case has `{filter}` in its file or name"),
                [("filter", filter)],
            ),
            Self::LowCoverage { percent, least } => Text::of(
                en("{percent} % of the policy is covered, less than {least} %"),
                [("percent", percent), ("least", least)],
            ),
            Self::InitFileExists { path } => {
                Text::of(en("`{path}` exists already"), [("path", path)])
            }
            Self::InitInFile => en("it is a file").into(),
            Self::NoTopicToDraw => en("there is no topic to draw").into(),
            Self::UnknownTopic { topic, .. } => {
                Text::of(en("there is no page on `{text}`"), [("text", topic)])
            }
            Self::TopicsNotDrawable { names } => Text::of(
                en("the examples of {names} cannot be drawn: they judge no message"),
                [("names", names)],
            ),
            Self::NotOneMessageToDraw => en("`--svg` draws the mail flow of one message").into(),
            Self::UnreadablePage { error } => {
                with_error(en("the page cannot be read: {error}"), error)
            }
            Self::BuiltWithoutPage => en("this rdsim was built without the page").into(),
            Self::PortNotOpened { port, error } => Text::of(
                en("port {port} cannot be opened: {error}"),
                [("port", port), ("error", error)],
            ),
        }
    }

    fn help(&self) -> Text {
        let english = match self {
            Self::NoPolicy {
                instead: Some(path),
            } => return Text::of(en("did you mean `--policy {path}`?"), [("path", path)]),
            Self::NoPolicy { instead: None } => en(
                "give one with `--policy FILE`, with RDSIM_POLICY or in rdsim.toml; `rdsim init` and `rdsim import` write one",
            ),
            Self::UnknownLanguage { known, .. } => {
                return Text::of(en("known languages: {known}"), [("known", known)]);
            }
            Self::UnreadablePolicy { .. } => en(
                "give the path of a policy file, or write one with `rdsim init` or `rdsim import`",
            ),
            Self::UnreadableLintedPolicy { .. } => {
                en("give the path of a policy file, or write one with `rdsim init`")
            }
            Self::AddressAsFile => en("a recipient is given with `--to`, a sender with `--from`"),
            Self::UrlAsFile => {
                en("rdsim connects to nothing: save it as a file, and give the name of that")
            }
            Self::QuotedName => en("the quotes are part of the name here: leave them out"),
            Self::PatternAsFile => en("name one file: no pattern is looked up here"),
            Self::NoSuchMessages => en("give message files, folders, mailboxes, archives, or `-`"),
            Self::NoMatch => en("look at its folder, and give files, folders or another pattern"),
            Self::NoMessage => en(
                "give message files or folders, or ask without one: `--kind oof-external --to fabrikam.com`",
            ),
            Self::NothingToCompare => en(
                "give the policy after the change, `rdsim diff OLD NEW`, or what to change, `rdsim diff POLICY --set Default.AutoForwardEnabled=false`",
            ),
            Self::SetInTwoPolicies => {
                en("compare two policies without `--set`, or set it in one of them")
            }
            Self::NoSender => en(
                "give it with `--from`, such as `--from alice@contoso.com`; `<>` is the null sender",
            ),
            Self::NoRecipient => {
                en("give one or more with `--to`, such as `--to bob@fabrikam.com`")
            }
            Self::NotAnAddress { text } => {
                if address::is_several(text) {
                    return en(
                        "give each in an option of its own: `--to bob@fabrikam.com --to erin@example.com`",
                    )
                    .into();
                }
                // A domain alone is meant to be anybody there.
                let domain = ask::is_domain(text).unwrap_or_else(|| "contoso.com".into());
                return Text::of(
                    en(
                        "give an address such as `someone@{domain}`; any name will do that the policy does not list",
                    ),
                    [("domain", &domain)],
                );
            }
            Self::NoSuchExpectations => en("give expectation files, or folders to search"),
            Self::UnreadableFolder { .. } => en("make it readable, or give other paths"),
            Self::UnreadableExpectations { .. } => en("make it readable, or give another path"),
            Self::UnreadableRoot { .. } => en("give a folder that is there with `--root`"),
            Self::OutsideRoot { .. } => expectations::IN_ROOT,
            Self::NoPolicies => {
                en("name the file of one, or write one with `rdsim init` or `rdsim import`")
            }
            Self::NoExpectations => {
                return Text::of(
                    en("write one whose name ends in `{name}`, or give the path of one"),
                    [("name", &expectations::EXTENSION)],
                );
            }
            Self::NoCaseMatches { .. } => en("`rdsim test --verbose` lists the cases"),
            Self::LowCoverage { .. } => en("`rdsim test --coverage` lists what no case exercised"),
            Self::InitFileExists { path } if path.ends_with(".yml") => en(
                "name the policy in it, or delete it to have it written anew; nothing was written",
            ),
            Self::InitFileExists { .. } => {
                en("choose another folder, as in `rdsim init tenant`; nothing was written")
            }
            Self::InitInFile => en(
                "give a folder; a policy that is there is given with `--policy`, as in `rdsim init --policy contoso.yaml`",
            ),
            Self::NoTopicToDraw => en(
                "name a setting, a response or a kind: `rdsim explain --svg mail-flow.svg AutoForwardEnabled`",
            ),
            Self::UnknownTopic { near, .. } if !near.is_empty() => {
                return Text::of(
                    en("did you mean `{near}`? `rdsim explain` lists what there is"),
                    [("near", &near.join("`, `"))],
                );
            }
            Self::UnknownTopic { .. } => en("`rdsim explain` lists what there is"),
            Self::NothingInPolicy => en(
                "with `--policy`, give a line of a trace or of a report, a response that rdsim predicts, or a setting",
            ),
            Self::TopicsNotDrawable { .. } => en("draw a setting, a response or a kind"),
            Self::NotOneMessageToDraw => {
                en("give one message with `--svg`, or without a message a sender with `--from`")
            }
            Self::UnreadablePage { .. } => en("build it with `web/build`, or give its path"),
            Self::BuiltWithoutPage => en(
                "every release has it as `rdsim.html`: open that file in a browser, or give its path; from the source, `web/build` makes it",
            ),
            Self::PortNotOpened { .. } => {
                en("choose another with `--port`, or any free one with `--port 0`")
            }
        };
        english.into()
    }
}

/// What the system says of a file: what is usual in words of our own, in the reader's language.
pub fn of_system(error: &io::Error) -> Text {
    use io::ErrorKind as K;
    match kind(error) {
        K::NotFound => en("no such file or folder").into(),
        K::PermissionDenied => en("no permission").into(),
        K::IsADirectory => en("it is a folder").into(),
        K::NotADirectory => en("a file stands where a folder should").into(),
        K::StorageFull => en("no room is left").into(),
        _ => Text::of("{error}", [("error", error)]),
    }
}

/// A message alone, where there is nothing to advise.
pub fn error(language: Language, message: &Text) -> String {
    let message = message.localized(language);
    language.fill(en("error: {message}"), &[("message", &message)])
}

/// Problems as they are printed.
pub fn problems(language: Language, problems: &[Problem]) -> String {
    let text: Vec<String> = problems.iter().map(|p| p.localized(language)).collect();
    text.join("\n")
}

/// The error in an error that a writer of tables wrapped up.
fn inner(error: &io::Error) -> Option<&io::Error> {
    let mut inner = error
        .get_ref()
        .map(|e| e as &(dyn std::error::Error + 'static));
    while let Some(e) = inner {
        if let Some(e) = e.downcast_ref::<io::Error>() {
            return Some(e);
        }
        if let Some(csv::ErrorKind::Io(e)) = e.downcast_ref::<csv::Error>().map(csv::Error::kind) {
            return Some(e);
        }
        inner = e.source();
    }
    None
}

/// The kind of an error, also of one that a writer of tables wrapped up.
pub fn kind(error: &io::Error) -> io::ErrorKind {
    inner(error).map_or(error.kind(), kind)
}

/// The file that could not be written, if that is the error.
pub fn not_written(error: &io::Error) -> Option<&NotWritten> {
    let found = error.get_ref().and_then(|e| e.downcast_ref());
    found.or_else(|| not_written(inner(error)?))
}
