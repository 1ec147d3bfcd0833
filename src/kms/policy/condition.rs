//! One line of a `Condition` block.
//!
//! A missing key is where conditions surprise people. The rules (IAM: condition operators, set operators):
//!
//! | operator | key absent |
//! | --- | --- |
//! | positive, such as `StringEquals` | false |
//! | negated, such as `StringNotEquals` | true |
//! | any with `IfExists` | true |
//! | `ForAllValues:` | true |
//! | `ForAnyValue:` | false |

use std::borrow::Cow;
use std::str::FromStr;

use super::context::ConditionSource;
use super::operand::{Comparison, Operand, Order};
use super::variable::Template;

/// An operator's name taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator {
    set: Option<SetOperator>,
    comparison: Comparison,
    negated: bool,
    if_exists: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SetOperator {
    ForAllValues,
    ForAnyValue,
}

impl FromStr for Operator {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let (set, rest) = match name.split_once(':') {
            Some(("ForAllValues", rest)) => (Some(SetOperator::ForAllValues), rest),
            Some(("ForAnyValue", rest)) => (Some(SetOperator::ForAnyValue), rest),
            _ => (None, name),
        };
        let (base, if_exists) = match rest.strip_suffix("IfExists") {
            Some(base) => (base, true),
            None => (rest, false),
        };
        let unknown = || format!("\"{name}\" is not a condition operator");
        let (comparison, negated) = comparison_named(base).ok_or_else(unknown)?;
        // Null asks whether the key exists, so neither a set nor IfExists means anything with it.
        if comparison == Comparison::Absence && (set.is_some() || if_exists) {
            return Err(unknown());
        }
        Ok(Self { set, comparison, negated, if_exists })
    }
}

/// The comparison of an operator's plain name, and whether the name negates it.
fn comparison_named(name: &str) -> Option<(Comparison, bool)> {
    let found = match name {
        "StringEquals" => (Comparison::Text, false),
        "StringNotEquals" => (Comparison::Text, true),
        "StringEqualsIgnoreCase" => (Comparison::TextIgnoringCase, false),
        "StringNotEqualsIgnoreCase" => (Comparison::TextIgnoringCase, true),
        "StringLike" => (Comparison::TextLike, false),
        "StringNotLike" => (Comparison::TextLike, true),
        "ArnEquals" | "ArnLike" => (Comparison::Arn, false),
        "ArnNotEquals" | "ArnNotLike" => (Comparison::Arn, true),
        "Bool" => (Comparison::Bool, false),
        "Null" => (Comparison::Absence, false),
        "IpAddress" => (Comparison::Address, false),
        "NotIpAddress" => (Comparison::Address, true),
        _ => return ordered_comparison_named(name),
    };
    Some(found)
}

fn ordered_comparison_named(name: &str) -> Option<(Comparison, bool)> {
    let (of_order, relation): (fn(Order) -> Comparison, _) = match name.strip_prefix("Numeric") {
        Some(relation) => (Comparison::Number, relation),
        None => (Comparison::Date, name.strip_prefix("Date")?),
    };
    let (order, negated) = match relation {
        "Equals" => (Order::Equals, false),
        "NotEquals" => (Order::Equals, true),
        "LessThan" => (Order::Less, false),
        "LessThanEquals" => (Order::LessOrEquals, false),
        "GreaterThan" => (Order::Greater, false),
        "GreaterThanEquals" => (Order::GreaterOrEquals, false),
        _ => return None,
    };
    Some((of_order(order), negated))
}

/// One condition: an operator, a key and the values to compare with.
#[derive(Debug, Clone)]
pub struct Condition {
    operator_text: String,
    operator: Operator,
    key: String,
    key_lower: String,
    values: Vec<ConditionValue>,
}

#[derive(Debug, Clone)]
struct ConditionValue {
    text: String,
    form: ValueForm,
}

#[derive(Debug, Clone)]
enum ValueForm {
    Ready(Operand),
    /// Holds a policy variable, so it is prepared when the request is known.
    WithVariables(Template),
}

impl Condition {
    pub(super) fn new(operator_text: &str, operator: Operator, key: &str) -> Self {
        Self {
            operator_text: operator_text.to_owned(),
            operator,
            key: key.to_owned(),
            key_lower: key.to_ascii_lowercase(),
            values: Vec::new(),
        }
    }

    /// Adds a value; the error says why the operator can't compare with it.
    pub(super) fn add_value(&mut self, text: &str, variables: bool) -> Result<(), String> {
        let template = Template::new(text, variables);
        let form = match template.fixed_tokens() {
            Some(tokens) => ValueForm::Ready(Operand::new(self.operator.comparison, &tokens)?),
            None => ValueForm::WithVariables(template),
        };
        self.values.push(ConditionValue { text: text.to_owned(), form });
        Ok(())
    }

    /// The operator as written, such as `ForAnyValue:StringLike`.
    pub fn operator(&self) -> &str {
        &self.operator_text
    }

    /// The condition key as written.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The values as written.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|value| value.text.as_str())
    }

    /// Whether the condition holds for a request.
    pub fn holds(&self, context: &dyn ConditionSource) -> bool {
        let Operator { set, comparison, negated, if_exists } = self.operator;
        let actual = context.values_of(&self.key_lower);
        if comparison == Comparison::Absence {
            return self.matches(if actual.is_empty() { "true" } else { "false" }, context);
        }
        if actual.is_empty() {
            return if_exists || set.map_or(negated, |set| set == SetOperator::ForAllValues);
        }
        let satisfies = |value: &Cow<'_, str>| self.matches(value, context) != negated;
        match set {
            Some(SetOperator::ForAnyValue) => actual.iter().any(satisfies),
            Some(SetOperator::ForAllValues) => actual.iter().all(satisfies),
            // Without a set operator a key has one value. Should it have more, one that matches decides.
            None => actual.iter().any(|value| self.matches(value, context)) != negated,
        }
    }

    /// Whether a value of the request matches any value of the policy.
    fn matches(&self, actual: &str, context: &dyn ConditionSource) -> bool {
        self.values.iter().any(|value| match &value.form {
            ValueForm::Ready(operand) => operand.matches(actual),
            ValueForm::WithVariables(template) => template
                .tokens(context)
                .and_then(|tokens| Operand::new(self.operator.comparison, &tokens).ok())
                .is_some_and(|operand| operand.matches(actual)),
        })
    }
}
