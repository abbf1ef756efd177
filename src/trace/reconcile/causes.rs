//! Orders disagreements by what caused them, the surest cause first.

use super::reasons::Surety;
use super::{Disagreement, Span};
use crate::i18n::{Text, en};
use crate::transport::classify::Kind;
use crate::transport::message_facts::ForwardedBy;
use std::collections::BTreeMap;

/// Like disagreements.
#[derive(Debug, Clone)]
pub struct Group<'p> {
    /// How many.
    pub count: u64,
    /// The earliest of them.
    pub example: Disagreement<'p>,
    /// When they were seen.
    pub span: Span,
    /// Where Exchange and rdsim agreed on the same setting of the same remote domain.
    pub agreed: Agreed,
}

/// Rows with a time that agree on a setting of a remote domain.
#[derive(Debug, Clone, Copy, Default)]
pub struct Agreed {
    /// How many.
    pub count: u64,
    /// When they were seen.
    pub span: Span,
}

/// A row about which Exchange and rdsim agree.
#[derive(Debug, Clone)]
pub struct AgreedExample {
    /// The sender.
    pub sender: String,
    /// The recipient.
    pub recipient: String,
    /// The first possible kind, and how it was forwarded.
    pub case: (Kind, ForwardedBy),
}

/// How the times of a group stand to those of rows that agree on the same setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// All were before the first that agrees.
    Before,
    /// All were after the last that agrees.
    After,
    /// In between.
    Among,
    /// None agrees, or the times are not known.
    Untold,
}

impl Group<'_> {
    /// The setting that Exchange names, else the one by which rdsim predicts something else.
    #[must_use]
    pub fn setting(&self) -> Option<&'static str> {
        let did = self.example.exchange.response().and_then(|r| r.setting());
        did.or_else(|| self.example.ruling.as_ref().map(|r| r.setting))
    }

    /// What the times say.
    #[must_use]
    pub fn times(&self) -> Times {
        let (Some((first, last)), Some((agreed, agreed_last))) = (self.span, self.agreed.span)
        else {
            return Times::Untold;
        };
        if last < agreed {
            Times::Before
        } else if first > agreed_last {
            Times::After
        } else {
            Times::Among
        }
    }

    /// How sure its first reason is, by the reason itself and by the times of all rows.
    #[must_use]
    pub fn surety(&self) -> Surety {
        let Some(reason) = self.example.reasons.first() else {
            return Surety::Unexplained;
        };
        match self.times() {
            _ if reason.id != "policy-changed" => reason.surety,
            Times::Before | Times::After if self.is_hardly_chance() => Surety::Shown,
            Times::Among if self.is_unchanged() => Surety::Possible,
            _ => reason.surety,
        }
    }

    /// Put the change of a setting first, where the times show it and the rows do not tell the kind.
    pub(super) fn put_change_first(&mut self) {
        let shown = matches!(self.times(), Times::Before | Times::After) && self.is_hardly_chance();
        let reasons = &mut self.example.reasons;
        let is_open = reasons
            .first()
            .is_some_and(|r| r.id.starts_with("kind-by-"));
        let change = reasons.iter().position(|r| r.id == "policy-changed");
        if let Some(at) = change.filter(|_| shown && is_open) {
            let change = reasons.remove(at);
            reasons.insert(0, change);
        }
    }

    /// Whether so many rows hardly fall to two sides of a moment by chance: in one of twenty orders
    /// at most.
    fn is_hardly_chance(&self) -> bool {
        let (few, many) = match self.count < self.agreed.count {
            true => (self.count, self.agreed.count),
            false => (self.agreed.count, self.count),
        };
        let mut orders: u128 = 1;
        for i in 1..=u128::from(few) {
            orders = orders * (u128::from(many) + i) / i;
            // The two sides may be either way round.
            if orders >= 40 {
                return true;
            }
        }
        false
    }

    /// Whether rows of the same time agree on the setting, so that it hardly had another value.
    /// Outbound spam policies differ by sender: others may agree all the time.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.times() == Times::Among && self.setting() != Some("AutoForwardingMode")
    }
}

/// Disagreements with the same first reason and setting.
#[derive(Debug, Clone)]
pub struct Cause<'p> {
    /// The reason's identifier.
    pub id: &'static str,
    /// The setting, where the reason is about one.
    pub setting: Option<&'static str>,
    /// How sure it is for the surest of its groups.
    pub surety: Surety,
    /// How many disagreements.
    pub count: u64,
    /// Like ones, the most frequent first.
    pub groups: Vec<Group<'p>>,
}

impl Cause<'_> {
    /// What it is, in words.
    #[must_use]
    pub fn title(&self) -> Text {
        let about = |sentence, without| match self.setting {
            Some(setting) => Text::of(sentence, [("setting", &setting)]),
            None => Text::from(without),
        };
        match self.id {
            "accepted-domain-missing" => en("the policy lacks accepted domains").into(),
            "contact-missing" => {
                en("the policy lacks mail contacts, mail users or mailboxes that forward").into()
            }
            "mailbox-missing" => en("the policy lacks mailboxes with ExternalAudience None").into(),
            "forwarder-unknown" => {
                en("somebody inside redirected the messages, and the rows do not say who").into()
            }
            "membership-missing" => {
                en("the policy lacks members of groups that an outbound spam policy names").into()
            }
            "policy-changed" => about(
                en("{setting} was another when the messages were sent"),
                en("a setting was another when the messages were sent"),
            ),
            "other-remote-domain" => en("another remote domain applied").into(),
            "kind-by-subject" => {
                en("the kind is taken from subjects alone, which people may have written").into()
            }
            "kind-by-source" => en(
                "the rows tell which component made the messages, and not of which kind they are",
            )
            .into(),
            _ => about(
                en("nothing explains it but that rdsim is wrong about {setting}"),
                en("nothing explains it but that rdsim is wrong"),
            ),
        }
    }
}

/// The causes of these groups, the surest first, then the most frequent.
pub(super) fn causes(groups: Vec<Group<'_>>) -> Vec<Cause<'_>> {
    let mut all: BTreeMap<(&str, Option<&str>), Cause> = BTreeMap::new();
    for group in groups {
        let id = group.example.reasons.first().map_or("model", |r| r.id);
        // What the policy lacks is no matter of a setting.
        let by_setting = matches!(id, "policy-changed" | "model");
        let setting = group.setting().filter(|_| by_setting);
        let surety = group.surety();
        let cause = all.entry((id, setting)).or_insert_with(|| Cause {
            id,
            setting,
            surety,
            count: 0,
            groups: Vec::new(),
        });
        cause.surety = cause.surety.min(surety);
        cause.count += group.count;
        cause.groups.push(group);
    }
    let mut all: Vec<Cause> = all.into_values().collect();
    for cause in &mut all {
        // What is as frequent stays in the order of its words.
        cause.groups.sort_by_key(|g| std::cmp::Reverse(g.count));
    }
    all.sort_by_key(|c| (c.surety, std::cmp::Reverse(c.count)));
    all
}
