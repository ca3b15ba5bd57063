# Every command sets itself up: a virtual environment with the pinned packages, and nothing outside this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SERVERS := emulators/node_modules/.installed
PAGE_TOOLS := workbench/node_modules/.installed
PAGE := workbench/dist/browser/index.html
PAGE_SOURCES = $(shell find workbench/src workbench/public -type f) workbench/angular.json workbench/tsconfig.json
NPM := $(shell command -v npm)
NPM_CI := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null
NEEDS_NPM = command -v npm > /dev/null || { echo "Node.js 20 or later is needed for this, with npm, on Debian: apt-get install nodejs npm."; exit 1; }

PORT ?= 7071
STORE ?= sqlite
MODEL ?= offline
CONTRACTS ?=
STANDARD ?=
QUESTION ?=

.PHONY: demo run test lint eval bench bench-fan-out bench-load emulators cosmos-init clean \
	workbench workbench-if-possible workbench-api workbench-test

demo: $(STAMP) workbench-if-possible $(if $(filter cosmos,$(STORE)),emulators)
	@STORE=$(STORE) MODEL=$(MODEL) $(BIN)/python -m demo $(if $(CONTRACTS),--contracts "$(CONTRACTS)") $(if $(STANDARD),--standard "$(STANDARD)") $(if $(QUESTION),--question "$(QUESTION)")

run: $(STAMP) workbench-if-possible
	@$(BIN)/python -m devhost --app . --port $(PORT)

test:
	@$(MAKE) --no-print-directory -j 2 lint emulators workbench-test
	@$(BIN)/pytest -n 3 --dist loadfile

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports

emulators: $(SERVERS)

workbench: $(PAGE)

# The API runs without its page, which then says how it is made.
workbench-if-possible:
	@$(if $(NPM),$(MAKE) --no-print-directory workbench || echo "Going on without the workbench.",true)

# What the page calls is generated from the API's description, and kept with the sources.
workbench-api: $(STAMP) $(PAGE_TOOLS)
	@$(BIN)/python -m api.openapi workbench/openapi.json
	@cd workbench && npx ng-openapi-gen

workbench-test: $(STAMP) $(PAGE_TOOLS)
	@$(BIN)/python -m api.openapi workbench/openapi.json
	@cd workbench && npx ng-openapi-gen --output .generated && diff -r .generated src/app/api \
		|| { echo "The workbench's calls are not those of the API: make workbench-api."; exit 1; }
	@cd workbench && npm run --silent lint && npm run --silent test
	@$(MAKE) --no-print-directory workbench
	@workbench/tools/e2e.sh

eval: $(STAMP)
	@$(BIN)/python -m evaluation

cosmos-init: $(STAMP)
	@$(BIN)/python -m adapters.cosmos.init

bench: bench-fan-out bench-load

bench-fan-out: $(STAMP)
	@$(BIN)/python -m benchmarks.fan_out

bench-load: $(STAMP)
	@$(BIN)/python -m benchmarks.load

clean:
	rm -rf emulators/node_modules workbench/node_modules workbench/dist workbench/.angular $(VENV) .local .conformance .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(STAMP): requirements.txt requirements-dev.txt requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed as $(PYTHON)."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Install Python's venv module first, on Debian: apt-get install python3-venv."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c requirements-dev.lock
	@touch $@

$(SERVERS): emulators/package.json emulators/package-lock.json
	@$(NEEDS_NPM)
	@cd emulators && $(NPM_CI)
	@touch $@

$(PAGE_TOOLS): workbench/package.json workbench/package-lock.json
	@$(NEEDS_NPM)
	@cd workbench && $(NPM_CI)
	@touch $@

$(PAGE): $(PAGE_TOOLS) $(PAGE_SOURCES)
	@echo "Building the workbench."
	@cd workbench && npx ng build --no-progress > dist.log 2>&1 || { cat dist.log; exit 1; }
	@touch $@
