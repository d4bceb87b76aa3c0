//! Why a text is no ECMAScript pattern.

/// A pattern that `new RegExp` refuses, or that is beyond what this crate takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct PatternError {
    /// Where in the pattern, in bytes.
    pub offset: usize,
    /// What is wrong there.
    pub kind: PatternErrorKind,
}

/// What is wrong with a pattern, in the words of V8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternErrorKind {
    /// The last character is a backslash.
    #[error("\\ at end of pattern")]
    TrailingBackslash,
    /// `(` without `)`.
    #[error("Unterminated group")]
    UnterminatedGroup,
    /// `)` without `(`.
    #[error("Unmatched ')'")]
    UnmatchedParen,
    /// `(?` with something unknown behind.
    #[error("Invalid group")]
    InvalidGroup,
    /// `[` without `]`.
    #[error("Unterminated character class")]
    UnterminatedClass,
    /// A range such as `z-a`.
    #[error("Range out of order in character class")]
    RangeOutOfOrder,
    /// A quantifier with nothing in front of it.
    #[error("Nothing to repeat")]
    NothingToRepeat,
    /// A quantifier behind a look-behind.
    #[error("Invalid quantifier")]
    InvalidQuantifier,
    /// A quantifier such as `{3,2}`.
    #[error("numbers out of order in {{}} quantifier")]
    QuantifierOutOfOrder,
    /// The name of a group is not an identifier.
    #[error("Invalid capture group name")]
    InvalidGroupName,
    /// A `\u` in the name of a group that is no character.
    #[error("Invalid Unicode escape")]
    InvalidUnicodeEscape,
    /// Two groups have one name.
    #[error("Duplicate capture group name")]
    DuplicateGroupName,
    /// `\k` without a name, in a pattern that has named groups.
    #[error("Invalid named reference")]
    InvalidNamedReference,
    /// `\k<name>` of a group that is not there.
    #[error("Invalid named capture referenced")]
    UnknownGroupName,
    /// `\k` in a class, in a pattern that has named groups.
    #[error("Invalid escape")]
    InvalidEscape,
    /// More groups than an engine can number.
    #[error("Too many captures")]
    TooManyCaptures,
    /// Groups are nested deeper than this crate follows; JavaScript goes further.
    #[error("Groups are nested more than {} deep", super::parse::MAX_DEPTH)]
    TooDeep,
}
