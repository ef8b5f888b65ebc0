# The words everybody needs. `make` alone lists them.
.PHONY: help test coverage quick lint format bench screenshots bundle wheel

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

test: ## run the whole suite on all cores
	pytest

coverage: ## run the whole suite and print which lines no test reaches
	pytest --cov

quick: ## run what takes no terminal, no browser and no training
	pytest -m "not slow and not terminal and not browser" --ignore tests/training

lint: ## style, types, import contracts
	ruff check .
	ruff format --check .
	mypy
	lint-imports

format: ## format and sort imports
	ruff check --fix .
	ruff format .

bench: ## measure start, answers, search, screens and prompts
	python -m benchmarks.startup
	python -m benchmarks.latency
	python -m benchmarks.screens
	python -m benchmarks.prompts

screenshots: ## draw the pictures of the README and accept the snapshots of the screens
	python -m docs.screenshot
	pytest tests/tui/test_snapshots.py --snapshot-update

bundle: ## train the bundle that ships: make bundle DATA=... PLOTS=...
	matinee train --data "$(DATA)" --plots "$(PLOTS)" --all

wheel: ## build wheel and sdist, and run the main job from each in an empty environment
	bash .ci/check_packages
