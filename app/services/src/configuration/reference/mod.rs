//! The form reference: every form in force as a page for people, in Markdown.

mod answers;
mod rows;
mod rules;
#[cfg(test)]
mod tests;

use core::fmt::Write;

use domain::{
    Language, Text,
    forms::{Choice, FormDefinition, Lookup},
};

use super::Configuration;
use rows::row;

const BEGIN: &str = "\
# Forms

What the city asks, form by form. This page is written from the definitions by `server config \
reference docs/forms.md`: what should change here is changed there, in `server/config`.

How to read it:

- Rules name fields by their ids, those of another form as `form/field`. They see only answers of \
fields that are shown and without fault.
- What is not answered equals nothing, is neither less nor more than anything, and is left out of \
sums, averages and extremes.
- A row that begins with ↳ is asked once for each row of the group above it.
- `yes` in the column *needed* means always; a field that is not shown is never needed.
- Sensitivity is *ordinary* where nothing else is said; who sees what stands in \
`server/config/roles.yaml`.
";

impl Configuration {
    /// The form reference.
    pub fn reference(&self) -> String {
        let mut page = BEGIN.to_owned();
        page.push_str("\n| order | form | in Hungarian | in Ukrainian | version | fields |\n");
        page.push_str("|---|---|---|---|---|---|\n");
        for form in self.catalog.forms() {
            let _ = writeln!(
                page,
                "| {} | [{}](#{}) | {} | {} | {} | {} |",
                form.order,
                plain(&form.title.en),
                form.form,
                plain(&form.title.hu),
                plain(&form.title.uk),
                form.version,
                form.every_field()
                    .filter(|field| field.has_answer())
                    .count(),
            );
        }
        for form in self.catalog.forms() {
            self.form(form, &mut page);
        }
        self.all_lookups(&mut page);
        page
    }

    fn form(&self, form: &FormDefinition, page: &mut String) {
        let title = &form.title;
        let _ = write!(
            page,
            "\n## {}\n\n<a id=\"{}\"></a>`{}` · {} · {} · version {}",
            plain(&title.en),
            form.form,
            form.form,
            plain(&title.hu),
            plain(&title.uk),
            form.version,
        );
        let earlier = self.earlier.iter().filter(|one| one.form == form.form);
        let earlier: Vec<String> = earlier.map(|one| one.version.to_string()).collect();
        if !earlier.is_empty() {
            let _ = write!(
                page,
                "; answers under version {} stay readable",
                earlier.join(", ")
            );
        }
        page.push_str("\n\n");
        if let Some(help) = &form.help {
            let _ = writeln!(page, "{}\n", plain(&help.en));
        }
        let missing = missing(&self.without_lookups(form));
        let _ = writeln!(page, "Translations missing: {missing}\n");
        page.push_str("| field | question | answer | shown when | needed | rules | kept |\n");
        page.push_str("|---|---|---|---|---|---|---|\n");
        for field in &form.fields {
            page.push_str(&row(field, &self.lookups, ""));
            for inner in field.sub_fields() {
                page.push_str(&row(inner, &self.lookups, "↳ "));
            }
        }
    }

    /// The form without what its fields took over from lookups, whose texts are counted once.
    fn without_lookups(&self, form: &FormDefinition) -> FormDefinition {
        let mut form = form.clone();
        for field in &mut form.fields {
            answers::drop_lookups(&mut field.kind, &self.lookups);
        }
        form
    }

    fn all_lookups(&self, page: &mut String) {
        page.push_str(
            "\n## Lookups\n\nLists that several fields share, in `server/config/lookups`.\n\n",
        );
        page.push_str("| lookup | title | items | of these within another | limited in time | translations missing |\n");
        page.push_str("|---|---|---|---|---|---|\n");
        for lookup in &self.lookups {
            let count =
                |keep: fn(&Choice) -> bool| lookup.items.iter().filter(|item| keep(item)).count();
            let _ = writeln!(
                page,
                "| <a id=\"lookup-{}\"></a>`{}` | {} | {} | {} | {} | {} |",
                lookup.lookup,
                lookup.lookup,
                in_every_language(&lookup.title),
                lookup.items.len(),
                count(|item| item.parent.is_some()),
                count(|item| item.from.is_some() || item.until.is_some()),
                missing_items(lookup),
            );
        }
    }
}

/// The texts of a form that some language lacks.
fn missing(form: &FormDefinition) -> String {
    let mut found: Vec<String> = Vec::new();
    for (field, language) in form.missing_texts() {
        let whose = field.map_or_else(|| "the form".to_owned(), code);
        let told = format!("{whose} in {}", language_name(language));
        if !found.contains(&told) {
            found.push(told);
        }
    }
    listed(&found)
}

fn missing_items(lookup: &Lookup) -> String {
    let title = lookup
        .title
        .missing()
        .into_iter()
        .map(|language| ("the title".to_owned(), language));
    let items = lookup.items.iter().flat_map(|item| {
        let missing = item.label.missing().into_iter();
        missing.map(|language| (code(&item.choice), language))
    });
    let found: Vec<String> = title
        .chain(items)
        .map(|(whose, language)| format!("{whose} in {}", language_name(language)))
        .collect();
    listed(&found)
}

fn listed(found: &[String]) -> String {
    if found.is_empty() {
        "none".to_owned()
    } else {
        found.join(", ")
    }
}

const fn language_name(language: Language) -> &'static str {
    match language {
        Language::Hu => "Hungarian",
        Language::Uk => "Ukrainian",
        Language::En => "English",
    }
}

fn in_every_language(text: &Text) -> String {
    [&text.en, &text.hu, &text.uk]
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .map(|text| plain(text))
        .collect::<Vec<_>>()
        .join("<br>")
}

/// Words as they are, in one line, whatever signs they hold.
fn plain(text: &str) -> String {
    let mut safe = String::new();
    for word in text.split_whitespace() {
        if !safe.is_empty() {
            safe.push(' ');
        }
        for sign in word.chars() {
            match sign {
                '<' => safe.push_str("&lt;"),
                '&' => safe.push_str("&amp;"),
                '|' | '*' | '_' | '`' | '[' | ']' | '\\' => safe.extend(['\\', sign]),
                sign => safe.push(sign),
            }
        }
    }
    safe
}

/// An id or a value, set apart.
fn code(text: &str) -> String {
    let safe = text.replace(['`', '\n', '\r'], " ").replace('|', "\\|");
    format!("`{safe}`")
}
