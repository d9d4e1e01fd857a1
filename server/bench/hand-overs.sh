# shellcheck shell=bash
# The supervisor's queue and the path of a case, while 10,000 transfers and 2,000 referrals and requests are open.

hand_overs_all() {
    local kind size
    size=$(main_size)
    for kind in $(databases); do
        seed_one "$kind" "$size"
        use "$kind" "$size"
        hand_overs_one "$kind" "$size"
    done
}

hand_overs_one() {
    local kind=$1 size=$2 number users
    say "$kind, $size persons, 12,000 open hand-overs: queue and path, $seconds s each"
    number=$("$target/release/bench" --database "$owner" --district "$district" hand-overs)
    start_server
    sign_in "supervisor1.d0$district" "supervisor2.d0$district" >"$figures/cookies.txt"
    printf '/queue\n' >"$figures/queue.txt"
    printf '/cases/%s/path\n' "$number" >"$figures/path.txt"
    wrk_json 1 "$port" "$figures/queue.txt" >/dev/null # Everything is warm from here on.
    {
        printf '{"kind": "%s", "persons": %s' "$kind" "$size"
        for users in 1 8; do
            printf ',\n"queue_%s": %s' "$users" "$(wrk_json "$users" "$port" "$figures/queue.txt")"
            printf ',\n"path_%s": %s' "$users" "$(wrk_json "$users" "$port" "$figures/path.txt")"
        done
        printf '}\n'
    } >"$figures/handovers-$kind-$size.json"
    stop "$server"
}
