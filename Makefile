# Each target sets up what it needs by itself, in $(VENV), once:
#
#   make run           open the wizard        (make run ARGS="--country GB")
#   make test          run the fast tests     (make test ARGS="-k pack")
#                      two processes for each processor; ARGS="-n 0" is one alone
#   make test-all      run the slow ones, too: a real sshd, browsers, Spark, installs, random edits;
#                      installs what they need (as root on Debian), or says what is missing
#   make mutate        how many small faults the fast tests notice (ARGS="--mutants 50"); an hour
#   make check         lint, formatting, types
#   make bench         measure beside what people would use instead, then many people at once
#   make load          the last of these alone (make load ARGS="--people 150 --arrive 120 --flooding 5")
#   make screenshots   draw the pictures again
#   make shell         renew the manual page and the completions for shells
#   make pins          renew the pins of all dependencies, with hashes; read the difference
#   make release       into dist/: wheel, sdist, what they are made of (CycloneDX), licenses, sums
#
# It takes the newest Python it finds, 3.10 at least; PYTHON=/path/to/python3 takes another.

VENV ?= .venv
PYTHON ?=
ARGS ?=
# A test of the screens waits half of its time.
PARALLEL := -n $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN)))) --dist worksteal

BIN := $(VENV)/bin
MINORS := 20 19 18 17 16 15 14 13 12 11 10
CANDIDATES := $(or $(PYTHON),$(MINORS:%=python3.%) python3 python)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV := "uv==0.13.9"

# A folder that was moved, or whose Python is gone, is set up anew.
SETTLED := $(shell [ -x $(BIN)/python ] && [ "$$(cat $(VENV)/.installed 2>/dev/null)" = "$(CURDIR)" ] \
    || rm -f $(VENV)/.installed $(VENV)/.tools $(VENV)/.spark)

# Without .pyc files every start takes three times as long.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONUNBUFFERED

.PHONY: help run test test-all mutate check bench load screenshots shell pins release
.DEFAULT_GOAL := help

help:
	@sed -n 's/^#   //p' Makefile

run: $(VENV)/.installed
	@exec $(BIN)/nightcramp $(ARGS)

test: $(VENV)/.tools
	@$(BIN)/python -m pytest $(PARALLEL) --ignore=tests/slow $(ARGS)
	@echo "The slow tests (a real sshd, browsers, installs, random edits): make test-all"

test-all: $(VENV)/.spark
	@tests/slow/install_parts
	@$(BIN)/python -m pytest $(PARALLEL) --hypothesis-profile=many $(ARGS)

mutate: $(VENV)/.tools
	@$(PIP) install "cosmic-ray>=8.3"
	@$(BIN)/python -m tests.mutate $(ARGS)

check: $(VENV)/.tools
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m mypy

bench: $(VENV)/.tools
	@$(BIN)/python -m tests.benchmarks.bench $(ARGS)
	@$(BIN)/python -m tests.benchmarks.load

load: $(VENV)/.tools
	@$(BIN)/python -m tests.benchmarks.load $(ARGS)

screenshots: $(VENV)/.tools
	@$(BIN)/python -m tests.make_screenshots $(ARGS)

shell: $(VENV)/.tools
	@$(BIN)/python -m tests.make_shell_files

# The head of each file, to its first empty line, stays.
CLINIC_FILES := tui/nightcramp/clinic_files
COMPILE = $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.10 \
    --generate-hashes --no-annotate --no-header
pins: $(VENV)/.tools
	@$(PIP) install $(UV)
	@{ sed '/^$$/q' $(CLINIC_FILES)/requirements.txt; $(COMPILE) --upgrade pyproject.toml; } >$(VENV)/pins
	@mv $(VENV)/pins $(CLINIC_FILES)/requirements.txt
	@{ sed '/^$$/q' $(CLINIC_FILES)/requirements-serve.txt; \
	    sed -n 's/^serve = \["\(.*\)"\]/\1/p' pyproject.toml \
	        | $(COMPILE) --upgrade --constraint $(CLINIC_FILES)/requirements.txt -; } >$(VENV)/pins
	@mv $(VENV)/pins $(CLINIC_FILES)/requirements-serve.txt
	@git diff --stat -- $(CLINIC_FILES)

release: $(VENV)/.tools
	@rm -rf dist
	@$(BIN)/python -m build --outdir dist . >$(VENV)/build.log
	@$(BIN)/python -m venv --clear $(VENV)/pinned
	@$(VENV)/pinned/bin/python -m pip --disable-pip-version-check --quiet install \
	    --require-hashes --only-binary :all: -r $(CLINIC_FILES)/requirements.txt
	@$(BIN)/python -m tests.make_sbom --environment $(VENV)/pinned dist
	@cd dist && sha256sum -- * >SHA256SUMS && cat SHA256SUMS

# What pip says is long; one sentence says what to do.
install = $(PIP) install --editable $(1) >$(VENV)/pip.log 2>&1 || { \
    echo "pip could not get the packages that nightcramp needs (is there a network?); what it said is in $(VENV)/pip.log." >&2; \
    exit 1; }

$(VENV)/.installed: $(BIN)/python pyproject.toml
	@echo "Installing nightcramp in $(VENV); this happens once."
	@$(BIN)/python -c 'import pip' 2>/dev/null || $(BIN)/python -m ensurepip >/dev/null
	@$(call install,.)
	@$(BIN)/python -m compileall -q tui
	@echo "$(CURDIR)" > $@

# uv installs the many test tools in a tenth of the time; where it cannot, as behind an index that
# only pip is told of, pip does.
soon = { $(PIP) install $(UV) && $(BIN)/python -m uv pip install --python $(BIN)/python --editable $(1); } \
    >$(VENV)/uv.log 2>&1 || $(call install,$(1))

$(VENV)/.tools: $(VENV)/.installed
	@echo "Installing the test tools in $(VENV); this happens once."
	@$(call soon,'.[dev]')
	@touch $@

$(VENV)/.spark: $(VENV)/.tools
	@echo "Installing Spark in $(VENV), 600 MB; this happens once."
	@$(call soon,'.[spark]')
	@touch $@

$(BIN)/python:
	@without_venv=; \
	for python in $(CANDIDATES); do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || continue; \
	    if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	        echo "Setting up $(VENV) with $$("$$python" --version)."; \
	        "$$python" -m venv --clear $(VENV) && exit 0; \
	        rm -rf $(VENV); \
	        echo "'$$python -m venv' failed; see above." >&2; \
	        exit 1; \
	    fi; \
	    without_venv="$${without_venv:-$$python}"; \
	done; \
	if [ -n "$$without_venv" ]; then \
	    echo "$$without_venv lacks its modules venv and ensurepip: install them (on Debian and Ubuntu: apt install python3-venv), or name another Python: make PYTHON=/path/to/python3" >&2; \
	else \
	    echo "nightcramp needs Python 3.10 or newer, and none was found$(if $(PYTHON), as $(PYTHON)): install one, or name it: make PYTHON=/path/to/python3" >&2; \
	fi; \
	exit 1
