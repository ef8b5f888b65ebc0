"""The run-time core: catalogue, models, prompts and sessions. Needs numpy, never a training library."""
