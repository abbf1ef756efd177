//! Lists the replies with which Exchange Online refuses a submitted message.

use crate::i18n::en;

/// The account may not sign in.
pub const AUTHENTICATION: &str = "535 5.7.3 Authentication unsuccessful";
/// SMTP AUTH is off for the account's mailbox.
pub const AUTH_OFF_MAILBOX: &str = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.";
/// SMTP AUTH is off for the organization.
pub const AUTH_OFF_TENANT: &str = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.";
/// The device did not sign in.
pub const NOT_AUTHENTICATED: &str = "5.7.57 Client not authenticated to send mail";
/// The account may not send as the sender.
pub const SEND_AS: &str =
    "550 5.7.60 SMTP; Client does not have permissions to send as this sender";
/// Nothing lets the sender relay.
pub const RELAY: &str = "550 5.7.64 TenantAttribution; Relay Access Denied";
/// Direct send is off.
pub const DIRECT_SEND: &str = "550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources";
/// A Partner connector is for the sender's domain and does not match the device.
pub const PARTNER: &str = "550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched the message's recipient domain. The connector had either the RestrictDomainsToIPAddresses or RestrictDomainsToCertificate set";
/// The TLS version is too old.
pub const LEGACY_TLS: &str = "421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2. Visit https://aka.ms/smtp_auth_tls";
/// Nothing listens on the port; there is no reply to quote.
pub const NO_CONNECTION: &str = en("no connection: it is refused, or times out");
/// The endpoint is not supported; there is no reply to quote.
pub const NOT_SUPPORTED: &str = en("not supported: what happens at this endpoint is not defined");
/// A Partner connector requires TLS; its reply is not documented.
pub const TLS_REQUIRED: &str = en("refused: the connector accepts mail over TLS only");

/// All of them.
pub const ALL: &[&str] = &[
    AUTHENTICATION,
    AUTH_OFF_MAILBOX,
    AUTH_OFF_TENANT,
    NOT_AUTHENTICATED,
    SEND_AS,
    RELAY,
    DIRECT_SEND,
    PARTNER,
    LEGACY_TLS,
    NO_CONNECTION,
    NOT_SUPPORTED,
    TLS_REQUIRED,
];
