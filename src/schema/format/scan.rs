//! Small steps that several formats share.

/// The white space of ECMAScript's `\s`.
pub(super) fn is_space(character: char) -> bool {
    matches!(
        character,
        '\t'..='\r' | ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}'
            | '\u{205F}' | '\u{3000}' | '\u{FEFF}'
    )
}

/// A text that is read from the front, byte by byte.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'a>(pub(super) &'a [u8]);

impl Scan<'_> {
    pub(super) fn is_done(self) -> bool {
        self.0.is_empty()
    }

    /// Steps over one byte that passes the test.
    pub(super) fn one(&mut self, test: impl FnOnce(u8) -> bool) -> bool {
        match self.0 {
            [first, rest @ ..] if test(*first) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// Steps over this byte.
    pub(super) fn byte(&mut self, wanted: u8) -> bool {
        self.one(|byte| byte == wanted)
    }

    /// Steps over this many digits.
    pub(super) fn digits(&mut self, count: usize) -> bool {
        (0..count).all(|_| self.one(|byte| byte.is_ascii_digit()))
    }

    /// Steps over every byte that passes the test, and counts them.
    pub(super) fn many(&mut self, test: impl Fn(u8) -> bool) -> usize {
        let count = self.0.iter().take_while(|byte| test(**byte)).count();
        self.0 = &self.0[count..];
        count
    }

    /// Steps over `%` and two hexadecimal digits.
    pub(super) fn percent_escape(&mut self) -> bool {
        match self.0 {
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }
}
