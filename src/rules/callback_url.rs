//! `callback-url`: an address that the server cannot post to, or should not.

use super::{Basis, Context, Finding, Rule, RuleMeta, Spot};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::Kind as Json;
use crate::words;

pub(crate) static CALLBACK_URL: Rule = Rule::linting(
    RuleMeta {
        id: "callback-url",
        group: "config",
        severity: Severity::Warning,
        summary: "`callbackUrl` is an address that the server cannot reach, or should not be given",
        basis: Basis::Documented,
        docs: "The server posts the result of a draft, an export or a batch to `callbackUrl` (page \"Callback URL\"). It \
can do so only to a whole URL of a host that the whole internet sees: not to a path, not to `localhost`, not to an address \
of a private network. The sample addresses of documentation are nobody's.

That the URL begins with `http://`, holds a password or ends in a fragment is a remark: it works, but should not be sent.

```json fail
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"pdf\",
  \"callbackUrl\": \"https://localhost:8080/done\"
}
```

```json pass
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"pdf\",
  \"callbackUrl\": \"https://orders.atelier-nord.no/done\"
}
```
",
    },
    lint,
)
.of(&[Kind::Draft, Kind::Export, Kind::Batch]);

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(value) = context.body.get("callbackUrl").filter(|value| value.kind() == Json::String) else { return };
    let Some(text) = value.string() else { return };
    let Some((severity, problem, help)) = problem(&text) else { return };
    findings.push(
        Finding::new(CALLBACK_URL.meta.id, severity, Spot::of(value), format!("`callbackUrl` {problem}")).help(help),
    );
}

/// What is wrong with a URL, and what to do: the gravest first.
fn problem(url: &str) -> Option<(Severity, String, &'static str)> {
    const WHOLE: &str = "give a whole URL: https, a host, a path";
    let warn = |problem: String, help| Some((Severity::Warning, problem, help));
    let Some((scheme, rest)) = url.split_once("://") else {
        return warn("is no URL that a server can post to".to_owned(), WHOLE);
    };
    let is_http = scheme.eq_ignore_ascii_case("http");
    if !is_http && !scheme.eq_ignore_ascii_case("https") {
        return warn(format!("has the scheme {}, which nothing can be posted to", words::code(scheme)), WHOLE);
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, address) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let host = host_of(address).to_ascii_lowercase();
    if host.is_empty() || url.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return warn("is no URL that a server can post to".to_owned(), WHOLE);
    }
    if is_local(&host) {
        let problem = format!("is of the host {}, which only your own network sees", words::code(&host));
        return warn(problem, "give an address that the server can reach from outside");
    }
    if is_sample(&host) {
        let problem = format!("is of the host {}, which examples use", words::code(&host));
        return warn(problem, "give the address of your own service, or leave `callbackUrl` out");
    }
    if is_http {
        let problem = "is not encrypted: it begins with `http://`".to_owned();
        return Some((Severity::Info, problem, "use https: results hold the data of your customers"));
    }
    if user.is_some() {
        let problem = "holds a user's name or a password".to_owned();
        return Some((Severity::Info, problem, "the signature in the header of the call says who calls: check that"));
    }
    if url.contains('#') {
        let problem = "ends in a fragment, which is never sent".to_owned();
        return Some((Severity::Info, problem, "leave out everything from the `#` on"));
    }
    None
}

/// The host of an address without its port, and without the brackets of IPv6.
fn host_of(address: &str) -> &str {
    match address.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => address.split(':').next().unwrap_or_default(),
    }
}

/// Whether a host is of this machine or of a private network.
fn is_local(host: &str) -> bool {
    use std::net::{Ipv4Addr, Ipv6Addr};
    let host = host.trim_end_matches('.');
    if let Ok(ip) = host.parse::<Ipv4Addr>() {
        return ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified();
    }
    if let Ok(ip) = host.parse::<Ipv6Addr>() {
        return ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local();
    }
    const ENDINGS: [&str; 7] = ["localhost", "local", "internal", "lan", "home", "corp", "localdomain"];
    !host.contains('.') || ENDINGS.contains(&host.rsplit('.').next().unwrap_or_default())
}

/// Whether a host is that of an example: the documentation's own, or one that is reserved for examples.
fn is_sample(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let of = |domain: &str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let placeholder = ["your", "placeholder"].iter().any(|word| host.starts_with(word));
    ["bespokify.com", "example.com", "example.org", "example.net", "example", "test", "invalid"].iter().any(|d| of(d))
        || placeholder
}

#[cfg(test)]
mod tests {
    use super::problem;
    use crate::diagnostic::Severity;

    #[test]
    fn what_cannot_be_reached_is_a_warning() {
        for url in [
            "",
            "/done",
            "done",
            "atelier.no/done",
            "mailto:me@atelier.no",
            "ftp://atelier.no/",
            "https://",
            "https:///x",
            "https://localhost",
            "http://127.0.0.1:80/x",
            "https://10.1.2.3/",
            "https://192.168.0.1",
            "https://172.16.0.9",
            "https://[::1]/x",
            "https://[fd00::1]/",
            "https://nas.local/x",
            "https://intranet/x",
            "https://169.254.1.1/",
            "https://bespokify.com/callbackUrl",
            "https://api.bespokify.com",
            "https://example.com/x",
            "https://www.example.org",
            "https://your-domain.com/hook",
            "https://atelier no/x",
        ] {
            assert!(matches!(problem(url), Some((Severity::Warning, ..))), "{url}: {:?}", problem(url));
        }
    }

    #[test]
    fn what_should_not_be_sent_is_a_remark() {
        for url in ["http://atelier.no/x", "https://me:secret@atelier.no/", "https://atelier.no/x#done"] {
            assert!(matches!(problem(url), Some((Severity::Info, ..))), "{url}: {:?}", problem(url));
        }
    }

    #[test]
    fn what_can_be_posted_to_is_fine() {
        for url in
            ["https://atelier.no", "HTTPS://a.atelier.no:8443/x?y=1", "https://8.8.8.8/x", "https://[2001:db8::1]/x"]
        {
            assert_eq!(problem(url), None, "{url}");
        }
    }
}
