//! Reads values from JSON.
//!
//! `serde_json` reads straight from the text into each type, which is fast, and much code for each
//! type. Here the text becomes a tree first, by code that is there once; what is written out for
//! each type then only takes the tree apart. What is wrong with a text that cannot be read is not
//! told: it comes from our own server.

use core::fmt::{self, Display, Formatter};

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::{Map, Value, map, value::Number};

/// The value that the JSON text stands for.
pub(crate) fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Unreadable> {
    T::deserialize(Reader(tree(text)?))
}

fn tree(text: &[u8]) -> Result<Value, Unreadable> {
    serde_json::from_slice(text).map_err(|_| Unreadable)
}

/// The text is no JSON, or stands for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("what was received cannot be read")
    }
}

impl core::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

struct Reader(Value);

/// Methods for which it does not matter what is asked for.
macro_rules! whatever_it_is {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            self.deserialize_any(visitor)
        }
    )*};
}

macro_rules! number {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            match self.0 {
                Value::Number(number) => visit_number(&number, visitor),
                _ => Err(Unreadable),
            }
        }
    )*};
}

macro_rules! text {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            match self.0 {
                Value::String(text) => visitor.visit_string(text),
                _ => Err(Unreadable),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => visit_number(&number, visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visit_items(items, visitor),
            Value::Object(fields) => visitor.visit_map(Fields::of(fields)),
        }
    }

    number! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64
    }

    text! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    whatever_it_is! { deserialize_bytes deserialize_byte_buf }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Array(items) => visit_items(items, visitor),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields::of(fields)),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let (name, content) = variant(self.0)?;
        visitor.visit_enum(Variant { name, content })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }
}

fn visit_number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Unreadable> {
    if let Some(number) = number.as_u64() {
        visitor.visit_u64(number)
    } else if let Some(number) = number.as_i64() {
        visitor.visit_i64(number)
    } else {
        visitor.visit_f64(number.as_f64().ok_or(Unreadable)?)
    }
}

/// A type of so many items wants no more than those.
fn visit_items<'de, V: Visitor<'de>>(
    items: Vec<Value>,
    visitor: V,
) -> Result<V::Value, Unreadable> {
    let mut items = Items(items.into_iter());
    let value = visitor.visit_seq(&mut items)?;
    if items.0.as_slice().is_empty() {
        Ok(value)
    } else {
        Err(Unreadable)
    }
}

/// The name of an enum's variant, and what it holds.
fn variant(value: Value) -> Result<(String, Option<Value>), Unreadable> {
    match value {
        Value::String(name) => Ok((name, None)),
        Value::Object(fields) => {
            let mut fields = fields.into_iter();
            match (fields.next(), fields.next()) {
                (Some((name, content)), None) => Ok((name, Some(content))),
                _ => Err(Unreadable),
            }
        }
        _ => Err(Unreadable),
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        match self.0.next() {
            Some(item) => seed.deserialize(Reader(item)).map(Some),
            None => Ok(None),
        }
    }
}

struct Fields {
    rest: map::IntoIter,
    value: Option<Value>,
}

impl Fields {
    fn of(fields: Map<String, Value>) -> Self {
        Self {
            rest: fields.into_iter(),
            value: None,
        }
    }

    fn next_key(&mut self) -> Option<Value> {
        let (key, value) = self.rest.next()?;
        self.value = Some(value);
        Some(Value::String(key))
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        match self.next_key() {
            Some(key) => seed.deserialize(Reader(key)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Unreadable> {
        seed.deserialize(Reader(self.value.take().ok_or(Unreadable)?))
    }
}

struct Variant {
    name: String,
    content: Option<Value>,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Content;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Content), Unreadable> {
        let name = seed.deserialize(Reader(Value::String(self.name)))?;
        Ok((name, Content(self.content)))
    }
}

/// What a variant of an enum holds.
struct Content(Option<Value>);

impl Content {
    fn reader(self) -> Result<Reader, Unreadable> {
        self.0.map(Reader).ok_or(Unreadable)
    }
}

impl<'de> VariantAccess<'de> for Content {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        match self.0 {
            None | Some(Value::Null) => Ok(()),
            Some(_) => Err(Unreadable),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, Unreadable> {
        seed.deserialize(self.reader()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.reader()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.reader()?.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fmt::Debug};

    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Shape {
        Nothing,
        Word(String),
        Pair(u8, i64),
        Named { text: Option<String> },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(f64),
        Many(Vec<Either>),
        Text(String),
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        One { value: u32 },
        Two,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Newtype(bool);

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Everything {
        shapes: Vec<Shape>,
        either: Either,
        tagged: Vec<Tagged>,
        map: BTreeMap<String, (i32, char)>,
        #[serde(default)]
        missing: u8,
        newtype: Newtype,
        unit: (),
        none: Option<u64>,
    }

    fn everything() -> Everything {
        Everything {
            shapes: vec![
                Shape::Nothing,
                Shape::Word("szó".to_owned()),
                Shape::Pair(1, -2),
                Shape::Named { text: None },
            ],
            either: Either::Many(vec![Either::Number(1.5), Either::Text("і".to_owned())]),
            tagged: vec![Tagged::One { value: 7 }, Tagged::Two],
            map: [("a".to_owned(), (-1, 'ő'))].into(),
            missing: 3,
            newtype: Newtype(true),
            unit: (),
            none: None,
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let text = serde_json::to_vec(&everything()).unwrap();
        assert_eq!(read(&text), Ok(everything()));
    }

    /// Whatever `serde_json` makes of a text, so does this.
    fn agree<T: DeserializeOwned + PartialEq + Debug>(text: &str) {
        assert_eq!(
            read::<T>(text.as_bytes()).ok(),
            serde_json::from_str::<T>(text).ok(),
            "{text}"
        );
    }

    #[test]
    fn it_accepts_and_refuses_what_serde_json_does() {
        for text in [
            "null",
            "true",
            "0",
            "255",
            "256",
            "-1",
            "1.0",
            "\"\"",
            "\"a\"",
            "\"ab\"",
            "[]",
            "{}",
            "[1]",
            "[1,-2]",
            "[1,2,3]",
            "\"Nothing\"",
            "{\"Nothing\":null}",
            "{\"Word\":\"a\"}",
            "\"Word\"",
            "{\"Pair\":[1,2]}",
            "{\"Named\":{}}",
            "{\"Named\":{\"text\":\"x\"}}",
            "{\"Named\":{\"text\":1}}",
            "{\"a\":1,\"b\":2}",
            "{\"kind\":\"Two\"}",
            "{\"kind\":\"One\",\"value\":1}",
            "{\"kind\":\"Three\"}",
            "",
            "{",
            "[1,]",
            "nul",
        ] {
            agree::<Option<u8>>(text);
            agree::<i64>(text);
            agree::<f64>(text);
            agree::<bool>(text);
            agree::<()>(text);
            agree::<String>(text);
            agree::<Option<String>>(text);
            agree::<char>(text);
            agree::<(u8, i8)>(text);
            agree::<Vec<i32>>(text);
            agree::<BTreeMap<String, u8>>(text);
            agree::<Shape>(text);
            agree::<Either>(text);
            agree::<Tagged>(text);
            agree::<Newtype>(text);
        }
    }
}
