# Ten targets at most; each is one line of work. `make preview` and `make test` are all a newcomer needs.
UV := $(or $(shell command -v uv),.tools/bin/uv)
RUN := $(UV) run --locked --quiet
STACK ?= prod

# The provider SDKs are large: without cached bytecode every run compiles them again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: preview test lint types format bench servers clean

preview: $(UV) ## judge the production stack: no account, no cluster, no Pulumi CLI
	@$(RUN) airworthy preview --stack $(STACK)

test: $(UV) ## the whole suite with its coverage floors
	@$(RUN) python tools/test.py

lint: $(UV) ## style, architecture, formatting
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) lint-imports --no-logo

types: $(UV) ## mypy, strict
	$(RUN) mypy

format: $(UV)
	$(RUN) ruff check --fix-only --quiet .
	$(RUN) ruff format .

bench: $(UV) ## medians and shares
	@$(RUN) python tools/bench.py

servers: ## what the tests of behaviour need, from the distribution's packages
	@sh tools/servers.sh

clean:
	rm -rf .tools .venv dist .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis

.tools/bin/uv:
	@python3 -m venv .tools >/dev/null 2>&1 || { rm -rf .tools; echo "Airworthy needs uv or Python's venv: install the package python3-venv, or uv, and try again." >&2; exit 1; }
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9' >.tools/pip.log 2>&1 || { tail -n 1 .tools/pip.log >&2; rm -rf .tools; echo "Airworthy could not fetch uv from the package index: install uv (or give this machine an index), and try again." >&2; exit 1; }
