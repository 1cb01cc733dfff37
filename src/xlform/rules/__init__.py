"""The rules: each a page of its own, registered under its code."""

from __future__ import annotations

from importlib import import_module

from xlform.rules.kernel import REGISTRY, Rule

FAMILIES = (
    "completeness",
    "arithmetic",
    "crossform",
    "narrative",
    "quality",
    "text",
    "layout",
    "formula",
    "batch",
)


def all_rules() -> list[Rule]:
    """Every rule, by code."""
    for family in FAMILIES:
        import_module(f"xlform.rules.{family}")
    return [REGISTRY[code] for code in sorted(REGISTRY)]
