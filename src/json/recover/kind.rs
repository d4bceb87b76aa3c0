//! The slips that recovery tells apart.

/// What kind of slip a syntax error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyntaxErrorKind {
    /// Anything without a kind of its own.
    Unexpected,
    /// Nothing but whitespace or comments: `` ``.
    EmptyDocument,
    /// More bytes than offsets of a tape can count.
    TooLarge,
    /// Something stands after the document: `{} {}`.
    TextAfterEnd,
    /// More arrays and objects inside each other than [`MAX_DEPTH`](crate::json::MAX_DEPTH).
    NestingDepth,

    /// A comma before a closing bracket: `[1,]`.
    TrailingComma,
    /// A comma with nothing before it: `[1,,2]`, `{,}`.
    ExtraComma,
    /// No comma between two elements or members: `[1 2]`.
    MissingComma,
    /// No colon between key and value: `{"a" 1}`.
    MissingColon,
    /// A second colon: `{"a":: 1}`.
    ExtraColon,
    /// Another sign in place of a comma or colon: `[1; 2]`, `{"a" = 1}`.
    WrongSeparator,
    /// A colon between elements: `["a": 1]`.
    ColonInArray,
    /// A value without a name: `{: 1}`.
    MissingKey,
    /// A name without a value: `{"a": }`, `{"a"}`.
    MissingValue,

    /// A `[` that nothing closes.
    UnclosedArray,
    /// A `{` that nothing closes.
    UnclosedObject,
    /// A closing bracket that nothing opened: `{}}`.
    ExtraCloser,
    /// The closing bracket of the other kind: `[1}`.
    MismatchedCloser,

    /// A `// line` or `/* block */` comment.
    Comment,
    /// A comment in the way of scripts: `# like this`.
    HashComment,
    /// A `/*` without its `*/`.
    UnclosedComment,
    /// A character that looks like a space, or like nothing, but is no JSON whitespace.
    StrangeWhitespace,

    /// A string that ends neither on its line nor anywhere: `{"a": "b}`.
    UnclosedString,
    /// A string between single quotes or backticks: `'a'`.
    SingleQuotes,
    /// A string between the quotes of a word processor: `“a”`.
    TypographicQuotes,
    /// A quote inside a string without its backslash: `"5" wide"`.
    UnescapedQuote,
    /// A tab, line break or other control character inside a string.
    ControlCharacter,
    /// A backslash before something that needs none: `"\x"`, `"\u12"`.
    BadEscape,
    /// Half of an escaped surrogate pair: `"\ud83d"`.
    LoneSurrogate,
    /// A key without quotes: `{a: 1}`.
    UnquotedKey,
    /// Text without quotes in the place of a value: `{"a": red}`.
    UnquotedText,

    /// `True`, `NULL`: a literal in the wrong case.
    LiteralCase,
    /// `None`, `nil`, `undefined`: what other languages write for `null`.
    ForeignLiteral,
    /// `NaN`, `Infinity`: JSON has no number for it.
    NonFiniteNumber,
    /// A number with zeros in front: `007`.
    LeadingZero,
    /// A number with a plus sign: `+1`.
    PlusSign,
    /// A number without digits before its point: `.5`.
    LeadingDot,
    /// A number without digits after its point: `1.`.
    TrailingDot,
    /// A number in base 16: `0x1F`.
    HexNumber,
    /// A number with its digits grouped: `1_000`.
    DigitSeparator,
    /// Anything else that starts like a number: `1e`, `38cm`.
    BadNumber,

    /// Stands for the errors after the last one that is told.
    Omitted {
        /// All of them are comments and trailing commas.
        jsonc: bool,
    },
}

impl SyntaxErrorKind {
    /// A text all of whose errors are of these kinds is JSON with comments and trailing commas: a dialect that tools
    /// read on purpose for their own settings, rather than a slip.
    pub fn is_jsonc(self) -> bool {
        matches!(self, Self::Comment | Self::TrailingComma | Self::Omitted { jsonc: true })
    }
}
