//! ECMAScript patterns, as `new RegExp(source).test(text)` reads them: no flags, UTF-16 code units.
//!
//! ```text
//! source -> parse -> tree -> classify  -> Simple     most schema patterns: a comparison, no engine
//!                         -> translate -> Regex      regular: linear time
//!                         -> compile   -> Program    look-around, back-references: bounded backtracking
//! ```
//!
//! JavaScript sees a text as UTF-16, so `^.$` does not match an astral character, and a pattern may name half of one.
//! Every engine here agrees with that, to the bit.

mod ast;
mod backtrack;
mod charset;
mod classify;
mod error;
mod escape;
mod names;
mod parse;
mod program;
mod simple;
#[cfg(test)]
mod tests;
mod translate;

use std::fmt;
use std::sync::OnceLock;

pub use error::{PatternError, PatternErrorKind};

use ast::Ast;
use program::Program;
use simple::Simple;

/// Beyond this an automaton costs more to build than the pattern is worth; then the pattern is run step by step.
const AUTOMATON_LIMIT: usize = 4 << 20;

/// Building what nests so deep takes little of a stack.
const DEEP: usize = 16;

/// A pattern that was read.
pub struct Pattern {
    source: Box<str>,
    form: Form,
}

enum Form {
    Simple(Simple),
    /// Built for the first text that it is held against: most requests have none for most patterns of a schema. One that
    /// nests deep is built where it is read, on a stack with room for that.
    Other {
        ast: Ast,
        engine: OnceLock<Engine>,
    },
}

enum Engine {
    Regex(regex::Regex),
    Backtrack(Program),
}

impl Pattern {
    /// Reads a pattern; refuses what `new RegExp(source)` refuses.
    pub fn new(source: &str) -> Result<Self, PatternError> {
        let ast = parse::parse(source)?;
        let form = match classify::classify(&ast) {
            Some(simple) => Form::Simple(simple),
            None if ast.deepest > DEEP => Form::Other { engine: Engine::new(&ast).into(), ast },
            None => Form::Other { ast, engine: OnceLock::new() },
        };
        Ok(Self { source: source.into(), form })
    }

    /// Whether a text is a pattern.
    pub fn check_syntax(source: &str) -> Result<(), PatternError> {
        parse::parse(source).map(drop)
    }

    /// Whether the pattern matches somewhere in the text.
    ///
    /// `None` when a pattern with look-around, back-references or huge repetitions takes too many steps on this text.
    /// JavaScript would go on, perhaps for longer than anyone waits.
    #[inline]
    pub fn matches(&self, text: &str) -> Option<bool> {
        match &self.form {
            Form::Simple(simple) => Some(simple.matches(text)),
            Form::Other { ast, engine } => engine.get_or_init(|| Engine::new(ast)).matches(text),
        }
    }

    /// Whether the pattern matches every text, so that nothing has to be asked.
    pub fn matches_everything(&self) -> bool {
        matches!(self.form, Form::Simple(Simple::Anything))
    }

    /// Whether the pattern matches every text that begins with something else than the end of a line.
    pub fn matches_any_line(&self) -> bool {
        matches!(self.form, Form::Simple(Simple::Anything | Simple::NonEmptyLine))
    }

    /// Whether [`matches`](Self::matches) always has an answer.
    pub fn is_decidable(&self) -> bool {
        match &self.form {
            Form::Simple(_) => true,
            Form::Other { ast, engine } => matches!(engine.get_or_init(|| Engine::new(ast)), Engine::Regex(_)),
        }
    }

    /// The pattern as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl Engine {
    fn new(ast: &Ast) -> Engine {
        automaton(ast).map_or_else(|| Engine::Backtrack(program::compile(ast)), Engine::Regex)
    }

    fn matches(&self, text: &str) -> Option<bool> {
        match self {
            Engine::Regex(regex) => Some(regex.is_match(&translate::split_astral(text))),
            Engine::Backtrack(program) => backtrack::matches(program, text),
        }
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

/// The pattern as an automaton, unless it is not regular or too large.
fn automaton(ast: &Ast) -> Option<regex::Regex> {
    if ast.irregular {
        return None;
    }
    let syntax = translate::translate(&ast.root)?;
    // The parser has bounded the nesting; a level of ours takes several of theirs.
    let nesting = u32::try_from(8 * parse::MAX_DEPTH).unwrap_or(u32::MAX);
    regex::RegexBuilder::new(&syntax).nest_limit(nesting).size_limit(AUTOMATON_LIMIT).build().ok()
}
