//! The process' own key: a file, made when there is none yet.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use services::{
    integration::SecretKey,
    source::{Entropy, SystemEntropy},
};

use crate::settings::Settings;

/// Where the key is: where it is set, or in the directory for data.
fn file(settings: &Settings) -> PathBuf {
    let usual = || settings.data_dir.join("secret.key");
    settings.secret_key_file.clone().unwrap_or_else(usual)
}

/// Reads the key, or makes one. Several processes may do so at once: all of them have the same
/// afterwards.
///
/// # Errors
/// One line that says what is wrong with the file.
pub fn read_or_make(settings: &Settings) -> Result<SecretKey, String> {
    let path = file(settings);
    if !path.exists() {
        make(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    read(&path)
}

fn read(path: &Path) -> Result<SecretKey, String> {
    let told = |reason: &str| format!("{}: {reason}", path.display());
    let text = fs::read_to_string(path).map_err(|error| told(&error.to_string()))?;
    let mode = fs::metadata(path).map_or(0, |found| found.permissions().mode());
    if mode & 0o007 != 0 {
        tracing::warn!(file = %path.display(), "everybody on this machine can read the secret key");
    }
    let bytes = BASE64_STANDARD.decode(text.trim()).ok();
    let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let bytes = bytes.ok_or_else(|| told("no key of 32 bytes in Base64"))?;
    Ok(SecretKey::from_bytes(&bytes))
}

/// Written whole under another name first: nobody ever reads half a key.
fn make(path: &Path) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    let mut bytes = [0; 32];
    SystemEntropy.fill(&mut bytes);
    let begun = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = OpenOptions::new();
    let mut made = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&begun)?;
    made.write_all(format!("{}\n", BASE64_STANDARD.encode(bytes)).as_bytes())?;
    made.sync_all()?;
    let named = fs::hard_link(&begun, path);
    fs::remove_file(&begun)?;
    match named {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(name: &str) -> Settings {
        let folder =
            std::env::temp_dir().join(format!("lanchid-key-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        Settings {
            data_dir: folder,
            ..Settings::default()
        }
    }

    #[test]
    fn a_key_is_made_once_and_read_by_nobody_else() {
        let settings = settings("once");
        read_or_make(&settings).unwrap();
        let path = file(&settings);
        let first = fs::read_to_string(&path).unwrap();
        read_or_make(&settings).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), first);
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(fs::read_dir(&settings.data_dir).unwrap().count(), 1);
        fs::remove_dir_all(&settings.data_dir).unwrap();
    }

    #[test]
    fn what_is_no_key_is_told_and_left_alone() {
        let settings = settings("damaged");
        fs::create_dir_all(&settings.data_dir).unwrap();
        for text in ["", "abc", "AAAA", &"a".repeat(64), "no base64"] {
            fs::write(file(&settings), text).unwrap();
            assert!(
                read_or_make(&settings).unwrap_err().contains("no key"),
                "{text}"
            );
            assert_eq!(fs::read_to_string(file(&settings)).unwrap(), text);
        }
        fs::remove_dir_all(&settings.data_dir).unwrap();
    }
}
