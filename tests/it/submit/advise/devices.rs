//! Lists devices, what each supports, and the method that the sources prefer for it.

use super::{Choice, Tenant};
use serde_json::{Value, json};

/// What a device is like; each is an index into a table.
pub(super) struct Device {
    pub(super) tls: &'static str,
    pub(super) sign_in: &'static str,
    pub(super) account: Option<&'static str>,
    pub(super) address: Option<(&'static str, bool)>,
    pub(super) certificate: Option<&'static str>,
    pub(super) outside: bool,
    pub(super) from: &'static str,
    pub(super) minute: u32,
}

pub(super) fn devices() -> Vec<Device> {
    let mut all = Vec::new();
    for tls in ["None", "TLS1.0", "TLS1.2"] {
        for sign_in in ["None", "OAuth"] {
            for account in [None, Some("scan"), Some("bare"), Some("nobody")] {
                for address in [
                    None,
                    Some(("192.0.2.9", false)),
                    Some(("192.0.2.9", true)),
                    Some(("10.0.0.9", true)),
                ] {
                    for certificate in
                        [None, Some("mail.contoso.com"), Some("mail.partner.example")]
                    {
                        for outside in [false, true] {
                            for from in
                                ["scan@contoso.com", "desk@contoso.com", "news@fabrikam.com"]
                            {
                                for minute in [5, 50] {
                                    all.push(Device {
                                        tls,
                                        sign_in,
                                        account,
                                        address,
                                        certificate,
                                        outside,
                                        from,
                                        minute,
                                    });
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    all
}

impl Device {
    pub(super) fn facts(&self) -> Value {
        let mut facts = json!({
            "Tls": self.tls,
            "SignIn": self.sign_in,
            "From": self.from,
            "Recipients": [if self.outside { "bob@partner.example" } else { "alice@contoso.com" }],
            "MessagesAMinute": self.minute,
        });
        if let Some(account) = self.account {
            facts["Account"] = json!(format!("{account}@contoso.com"));
        }
        if let Some((ip, fixed)) = self.address {
            facts["PublicIP"] = json!(ip);
            facts["FixedIP"] = json!(fixed);
        }
        if let Some(name) = self.certificate {
            facts["CertificateNames"] = json!([name]);
        }
        facts
    }

    /// The way that the sources prefer, told anew.
    pub(super) fn expected(&self, tenant: &Tenant) -> Choice {
        let own = self.from.ends_with("@contoso.com");
        let known = tenant.all_known || self.account == Some("scan");
        let signs_in =
            self.sign_in != "None" && self.account.is_some() && known && own && self.minute <= 30;
        let relays = tenant.connector && own && matches!(self.address, Some(("192.0.2.9", _)));
        let fixed = self.address == Some(("192.0.2.9", true));
        let refused = tenant.lock || (tenant.reject && own);
        let anonymous = !(self.outside || refused || relays);
        match self.tls {
            "TLS1.2" if signs_in => Choice::Client,
            _ if anonymous => Choice::Direct,
            // A new connector only where none knows the device by its fixed address.
            "TLS1.2" if self.certificate == Some("mail.contoso.com") && !(relays && fixed) => {
                Choice::Certificate
            }
            _ if own && fixed => Choice::Address,
            "TLS1.0" if signs_in => Choice::LegacyClient,
            _ => Choice::OwnServer,
        }
    }
}
