//! Holds what is taken to be true of how mail enters.

use super::sources;
use super::{Subject, documented};
use crate::i18n::en;

/// All of them.
pub static SUBJECT: Subject = Subject {
    heading: en("How mail enters"),
    facts: &[
        &documented(
            "client-submission-endpoint",
            en("Client submission goes to smtp.office365.com."),
            &[&sources::REFERENCE, &sources::DEVICES],
        )
        .checked_by(&[
            "page submit/endpoint: the name of client submission",
            "page methods/smtp-client-submission: a scanner with a mailbox of its own",
        ]),
        &documented(
            "client-submission-ports",
            en("Client submission listens on 587 (recommended) and 25, never on 465: `no connection: it is refused, or times out`."),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "tests/it/facts/devices.rs::ports_are_587_or_25_for_a_sign_in_and_25_for_servers",
            "page submit/port: port 465",
        ]),
        &documented(
            "client-submission-tls",
            en("Client submission wants TLS 1.2 or newer: `421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2. Visit https://aka.ms/smtp_auth_tls`."),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "tests/it/facts/devices.rs::tls_is_optional_for_a_relay_by_address_and_never_for_a_sign_in",
            "page submit/client-tls: TLS 1.0 at the usual endpoint",
        ]),
        &documented(
            "legacy-tls-endpoint",
            en("smtp-legacy.office365.com takes TLS 1.0 and 1.1, with AllowLegacyTLSClients."),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "page submit/client-tls: TLS 1.0 at the legacy endpoint, which the organization allows",
        ]),
        &documented(
            "account-needs-a-licensed-mailbox",
            en("The account needs a mailbox with an Exchange Online licence: `535 5.7.3 Authentication unsuccessful`."),
            &[&sources::PRINTERS],
        )
        .checked_by(&[
            "page submit/account: a mailbox without a licence",
            "page submit/account: an account that the policy does not have",
        ]),
        &documented(
            "smtp-auth-of-the-mailbox",
            en("SMTP AUTH must be on, the mailbox's value before the organization's: `535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.`"),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "tests/it/facts/devices.rs::smtp_auth_of_the_mailbox_beats_that_of_the_organization",
            "page submit/smtp-auth: off for the mailbox",
        ]),
        &documented(
            "smtp-auth-of-the-organization",
            en("SMTP AUTH off for the organization, where the mailbox says nothing: `535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.`"),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "tests/it/facts/devices.rs::smtp_auth_of_the_mailbox_beats_that_of_the_organization",
            "page submit/smtp-auth: off for the organization",
        ]),
        &documented(
            "sign-in-is-needed",
            en("Who does not sign in: `5.7.57 Client not authenticated to send mail`."),
            &[&sources::PRINTERS],
        )
        .checked_by(&[
            "page submit/signed-in: no sign-in",
            "page submit/client-tls: no TLS",
        ]),
        &documented(
            "sender-is-the-account",
            en("The sender is the account, or one on which it has Send As: `550 5.7.60 SMTP; Client does not have permissions to send as this sender`."),
            &[&sources::PRINTERS],
        )
        .checked_by(&[
            "page submit/send-as: no Send As on the sender",
            "page submit/send-as: Send As on the sender",
        ]),
        &documented(
            "limits-of-an-account",
            en("An account sends at most 30 messages a minute, to 10,000 recipients a day."),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "tests/it/facts/devices.rs::what_an_account_may_send_is_a_warning_beyond_its_limits",
        ]),
        &documented(
            "client-submission-reaches-outside",
            en("Client submission reaches recipients outside."),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "page methods/smtp-client-submission: a scanner with a mailbox of its own",
        ]),
        &documented(
            "direct-send-goes-to-the-mx",
            en("Direct send goes to the MX endpoint, port 25, TLS optional, no sign-in."),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "page methods/direct-send: to a colleague",
            "page submit/port: direct send on port 587",
        ]),
        &documented(
            "direct-send-stays-inside",
            en("Direct send does not reach recipients outside: `550 5.7.64 TenantAttribution; Relay Access Denied`."),
            &[&sources::PRINTERS],
        )
        .checked_by(&[
            "tests/it/submit.rs::each_way_takes_or_refuses_to_the_letter",
            "page submit/relay-connector: an address that no connector matches",
        ]),
        &documented(
            "reject-direct-send",
            en("RejectDirectSend true refuses what is anonymous, without a connector, from an accepted domain: `550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources`."),
            &[&sources::SET_ORGANIZATION_CONFIG],
        )
        .checked_by(&[
            "page submit/direct-send-allowed: RejectDirectSend is true",
            "page submit/direct-send-allowed: a sender of another domain",
            "page submit/direct-send-allowed: a connector of type OnPremises matches the device",
        ]),
        &documented(
            "smtp-relay-goes-to-the-mx",
            en("SMTP relay goes to the MX endpoint, port 25, through an inbound connector of type OnPremises."),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "page methods/smtp-relay: by its address",
            "page submit/relay-connector: a Partner connector does not relay",
            "page submit/relay-connector: the connector is off",
        ]),
        &documented(
            "relay-by-address",
            en("A connector by address is enough only for senders of accepted domains."),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "page submit/relay-sender: another sender, matched by address",
            "page submit/relay-sender: a sender of an accepted domain",
        ]),
        &documented(
            "relay-address-is-fixed",
            en("A connector knows a device by a fixed public address; another one is worth a warning."),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "tests/it/facts/devices.rs::an_address_must_be_public_and_fixed_to_be_known_by",
            "page submit/relay-connector: by its address",
        ]),
        &documented(
            "relay-by-certificate",
            en("A certificate named after an accepted domain relays for other senders too."),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "page submit/relay-sender: another sender, matched by a certificate of an accepted domain",
            "page submit/relay-connector: by its certificate",
        ]),
        &documented(
            "relay-tls-is-optional",
            en("TLS is optional for a relay by address."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "tests/it/facts/devices.rs::tls_is_optional_for_a_relay_by_address_and_never_for_a_sign_in",
            "page submit/partner-tls: an OnPremises connector refuses nothing",
        ]),
        &documented(
            "relay-licences",
            en("A relaying sender without a mailbox needs an Exchange Online Protection or Exchange Online licence; one that belongs to a licensed account needs none."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "tests/it/facts/devices.rs::a_licence_for_the_relay_is_asked_for_unless_the_sender_has_a_mailbox",
        ]),
        &documented(
            "endpoint-is-not-an-address",
            en("An IP address in place of the endpoint's name is not supported: `not supported: what happens at this endpoint is not defined`."),
            &[&sources::DEVICES],
        )
        .checked_by(&[
            "page submit/endpoint: an IP address is not supported",
        ]),
        &documented(
            "inbound-connector-properties",
            en("Get-InboundConnector tells ConnectorType, SenderIPAddresses, SenderDomains, TlsSenderCertificateName, RequireTls, the two restrictions and Enabled."),
            &[&sources::NEW_INBOUND_CONNECTOR],
        )
        .checked_by(&[
            "tests/it/facts/devices.rs::the_facts_of_a_connector_are_read_as_the_cmdlet_prints_them",
            "tests/it/import.rs::what_concerns_devices_is_imported_from_every_cmdlet",
        ]),
        &documented(
            "partner-connector-restricts",
            en("A Partner connector that restricts its domains refuses other sources, in words that were seen in traces: `550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched the message's recipient domain. The connector had either the RestrictDomainsToIPAddresses or RestrictDomainsToCertificate set`."),
            &[&sources::NEW_INBOUND_CONNECTOR, &sources::TRACES],
        )
        .checked_by(&[
            "page submit/partner-source: it is not",
            "page submit/partner-source: no certificate",
        ]),
        &documented(
            "partner-connector-wants-tls",
            en("A Partner connector with RequireTls wants TLS; the reply is not documented: `refused: the connector accepts mail over TLS only`."),
            &[&sources::NEW_INBOUND_CONNECTOR],
        )
        .checked_by(&[
            "page submit/partner-tls: without TLS",
            "page submit/partner-tls: with TLS",
        ]),
        &documented(
            "device-without-tls",
            en("A device without TLS sends through an own SMTP server that signs in for it."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "page submit/client-tls: no TLS",
        ]),
        &documented(
            "the-device-is-to-blame",
            en("When all requirements hold and it still fails, the cause is nearly always the device."),
            &[&sources::REFERENCE],
        )
        .not_simulated("rdsim judges the scenario; what a device does beyond it is not in one"),
        &documented(
            "relayed-mail-enters-through-eop",
            en("Relayed mail enters through Exchange Online Protection, not through a mailbox."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "page methods/smtp-relay: by its address",
            "tests/it/facts/devices.rs::a_licence_for_the_relay_is_asked_for_unless_the_sender_has_a_mailbox",
        ]),
        &documented(
            "connector-is-made-so",
            en("The connector is made from the organization's mail server to Office 365, without retaining internal headers, by address (several are allowed) or by certificate."),
            &[&sources::REFERENCE],
        )
        .checked_by(&[
            "tests/it/facts/devices.rs::the_advised_connector_is_made_as_the_reference_says",
        ]),
    ],
};
