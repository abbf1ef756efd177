//! Finds the page on a setting, a response, a status, an event, a kind, a reaction or a rule, in
//! the reader's language.
//!
//! Tests play the examples of every page; no page is for `explain` alone.

pub mod example;
#[cfg(feature = "cli")]
pub mod facts;
#[cfg(feature = "cli")]
pub mod in_policy;
pub mod letters;
pub mod lines;
pub mod page;
#[cfg(feature = "cli")]
pub mod reaction;
pub mod translation;
#[cfg(feature = "cli")]
pub mod words;

use crate::i18n::{Language, en};
#[cfg(feature = "cli")]
use crate::policy::sections::NOT_SIMULATED;
use crate::policy::sections::TRANSPORT_RULES;
#[cfg(feature = "cli")]
use crate::react;
#[cfg(feature = "cli")]
use crate::submit::{self, Method};
use crate::trace::{event, status};
use crate::transport::classify::Kind;
use crate::transport::facts::Fact;
use crate::transport::{responses, rules, settings};
use crate::{diagnostic, lint, trace};
use letters::letters;
use page::Page;

/// The sort of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// A setting of a remote domain, or of the outbound spam policy.
    Setting,
    /// What a message trace logs.
    Response,
    /// What the summary of a message trace says became of a message.
    Status,
    /// What the detail of a message trace says happened.
    Event,
    /// A kind of message.
    Kind,
    /// What a message triggers in a mailbox.
    Reaction,
    /// A method by which a device submits mail.
    Method,
    /// What Exchange Online asks of a device.
    Requirement,
    /// A rule of `rdsim lint`.
    Rule,
}

impl Group {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 9] = [
        Self::Setting,
        Self::Response,
        Self::Status,
        Self::Event,
        Self::Kind,
        Self::Reaction,
        Self::Method,
        Self::Requirement,
        Self::Rule,
    ];

    /// The heading above them in a list.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Setting => en("Settings"),
            Self::Response => en("Responses in a message trace"),
            Self::Status => en("Statuses in a message trace"),
            Self::Event => en("Events in a message trace"),
            Self::Kind => en("Kinds of messages"),
            Self::Reaction => en("What a message triggers"),
            Self::Method => en("Methods by which a device sends mail"),
            Self::Requirement => en("Requirements of those methods"),
            Self::Rule => en("Rules of rdsim lint"),
        }
    }

    /// Whether the examples of its pages are messages that are judged under a policy.
    #[must_use]
    pub fn judges(self) -> bool {
        matches!(self, Self::Setting | Self::Response | Self::Kind)
    }

    /// The first half of the place of a topic.
    fn folder(self) -> &'static str {
        match self {
            Self::Setting => "settings",
            Self::Response => "responses",
            Self::Status => "statuses",
            Self::Event => "events",
            Self::Kind => "kinds",
            Self::Reaction => "reactions",
            Self::Method => "methods",
            Self::Requirement => "submit",
            Self::Rule => "lint",
        }
    }
}

/// One thing that can be explained.
#[derive(Debug, Clone, Copy)]
pub struct Topic {
    /// Its sort.
    pub group: Group,
    /// Its name, which is the title of its page.
    pub name: &'static str,
    /// Its page in English.
    page: &'static str,
}

fn topic(group: Group, page: &'static str) -> Topic {
    let name = page::title(page);
    Topic { group, name, page }
}

/// Every topic, group by group, in the order of the registries. The web page has those only that
/// a verdict leads to: settings, responses and kinds.
#[must_use]
pub fn topics() -> Vec<Topic> {
    let settings = settings::all().map(|s| s.page).chain([rules::PAGE]);
    let settings = settings.map(|page| topic(Group::Setting, page));
    let responses = responses::ALL.iter();
    let responses = responses.map(|r| topic(Group::Response, r.page));
    let kinds = Kind::ALL.iter().map(|k| topic(Group::Kind, k.page()));
    let rules = lint::PAGES.iter().map(|page| topic(Group::Rule, page));
    let all = settings.chain(responses).chain(kinds).chain(rules);
    let mut all: Vec<Topic> = all.collect();
    #[cfg(feature = "cli")]
    all.extend(others());
    all.sort_by_key(|topic| topic.group);
    all
}

/// The topics that no verdict leads to.
#[cfg(feature = "cli")]
fn others() -> impl Iterator<Item = Topic> {
    let statuses = status::ALL.iter().map(|s| topic(Group::Status, s.page));
    let events = event::PAGED.iter();
    let events = events.filter_map(|e| Some(topic(Group::Event, e.page?)));
    let reactions = react::REACTIONS.iter();
    let reactions = reactions.map(|r| topic(Group::Reaction, r.page));
    let methods = Method::ALL.iter().map(|m| topic(Group::Method, m.page()));
    let requirements = submit::REQUIREMENTS.iter();
    let requirements = requirements.map(|r| topic(Group::Requirement, r.page));
    let logged = statuses.chain(events).chain(reactions);
    logged.chain(methods).chain(requirements)
}

impl Topic {
    /// Its name in lower case with `-` between the words, as in a file name or a link.
    #[must_use]
    pub fn slug(&self) -> String {
        slug(self.name)
    }

    /// The short names of a response: `OOF.IntToExt` and `IntToExt` for `RESOLVER.OOF.IntToExt`.
    fn ends(&self) -> impl Iterator<Item = &'static str> {
        let responses = Some(self.name).filter(|_| self.group == Group::Response);
        let name = responses.unwrap_or_default();
        let code = name.split(' ').next().unwrap_or_default();
        let ends = code
            .match_indices('.')
            .filter_map(|(at, _)| code.get(at + 1..));
        let ends = ends.filter(|end| end.starts_with(char::is_alphabetic));
        // Two responses with the same code differ by a word in brackets.
        let apart = name.split(['(', ')']).nth(1);
        let all = std::iter::once(code).chain(ends).chain(apart);
        all.filter(|end| !end.is_empty())
    }

    /// Its other name: that of a status in the Japanese admin center, of an event in the detail view.
    fn also(&self) -> Option<&'static str> {
        match self.group {
            Group::Status => status::find(self.name).map(|s| s.japanese),
            Group::Event => event::find(self.name).map(|e| e.detail),
            _ => None,
        }
    }

    /// Whether letters are its name or its other name.
    fn is_named(&self, wanted: &str) -> bool {
        let also = self.also().map(letters);
        letters(self.name) == wanted || also.is_some_and(|also| also == wanted)
    }

    /// Whether letters are its title in a language.
    fn is_titled(&self, wanted: &str) -> bool {
        #[cfg(feature = "cli")]
        return words::is_whole_title(self, wanted);
        #[cfg(not(feature = "cli"))]
        return wanted.is_empty();
    }

    /// Its name among the topics of every group: `settings/auto-forward-enabled`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}/{}", self.group.folder(), self.slug())
    }

    /// The facts about Exchange that its page speaks of, as far as the program refers to them.
    #[must_use]
    pub fn facts(&self) -> Vec<&'static Fact> {
        match self.group {
            Group::Setting if self.page == rules::PAGE => rules::FACTS.to_vec(),
            Group::Setting => {
                let setting = settings::all().find(|s| s.page == self.page);
                let facts = setting
                    .into_iter()
                    .flat_map(|s| s.facts.iter().chain(s.doubts));
                facts.copied().collect()
            }
            Group::Response => {
                let response = responses::ALL.iter().find(|r| r.page == self.page);
                response.map_or_else(Vec::new, |r| r.facts.to_vec())
            }
            #[cfg(feature = "cli")]
            Group::Reaction => {
                let kind = react::REACTIONS.iter().find(|r| r.page == self.page);
                let suppressors = kind.into_iter().flat_map(|k| k.suppressors);
                let mut facts: Vec<_> = suppressors.filter_map(|s| s.fact()).collect();
                facts.dedup();
                facts
            }
            #[cfg(feature = "cli")]
            Group::Rule => lint::facts::of(self.name),
            _ => Vec::new(),
        }
    }

    /// Its page in a language; in English where there is no translation.
    #[must_use]
    pub fn page(&self, language: Language) -> Page<'static> {
        let page = Page::read(self.page).in_language(self, language);
        let page = self.translated(page, language);
        Page {
            facts: self.facts(),
            ..page
        }
    }

    /// The title of its page in a language.
    #[cfg(feature = "cli")]
    fn title(&self, language: Language) -> String {
        let page = self.translated(Page::read(self.page), language);
        page.title.into_owned()
    }

    /// The prose of its page in a language.
    #[cfg(feature = "cli")]
    fn prose(&self, language: Language) -> String {
        let page = self.translated(Page::read(self.page), language);
        page.prose.into_owned()
    }

    /// The first sentence of its page in a language. No example is played for it.
    #[must_use]
    pub fn summary(&self, language: Language) -> String {
        self.translated(Page::read(self.page), language).summary()
    }

    /// Its page with the prose of a language, where there is a translation.
    fn translated(&self, page: Page<'static>, language: Language) -> Page<'static> {
        match translation::page(self, language) {
            Some(translation) => page.translated(&Page::read(translation)),
            None => page,
        }
    }

    /// Whether there is a translation.
    #[must_use]
    pub fn is_translated(&self, language: Language) -> bool {
        language == Language::English || translation::page(self, language).is_some()
    }
}

/// A name in lower case with `-` between its words: `AutoForwardEnabled`, `auto forward enabled`
/// and `auto-forward-enabled` are the same.
fn slug(name: &str) -> String {
    let mut out = String::new();
    let mut before = None::<char>;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() {
            let begins = before.is_some_and(|b| {
                let ends_capitals = chars.peek().is_some_and(|after| after.is_lowercase());
                !b.is_alphanumeric()
                    || (c.is_uppercase() && (!b.is_uppercase() || ends_capitals))
                    || (c.is_numeric() && b.is_alphabetic())
            });
            if begins && !out.is_empty() {
                out.push('-');
            }
            out.extend(c.to_lowercase());
        }
        before = Some(c);
    }
    out
}

/// The identifiers of the facts, which `find` suggests as well.
fn fact_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    #[cfg(feature = "cli")]
    return crate::transport::facts::all().map(|f| (f.id, f.id));
    #[cfg(not(feature = "cli"))]
    std::iter::empty()
}

/// The topics whose name a text is, if there are any, and those with the same title.
#[must_use]
pub fn named(text: &str) -> Option<Vec<Topic>> {
    let wanted = letters(text);
    let (mut named, others): (Vec<Topic>, Vec<Topic>) =
        topics().into_iter().partition(|t| t.is_named(&wanted));
    if named.is_empty() {
        return None;
    }
    named.extend(others.into_iter().filter(|t| t.is_titled(&wanted)));
    Some(named)
}

/// The property of a remote domain that a text is and that is not simulated, with the reason.
#[cfg(feature = "cli")]
#[must_use]
pub fn not_simulated(text: &str) -> Option<(&'static str, &'static str)> {
    let wanted = letters(text);
    let mut all = NOT_SIMULATED.iter();
    let found = all.find(|(name, _)| letters(name) == wanted);
    found.copied().filter(|_| named(text).is_none())
}

/// The topics of a text: a name or the end of one, a response, a line of a trace with a response,
/// or a code in a result on a page.
///
/// # Errors
/// There is none; the name of a similar topic, if there is one.
pub fn find(text: &str) -> Result<Vec<Topic>, Option<&'static str>> {
    let topics = topics();
    let those = |wanted: &dyn Fn(&Topic) -> bool| -> Vec<Topic> {
        topics.iter().filter(|t| wanted(t)).copied().collect()
    };
    let text = text.trim();
    let wanted = letters(text);
    let shown = trace::response::parse(text).map_or_else(Vec::new, |shown| shown.known);
    let is_code = text.bytes().filter(u8::is_ascii_digit).count() >= 3;
    // What a policy calls a section or a property of a rule.
    let of_rules = ["TransportRules", "GetTransportRule", "TransportRule"].map(letters);
    let of_rules = of_rules.contains(&wanted) || TRANSPORT_RULES.property(text).is_some();
    if let Some(named) = named(text) {
        return Ok(named);
    }
    let matches: [&dyn Fn(&Topic) -> bool; 5] = [
        &|t| shown.iter().any(|r| r.page == t.page),
        &|t| t.ends().any(|end| letters(end) == wanted),
        &|t| of_rules && t.page == rules::PAGE,
        &|t| is_code && t.name.contains(text),
        &|t| is_code && Page::read(t.page).results().any(|r| r.contains(text)),
    ];
    let found = matches.iter().map(|m| those(m)).find(|f| !f.is_empty());
    #[cfg(feature = "cli")]
    let found = found.or_else(|| Some(words::find(&topics, text)).filter(|f| !f.is_empty()));
    found.ok_or_else(|| {
        let ends = topics
            .iter()
            .flat_map(|t| t.ends().map(|end| (end, t.name)));
        let names: Vec<(&str, &'static str)> = topics
            .iter()
            .map(|t| (t.name, t.name))
            .chain(
                topics
                    .iter()
                    .filter_map(|t| t.also().map(|also| (also, t.name))),
            )
            .chain(ends)
            .chain(fact_names())
            .collect();
        let near = diagnostic::nearest(text, names.iter().map(|(n, _)| *n))?;
        names.iter().find(|(n, _)| *n == near).map(|(_, t)| *t)
    })
}
