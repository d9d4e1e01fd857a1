# shellcheck shell=bash
# What a save costs, beside a bare INSERT of the same row over the same connection.

save_all() {
    local kind size
    size=$(main_size)
    for kind in $(databases); do
        seed_one "$kind" "$size"
        use "$kind" "$size"
        say "$kind, $size persons: saves beside bare rows"
        "$target/release/bench" --database "$database" --district "$district" save \
            >"$figures/save-$kind.json"
    done
}
