# shellcheck shell=bash
# Requests over HTTP: search, list and first page, by one user and by eight; at the size at which
# throughput was promised, also beside pgbench and a handler written by hand.

load_all() {
    local kind size
    for kind in $(databases); do
        for size in $(sizes); do
            load_one "$kind" "$size"
        done
    done
}

load_one() {
    local kind=$1 size=$2 out users
    seed_one "$kind" "$size"
    use "$kind" "$size"
    out=$figures/load-$kind-$size
    say "$kind, $size persons: requests over HTTP, $seconds s each"
    start_server
    # shellcheck disable=SC2046 # one word each
    sign_in $(eight_users) >"$figures/cookies.txt"
    [ "$(wc -l <"$figures/cookies.txt")" = 8 ] || fail "not everybody could sign in"
    "$target/release/bench" --database "$owner" --district "$district" queries >"$figures/queries.txt"
    sign_in callcentre >"$figures/city-cookies.txt"
    [ "$(wc -l <"$figures/city-cookies.txt")" = 1 ] || fail "the call centre could not sign in"
    "$target/release/bench" --database "$owner" queries --whole-city >"$figures/city-queries.txt"
    printf '%s\n' "$list_page" >"$figures/list.txt"
    printf '/cases\n' >"$figures/first.txt"
    printf '/api/cases/list\n' >"$figures/api.txt"
    wrk_json 1 "$port" "$figures/queries.txt" >/dev/null # Everything is warm from here on.
    {
        for users in 1 8; do
            printf '"search_%s": %s,\n' "$users" "$(wrk_json "$users" "$port" "$figures/queries.txt")"
            printf '"city_search_%s": %s,\n' "$users" \
                "$(wrk_json "$users" "$port" "$figures/city-queries.txt" "" "$figures/city-cookies.txt")"
            printf '"list_%s": %s,\n' "$users" "$(wrk_json "$users" "$port" "$figures/list.txt")"
        done
        printf '"first_1": %s' "$(wrk_json 1 "$port" "$figures/first.txt")"
        [ "$size" != "$(main_size)" ] || throughput "$kind" "$size"
    } >"$out.part"
    stop "$server"
    printf '{"kind": "%s", "persons": %s,\n%s}\n' "$kind" "$size" "$(cat "$out.part")" >"$out.json"
    rm "$out.part"
}

# In turns, as a machine is not equally fast at all times.
throughput() {
    local kind=$1 size=$2 round
    printf '%s\n' "$same_rows_page" >"$figures/page.txt"
    start_handler
    printf ',\n"rounds": ['
    for round in 1 2 3; do
        [ "$round" = 1 ] || printf ','
        printf '\n{"json": %s' "$(wrk_json 8 "$port" "$figures/api.txt" "$list_body")"
        printf ',\n"handler": %s' "$(wrk_json 8 $((port + 1)) "$figures/first.txt")"
        printf ',\n"page": %s}' "$(wrk_json 8 "$port" "$figures/page.txt")"
    done
    printf ']'
    stop "$handler"
    if [ "$kind" = postgres ]; then
        pgbench_json "$size"
        printf ',\n"pgbench_8": %s' "$(cat "$figures/pgbench.json")"
    fi
}

# The very statements that the server sends for one list, from PostgreSQL's own log. It starts the
# server anew, so it must not run in a shell of its own, which would forget that.
pgbench_json() {
    local name=city_$1 log=$cluster/log from bin
    bin=$(postgres_bin)
    sql postgres -c "ALTER DATABASE $name SET log_min_duration_statement = 0"
    stop "$server"
    start_server
    head -n 1 "$figures/cookies.txt" >"$figures/cookie.txt"
    from=$(stat -c %s "$log")
    curl -fs -o /dev/null -H "Cookie: $(cat "$figures/cookie.txt")" -H 'Accept: application/json' \
        -d "$list_body" "http://127.0.0.1:$port/api/cases/list"
    sleep 0.5
    tail -c "+$((from + 1))" "$log" >"$figures/statements.log"
    sql postgres -c "ALTER DATABASE $name RESET log_min_duration_statement"
    stop "$server"
    start_server
    node "$here/statements.mjs" "$figures/statements.log" "$figures"
    printf '{"page": %s, "reads": %s, "statements": %s}' \
        "$(pgbench_rate "$name" page)" "$(pgbench_rate "$name" reads)" \
        "$(cat "$figures/statements.json")" >"$figures/pgbench.json"
}

pgbench_rate() {
    "$(postgres_bin)/pgbench" -h "$socket" -U lanchid_owner -n -M prepared -c 8 -j 2 -T "$seconds" \
        -f "$figures/$2.sql" "$1" 2>"$figures/pgbench.log" | sed -n 's/^tps = \([0-9.]*\) .*/\1/p'
}
