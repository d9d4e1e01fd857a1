# shellcheck shell=bash
# What stays in memory: idle, after some work, and after many requests of which half are cut off.

memory_all() {
    local kind size
    size=$(main_size)
    for kind in $(databases); do
        seed_one "$kind" "$size"
        memory_one "$kind" "$size"
    done
}

memory_one() {
    local kind=$1 size=$2 count=${BENCH_CUT_OFF:-100000} idle signed_in plateau after
    use "$kind" "$size"
    start_server
    sleep 2
    idle=$(resident "$server")
    # shellcheck disable=SC2046 # one word each
    sign_in $(eight_users) >"$figures/cookies.txt"
    sleep 2
    signed_in=$(resident "$server")
    say "$kind, $size persons: $count requests, half of them cut off"
    "$target/release/bench" --database "$owner" --district "$district" queries >"$figures/queries.txt"
    node "$here/cut-off.mjs" "$port" "$figures" 10000 >/dev/null
    sleep 5
    plateau=$(resident "$server")
    node "$here/cut-off.mjs" "$port" "$figures" "$count" >"$figures/cut-off.json"
    sleep 5
    after=$(resident "$server")
    stop "$server"
    printf '{"kind": "%s", "persons": %s, "idle_kb": %s, "signed_in_kb": %s, "plateau_kb": %s, "after_kb": %s, "requests": %s}\n' \
        "$kind" "$size" "$idle" "$signed_in" "$plateau" "$after" "$(cat "$figures/cut-off.json")" >"$figures/memory-$kind.json"
}

resident() {
    sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$1/status"
}
