# The commands of the project. What they do is in scripts/.

.PHONY: help setup web run dev test bench fmt lint

help: ## lists these commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 8

setup: ## installs whatever is missing
	@scripts/setup test

web: ## builds the site: WASM, styles, fonts
	@scripts/setup run
	@scripts/build-web

run: ## builds and serves the demonstration city at http://127.0.0.1:3000
	@scripts/run

dev: ## the same, built again and reloaded at every change
	@scripts/dev

test: ## runs all tests
	@scripts/test

bench: ## measures the site, forms, functions, loads, requests, saves and memory
	@scripts/bench

fmt: ## formats the code
	@cargo fmt --all

lint: ## checks formatting and style
	@scripts/check
