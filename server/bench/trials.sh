# shellcheck shell=bash
# shellcheck disable=SC2154 # the variables are shared with lib.sh
# Servers that are killed and clients that are cut off: whether anything is lost, and how soon the
# next server answers.

kills_all() {
    local kind count=${BENCH_KILLS:-200}
    for kind in $(databases); do
        say "$kind: a server is killed $count times while people work"
        trial "$kind" kills "$count" >"$figures/kills-$kind.json"
    done
}

cut_off_all() {
    local kind count=${BENCH_CUTS:-20000}
    for kind in $(databases); do
        say "$kind: $count requests are cut off, half of them saves"
        trial "$kind" cut-off "$count" >"$figures/cuts-$kind.json"
    done
}

# PostgreSQL is the cluster of the other parts, with all its durability.
trial() {
    local kind=$1
    shift
    [ "$kind" = sqlite ] || start_cluster
    TEST_POSTGRES_SOCKET=${socket:-} "$target/$profile/trials" --server "$target/$profile/server" \
        --kind "$kind" --seed "$seed" "$@"
}
