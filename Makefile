# The two commands that matter: `make run` and `make test`. The rest is for developers.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help install run test test-sqlite test-postgresql penalty-cases analytics-cases check lint types contracts templates bench faults css clean

help:
	@echo "make run     start the training school (web, worker, scheduler)"
	@echo "make test    the whole suite, on SQLite and PostgreSQL"
	@echo "make check   lint, types, contracts, templates"
	@echo "make bench   the benchmarks, as ratios, on SQLite and PostgreSQL"
	@echo "make faults  kill server and worker while registers are saved and texts sent, on each database"

install: $(VENV)/.run

# The virtual environment follows the lock files; bytecode is compiled once, here, so that a start
# takes a second and not five.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Rollbook needs Python 3.11 or newer; this is $$($(PYTHON) -V)."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }

$(VENV)/.run: requirements/run.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked dependencies …"
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --compile -r requirements/run.lock
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --compile -r requirements/build.lock
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --compile -e .
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m compileall -q rollbook || true
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@echo "Installing what the tests need …"
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --compile -r requirements/dev.lock
	@touch $@

run: $(VENV)/.run
	@$(BIN)/rollbook demo --if-empty
	@exec $(BIN)/rollbook serve

test: check test-sqlite test-postgresql

test-sqlite: $(VENV)/.dev
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || echo "No Chromium here: the browser tests are skipped (Debian: apt-get install chromium)."
	$(BIN)/python -m pytest -n $${ROLLBOOK_TEST_WORKERS:-2} --dist loadfile

test-postgresql: $(VENV)/.dev
	@bin/with-postgres $(BIN)/python -m pytest -n $${ROLLBOOK_TEST_WORKERS:-2} --dist loadfile -m "not browser and not pure" || { status=$$?; [ $$status = 77 ] && echo "The suite was not run on PostgreSQL." || exit $$status; }

# The ten weeks and the ladder of notices against a plain reading of the rule: 20,000 cases of each law.
penalty-cases: $(VENV)/.dev
	ROLLBOOK_PENALTY_CASES=20000 $(BIN)/python -m pytest tests/rules/test_penalty_laws.py -q

# The columnar engine, compiled and in numpy, against the rule book: 20,000 cases of each law.
analytics-cases: $(VENV)/.dev
	ROLLBOOK_ANALYTICS_CASES=20000 $(BIN)/python -m pytest tests/analytics -q

check: lint types contracts templates

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

templates: $(VENV)/.dev
	$(BIN)/djlint --profile=django --lint --quiet rollbook

bench: $(VENV)/.dev
	@$(BIN)/rollbook bench
	@bin/with-postgres $(BIN)/rollbook bench || { status=$$?; [ $$status = 77 ] && echo "Nothing was measured on PostgreSQL." || exit $$status; }

faults: $(VENV)/.dev
	@$(BIN)/python -m tests.faults
	@bin/with-postgres $(BIN)/python -m tests.faults || { status=$$?; [ $$status = 77 ] && echo "Nothing was killed on PostgreSQL." || exit $$status; }

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis
