use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header::CACHE_CONTROL},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use leptos::{config::Env, prelude::LeptosOptions};
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// The built site: WASM, styles, fonts.
#[derive(Clone, Debug)]
pub struct Site {
    directory: PathBuf,
}

impl Site {
    /// The site in the directory that is set, beside the program, or in `target/site`.
    ///
    /// # Errors
    /// When there is no built site: pages would come without style and code.
    pub fn find(set: Option<&PathBuf>) -> Result<Self, String> {
        let beside = |inside: &str| {
            let program = std::env::current_exe().ok()?;
            Some(program.parent()?.join(inside))
        };
        let candidates = match set {
            Some(set) => vec![Some(set.clone())],
            None => vec![
                beside("site"),
                beside("../site"),
                Some(PathBuf::from("target/site")),
            ],
        };
        candidates
            .into_iter()
            .flatten()
            .find(|directory| directory.join("hash.txt").is_file())
            .and_then(|directory| directory.canonicalize().ok())
            .map(|directory| Self { directory })
            .ok_or_else(|| {
                "there is no built site; run `make web`, or set LANCHID_SITE_DIR".to_owned()
            })
    }

    /// A site without files, for tests of everything else.
    pub fn none() -> Self {
        Self {
            directory: PathBuf::new(),
        }
    }

    /// What Leptos has to know about the site.
    pub(super) fn options(&self) -> LeptosOptions {
        let root = self.directory.display().to_string();
        let hashed = self.directory.join("hash.txt");
        LeptosOptions::builder()
            .output_name("lanchid")
            .site_root(root)
            .hash_files(hashed.is_file())
            .hash_file(Arc::<str>::from(hashed.display().to_string()))
            .env(Env::PROD)
            .build()
    }

    /// Where the style is served, as the build has named it.
    pub(super) fn stylesheet(&self) -> String {
        let hashes = std::fs::read_to_string(self.directory.join("hash.txt")).unwrap_or_default();
        let hash = hashes.lines().find_map(|line| line.strip_prefix("css:"));
        match hash {
            Some(hash) => format!("/pkg/lanchid.{}.css", hash.trim()),
            None => "/pkg/lanchid.css".to_owned(),
        }
    }

    /// Serves files, and everything else through the application. Nothing is looked for on the disk
    /// where the site has nothing of that name.
    pub(super) fn files(&self, application: Router) -> Router {
        let names = Arc::new(self.names());
        if names.is_empty() {
            return application;
        }
        let files = ServeDir::new(&self.directory)
            .precompressed_br()
            .precompressed_gzip()
            .append_index_html_on_directories(false)
            .call_fallback_on_method_not_allowed(true)
            .fallback(application.clone());
        let files = Router::new().fallback_service(files).layer(from_fn(cached));
        let file_or_page = from_fn(move |request: Request, next: Next| {
            let is_file = names.contains(first_part(request.uri().path()));
            let files = is_file.then(|| files.clone());
            async move {
                match files {
                    Some(files) => files.oneshot(request).await.into_response(),
                    None => next.run(request).await,
                }
            }
        });
        application.layer(file_or_page)
    }

    /// What lies in the directory, as the first part of an address.
    fn names(&self) -> HashSet<String> {
        let inside = std::fs::read_dir(&self.directory).into_iter().flatten();
        let names = inside.flatten().map(|entry| entry.file_name());
        names.filter_map(|name| name.into_string().ok()).collect()
    }
}

/// `pkg` in `/pkg/lanchid.css`.
fn first_part(path: &str) -> &str {
    path.trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default()
}

/// A file whose name holds the hash of its content never changes; every other is asked for anew.
async fn cached(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let value = if path.starts_with("/pkg/") && is_hashed(&path) {
        "public, max-age=31536000, immutable"
    } else if path.starts_with("/fonts/") {
        "public, max-age=86400"
    } else {
        return response;
    };
    if response.status().is_success() {
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static(value));
    }
    response
}

/// Whether a part of the file's name is a hash, `lanchid.0123456789abcdef.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = Path::new(path)
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    name.split('.')
        .any(|part| part.len() >= 16 && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};

    use super::*;

    #[tokio::test]
    async fn what_the_site_has_nothing_of_goes_to_the_application() {
        let directory = std::env::temp_dir().join(format!("lanchid-site-{}", std::process::id()));
        std::fs::create_dir_all(directory.join("pkg")).unwrap();
        std::fs::write(directory.join("pkg/lanchid.js"), "a file").unwrap();
        let site = Site {
            directory: directory.clone(),
        };
        let application = Router::new().fallback(|| async { "a page" });
        let router = site.files(application.clone());
        // It came behind the start, so nobody looks for it.
        std::fs::write(directory.join("cases"), "no file").unwrap();
        for (path, answer) in [
            ("/pkg/lanchid.js", "a file"),
            ("/pkg/other.js", "a page"),
            ("/pkg", "a page"),
            ("/cases", "a page"),
            ("/", "a page"),
            ("/../pkg/lanchid.js", "a page"),
        ] {
            assert_eq!(asked(&router, path).await, answer, "{path}");
            assert_eq!(
                asked(&Site::none().files(application.clone()), path).await,
                "a page"
            );
        }
        std::fs::remove_dir_all(directory).unwrap();
    }

    async fn asked(router: &Router, path: &str) -> String {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }
}
