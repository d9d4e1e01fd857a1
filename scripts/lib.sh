# Sourced by the scripts beside it: where things are, and how they speak.
# shellcheck shell=bash
# shellcheck disable=SC2034 # the variables are for those who source this

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Everything that is built goes below one folder, wherever that is.
target=${CARGO_TARGET_DIR:-$root/target}
mkdir -p "$target"
target=$(cd "$target" && pwd)
export CARGO_TARGET_DIR=$target

# The WASM side has its own folder, so that it and the native side do not wait for each other.
web=$target/web
site=$target/site
# The comparison of the rule engine in both builds.
parity=$target/parity
parity_wasm=$parity/wasm32-unknown-unknown/wasm-release/parity.wasm
# The Python in which the tester of the API runs, and its version.
api_venv=$target/api-venv
schemathesis=4.32.5
# Written by scripts/setup: which compiler builds the WASM side.
web_toolchain=$target/web-toolchain

# One line about what is being done.
say() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# One line about what is wrong, and the end.
fail() {
    say "$*"
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# Whether as_root can work: as root, or with a sudo that needs no password or has someone to ask.
can_be_root() {
    [ "$(id -u)" = 0 ] || { have sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# at_least 1.96.0 1.94: whether the first version is not older than the second.
at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]
}

# The oldest Rust that the workspace builds with.
oldest_rust() {
    sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml
}

rust_version() {
    "$1" --version | cut -d ' ' -f 2
}

# Where this compiler looks for the libraries of the WASM target.
web_libraries() {
    "$1" --print target-libdir --target wasm32-unknown-unknown
}

# makes_wasm RUSTC [FLAGS…]: whether it makes WASM here and now, library and linker included.
makes_wasm() {
    local rustc=$1 out works
    shift
    [ -x "$rustc" ] && at_least "$(rust_version "$rustc")" "$(oldest_rust)" || return 1
    out=$(mktemp -d)
    works=0
    echo 'pub fn probe() { println!("probe") }' | "$rustc" --target wasm32-unknown-unknown \
        --crate-type cdylib "$@" -o "$out/probe.wasm" - 2>/dev/null || works=1
    rm -r "$out"
    return "$works"
}

# Runs a command as the user who may start PostgreSQL: its programs refuse to run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

# The folder with initdb and pg_ctl of PostgreSQL 15 or later, the newest one found.
postgres_bin() {
    local dir dirs
    # All of them first: whoever writes into a pipe that nobody reads any more ends with a failure.
    dirs=$(
        printf '%s\n' /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin \
            /usr/local/opt/postgresql@*/bin /usr/pgsql-*/bin | sort -rV
        dirname "$(command -v initdb || echo /none/none)"
    )
    while read -r dir; do
        if [ -x "$dir/initdb" ] && [ "$(postgres_major "$dir")" -ge 15 ]; then
            printf '%s\n' "$dir"
            return
        fi
    done <<<"$dirs"
}

postgres_major() {
    local version
    version=$("$1/initdb" --version)
    version=${version##* }
    version=${version%%[!0-9]*}
    printf '%s\n' "${version:-0}"
}

# The browser that the end-to-end tests drive; nothing when Playwright's own has to do.
chromium_path() {
    local name
    for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome; do
        if have "$name"; then
            command -v "$name"
            return
        fi
    done
}
