//! Runs a script as PowerShell does, by its tree-sitter tree; what exported scripts do not use it
//! refuses.

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use tree_sitter::{Node, Parser, Tree};

/// The parameters of a command, by name.
pub type Parameters = BTreeMap<String, Value>;

/// Why a script ends before its end.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// An error that nothing caught.
    Error(String),
    /// The program itself ended, so that no `catch` ran.
    Killed,
}

/// What a command gives.
pub type Ran = Result<Value, Stop>;

/// A script that was parsed.
pub struct Script<'s> {
    text: &'s str,
    tree: Tree,
}

impl<'s> Script<'s> {
    /// Parse a script, which must have no error.
    pub fn parse(text: &'s str) -> Self {
        let mut parser = Parser::new();
        parser
            .set_language(&tree_sitter_powershell::LANGUAGE.into())
            .unwrap();
        let tree = parser.parse(text, None).unwrap();
        assert!(!tree.root_node().has_error(), "{text}");
        Self { text, tree }
    }

    /// Run it with the cmdlets that are there.
    pub fn run(&self, cmdlets: &mut dyn FnMut(&str, Parameters) -> Ran) -> Result<(), Stop> {
        let mut shell = Shell {
            text: self.text,
            variables: BTreeMap::new(),
            cmdlets,
            caught: None,
        };
        shell.statements(self.tree.root_node())
    }
}

struct Shell<'a> {
    text: &'a str,
    variables: BTreeMap<String, Value>,
    cmdlets: &'a mut dyn FnMut(&str, Parameters) -> Ran,
    /// The error that a `catch` is about.
    caught: Option<String>,
}

fn named(node: Node) -> Vec<Node> {
    let mut cursor = node.walk();
    let all = node.named_children(&mut cursor);
    all.filter(|n| n.kind() != "comment").collect()
}

fn of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    named(node).into_iter().find(|n| n.kind() == kind)
}

/// Whether a value counts as true.
fn truth(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(b) => *b,
        Value::String(s) => !s.is_empty(),
        Value::Number(n) => n.as_i64() != Some(0),
        Value::Array(all) => !all.is_empty(),
        Value::Object(_) => true,
    }
}

fn show(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}

/// Whether two values are equal, in any case of letters.
fn equal(a: &Value, b: &Value) -> bool {
    show(a).to_lowercase() == show(b).to_lowercase()
}

impl<'a> Shell<'a> {
    fn source(&self, node: Node) -> &'a str {
        &self.text[node.byte_range()]
    }

    fn statements(&mut self, node: Node) -> Result<(), Stop> {
        for child in named(node) {
            match child.kind() {
                "statement_list" => self.statements(child)?,
                _ => self.statement(child)?,
            }
        }
        Ok(())
    }

    fn block(&mut self, node: Node) -> Result<(), Stop> {
        let block = of_kind(node, "statement_block").expect("a block");
        self.statements(block)
    }

    fn statement(&mut self, node: Node) -> Result<(), Stop> {
        match node.kind() {
            "pipeline" => self.pipeline(node).map(|_| ()),
            "if_statement" => self.if_statement(node),
            "foreach_statement" => {
                let parts = named(node);
                let [variable, list, _] = parts[..] else {
                    panic!("{}", self.source(node))
                };
                let variable = self.source(variable).to_owned();
                let items = match self.pipeline(list)? {
                    Value::Array(all) => all,
                    Value::Null => Vec::new(),
                    one => vec![one],
                };
                for item in items {
                    self.variables.insert(variable.clone(), item);
                    self.block(node)?;
                }
                Ok(())
            }
            "try_statement" => match self.block(node) {
                Err(Stop::Error(error)) => {
                    let clauses = of_kind(node, "catch_clauses").unwrap();
                    let before = self.caught.replace(error);
                    let done = self.block(of_kind(clauses, "catch_clause").unwrap());
                    self.caught = before;
                    done
                }
                done => done,
            },
            "flow_control_statement" => {
                assert!(self.source(node).starts_with("throw"));
                let error = match of_kind(node, "pipeline") {
                    Some(what) => show(&self.pipeline(what)?),
                    None => self.caught.clone().expect("an error to throw again"),
                };
                Err(Stop::Error(error))
            }
            other => panic!("{other}: {}", self.source(node)),
        }
    }

    fn if_statement(&mut self, node: Node) -> Result<(), Stop> {
        if truth(&self.pipeline(node.child_by_field_name("condition").unwrap())?) {
            return self.block(node);
        }
        if let Some(clauses) = of_kind(node, "elseif_clauses") {
            for clause in named(clauses) {
                if truth(&self.pipeline(clause.child_by_field_name("condition").unwrap())?) {
                    return self.block(clause);
                }
            }
        }
        match of_kind(node, "else_clause") {
            Some(clause) => self.block(clause),
            None => Ok(()),
        }
    }

    fn pipeline(&mut self, node: Node) -> Ran {
        assert_eq!(node.kind(), "pipeline");
        let parts = named(node);
        let [part] = parts[..] else {
            panic!("{}", self.source(node))
        };
        match part.kind() {
            "assignment_expression" => {
                let parts = named(part);
                let [to, operator, value] = parts[..] else {
                    panic!("{}", self.source(part))
                };
                assert_eq!(self.source(operator), "=");
                let value = self.pipeline(value)?;
                self.assign(to, value)?;
                Ok(Value::Null)
            }
            "pipeline_chain" => {
                let parts = named(part);
                let [only] = parts[..] else {
                    panic!("{}", self.source(part))
                };
                self.expression(only)
            }
            other => panic!("{other}"),
        }
    }

    fn assign(&mut self, to: Node, value: Value) -> Result<(), Stop> {
        match to.kind() {
            "variable" => {
                self.variables.insert(self.source(to).to_owned(), value);
            }
            "element_access" => {
                let parts = named(to);
                let key = show(&self.expression(parts[1])?).to_lowercase();
                let table = self.variables.get_mut(self.source(parts[0])).unwrap();
                table.as_object_mut().unwrap().insert(key, value);
            }
            _ => {
                let parts = named(to);
                assert_eq!(parts.len(), 1, "{}", self.source(to));
                self.assign(parts[0], value)?;
            }
        }
        Ok(())
    }

    fn expression(&mut self, mut node: Node) -> Ran {
        // An expression stands below one node for each precedence.
        while node.kind() != "command" && node.child_count() == 1 && node.named_child_count() == 1 {
            node = node.named_child(0).unwrap();
        }
        let parts = named(node);
        match node.kind() {
            "command" => self.command(node),
            "variable" => Ok(match self.source(node) {
                "$true" => json!(true),
                "$false" => json!(false),
                "$null" => Value::Null,
                name => self
                    .variables
                    .get(name)
                    .unwrap_or_else(|| panic!("{name}"))
                    .clone(),
            }),
            "generic_token" => Ok(json!(self.source(node))),
            "verbatim_string_characters" => {
                let quoted = self.source(node);
                Ok(json!(quoted[1..quoted.len() - 1].replace("''", "'")))
            }
            "decimal_integer_literal" => Ok(json!(self.source(node).parse::<i64>().unwrap())),
            "hexadecimal_integer_literal" => {
                let digits = self.source(node).strip_prefix("0x").unwrap();
                Ok(json!(u32::from_str_radix(digits, 16).unwrap()))
            }
            "hash_literal_expression" => {
                assert!(parts.is_empty());
                Ok(Value::Object(Map::new()))
            }
            "parenthesized_expression" => self.pipeline(parts[0]),
            "array_literal_expression" if parts.len() > 1 => {
                let all: Result<Vec<Value>, Stop> =
                    parts.into_iter().map(|p| self.expression(p)).collect();
                all.map(Value::Array)
            }
            "expression_with_unary_operator" => match parts[..] {
                [cast] if cast.kind() == "cast_expression" => self.expression(cast),
                [negated] => {
                    assert!(self.source(node).starts_with("-not "));
                    Ok(json!(!truth(&self.expression(negated)?)))
                }
                _ => panic!("{}", self.source(node)),
            },
            "cast_expression" => {
                let value = self.expression(parts[1])?;
                Ok(match self.source(parts[0]) {
                    "[string]" => json!(show(&value)),
                    // A unit of UTF-16, until it stands in a text.
                    "[char]" => json!({ "unit": value }),
                    other => panic!("{other}"),
                })
            }
            "element_access" => {
                let key = show(&self.expression(parts[1])?).to_lowercase();
                let table = &self.variables[self.source(parts[0])];
                Ok(table.get(key).cloned().unwrap_or(Value::Null))
            }
            "member_access" => {
                let object = self.expression(parts[0])?;
                let member = self.source(parts[1]);
                Ok(object.get(member).cloned().unwrap_or(Value::Null))
            }
            "logical_expression" | "comparison_expression" | "additive_expression"
                if node.child_count() > 1 =>
            {
                self.operation(node)
            }
            other => panic!("{other}: {}", self.source(node)),
        }
    }

    fn operation(&mut self, node: Node) -> Ran {
        let operator = self.source(node.child(1).unwrap());
        let left = self.expression(node.child(0).unwrap())?;
        if operator == "-and" && !truth(&left) {
            return Ok(json!(false));
        }
        let right = self.expression(node.child(2).unwrap())?;
        Ok(match operator {
            "-and" => json!(truth(&right)),
            "-ne" => json!(!equal(&left, &right)),
            "-cne" => json!(show(&left) != show(&right)),
            "+" => joined(&left, &right),
            other => panic!("{other}"),
        })
    }

    fn command(&mut self, node: Node) -> Ran {
        let parts = named(node);
        let name = self.source(parts[0]);
        let mut parameters = Parameters::new();
        let mut open: Option<String> = None;
        let arguments = parts.get(1).map(|p| named(*p)).unwrap_or_default();
        for part in arguments {
            match part.kind() {
                "command_argument_sep" => {}
                "command_parameter" => {
                    let name = self.source(part)[1..].to_owned();
                    let before = parameters.insert(name.clone(), json!(true));
                    assert!(before.is_none(), "{}", self.source(node));
                    open = Some(name);
                }
                _ => {
                    let value = text(self.expression(part)?);
                    let name = open.take().unwrap_or_default();
                    parameters.insert(name, value);
                }
            }
        }
        // The cmdlets are functions of a module and do not see `$ErrorActionPreference`.
        let stops = parameters.remove("ErrorAction") == Some(json!("Stop"));
        match (self.cmdlets)(name, parameters) {
            Err(Stop::Error(_)) if !stops => Ok(Value::Null),
            ran => ran,
        }
    }
}

/// A sum of texts and characters: units of UTF-16 that are paired when the text is used.
fn joined(left: &Value, right: &Value) -> Value {
    let units = |value: &Value| -> Vec<u16> {
        match value {
            Value::Object(_) if value.get("unit").is_some() => {
                vec![value["unit"].as_u64().unwrap().try_into().unwrap()]
            }
            Value::Object(_) => {
                serde_json::from_value(value["units"].clone()).expect("units of UTF-16")
            }
            other => show(other).encode_utf16().collect(),
        }
    };
    // A sum that begins with a character would be one of numbers.
    assert!(left.get("unit").is_none());
    let all = [units(left), units(right)].concat();
    String::from_utf16(&all).map_or_else(|_| json!({ "units": all }), Value::String)
}

fn text(value: Value) -> Value {
    assert!(value.get("units").is_none(), "half of a character");
    value
}
