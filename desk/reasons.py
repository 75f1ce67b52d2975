"""The reasons a teacher may give for a change."""

from __future__ import annotations

from pathlib import Path

from content.loader import load_yaml
from scenarios.nouns import Text

REASONS: dict[str, Text] = load_yaml(Path(__file__).with_name("reasons.yaml"))["reasons"]
