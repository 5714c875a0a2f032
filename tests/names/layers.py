"""Programs about layers, optimizers and helpers that few need: see tests/learning.py."""

PROGRAMS: dict[str, str] = {}
