//! Says of every error of an expectation file what is wrong and what to do.

use super::Error;
use crate::diagnostic::{Explained, did_you_mean, near_values, nearest};
use crate::expectations::fact::{list, outcomes_without_response, short};
use crate::i18n::{Text, en};
use crate::transport::responses;
use std::fmt::Display;

/// What to do about a file outside of the folder of `--root`.
pub const IN_ROOT: &str = en(
    "name a file in that folder; links out of it are not followed, and `.git` counts as outside",
);

impl Explained for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::Shared(error) => error.code(),
            _ => self.into(),
        }
    }

    fn message(&self) -> Text {
        let wants = |english, name: &dyn Display, found: &Text| {
            Text::of(english, [("name", name)]).with_text("found", found.clone())
        };
        match self {
            Self::Shared(error) => error.message(),
            Self::NotMapping { what, found, .. } => {
                Text::from(en("expected {what}, found {found}"))
                    .with_text("what", *what)
                    .with_text("found", found.clone())
            }
            Self::UnknownKey { key, what, .. } => {
                Text::of(en("unknown key `{key}` in {what}"), [("key", key)])
                    .with_text("what", *what)
            }
            Self::RecipientGivenTwice { address } => {
                Text::of(en("`{name}` is given twice"), [("name", address)])
            }
            Self::NotList { name, found } => {
                wants(en("`{name}` wants a list, found {found}"), name, found)
            }
            Self::NoText { name, found } => {
                wants(en("`{name}` wants text, found {found}"), name, found)
            }
            Self::FactNotText { name, found } => {
                wants(en("`{name}` wants text, found {found}"), name, found)
            }
            Self::NotWord { name, text, .. } => {
                let found = Text::of("`{text}`", [("text", text)]);
                wants(en("{found} is not a value of `{name}`"), name, &found)
            }
            Self::NoCase => en("the file has no case").into(),
            Self::TooManyRecipients => {
                en("the cases have more than 100,000 recipients together").into()
            }
            Self::NameOfTwo { name, .. } => {
                Text::of(en("`{name}` is the name of two cases"), [("name", name)])
            }
            Self::NoPolicy => en("the file names no `Policy`").into(),
            Self::PolicyUnread { file, reason } => Text::of(
                en("the policy `{file}` cannot be read: {reason}"),
                [("file", file)],
            )
            .with_text("reason", reason.clone()),
            Self::PolicyUnusable { file } => {
                Text::of(en("the policy `{file}` cannot be used"), [("file", file)])
            }
            Self::CaseWithoutName => en("the case has no `Name`").into(),
            Self::CaseWithoutExpect => en("the case has no `Expect`").into(),
            Self::CaseWithoutMessage => en("the case has no message").into(),
            Self::CaseWithoutRecipient => en("the case has no recipient").into(),
            Self::NotAddress { text } => {
                Text::of(en("`{text}` is not an address"), [("text", text)])
            }
            Self::NotRecipient { address, .. } => Text::of(
                en("`{address}` is not a recipient of the case"),
                [("address", address)],
            ),
            Self::NothingExpected { address } => Text::of(
                en("nothing is expected for the recipient `{address}`"),
                [("address", address)],
            ),
            Self::ExpectNotMapping { found } => wants(
                en("`{name}` wants a mapping, found {found}"),
                &"Expect",
                found,
            ),
            Self::BodyWithoutHeaders => en("`Body` without `Headers`").into(),
            Self::MessageAndHeaders => en("the case has both `Message` and `Headers`").into(),
            Self::MessageUnread { file, reason } => Text::of(
                en("the message `{file}` cannot be read: {reason}"),
                [("file", file)],
            )
            .with_text("reason", reason.clone()),
            Self::OutsideRoot { file, root } => Text::of(
                en("`{file}` is outside of the folder `{root}`"),
                [("file", file), ("root", root)],
            ),
            Self::MessageUnusable { file, reason } => Text::of(
                en("the message `{file}` cannot be used: {reason}"),
                [("file", file)],
            )
            .with_text("reason", reason.clone()),
            Self::HeadersNotMapping { found } => wants(
                en("`{name}` wants header lines, found {found}"),
                &"Headers",
                found,
            ),
            Self::NotHeaderName { name } => {
                Text::of(en("`{name}` is not the name of a header"), [("name", name)])
            }
            Self::TableWithout { name, .. } => {
                Text::of(en("the table has no `{name}`"), [("name", name)])
            }
            Self::RowsNotMapping { found } => wants(
                en("`{name}` wants rows by address, found {found}"),
                &"Recipients",
                found,
            ),
            Self::CellCount { found, wanted } => Text::of(
                en("the row has {found} of {wanted} cells"),
                [("found", found), ("wanted", wanted)],
            ),
            Self::NotCell { found, .. } => {
                Text::from(en("{found} is not a cell of a table")).with_text("found", found.clone())
            }
            Self::FactWithoutValue { name } => {
                Text::of(en("`{name}` has no value"), [("name", name)])
            }
            Self::NotLineWrap { found } => {
                wants(en("{found} is not a value of `{name}`"), &"LineWrap", found)
            }
            Self::NotResponse { text } => Text::of(
                en("`{text}` is not a response of the resolver"),
                [("text", text)],
            ),
            Self::ForwardedIsNoOutcome { text } => Text::of(
                en("`{text}` is no outcome: the trace logs it beside one"),
                [("text", text)],
            ),
            Self::CellOfSeveral { name } => Text::of(
                en(
                    "the cell of `{name}` cannot say what is so: those who are addressed by its recipient have different verdicts",
                ),
                [("name", name)],
            ),
            Self::CannotRewrite { name } => Text::of(
                en("the expectations of `{name}` cannot be rewritten"),
                [("name", name)],
            ),
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::Shared(error) => error.help(),
            Self::NotMapping { keys, .. } => {
                Text::of(en("write the keys {keys}"), [("keys", &list(keys))])
            }
            Self::UnknownKey { key, what, keys } => {
                let all = list(keys);
                nearest(key, keys.iter().copied()).map_or_else(
                    || {
                        Text::of(en("the keys of {what} are {keys}"), [("keys", &all)])
                            .with_text("what", *what)
                    },
                    did_you_mean,
                )
            }
            Self::RecipientGivenTwice { .. } | Self::MessageAndHeaders => {
                en("remove one of them").into()
            }
            Self::NotList { .. } => en("start each entry with `- `").into(),
            Self::NoText { .. } => en("write a value, or remove the line").into(),
            Self::NotWord { text, words, .. } => match nearest(text, words.iter().copied()) {
                Some(near) => did_you_mean(near),
                None => near_values(None, words),
            },
            Self::NoCase => en("write cases under `Cases:` or `Tables:`").into(),
            Self::TooManyRecipients => en("split the file").into(),
            Self::NameOfTwo { first, .. } => Text::of(
                en("give one another name; the first is on line {first}"),
                [("first", first)],
            ),
            Self::NoPolicy => {
                en("add `Policy: contoso.yaml`; the path is relative to this file").into()
            }
            Self::PolicyUnread { .. } | Self::MessageUnread { .. } => {
                en("give a path relative to this file").into()
            }
            Self::OutsideRoot { .. } => IN_ROOT.into(),
            Self::PolicyUnusable { .. } => en("correct the problems of the policy that follow").into(),
            Self::CaseWithoutName => en("add `Name:`; reports call the case by it").into(),
            Self::CaseWithoutExpect => en("add `Expect:` and, below it, `Outcome:`; `rdsim test --bless` fills in an empty one").into(),
            Self::CaseWithoutMessage => en("add `Message:` (the path of a message file), `Headers:`, or `Kind:` alone").into(),
            Self::CaseWithoutRecipient => {
                en("add `To: bob@fabrikam.com`, or a list of addresses").into()
            }
            Self::NotAddress { .. } => en("write it as `bob@fabrikam.com`").into(),
            Self::NotRecipient { recipients, .. } => Text::from(en("recipients: {addresses}"))
                .with_text("addresses", recipients.clone()),
            Self::NothingExpected { .. } => {
                en("add it, or name the recipients that matter in `To:`").into()
            }
            Self::ExpectNotMapping { .. } => en("write `Outcome:` and its value below it, or `Expect: {Outcome: leaves}`").into(),
            Self::BodyWithoutHeaders => en("give `Headers:` with it, or remove it").into(),
            Self::MessageUnusable { .. } => {
                en("give the path of a file with one message").into()
            }
            Self::HeadersNotMapping { .. } => {
                en("write a mapping such as `Subject: Automatic reply`").into()
            }
            Self::NotHeaderName { .. } => en("write letters, digits and hyphens").into(),
            Self::TableWithout { help, .. } => (*help).into(),
            Self::RowsNotMapping { .. } => {
                en("write rows such as `bob@fabrikam.com: [leaves, leaves]`").into()
            }
            Self::CellCount { .. } => en("write one cell for each of `Kinds`; `~` where `rdsim test --bless` is to fill it in").into(),
            Self::NotCell { text, .. } => {
                let plain = outcomes_without_response();
                let codes = responses::ALL.iter().map(|r| short(r));
                let near = nearest(text, plain.into_iter().chain(codes));
                near.map_or_else(
                    || {
                        Text::of(
                            en("write {values} or a response such as `RESOLVER.MSGTYPE.AF`"),
                            [("values", &list(&plain))],
                        )
                    },
                    did_you_mean,
                )
            }
            Self::FactWithoutValue { .. } => en("write a value, or remove the line; `rdsim test --bless` fills in an `Expect:` without properties").into(),
            Self::FactNotText { .. } => en("write one value").into(),
            Self::NotLineWrap { .. } => en("write a number of characters or `Unlimited`").into(),
            Self::NotResponse { text } => {
                let near = nearest(text, responses::ALL.iter().map(|r| short(r)));
                near.map_or_else(
                    || en("write the code, such as `RESOLVER.MSGTYPE.AF` or `5.7.520`, or the whole line of the trace").into(),
                    did_you_mean,
                )
            }
            Self::ForwardedIsNoOutcome { .. } => {
                en("expect what becomes of the message at the address it is forwarded to").into()
            }
            Self::CellOfSeveral { .. } => en("write a case with `Expect` by address in place of the cell; the file was left as it is").into(),
            Self::CannotRewrite { .. } => en("write them by hand, perhaps an alias or a tag is in the way; the file was left as it is").into(),
        }
    }
}
