"""Benchmarks: each prints figures measured side by side in one run, and says when a budget is missed."""
