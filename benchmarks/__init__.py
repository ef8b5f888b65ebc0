"""Benchmarks: measured times, sizes and robustness, each run with `python -m benchmarks.NAME`."""
