//! Generates the translations, and refuses to build while one is missing.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos, options::CodegenOptions};

const LOCALES: [&str; 3] = ["hu", "uk", "en"];

fn main() -> Result<(), Box<dyn Error>> {
    let locales = Path::new("../locales");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", locales.display());
    let namespaces = namespaces(locales)?;
    check(locales, &namespaces)?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let prepared = out.join("locales");
    prepare(locales, &prepared, &namespaces)?;
    let config = Config::new("hu")?
        .add_locales(["uk", "en"])?
        .add_namespaces(&namespaces)?
        .locales_path(prepared)
        .parse_options(ParseOptions::new().interpolate_display(true));
    let undocumented = "#![allow(missing_docs, unreachable_pub, clippy::all, clippy::pedantic, clippy::allow_attributes)]".parse()?;
    let options = CodegenOptions::new().top_level_attributes(Some(undocumented));
    TranslationsInfos::parse(config)?
        .generate_i18n_module_with_options(out.join("i18n"), options)?;
    Ok(())
}

/// Writes the texts as the library reads them: each plural becomes a group with all categories.
///
/// The library's own plurals need ICU data, which weigh too much for the browser; the rules of our
/// three languages are in `domain::language`.
fn prepare(from: &Path, to: &Path, namespaces: &[String]) -> Result<(), Box<dyn Error>> {
    for locale in LOCALES {
        fs::create_dir_all(to.join(locale))?;
        for namespace in namespaces {
            let texts = texts(from, locale, namespace)?;
            let grouped = serde_json::to_string_pretty(&grouped(&texts))?;
            fs::write(to.join(locale).join(format!("{namespace}.json")), grouped)?;
        }
    }
    Ok(())
}

fn grouped(texts: &Texts) -> serde_json::Map<String, serde_json::Value> {
    let mut grouped = serde_json::Map::new();
    for (key, text) in texts {
        if let Some(stem) = key
            .strip_suffix("_other")
            .filter(|stem| is_plural(texts, stem))
        {
            let category =
                |name: &str| texts.get(&format!("{stem}_{name}")).unwrap_or(text).clone();
            let all = ["one", "few", "many", "other"]
                .map(|name| (name.to_owned(), category(name).into()));
            grouped.insert(
                stem.to_owned(),
                serde_json::Value::Object(all.into_iter().collect()),
            );
        } else if !belongs_to_plural(texts, key) {
            grouped.insert(key.clone(), text.clone().into());
        }
    }
    grouped
}

fn belongs_to_plural(texts: &Texts, key: &str) -> bool {
    ["_one", "_few", "_many"].iter().any(|suffix| {
        key.strip_suffix(suffix)
            .is_some_and(|stem| is_plural(texts, stem))
    })
}

fn namespaces(locales: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(locales.join("en"))? {
        let path = entry?.path();
        if let Some(name) = path.file_stem().and_then(|name| name.to_str()) {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Every language has every text, with the same placeholders, and every plural that it needs.
fn check(locales: &Path, namespaces: &[String]) -> Result<(), Box<dyn Error>> {
    let mut faults = Vec::new();
    for namespace in namespaces {
        let source = texts(locales, "en", namespace)?;
        for locale in LOCALES {
            let translated = texts(locales, locale, namespace)?;
            faults.extend(compare(locale, namespace, &source, &translated));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(format!("translations are not complete:\n  {}", faults.join("\n  ")).into())
    }
}

type Texts = BTreeMap<String, String>;

fn texts(locales: &Path, locale: &str, namespace: &str) -> Result<Texts, Box<dyn Error>> {
    let path = locales.join(locale).join(format!("{namespace}.json"));
    let file = fs::read_to_string(&path)
        .map_err(|error| format!("{} is missing: {error}", path.display()))?;
    serde_json::from_str(&file).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn compare(locale: &str, namespace: &str, source: &Texts, translated: &Texts) -> Vec<String> {
    let mut faults = Vec::new();
    let name = |key: &str| format!("{locale}/{namespace}: `{key}`");
    for key in wanted(locale, source) {
        match translated.get(&key) {
            None => faults.push(format!("{} is missing", name(&key))),
            Some(text) if text.trim().is_empty() => {
                faults.push(format!("{} is empty", name(&key)));
            }
            Some(text) => {
                let original = source.get(&key).or_else(|| source.get(&as_other(&key)));
                if original.is_some_and(|original| placeholders(original) != placeholders(text)) {
                    faults.push(format!("{} has other placeholders", name(&key)));
                }
            }
        }
    }
    let wanted: BTreeSet<String> = wanted(locale, source).into_iter().collect();
    let stray = translated.keys().filter(|key| !wanted.contains(*key));
    faults.extend(stray.map(|key| format!("{} is not in English", name(key))));
    faults
}

/// The keys that a language needs: for each plural of the source, its own plural categories.
fn wanted(locale: &str, source: &Texts) -> Vec<String> {
    let categories: &[&str] = match locale {
        "uk" => &["one", "few", "many", "other"],
        _ => &["one", "other"],
    };
    let mut keys = Vec::new();
    for key in source.keys() {
        match key
            .strip_suffix("_other")
            .filter(|stem| is_plural(source, stem))
        {
            Some(stem) => keys.extend(
                categories
                    .iter()
                    .map(|category| format!("{stem}_{category}")),
            ),
            None if key
                .strip_suffix("_one")
                .is_some_and(|stem| is_plural(source, stem)) => {}
            None => keys.push(key.clone()),
        }
    }
    keys
}

fn is_plural(source: &Texts, stem: &str) -> bool {
    source.contains_key(&format!("{stem}_one")) && source.contains_key(&format!("{stem}_other"))
}

fn as_other(key: &str) -> String {
    let stem = key.rsplit_once('_').map_or(key, |(stem, _)| stem);
    format!("{stem}_other")
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    let parts = text.split("{{").skip(1);
    parts
        .filter_map(|part| part.split_once("}}"))
        .map(|(name, _)| name.trim())
        .collect()
}
