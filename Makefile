# Two commands are all a newcomer needs: `make run` and `make test`.
# uv is used when it is there, and fetched into a folder of this project's own when it is not.

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --frozen --no-sync

# What is compiled is kept, whatever the shell says: the tests start dozens of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check install clean

run: install
	@$(RUN) fengqiao serve

test: install
	@# A file of tests stays in one process: what it starts (a model, a browser, PostgreSQL) is started once. In the order
	@# of their names, because those with the fewest tests, which would come last, take the longest.
	@$(RUN) pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: install
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy
	@# What imports every module by itself takes minutes: it is left to `make test`.
	@$(RUN) pytest -q -k "not alone" tests/test_layers.py tests/test_docs.py tests/test_domain.py tests/test_public_names.py

install: .venv/.installed

.venv/.installed: pyproject.toml uv.lock $(wildcard lean/*/pyproject.toml) | $(UV)
	@# Compiled here, once and on all cores, and not module by module at the first start.
	@$(UV) sync --frozen --quiet --compile-bytecode
	@touch $@

.uv/bin/uv:
	@echo "Fetching uv into .uv ..."
	@$(PYTHON) -m venv .uv
	@.uv/bin/pip install --quiet --disable-pip-version-check uv

clean:
	rm -rf .venv .uv models .rasa var
