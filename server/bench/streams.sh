# shellcheck shell=bash
# shellcheck disable=SC2154 # the variables are shared with lib.sh
# What open boards cost: a thousand streams on one process, and how soon all of them hear.

streams_all() {
    local kind
    for kind in $(databases); do
        seed_one "$kind" 20000
        use "$kind" 20000
        start_server
        sleep 2
        say "$kind: ${BENCH_STREAMS:-1000} open boards"
        node "$here/streams.mjs" "$port" "$server" "${BENCH_STREAMS:-1000}" >"$figures/streams-$kind.json"
        stop "$server"
        sed -i "s/^{/{\"kind\": \"$kind\", /" "$figures/streams-$kind.json"
    done
}
