//! Calculations: `$((…))`, `((…))` and `for ((…))`, on whole numbers of 64 bits as in bash.

use brush_parser::{
    arithmetic,
    ast::{
        ArithmeticExpr as Expression, ArithmeticForClauseCommand, ArithmeticTarget as Target,
        BinaryOperator as Binary, UnaryAssignmentOperator as Step, UnaryOperator as Unary,
    },
};

use super::execute::{Emit, Execution, Outcome, Piece, Stop};

/// The longest expression, in bytes.
const MAX_LENGTH: usize = 1024;
/// How deep parentheses may stand in one another.
const MAX_DEPTH: usize = 20;

impl Execution<'_> {
    /// The value of an expression. One that has none ends the text, after its reason was told.
    pub fn calculated(&mut self, text: &str, emit: Emit<'_>) -> Result<i64, Stop> {
        let text = self.here_text(text, emit)?;
        let value = read(&text).and_then(|expression| match expression {
            Some(expression) => self.value_of(&expression),
            None => Ok(0),
        });
        value.map_err(|problem| {
            emit(Piece::Error(format!("$(({text})): {problem}\n")));
            Stop::Exit(1)
        })
    }

    /// `for ((first; condition; next))`
    pub fn count(&mut self, clause: &ArithmeticForClauseCommand, input: &[u8], emit: Emit<'_>) -> Outcome {
        if let Some(first) = &clause.initializer {
            self.calculated(&first.value, emit)?;
        }
        let mut status = 0;
        loop {
            self.step(emit)?;
            if let Some(condition) = &clause.condition
                && self.calculated(&condition.value, emit)? == 0
            {
                return Ok(status);
            }
            match self.list(&clause.body.list, input, emit) {
                Ok(it) => status = it,
                Err(Stop::Break) => return Ok(status),
                Err(Stop::Continue) => {}
                Err(stop) => return Err(stop),
            }
            if let Some(next) = &clause.updater {
                self.calculated(&next.value, emit)?;
            }
        }
    }

    fn value_of(&mut self, expression: &Expression) -> Result<i64, String> {
        Ok(match expression {
            Expression::Literal(value) => *value,
            Expression::Reference(target) => self.variable(name(target)?)?,
            Expression::UnaryOp(operator, inner) => {
                let value = self.value_of(inner)?;
                match operator {
                    Unary::UnaryPlus => value,
                    Unary::UnaryMinus => value.wrapping_neg(),
                    Unary::BitwiseNot => !value,
                    Unary::LogicalNot => i64::from(value == 0),
                }
            }
            Expression::BinaryOp(Binary::LogicalAnd, left, right) => {
                i64::from(self.value_of(left)? != 0 && self.value_of(right)? != 0)
            }
            Expression::BinaryOp(Binary::LogicalOr, left, right) => {
                i64::from(self.value_of(left)? != 0 || self.value_of(right)? != 0)
            }
            Expression::BinaryOp(operator, left, right) => {
                let (left, right) = (self.value_of(left)?, self.value_of(right)?);
                combined(operator, left, right)?
            }
            Expression::Conditional(condition, then, otherwise) => {
                let chosen = if self.value_of(condition)? == 0 { otherwise } else { then };
                self.value_of(chosen)?
            }
            Expression::Assignment(target, value) => {
                let value = self.value_of(value)?;
                self.assign(name(target)?, value)
            }
            Expression::BinaryAssignment(operator, target, value) => {
                let (before, value) = (self.variable(name(target)?)?, self.value_of(value)?);
                let value = combined(operator, before, value)?;
                self.assign(name(target)?, value)
            }
            Expression::UnaryAssignment(step, target) => {
                let before = self.variable(name(target)?)?;
                let after = match step {
                    Step::PrefixIncrement | Step::PostfixIncrement => before.wrapping_add(1),
                    Step::PrefixDecrement | Step::PostfixDecrement => before.wrapping_sub(1),
                };
                self.assign(name(target)?, after);
                match step {
                    Step::PrefixIncrement | Step::PrefixDecrement => after,
                    Step::PostfixIncrement | Step::PostfixDecrement => before,
                }
            }
        })
    }

    fn variable(&self, name: &str) -> Result<i64, String> {
        match self.shell.variables.get(name).map(|value| value.trim()) {
            None | Some("") => Ok(0),
            Some(value) => value.parse().map_err(|_| format!("{name} is {value}, which is no whole number")),
        }
    }

    fn assign(&mut self, name: &str, value: i64) -> i64 {
        self.shell.variables.insert(name.to_owned(), value.to_string());
        value
    }
}

/// The expression of a text; none in one that is empty.
fn read(text: &str) -> Result<Option<Expression>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let (mut depth, mut deepest) = (0_usize, 0);
    for character in text.chars() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    // The parser would go as deep on the machine's stack.
    if text.len() > MAX_LENGTH || deepest > MAX_DEPTH {
        return Err("this is too long to be calculated here".to_owned());
    }
    arithmetic::parse(text).map(Some).map_err(|_| "this is no calculation".to_owned())
}

fn name(target: &Target) -> Result<&str, String> {
    match target {
        Target::Variable(name) => Ok(name),
        Target::ArrayElement(..) => Err("arrays are not part of this shell".to_owned()),
    }
}

fn combined(operator: &Binary, left: i64, right: i64) -> Result<i64, String> {
    let shift = || u32::try_from(right & 63).unwrap_or(0);
    Ok(match operator {
        Binary::Power => {
            let power = u32::try_from(right).map_err(|_| "the exponent is less than 0".to_owned())?;
            left.wrapping_pow(power)
        }
        Binary::Divide | Binary::Modulo if right == 0 => return Err("division by 0".to_owned()),
        Binary::Multiply => left.wrapping_mul(right),
        Binary::Divide => left.wrapping_div(right),
        Binary::Modulo => left.wrapping_rem(right),
        Binary::Comma => right,
        Binary::Add => left.wrapping_add(right),
        Binary::Subtract => left.wrapping_sub(right),
        Binary::ShiftLeft => left.wrapping_shl(shift()),
        Binary::ShiftRight => left.wrapping_shr(shift()),
        Binary::LessThan => i64::from(left < right),
        Binary::LessThanOrEqualTo => i64::from(left <= right),
        Binary::GreaterThan => i64::from(left > right),
        Binary::GreaterThanOrEqualTo => i64::from(left >= right),
        Binary::Equals => i64::from(left == right),
        Binary::NotEquals => i64::from(left != right),
        Binary::BitwiseAnd => left & right,
        Binary::BitwiseXor => left ^ right,
        Binary::BitwiseOr => left | right,
        Binary::LogicalAnd => i64::from(left != 0 && right != 0),
        Binary::LogicalOr => i64::from(left != 0 || right != 0),
    })
}
