use domain::forms::{Calculation, Condition};
use serde_json::{Value, json};

use super::{code, plain, rules};

fn condition(rule: &Value) -> String {
    rules::condition(&serde_json::from_value::<Condition>(rule.clone()).unwrap())
}

fn calculation(rule: &Value) -> String {
    rules::calculation(&serde_json::from_value::<Calculation>(rule.clone()).unwrap())
}

#[test]
fn conditions_read_like_a_sentence() {
    let answered = json!({"answered": {"field": "a"}});
    let other = json!({"equal": {"field": "b", "value": "other"}});
    let none = json!({"equal": {"field": "b", "value": "none"}});
    let includes = |choice: &str| json!({"contains": {"field": "c", "choice": choice}});
    let cases = [
        (
            json!({"all": [answered, {"any": [other, none]}]}),
            "`a` is answered and `b` is one of `other`, `none`",
        ),
        (
            json!({"not": {"any": [includes("x"), includes("y")]}}),
            "not (`c` includes any of `x`, `y`)",
        ),
        (
            json!({"any": [includes("x"), other]}),
            "`c` includes `x` or `b` = `other`",
        ),
        (
            json!({"all": [answered, {"any": [other, answered]}]}),
            "`a` is answered and (`b` = `other` or `a` is answered)",
        ),
        (
            json!({"any": [{"all": [other]}, answered]}),
            "`b` = `other` or `a` is answered",
        ),
        (json!({"not": other}), "`b` ≠ `other`"),
        (
            json!({"not": {"all": [other, answered]}}),
            "not (`b` = `other` and `a` is answered)",
        ),
        (
            json!({"not": {"contains": {"field": "c", "choice": "x"}}}),
            "`c` does not include `x`",
        ),
        (
            json!({"more": {"field": "d", "than": {"field": "f/e"}}}),
            "`d` > `f/e`",
        ),
        (
            json!({"less": {"field": "d", "than": "today"}}),
            "`d` < today",
        ),
        (json!({"equal": {"field": "d", "value": true}}), "`d` = yes"),
        (
            json!({"age": {"field": "d", "from": 18, "below": 65}}),
            "age(`d`) ≥ 18 and age(`d`) < 65",
        ),
        (
            json!({"contains_text": {"field": "d", "text": "a | b"}}),
            "`d` contains “a \\| b”",
        ),
        (
            json!({"every_row": {"group": "g", "holds": other}}),
            "every row of `g` has (`b` = `other`)",
        ),
    ];
    for (rule, words) in cases {
        assert_eq!(condition(&rule), words);
    }
}

#[test]
fn calculations_read_like_a_formula() {
    let field = json!({"field": "a"});
    let cases = [
        (
            json!({"product": [{"sum": [field, {"value": 1}]}, {"value": "0.5"}]}),
            "(`a` + 1) × `0.5`",
        ),
        (
            json!({"difference": [field, {"largest": [field, "today"]}]}),
            "`a` − largest(`a`, today)",
        ),
        (
            json!({"rows": {"group": "g", "where": {"empty": {"field": "b"}}}}),
            "rows(`g` where `b` is empty)",
        ),
        (
            json!({"sum_of_rows": {"group": "g", "of": field}}),
            "sum(`a` over the rows of `g`)",
        ),
        (
            json!({"days_between": {"from": field, "to": "today"}}),
            "days(from `a` to today)",
        ),
        (
            json!({"score": {"field": "a", "points": {"x": 2, "y": 3}, "otherwise": 0}}),
            "points(`a`: `x` 2, `y` 3, otherwise 0)",
        ),
        (
            json!({"join": {"parts": [field, field], "separator": ", "}}),
            "join(`a`, `a`) with “,” between",
        ),
        (
            json!({"join": {"parts": [field], "separator": "\n"}}),
            "join(`a`) with “↵” between",
        ),
        (
            json!({"if": {"when": {"empty": {"field": "b"}}, "then": {"value": "x"}, "otherwise": {"if": {"when": {"answered": {"field": "b"}}, "then": field}}}}),
            "if `b` is empty then `x`, otherwise if `b` is answered then `a`",
        ),
        (
            json!({"count": [{"empty": {"field": "b"}}, {"empty": {"field": "c"}}]}),
            "count(`b` is empty; `c` is empty)",
        ),
    ];
    for (rule, words) in cases {
        assert_eq!(calculation(&rule), words);
    }
}

#[test]
fn no_text_breaks_the_table() {
    assert_eq!(
        plain("a\n| b <i>_c_ `d` [e](f)"),
        "a \\| b &lt;i>\\_c\\_ \\`d\\` \\[e\\](f)"
    );
    assert_eq!(code("a`|\nb"), "`a \\| b`");
}
