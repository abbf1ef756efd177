//! Finds the facts that a change rests on.

use super::forms::FormChange;
use super::{Change, SettingChange};
use crate::policy::sections::{ACCEPTED_DOMAINS, TRANSPORT_RULES};
use crate::policy::{AutoForwardingMode, CmdletEnum as _};
use crate::transport::facts::{Fact, forwarding, out_of_office, remote_domain};
use crate::transport::outcome::Outcome;
use crate::transport::rules;
use crate::transport::setting::Setting;
use crate::transport::settings::{self, allowed_oof_type, auto_forwarding_mode, tnef_enabled};

impl Change {
    /// The facts that it rests on: those of the setting that causes it, and of both responses.
    #[must_use]
    pub fn facts(&self) -> Vec<&'static Fact> {
        let responses = [self.old, self.new]
            .into_iter()
            .flatten()
            .filter_map(Outcome::response);
        let responses = responses.flat_map(|r| r.facts).copied();
        once(self.cause.facts().into_iter().chain(responses))
    }
}

impl FormChange {
    /// The facts that it rests on.
    #[must_use]
    pub fn facts(&self) -> Vec<&'static Fact> {
        self.cause.facts()
    }
}

impl SettingChange {
    /// The facts by which it is known what the setting does.
    fn facts(&self) -> Vec<&'static Fact> {
        let named = |name: &str| settings::all().find(|s| s.name == name);
        let of = |setting: &Setting| setting.facts.to_vec();
        match self.setting.as_str() {
            // What a mailbox or a contact says in place of the remote domain.
            "ExternalAudience" => {
                let mut facts = of(&allowed_oof_type::SETTING);
                facts.push(&out_of_office::MAILBOX_ANSWERS_NOBODY_OUTSIDE);
                facts
            }
            "UseMapiRichTextFormat" | "OutlookInternetFormat" => of(&tnef_enabled::SETTING),
            name if name == auto_forwarding_mode::SETTING.name => {
                let mut facts = of(&auto_forwarding_mode::SETTING);
                let automatic = AutoForwardingMode::Automatic.word();
                let mut values = self.old.iter().chain(&self.new);
                if values.any(|(value, _)| value == automatic) {
                    facts.push(&forwarding::AUTOMATIC_MEANS_OFF);
                }
                facts
            }
            name => match named(name) {
                Some(setting) => of(setting),
                // Where the recipient is, or where it is really sent.
                None if self.setting == ACCEPTED_DOMAINS.name => {
                    vec![&remote_domain::ACCEPTED_DOMAINS_ARE_INSIDE]
                }
                None if self.setting == TRANSPORT_RULES.name => rules::FACTS.to_vec(),
                None => vec![&remote_domain::ADDRESS_REALLY_SENT_TO],
            },
        }
    }
}

/// Each fact once, in order.
pub(super) fn once(all: impl Iterator<Item = &'static Fact>) -> Vec<&'static Fact> {
    let mut once: Vec<&'static Fact> = Vec::new();
    for fact in all {
        if !once.contains(&fact) {
            once.push(fact);
        }
    }
    once
}
