# Everything a person runs here. `make help` lists it.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help run demo test soak mutation lint bench screenshots lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/run.stamp: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

run: .venv/run.stamp  ## Open the app on 127.0.0.1, with the demonstration city if nothing is published
	$(BIN)/python -m eif serve --demo-if-empty

demo: .venv/run.stamp  ## Make and publish a fresh demonstration city
	$(BIN)/python -m eif demo data/demo
	$(BIN)/python -m eif load --replace data/demo
	$(BIN)/python -m eif demo-year

test: .venv/dev.stamp  ## Set everything up and run every check and test
	@scripts/ensure_chromium
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup
	@scripts/ensure_chromium --say

soak: .venv/dev.stamp  ## Two hundred kills of the loader, a thousand of saving, every lever both ways (the tests try fewer)
	EIF_KILLS=20 EIF_CASEWORK_KILLS=250 $(BIN)/python -m pytest -n $(WORKERS) tests/fault/test_killed_loads.py tests/fault/test_casework_killed.py
	EIF_LEVERS_BOTH_WAYS=1 $(BIN)/python -m pytest -n $(WORKERS) tests/unit/test_every_lever.py

mutation: .venv/dev.stamp  ## Change one operator or constant at a time: how often does a test notice? (hours)
	$(BIN)/python -m tests.mutation

lint: .venv/dev.stamp  ## Check style and types: ruff, mypy on eif/, sqlfluff on sql/
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 0 --disable-progress-bar sql

bench: .venv/dev.stamp  ## Measure speed as ratios in one run; rewrites docs/performance.md
	@scripts/ensure_chromium
	$(BIN)/python -m scripts.bench

screenshots: .venv/dev.stamp  ## Draw docs/screenshots from a fresh demonstration city
	@scripts/ensure_chromium
	$(BIN)/python -m scripts.screenshots

lock: .venv/dev.stamp  ## Pin requirements*.txt again from requirements*.in (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade requirements.in -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade requirements-dev.in -o requirements-dev.txt

clean:  ## Remove the virtual environment and caches; published releases stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
