# Every command sets itself up: a virtual environment with the pinned packages, and nothing outside this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SERVERS := emulators/node_modules/.installed

PORT ?= 7071
STORE ?= sqlite
MODEL ?= offline
CONTRACTS ?=
STANDARD ?=
QUESTION ?=

.PHONY: demo run test lint eval bench bench-fan-out bench-load emulators cosmos-init clean

demo: $(STAMP) $(if $(filter cosmos,$(STORE)),emulators)
	@STORE=$(STORE) MODEL=$(MODEL) $(BIN)/python -m demo $(if $(CONTRACTS),--contracts "$(CONTRACTS)") $(if $(STANDARD),--standard "$(STANDARD)") $(if $(QUESTION),--question "$(QUESTION)")

run: $(STAMP)
	@$(BIN)/python -m devhost --app . --port $(PORT)

test:
	@$(MAKE) --no-print-directory -j 2 lint emulators
	@$(BIN)/pytest -n 2 --dist loadfile

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports

emulators: $(SERVERS)

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
	rm -rf emulators/node_modules $(VENV) .local .conformance .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(STAMP): requirements.txt requirements-dev.txt requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed as $(PYTHON)."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Install Python's venv module first, on Debian: apt-get install python3-venv."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c requirements-dev.lock
	@touch $@

$(SERVERS): emulators/package.json emulators/package-lock.json
	@command -v npm > /dev/null || { echo "Node.js 20 or later is needed for this, with npm, on Debian: apt-get install nodejs npm."; exit 1; }
	@cd emulators && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null
	@touch $@
