//! Reading pages as a browser does: tags, attributes, text, and what a form would post.

/// A tag with the text behind it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) closing: bool,
    pub(crate) attributes: Vec<(String, String)>,
    /// The text up to the next tag; of a script, a style, a title or a textarea, everything in it.
    pub(crate) text: String,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn opens(&self, name: &str) -> bool {
        self.name == name && !self.closing
    }
}

/// A page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) tags: Vec<Tag>,
}

const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

impl Page {
    /// Reads a page.
    pub(crate) fn read(html: &str) -> Self {
        let mut tags = Vec::new();
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            rest = &rest[start..];
            if rest.starts_with("<!--") {
                rest = rest.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            let (mut tag, behind) = tag(rest);
            let closing = format!("</{}", tag.name);
            let end = if RAW.contains(&tag.name.as_str()) && !tag.closing {
                behind.to_lowercase().find(&closing).unwrap_or(behind.len())
            } else {
                behind.find('<').unwrap_or(behind.len())
            };
            tag.text = match tag.name.as_str() {
                "script" | "style" => behind[..end].to_owned(),
                _ => decoded(&behind[..end]),
            };
            tags.push(tag);
            rest = &behind[end..];
        }
        Self { tags }
    }

    /// Every opening tag of this name.
    pub(crate) fn all(&self, name: &str) -> Vec<&Tag> {
        self.tags.iter().filter(|tag| tag.opens(name)).collect()
    }

    /// The title.
    pub(crate) fn title(&self) -> &str {
        self.all("title")
            .first()
            .map_or("", |tag| tag.text.as_str())
    }

    /// The language of the document.
    pub(crate) fn language(&self) -> &str {
        self.all("html")
            .first()
            .and_then(|tag| tag.get("lang"))
            .unwrap_or_default()
    }

    /// What a person reads, scripts left out.
    pub(crate) fn text(&self) -> String {
        let read = self.tags.iter().filter(|tag| !tag.opens("script"));
        let texts: Vec<&str> = read
            .map(|tag| tag.text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        texts.join(" ")
    }

    /// Where every link leads.
    pub(crate) fn links(&self) -> Vec<&str> {
        self.all("a")
            .iter()
            .filter_map(|tag| tag.get("href"))
            .collect()
    }

    /// The form that is posted to this path.
    pub(crate) fn form(&self, action: &str) -> Form {
        let start = self
            .tags
            .iter()
            .position(|tag| tag.opens("form") && tag.get("action") == Some(action));
        let start = start.unwrap_or_else(|| panic!("no form for {action}: {}", self.text()));
        let inside = self.tags[start + 1..]
            .iter()
            .take_while(|tag| tag.name != "form");
        let inside: Vec<&Tag> = inside.collect();
        let mut form = Form {
            pairs: pairs(&inside),
            buttons: buttons(&inside, action),
        };
        if let Some(id) = self.tags[start].get("id") {
            let from_outside = self
                .all("button")
                .into_iter()
                .filter(|tag| tag.get("form") == Some(id));
            form.buttons
                .extend(buttons(&from_outside.collect::<Vec<_>>(), action));
        }
        form
    }
}

/// A form as it stands in a page.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) pairs: Vec<(String, String)>,
    buttons: Vec<Button>,
}

#[derive(Clone, Debug)]
struct Button {
    action: String,
    name: String,
    value: String,
}

impl Form {
    /// What stands in a field of the answers.
    pub(crate) fn answer(&self, field: &str) -> Vec<&str> {
        let name = format!("answers[{field}][]");
        let found = self.pairs.iter().filter(|(known, _)| *known == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// What stands in any other field.
    pub(crate) fn value(&self, name: &str) -> &str {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Types into a field of the answers, or chooses.
    pub(crate) fn fill(&mut self, field: &str, value: &str) {
        let name = format!("answers[{field}][]");
        self.pairs.retain(|(known, _)| *known != name);
        self.pairs.push((name, value.to_owned()));
    }

    /// What is posted, and where, when the button of this value is pressed.
    pub(crate) fn pressed(&self, button: &str) -> (String, Vec<(String, String)>) {
        let pressed = self.buttons.iter().find(|one| one.value == button);
        let pressed = pressed.unwrap_or_else(|| panic!("no button {button}: {:?}", self.buttons));
        let mut pairs = self.pairs.clone();
        if !pressed.name.is_empty() {
            pairs.push((pressed.name.clone(), pressed.value.clone()));
        }
        (pressed.action.clone(), pairs)
    }
}

fn buttons(tags: &[&Tag], action: &str) -> Vec<Button> {
    let buttons = tags.iter().filter(|tag| tag.opens("button"));
    buttons
        .map(|tag| Button {
            action: tag.get("formaction").unwrap_or(action).to_owned(),
            name: tag.get("name").unwrap_or_default().to_owned(),
            value: tag.get("value").unwrap_or_default().to_owned(),
        })
        .collect()
}

/// What the controls among these tags hold.
fn pairs(tags: &[&Tag]) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut list = String::new();
    for tag in tags {
        let name = tag.get("name").unwrap_or_default().to_owned();
        let value = tag.get("value").unwrap_or_default().to_owned();
        match tag.name.as_str() {
            "input" => {
                let choice = matches!(tag.get("type"), Some("radio" | "checkbox"));
                if !name.is_empty() && (!choice || tag.get("checked").is_some()) {
                    pairs.push((name, value));
                }
            }
            "textarea" if !tag.closing => {
                let text = tag.text.strip_prefix('\n').unwrap_or(&tag.text);
                pairs.push((name, text.to_owned()));
            }
            "select" if !tag.closing => list = name,
            "select" => list.clear(),
            "option" if !list.is_empty() && tag.get("selected").is_some() => {
                pairs.push((list.clone(), value));
            }
            _ => {}
        }
    }
    pairs
}

/// The tag at the start, and what stands behind it.
fn tag(html: &str) -> (Tag, &str) {
    let inner = &html[1..];
    let (closing, inner) = inner
        .strip_prefix('/')
        .map_or((false, inner), |inner| (true, inner));
    let end = inner.find(|sign: char| sign.is_whitespace() || matches!(sign, '>' | '/'));
    let (name, mut rest) = inner.split_at(end.unwrap_or(inner.len()));
    let mut tag = Tag {
        name: name.to_lowercase(),
        closing,
        ..Tag::default()
    };
    loop {
        rest = rest.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '/');
        if let Some(behind) = rest.strip_prefix('>') {
            return (tag, behind);
        }
        if rest.is_empty() {
            return (tag, rest);
        }
        let end = rest.find(|sign: char| sign.is_whitespace() || matches!(sign, '=' | '>' | '/'));
        let (name, behind) = rest.split_at(end.unwrap_or(rest.len()).max(1));
        let (value, behind) = value(behind);
        tag.attributes.push((name.to_lowercase(), decoded(value)));
        rest = behind;
    }
}

/// The value of an attribute, and what stands behind it.
fn value(html: &str) -> (&str, &str) {
    let Some(given) = html.trim_start().strip_prefix('=') else {
        return ("", html);
    };
    let given = given.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = given.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    let end = given.find(|sign: char| sign.is_whitespace() || sign == '>');
    given.split_at(end.unwrap_or(given.len()))
}

fn decoded(text: &str) -> String {
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    text.replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
