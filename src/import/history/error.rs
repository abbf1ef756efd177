//! Explains what is wrong with an audit log, and what its history does not have.

use crate::diagnostic::Explained;
use crate::i18n::{Text, en};

/// Why something is not in a history.
#[derive(Debug, Clone, PartialEq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[error("{}", self.message())]
pub enum Error {
    /// A file without records of an audit log.
    NoRecords,
    /// A search of which not all records are in the file.
    SearchCut { found: i64, number: usize },
    /// A record without a time that can be read.
    RecordWithoutTime { operation: String },
    /// A change that is not in the policies of the history.
    ChangeNotApplied { operation: String, why: Text },
    /// Policies that a policy of now does not determine.
    StatesNotKnown { count: usize, since: String },
    /// A policy that has all changes already.
    PolicyOfAfter,
    /// A policy of now that the changes do not lead to.
    ChangesMissing,
    /// A policy that is not YAML.
    NotYaml { reason: String },
}

impl Explained for Error {
    fn code(&self) -> &'static str {
        self.into()
    }

    fn message(&self) -> Text {
        match self {
            Self::NoRecords => en("the file has no records of an audit log").into(),
            Self::SearchCut { found, number } => Text::of(
                en("the search found {found} records, and the file has {number}"),
                [("found", found), ("number", number)],
            ),
            Self::RecordWithoutTime { operation } => Text::of(
                en(
                    "the record of `{operation}` has no time, so its place in the history is not known",
                ),
                [("operation", operation)],
            ),
            Self::ChangeNotApplied { operation, why } => Text::of(
                en("`{operation}` is not in the policies that follow: {why}"),
                [("operation", operation)],
            )
            .with_text("why", why.clone()),
            Self::StatesNotKnown { count, since } => Text::of(
                match count {
                    1 => en(
                        "the policy before {since} is not known: no record has the values that were changed from",
                    ),
                    _ => en(
                        "the first {count} policies, before {since}, are not known: no record has the values that were changed from",
                    ),
                },
                [
                    ("count", &count as &dyn std::fmt::Display),
                    ("since", since),
                ],
            ),
            Self::PolicyOfAfter => en("the policy has already what the changes made of it").into(),
            Self::ChangesMissing => en(
                "the changes do not lead to the policy of now: the log does not have all of them",
            )
            .into(),
            Self::NotYaml { reason } => Text::of(en("{reason}"), [("reason", reason)]),
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::NoRecords => en("export the audit log, as in `Search-UnifiedAuditLog -RecordType ExchangeAdmin -StartDate 2026-01-01 -EndDate 2026-06-30 -ResultSize 5000 | ConvertTo-Json -Depth 3 > audit.json`").into(),
            Self::SearchCut { .. } => en("search again with `-ResultSize 5000`, for shorter times where there are more").into(),
            Self::RecordWithoutTime { .. } => en("export the column `AuditData` or `CreationTime` as well").into(),
            Self::ChangeNotApplied { .. } => en("look at what it changed, and write it into the policies by hand").into(),
            Self::StatesNotKnown { .. } => en("give the policy from before the first change with `--policy`, if there is one").into(),
            Self::PolicyOfAfter => en("if it is the policy of now, give it with `--current`").into(),
            Self::ChangesMissing => en("compare the last policy with that of now with `rdsim diff`: what differs was changed at another time, or by what the search did not ask for").into(),
            Self::NotYaml { .. } => en("correct the YAML at this position").into(),
        }
    }
}
