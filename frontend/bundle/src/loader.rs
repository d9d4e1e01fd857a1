//! Edits the script that loads the chunks. The splitter writes it; five things in it change: which
//! chunks are one file, which are several, how the files are called, how the main script is called,
//! and what becomes of a chunk that does not arrive.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

use crate::{group::Group, wasm::NAME};

/// How the declaration of a shared chunk ends.
const END: &str = "\n, []);\n";

/// The chunks that the script declares as shared, in the order in which it does.
pub(crate) fn shared_chunks(script: &str) -> Vec<String> {
    script
        .split("const __")
        .skip(1)
        .filter_map(|rest| {
            rest.split_once(" = makeLoad(")
                .map(|(name, _)| name.to_owned())
        })
        .collect()
}

/// Lets all members of a group be loaded by the loader of the first, which loads but once.
pub(crate) fn join(mut script: String, group: &Group) -> Result<String> {
    let Some((first, others)) = group.members.split_first() else {
        return Ok(script);
    };
    for other in others {
        let start = format!("const __{other} = makeLoad(");
        let (before, rest) = script
            .split_once(&start)
            .context("the loader lacks a chunk")?;
        let (_, after) = rest
            .split_once(END)
            .context("the loader declares chunks differently")?;
        script = format!("{before}const __{other} = __{first};\n{after}");
    }
    Ok(script)
}

/// Lets the pieces of a chunk be fetched at the same time, and instantiated whenever they are there.
pub(crate) fn load_pieces(script: &str, chunk: &str, pieces: &[String]) -> Result<String> {
    let whole = [
        format!("const src = fetch(new URL(\"./{chunk}.wasm\", import.meta.url));"),
        "src.catch(() => {});".to_owned(),
        "return async (imports) => (WebAssembly.instantiateStreaming(src, imports));".to_owned(),
    ];
    let whole = whole.join("\n    ");
    ensure!(
        script.matches(&whole).count() == 1,
        "the loader does not load {chunk}, or loads it differently"
    );
    let names: Vec<_> = pieces.iter().map(|it| format!("\"./{it}.wasm\"")).collect();
    let parts = [
        format!("const all = [{}].map(fetchBeside);", names.join(", ")),
        "return async (imports) => \
         Promise.all(all.map((src) => WebAssembly.instantiateStreaming(src, imports)));"
            .to_owned(),
    ];
    let script = script.replace(&whole, &parts.join("\n    "));
    Ok(if script.contains(FETCH_BESIDE) {
        script
    } else {
        format!("{script}{FETCH_BESIDE}")
    })
}

/// A piece that does not arrive is minded where all are waited for.
const FETCH_BESIDE: &str = "
function fetchBeside(name) {
    const src = fetch(new URL(name, import.meta.url));
    src.catch(() => {});
    return src;
}
";

/// Replaces the plain names of the chunks by those with a hash.
pub(crate) fn name_chunks(mut script: String, names: &BTreeMap<String, String>) -> Result<String> {
    for (plain, hashed) in names {
        let from = format!("\"./{plain}.wasm\"");
        ensure!(script.contains(&from), "the loader does not mention {from}");
        script = script.replace(&from, &format!("\"./{hashed}.wasm\""));
    }
    Ok(script)
}

/// Replaces the plain name of the main script.
pub(crate) fn name_main(script: &str, main: &str) -> Result<String> {
    let from = format!("from \"./{NAME}.js\"");
    ensure!(script.contains(&from), "the loader does not say {from}");
    Ok(script.replace(&from, &format!("from \"./{main}\"")))
}

/// Where the script waits for a chunk.
const WAIT: &str = "await callee();";

/// A page that is left gives up what it was still loading. That is no fault, and nobody is there
/// any more to hear of it. A chunk that does not come although the page stays would leave it dead:
/// it is loaded anew, by the server, at once or when the network is back; but not again and again.
const MISSING: &str = r#"
let leaving = false;
addEventListener("pagehide", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });
const QUIET_MS = 30000;
const loadAnew = () => {
    try {
        const before = Number(sessionStorage.getItem("lanchid-loaded-anew"));
        if (Date.now() - before < QUIET_MS) return false;
        sessionStorage.setItem("lanchid-loaded-anew", String(Date.now()));
    } catch {
        return false;
    }
    location.reload();
    return true;
};
const missing = (error) => {
    if (!leaving && !navigator.onLine) {
        addEventListener("online", loadAnew, { once: true });
    } else if (!leaving && !loadAnew()) {
        return Promise.reject(error);
    }
    return new Promise(() => {});
};
"#;

/// Says what becomes of a chunk that does not arrive.
pub(crate) fn mind_the_missing(script: &str) -> Result<String> {
    ensure!(script.contains(WAIT), "the loader waits differently");
    let waiting = script.replace(WAIT, "await callee().catch(missing);");
    Ok(format!("{waiting}{MISSING}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group;

    const SCRIPT: &str = r#"
const __chunk_1 = makeLoad(() => {
    const src = fetch(new URL("./chunk_1.wasm", import.meta.url));
}
, []);
/* a, b */
const __chunk_10 = makeLoad(() => {
    const src = fetch(new URL("./chunk_10.wasm", import.meta.url));
}
, []);
export const __wasm_split_load_a = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_a.wasm", import.meta.url));
}
, [__chunk_1, __chunk_10]));
"#;

    fn pair() -> Group {
        let chunks = ["chunk_1", "chunk_10"].map(|name| (name.to_owned(), 1));
        let needs = chunks.iter().map(|(name, _)| name.clone()).collect();
        group::plan(&chunks, &BTreeMap::from([("a".to_owned(), needs)])).remove(0)
    }

    #[test]
    fn finds_the_shared_chunks() {
        assert_eq!(shared_chunks(SCRIPT), ["chunk_1", "chunk_10"]);
    }

    #[test]
    fn joined_chunks_have_one_loader() {
        let script = join(SCRIPT.to_owned(), &pair()).unwrap();
        assert!(
            script.contains("const __chunk_10 = __chunk_1;\nexport const"),
            "{script}"
        );
        assert!(!script.contains("chunk_10.wasm"), "{script}");
        assert!(script.contains("[__chunk_1, __chunk_10]"), "{script}");
    }

    const WHOLE: &str = r#"
const __chunk_1 = makeLoad(() => {
    const src = fetch(new URL("./chunk_1.wasm", import.meta.url));
    src.catch(() => {});
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, []);
"#;

    #[test]
    fn all_pieces_are_loaded_and_named() {
        let pieces = ["chunk_1_1", "chunk_1_2"].map(str::to_owned);
        let other = WHOLE.replace("chunk_1", "chunk_2");
        let script = load_pieces(&format!("{WHOLE}{other}"), "chunk_1", &pieces).unwrap();
        let script = load_pieces(&script, "chunk_2", &["chunk_2_1".to_owned()]).unwrap();
        assert!(
            script.contains(r#"["./chunk_1_1.wasm", "./chunk_1_2.wasm"].map(fetchBeside)"#),
            "{script}"
        );
        assert!(!script.contains("\"./chunk_1.wasm\""), "{script}");
        assert_eq!(script.matches("function fetchBeside").count(), 1);
        let names = pieces.map(|name| (name.clone(), format!("{name}.aa")));
        let script = name_chunks(script, &BTreeMap::from(names)).unwrap();
        assert!(
            script.contains(r#"["./chunk_1_1.aa.wasm", "./chunk_1_2.aa.wasm"]"#),
            "{script}"
        );
    }

    #[test]
    fn pieces_of_a_chunk_that_nobody_loads_are_an_error() {
        assert!(load_pieces(WHOLE, "chunk_2", &[]).is_err());
        assert!(load_pieces(SCRIPT, "chunk_1", &[]).is_err());
    }

    #[test]
    fn chunk_names_are_replaced_as_a_whole() {
        let names = [("chunk_1", "chunk_1.aa"), ("chunk_10", "chunk_10.bb")]
            .map(|(plain, hashed)| (plain.to_owned(), hashed.to_owned()));
        let script = name_chunks(SCRIPT.to_owned(), &BTreeMap::from(names)).unwrap();
        assert!(script.contains("\"./chunk_1.aa.wasm\""), "{script}");
        assert!(script.contains("\"./chunk_10.bb.wasm\""), "{script}");
    }

    #[test]
    fn a_chunk_that_does_not_arrive_is_minded() {
        let script = mind_the_missing("try { await callee(); }").unwrap();
        assert!(script.starts_with("try { await callee().catch(missing); }"));
        assert!(script.contains("const missing"));
        assert!(mind_the_missing("try {}").is_err());
    }

    #[test]
    fn a_chunk_that_nobody_loads_is_an_error() {
        let names = BTreeMap::from([("chunk_2".to_owned(), "chunk_2.cc".to_owned())]);
        assert!(name_chunks(SCRIPT.to_owned(), &names).is_err());
    }
}
