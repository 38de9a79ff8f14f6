# Everything that is done with a clone, with nothing but Python and make.
# `make` alone lists it. Another Python: `make PYTHON=python3.12 test`; another venv: `make VENV=.venv-312 test`.

PYTHON ?= python3
VENV ?= .venv
WORKERS ?= 2
SOAK ?= 100

BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test lint types floors unit test-slow soak bench cassettes docs constraints clean

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
		while IFS='|' read -r name what; do printf '  make %-12s %s\n' "$$name" "$$what"; done

install: $(STAMP) ## Make .venv and install the tap, the sandbox and what its tests need, at pinned versions

$(STAMP): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "tap-zoom needs Python 3.10 to 3.13, and $(PYTHON) is another: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(STAMP) ## Sync a pretend Zoom account into demo/, and show what came out
	@PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python examples/demo.py demo

test: lint types floors unit ## Run every check that takes no servers or venvs of its own

lint: $(STAMP) ## Check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## Check types
	$(BIN)/mypy --strict

floors: $(STAMP) ## Check that imports go downwards only
	$(BIN)/lint-imports

unit: $(STAMP) ## Run the fast tests
	$(BIN)/python -m pytest -m "not slow" -n $(WORKERS)

test-slow: $(STAMP) ## Run the tests that install, pipe into real targets, or kill and resume
	$(BIN)/python -m pytest -m slow

soak: $(STAMP) ## Run a hundred syncs with faults, some killed and resumed: SOAK=100
	SOAK=$(SOAK) $(BIN)/python -m pytest tests/slow/test_soak.py -m slow

bench: $(STAMP) ## Measure what the README's figures come from
	@for each in benchmarks/bench_*.py; do echo "== $$each"; $(BIN)/python $$each || exit 1; done

cassettes: $(STAMP) ## Record the tests' answers anew, from the sandbox or from the account in TAP_ZOOM_*
	$(BIN)/python -m pytest tests/plugins/test_users.py tests/plugins/test_meetings.py \
		tests/plugins/test_webinars.py tests/plugins/test_reports.py --zoom-record

docs: $(STAMP) ## Write the generated parts of README.md and docs/ anew
	$(BIN)/python docs/generate.py
	$(BIN)/python examples/meltano/define.py

constraints: $(STAMP) ## Pin the newest versions that fit, for Python 3.10 to 3.13, with hashes
	$(PYTHON) -m venv .venv-pins
	.venv-pins/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv-pins/bin/uv pip compile pyproject.toml --extra test --universal --python-version 3.10 --upgrade \
		--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make constraints" --quiet --output-file constraints.txt

clean: ## Remove .venv, demo/ and what tools leave behind
	rm -rf $(VENV) .venv-pins .cache demo build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
