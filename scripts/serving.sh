# Sourced by the scripts that run servers of their own: free ports, fresh SQLite databases with the
# demonstration city, gone at the end.
# shellcheck shell=bash

dir=$(mktemp -d)
servers=()

# shellcheck disable=SC2317 # the trap calls it
stop() {
    trap '' INT TERM
    local server
    for server in "${servers[@]}"; do
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    done
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

free_port() {
    # Port 0 asks the system for a free one.
    node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => {
        console.log(s.address().port); s.close() })'
}

# start NAME URL [VARIABLE=VALUE…]: a server with a city of its own.
start() {
    local name=$1 url=$2
    shift 2
    mkdir -p "$dir/$name"
    env LANCHID_DEMO=1 LANCHID_ADDR="${url#http://}" LANCHID_PUBLIC_URL="$url" \
        LANCHID_DATABASE_URL="sqlite:$dir/$name/lanchid.sqlite" LANCHID_DATA_DIR="$dir/$name/data" \
        "$@" "$target/debug/server" serve >"$dir/$name.log" 2>&1 </dev/null &
    servers+=($!)
}

ready() {
    node -e 'fetch(process.argv[1]).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))' \
        "$1/health/ready"
}

# await NAME URL: waits until the server that was started last answers.
await() {
    local i
    for ((i = 0; i < 600; i++)); do
        if ready "$2"; then
            return
        fi
        if ! kill -0 "${servers[-1]}" 2>/dev/null || [ "$i" -ge 599 ]; then
            tail -n 40 "$dir/$1.log" >&2
            fail "the server does not start"
        fi
        sleep 0.3
    done
}
