# shellcheck shell=bash
# Loads the cities, or keeps those that are there; prints what a load took.

seed_all() {
    local kind size
    for kind in $(databases); do
        for size in $(sizes); do
            seed_one "$kind" "$size"
        done
    done
}

seed_one() {
    local kind=$1 size=$2 mark begun seconds_taken
    mark=$data/$kind-$size.stamp
    if [ -f "$mark" ] && [ "$(cat "$mark")" = "$(stamp "$size")" ]; then
        return
    fi
    say "$kind: loading $size persons"
    empty "$kind" "$size"
    use "$kind" "$size"
    begun=$(date +%s.%N)
    "$target/release/server" seed demo --persons "$size" --seed "$seed" 2>"$figures/seed.log" &
    peak_of "$!" >"$figures/seed.peak"
    wait "$!" || { cat "$figures/seed.log" >&2 && fail "the load broke off"; }
    seconds_taken=$(echo "$(date +%s.%N) $begun" | awk '{ printf "%.1f", $1 - $2 }')
    node "$here/seeded.mjs" "$kind" "$size" "$seconds_taken" "$figures/seed.log" "$figures/seed.peak" \
        "$("$target/release/bench" --database "$owner" answers)" "$(bytes_of "$kind" "$size")" >"$figures/seed-$kind-$size.json"
    stamp "$size" >"$mark"
}

empty() {
    rm -f "$data/$1-$2.stamp"
    if [ "$1" = sqlite ]; then
        rm -f "$data/city-$2.sqlite"*
    else
        start_cluster
        sql postgres -c "DROP DATABASE IF EXISTS city_$2"
        sql postgres -c "CREATE DATABASE city_$2 OWNER lanchid_owner ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0"
        sql "city_$2" -c 'GRANT ALL ON SCHEMA public TO lanchid_owner'
    fi
}

# The most memory that a process ever held, in kB.
peak_of() {
    local peak=0 now
    while now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$1/status" 2>/dev/null) &&
        [ -n "$now" ]; do
        peak=$now
        sleep 0.2
    done
    printf '%s\n' "$peak"
}

bytes_of() {
    if [ "$1" = sqlite ]; then
        stat -c %s "$data/city-$2.sqlite"
    else
        sql postgres -c "SELECT pg_database_size('city_$2')"
    fi
}
