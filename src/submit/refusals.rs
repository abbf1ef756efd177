//! Spells every way in which Exchange Online refuses a message that is handed in.

/// The account may not sign in.
pub const AUTHENTICATION: &str = "535 5.7.3 Authentication unsuccessful";
/// Nobody signed in.
pub const NOT_AUTHENTICATED: &str = "5.7.57 Client not authenticated to send mail";
/// The account may not send as the sender.
pub const SEND_AS: &str =
    "550 5.7.60 SMTP; Client does not have permissions to send as this sender";
/// Nothing lets the sender relay.
pub const RELAY: &str = "550 5.7.64 TenantAttribution; Relay Access Denied";
/// Direct send is off.
pub const DIRECT_SEND: &str = "550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources";
/// Nothing listens on the port; there is no reply to quote.
pub const NO_CONNECTION: &str = "no connection: it is refused, or times out";
/// The TLS handshake fails; there is no reply to quote.
pub const NO_TLS: &str = "no connection: the server ends it, as the TLS version is not taken";
/// The endpoint is not supported; there is no reply to quote.
pub const NOT_SUPPORTED: &str = "not supported: what happens at this endpoint is not defined";
/// The connector wants TLS; its reply is not documented.
pub const TLS_WANTED: &str = "refused: the connector takes mail by TLS only";
