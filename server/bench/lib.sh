# Sourced by the parts of scripts/bench: databases, a cluster, a server, people who are signed in.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the variables are shared with scripts/lib.sh and the parts

here=$root/server/bench
figures=$target/bench
data=$figures/data
seed=${BENCH_SEED:-1849}
seconds=${BENCH_SECONDS:-10}
district=8
port=${BENCH_PORT:-3907}
password=lanchid-demo-2026
mkdir -p "$data"

# The requests that the list is measured by: as a page, with two filters and a sort; and as JSON, the
# one that the handler written by hand answers, too.
list_page='/cases?whose=all&stage=plan&identity/sex=female&sort=-opened'
list_body='query=whose%3Dall%26stage%3Dplan'
# The same rows as a page.
same_rows_page='/cases?whose=all&stage=plan'

sizes() {
    local default="20000 200000"
    [ "${BENCH_LARGE:-0}" != 1 ] || default="$default 2000000"
    printf '%s\n' ${BENCH_SIZES:-$default}
}

# The size at which times were promised.
main_size() {
    sizes | grep -x 200000 || sizes | tail -n 1
}

databases() {
    printf '%s\n' ${BENCH_DATABASES:-sqlite postgres}
}

# What a database was made from: another schema or another city means another one.
stamp() {
    printf '%s %s %s\n' "$1" "$seed" "$(find migrations/src app/services/src/demo \
        app/services/src/search app/domain/src/search server/config -type f | sort |
        xargs sha256sum | sha256sum | cut -c 1-16)"
}

# --- A cluster of PostgreSQL, with its data kept, on a socket alone ---------------------------

start_cluster() {
    local bin
    [ -z "${socket:-}" ] || return 0
    bin=$(postgres_bin)
    [ -n "$bin" ] || fail "no PostgreSQL found; run scripts/setup bench"
    socket=$(mktemp -d /tmp/lanchid-bench.XXXXXX)
    cluster=$data/postgres
    mkdir -p "$cluster"
    [ "$(id -u)" != 0 ] || chown postgres: "$socket" "$cluster"
    chmod 711 "$socket"
    chmod 700 "$cluster"
    if [ ! -f "$cluster/PG_VERSION" ]; then
        as_postgres "$bin/initdb" -D "$cluster" -U postgres --auth=trust --encoding=UTF8 \
            --locale=C >"$figures/initdb.log" 2>&1 || fail "initdb failed, see $figures/initdb.log"
    fi
    # Durability as it comes: fsync, synchronous_commit and full_page_writes stay on.
    as_postgres "$bin/pg_ctl" -D "$cluster" -l "$cluster/log" -w -t 60 -o "-k '$socket' \
        -c listen_addresses='' -c shared_buffers=512MB -c max_wal_size=4GB \
        -c max_connections=100" start >/dev/null || fail "PostgreSQL does not start, see $cluster/log"
    sql postgres -c "SELECT 1 FROM pg_roles WHERE rolname = 'lanchid_owner'" | grep -q 1 ||
        sql postgres -c 'CREATE ROLE lanchid_owner LOGIN CREATEDB' \
            -c 'CREATE ROLE lanchid_runtime LOGIN'
}

stop_cluster() {
    [ -n "${socket:-}" ] || return 0
    as_postgres "$(postgres_bin)/pg_ctl" -D "$cluster" -m fast -w stop >/dev/null 2>&1 || true
    rm -rf "$socket"
    socket=
}

sql() {
    local name=$1
    shift
    psql -h "$socket" -U postgres -d "$name" -X -q -A -t -v ON_ERROR_STOP=1 "$@"
}

url() {
    printf 'postgres://%s@localhost/%s?host=%s' "$1" "$2" "$socket"
}

# use DATABASE SIZE: names the database for the server and the bench program.
use() {
    if [ "$1" = sqlite ]; then
        database=sqlite:$data/city-$2.sqlite
        owner=$database
        unset LANCHID_MIGRATION_DATABASE_URL
    else
        start_cluster
        database=$(url lanchid_runtime "city_$2")
        owner=$(url lanchid_owner "city_$2")
        export LANCHID_MIGRATION_DATABASE_URL=$owner
    fi
    export LANCHID_DATABASE_URL=$database
}

# --- The server, and people who are signed in --------------------------------------------------

start_server() {
    local site_dir=$site
    if [ ! -f "$site/hash.txt" ]; then
        site_dir=$figures/site
        mkdir -p "$site_dir"
        printf 'js:0000000000000000\nwasm:0000000000000000\ncss:0000000000000000\n' >"$site_dir/hash.txt"
    fi
    LANCHID_ADDR=127.0.0.1:$port LANCHID_SITE_DIR=$site_dir LANCHID_LOG=warn \
        "$target/release/server" serve >"$figures/server.log" 2>&1 &
    server=$!
    await "http://127.0.0.1:$port/health/ready" "$server" "$figures/server.log"
}

start_handler() {
    "$target/release/bench" --database "$owner" --district "$district" handler \
        --addr "127.0.0.1:$((port + 1))" >"$figures/handler.log" 2>&1 &
    handler=$!
    await "http://127.0.0.1:$((port + 1))/" "$handler" "$figures/handler.log"
}

await() {
    local tries=0
    until curl -fs -o /dev/null "$1"; do
        kill -0 "$2" 2>/dev/null || { cat "$3" >&2 && fail "a server ended"; }
        tries=$((tries + 1))
        [ "$tries" -lt 600 ] || fail "a server does not answer"
        sleep 0.1
    done
}

stop() {
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

# Signs in whoever is named, and writes one cookie a line.
sign_in() {
    local account
    for account; do
        curl -fs -o /dev/null -c - -H 'Accept: application/json' --data-urlencode "account=$account" \
            --data-urlencode "password=$password" "http://127.0.0.1:$port/api/users/sign_in" |
            awk '$6 == "lanchid_session" { print $6 "=" $7 }'
    done
}

eight_users() {
    local role
    for role in caseworker1 caseworker2 supervisor1 supervisor2; do
        printf '%s.d08\n%s.d08\n' "$role" "$role"
    done
}

# wrk_json USERS PORT PATHS [BODY [COOKIES]]: asks for the paths in the file, and prints the times
# as JSON.
wrk_json() {
    local users=$1 at=$2 paths=$3 body=${4:-} cookies=${5:-$figures/cookies.txt}
    wrk -t "$users" -c "$users" -d "${seconds}s" --timeout 10s -s "$here/wrk.lua" \
        "http://127.0.0.1:$at" -- "$paths" "$cookies" "$body" | tail -n 1
}
