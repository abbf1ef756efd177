//! Tells other files from a policy: what a cmdlet printed or wrote, which `rdsim import` reads, a
//! message, a message trace.

use crate::i18n::en;
use crate::mail::begins_with_headers;

/// Lines by which it is told.
const LINES: usize = 3;

/// Lines among which a trace has the names of its columns: a tracking log has some before it.
const TRACE_LINES: usize = 8;

/// What a text is in place of a policy, and what to do with it.
pub(super) fn instead(text: &str) -> Option<(&'static str, &'static str)> {
    if is_trace(text) {
        Some((
            en("a message trace"),
            en("`rdsim trace read` reads it; a policy is given with `--policy`"),
        ))
    } else if is_output(text) {
        Some((
            en("what a cmdlet printed"),
            en(
                "`rdsim import` makes a policy of it, as in `rdsim import export.json -o policy.yaml`",
            ),
        ))
    } else if begins_with_headers(text.as_bytes()) {
        Some((
            en("a message"),
            en("`rdsim check` judges it; a policy is given with `--policy`"),
        ))
    } else {
        None
    }
}

/// Whether the first line of a text has columns of a message trace, or those of a tracking log.
fn is_trace(text: &str) -> bool {
    let lines = text.trim_start_matches('\u{feff}').lines();
    lines.take(TRACE_LINES).any(|line| {
        let line = line.to_ascii_lowercase().replace(['_', '-'], "");
        line.contains([',', ';', '\t'])
            && line.contains("senderaddress")
            && line.contains("recipient")
    })
}

/// Whether a text is the output of a cmdlet: JSON, Clixml, CSV, a list or a table; or a script of
/// Microsoft365DSC.
pub(super) fn is_output(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let lines = text.lines().map(str::trim_end).filter(|l| !l.is_empty());
    let first: Vec<&str> = lines.take(LINES).collect();
    let begins = |start: &str| text.starts_with(start);
    let list_of_objects = text.strip_prefix('[').map(str::trim_start);
    list_of_objects.is_some_and(|rest| rest.starts_with('{'))
        || begins("<Objs")
        || begins("#TYPE ")
        || begins("# Generated with Microsoft365DSC")
        || is_csv(&first)
        || is_list(&first)
        || is_table(&first)
}

/// Whether lines begin a CSV: names, and as many values.
fn is_csv(lines: &[&str]) -> bool {
    let [names, values, ..] = lines else {
        return false;
    };
    [',', ';'].iter().any(|separator| {
        let columns = names.matches(*separator).count();
        let is_name = |name: &str| {
            let name = name.trim().trim_matches('"');
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        };
        columns > 0
            && names.split(*separator).all(is_name)
            && values.matches(*separator).count() >= columns
    })
}

/// Whether lines are those of a list: names, and colons one below the other.
fn is_list(lines: &[&str]) -> bool {
    let colon = |line: &&str| {
        let (name, _) = line.split_once(" :")?;
        let name_ends = name.trim_end();
        let is_name = !name_ends.is_empty() && name_ends.bytes().all(|b| b.is_ascii_alphanumeric());
        is_name.then_some(name.len())
    };
    let mut places = lines.iter().map(colon);
    let Some(Some(first)) = places.next() else {
        return false;
    };
    lines.len() == LINES && places.all(|place| place == Some(first))
}

/// Whether the second line underlines the names of the first.
fn is_table(lines: &[&str]) -> bool {
    let [_, under, ..] = lines else {
        return false;
    };
    under.contains("-- ") && under.bytes().all(|b| b == b'-' || b == b' ')
}

#[cfg(test)]
mod tests {
    use super::is_output;

    #[test]
    fn the_output_of_a_cmdlet_is_told_from_a_policy() {
        for output in [
            "[\r\n  {\"DomainName\": \"*\"}]",
            "\u{feff}<Objs Version=\"1.1.0.1\">",
            "#TYPE Selected.x\r\n\"Name\"\r\n",
            "\"Name\",\"DomainName\"\r\n\"Default\",\"*\"\r\n",
            "Name;DomainName\nDefault;*\n",
            "\r\n\r\nRunspaceId     : 1\r\nDomainName     : *\r\nIsInternal     : False\r\n",
            "\nName      DomainName AllowedOOFType\n----      ---------- --------------\nDefault   *  External\n",
            "# Generated with Microsoft365DSC version 1.25\nparam (\n",
        ] {
            assert!(is_output(output), "{output}");
        }
        for policy in [
            "",
            "- contoso.com",
            "AcceptedDomains: [contoso.com, fabrikam.com]\nRemoteDomains:\n- {Name: Default, DomainName: \"*\"}\n",
            "# comment\nAcceptedDomains:\n- contoso.com\n",
            "Name : a\nOther : b\nMore : c\n",
            "[contoso.com]",
            "---\nAcceptedDomains: []\n",
        ] {
            assert!(!is_output(policy), "{policy}");
        }
    }
}
