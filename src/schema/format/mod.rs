//! The formats of ajv 6 in its default `fast` mode.
//!
//! Each is a hand-written scanner. They are as lax as ajv's: `2024-19-39` is a date, `::` an address, `a:` a URI. Letters
//! are compared without case where ajv does, which only ever concerns ASCII: without the `u` flag JavaScript does not
//! fold other letters into it.

mod address;
mod pointer;
mod scan;
mod time;
mod uri;
mod url;

use crate::schema::pattern::Pattern;

/// A format that can be named by the keyword `format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `date`
    Date,
    /// `time`
    Time,
    /// `date-time`
    DateTime,
    /// `uri`
    Uri,
    /// `uri-reference`
    UriReference,
    /// `uri-template`
    UriTemplate,
    /// `url`
    Url,
    /// `email`
    Email,
    /// `hostname`
    Hostname,
    /// `ipv4`
    Ipv4,
    /// `ipv6`
    Ipv6,
    /// `regex`
    Regex,
    /// `uuid`
    Uuid,
    /// `json-pointer`
    JsonPointer,
    /// `json-pointer-uri-fragment`
    JsonPointerUriFragment,
    /// `relative-json-pointer`
    RelativeJsonPointer,
}

/// Every format with its name.
const NAMES: [(&str, Format); 16] = [
    ("date", Format::Date),
    ("time", Format::Time),
    ("date-time", Format::DateTime),
    ("uri", Format::Uri),
    ("uri-reference", Format::UriReference),
    ("uri-template", Format::UriTemplate),
    ("url", Format::Url),
    ("email", Format::Email),
    ("hostname", Format::Hostname),
    ("ipv4", Format::Ipv4),
    ("ipv6", Format::Ipv6),
    ("regex", Format::Regex),
    ("uuid", Format::Uuid),
    ("json-pointer", Format::JsonPointer),
    ("json-pointer-uri-fragment", Format::JsonPointerUriFragment),
    ("relative-json-pointer", Format::RelativeJsonPointer),
];

impl Format {
    /// The format with this name. ajv refuses a schema that names another.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }

    /// Every format.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(_, format)| *format)
    }

    /// Whether the text has this format.
    pub fn check(self, text: &str) -> bool {
        match self {
            Self::Date => time::is_date(text),
            Self::Time => time::is_time(text),
            Self::DateTime => time::is_date_time(text),
            Self::Uri => uri::is_uri(text),
            Self::UriReference => uri::is_reference(text),
            Self::UriTemplate => uri::is_template(text),
            Self::Url => url::is_url(text),
            Self::Email => address::is_email(text),
            Self::Hostname => address::is_hostname(text),
            Self::Ipv4 => address::is_ipv4(text),
            Self::Ipv6 => address::is_ipv6(text),
            Self::Regex => is_regex(text),
            Self::Uuid => is_uuid(text),
            Self::JsonPointer => pointer::is_pointer(text),
            Self::JsonPointerUriFragment => pointer::is_uri_fragment(text),
            Self::RelativeJsonPointer => pointer::is_relative(text),
        }
    }
}

/// A pattern, without the anchor `\Z` of other languages, which ajv looks for: it would mean a plain Z. A backslash in
/// front of it, or nothing, hides it from ajv.
fn is_regex(text: &str) -> bool {
    let foreign = text.match_indices("\\Z").any(|(at, _)| at > 0 && text.as_bytes()[at - 1] != b'\\');
    !foreign && Pattern::check_syntax(text).is_ok()
}

/// Hexadecimal digits in groups of 8-4-4-4-12, also as a URN.
fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    let rest = match bytes.split_at_checked(9) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case(b"urn:uuid:") => rest,
        _ => bytes,
    };
    rest.len() == 36
        && rest.iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
