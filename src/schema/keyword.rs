//! The keywords that make records.

/// A keyword by which an instance can fail, or the pseudo-keyword of a record that stands for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Keyword {
    /// `type`
    Type,
    /// `enum`
    Enum,
    /// `const`
    Const,
    /// `maximum`
    Maximum,
    /// `minimum`
    Minimum,
    /// `exclusiveMaximum`
    ExclusiveMaximum,
    /// `exclusiveMinimum`
    ExclusiveMinimum,
    /// `multipleOf`
    MultipleOf,
    /// `maxLength`
    MaxLength,
    /// `minLength`
    MinLength,
    /// `pattern`
    Pattern,
    /// `format`
    Format,
    /// `maxItems`
    MaxItems,
    /// `minItems`
    MinItems,
    /// `additionalItems`
    AdditionalItems,
    /// `contains`
    Contains,
    /// `uniqueItems`
    UniqueItems,
    /// `maxProperties`
    MaxProperties,
    /// `minProperties`
    MinProperties,
    /// `required`
    Required,
    /// `dependencies`
    Dependencies,
    /// `propertyNames`
    PropertyNames,
    /// `additionalProperties`
    AdditionalProperties,
    /// `not`
    Not,
    /// `anyOf`
    AnyOf,
    /// `oneOf`
    OneOf,
    /// `if`, the summary of a failing `then` or `else`
    If,
    /// A schema that is `false`
    FalseSchema,
    /// An authored text that took the place of other records
    ErrorMessage,
}

impl Keyword {
    /// The word as ajv writes it in a record.
    pub fn name(self) -> &'static str {
        match self {
            Keyword::Type => "type",
            Keyword::Enum => "enum",
            Keyword::Const => "const",
            Keyword::Maximum => "maximum",
            Keyword::Minimum => "minimum",
            Keyword::ExclusiveMaximum => "exclusiveMaximum",
            Keyword::ExclusiveMinimum => "exclusiveMinimum",
            Keyword::MultipleOf => "multipleOf",
            Keyword::MaxLength => "maxLength",
            Keyword::MinLength => "minLength",
            Keyword::Pattern => "pattern",
            Keyword::Format => "format",
            Keyword::MaxItems => "maxItems",
            Keyword::MinItems => "minItems",
            Keyword::AdditionalItems => "additionalItems",
            Keyword::Contains => "contains",
            Keyword::UniqueItems => "uniqueItems",
            Keyword::MaxProperties => "maxProperties",
            Keyword::MinProperties => "minProperties",
            Keyword::Required => "required",
            Keyword::Dependencies => "dependencies",
            Keyword::PropertyNames => "propertyNames",
            Keyword::AdditionalProperties => "additionalProperties",
            Keyword::Not => "not",
            Keyword::AnyOf => "anyOf",
            Keyword::OneOf => "oneOf",
            Keyword::If => "if",
            Keyword::FalseSchema => "false schema",
            Keyword::ErrorMessage => "errorMessage",
        }
    }
}
