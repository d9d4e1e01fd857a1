//! The field of a form in which a line stands, read from the indentation alone: for files that
//! cannot be read any further than that.

use super::source::lines_of;

/// The field in whose block this line stands; of a row's question, the question.
pub(super) fn field_around(text: &str, line: u64) -> Option<String> {
    let mut scan = Scan::default();
    let owners: Vec<Option<usize>> = lines_of(text).map(|line| scan.read(line)).collect();
    let at = usize::try_from(line).ok()?.checked_sub(1)?;
    let mut block = *owners.get(at)?;
    while let Some(number) = block {
        let found = &scan.blocks[number];
        if found.id.is_some() {
            return found.id.clone();
        }
        block = found.within;
    }
    None
}

/// An item of a list of fields.
#[derive(Debug)]
struct Block {
    id: Option<String>,
    within: Option<usize>,
}

/// Something that later lines stand in.
#[derive(Debug)]
struct Open {
    column: usize,
    what: What,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    /// The key `fields`.
    Fields,
    /// Any other key.
    Key,
    /// An item of a list of fields, by its number.
    Field(usize),
    /// An item of any other list.
    Item,
}

#[derive(Debug, Default)]
struct Scan {
    open: Vec<Open>,
    blocks: Vec<Block>,
}

impl Scan {
    /// Takes in one line; answers the block that it stands in.
    fn read(&mut self, line: &str) -> Option<usize> {
        let content = line.trim_start();
        if !content.is_empty() && !content.starts_with('#') {
            let column = line.len() - content.len();
            match content.strip_prefix('-') {
                Some(rest) if rest.is_empty() || rest.starts_with(' ') => self.item(column, rest),
                _ => self.key(column, content),
            }
        }
        self.innermost()
    }

    fn innermost(&self) -> Option<usize> {
        self.open.iter().rev().find_map(|open| match open.what {
            What::Field(number) => Some(number),
            _ => None,
        })
    }

    /// An item closes the one before it. A list may stand at the column of its key.
    fn item(&mut self, column: usize, rest: &str) {
        while let Some(open) = self.open.last() {
            let is_item = matches!(open.what, What::Field(_) | What::Item);
            if open.column < column || open.column == column && !is_item {
                break;
            }
            self.open.pop();
        }
        let is_field = matches!(self.open.last(), Some(open) if open.what == What::Fields);
        let what = if is_field {
            let within = self.innermost();
            self.blocks.push(Block { id: None, within });
            What::Field(self.blocks.len() - 1)
        } else {
            What::Item
        };
        self.open.push(Open { column, what });
        let content = rest.trim_start();
        if let Some(inside) = content.strip_prefix('{') {
            self.inline(inside);
        } else if !content.is_empty() && !content.starts_with('#') {
            self.key(column + 1 + rest.len() - content.len(), content);
        }
    }

    fn key(&mut self, column: usize, content: &str) {
        self.open.retain(|open| open.column < column);
        let Some((key, value)) = content.split_once(':') else {
            return;
        };
        let key = unquoted(key);
        if key == "field" {
            self.name(value);
        }
        let what = if key == "fields" {
            What::Fields
        } else {
            What::Key
        };
        self.open.push(Open { column, what });
    }

    /// `{field: name, type: text}` in one line.
    fn inline(&mut self, inside: &str) {
        let pairs = inside.split(',').filter_map(|pair| pair.split_once(':'));
        for (key, value) in pairs {
            if unquoted(key) == "field" {
                self.name(value);
                return;
            }
        }
    }

    /// Gives the item that stands open its id.
    fn name(&mut self, value: &str) {
        let Some(Open {
            what: What::Field(number),
            ..
        }) = self.open.last()
        else {
            return;
        };
        let plain = value.split(" #").next().unwrap_or_default();
        let id = unquoted(plain.trim_end_matches(['}', ',', ' ']));
        let block = &mut self.blocks[*number];
        if block.id.is_none() && !id.is_empty() {
            block.id = Some(id.to_owned());
        }
    }
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}
