"""The run-time core: catalogue, models, prompts and sessions; depends on numpy, never on a training library."""
