"""docs/glossary.md names what the code holds, and every public class of its packages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import xlform

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "xlform"
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
# Packages whose public classes are all terms of the glossary.
COVERED = (
    "model", "submission", "template", "reading", "writing", "blanks", "export", "report",
    "terminal", "platform", "checking", "comparison", "fixing", "errors",
)  # fmt: skip
_CLASS = re.compile(r"`([A-Z][A-Za-z]+)`")


def classes(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


def code_terms() -> list[str]:
    rows = [line.split("|")[2] for line in GLOSSARY.splitlines() if line.startswith("|")]
    return [term for row in rows for term in _CLASS.findall(row)]


def test_every_class_in_the_glossary_exists() -> None:
    known = set().union(*map(classes, SOURCE.rglob("*.py")))
    assert [term for term in code_terms() if term not in known] == []


@pytest.mark.parametrize("package", COVERED)
def test_every_public_class_is_in_the_glossary(package: str) -> None:
    files = [*SOURCE.glob(f"{package}.py"), *(SOURCE / package).rglob("*.py")]
    public = {name for path in files for name in classes(path) if not name.startswith("_")}
    assert public - set(code_terms()) == set()


def test_every_exported_class_is_in_the_glossary() -> None:
    exported = {name for name in xlform.__all__ if name[0].isupper()}
    former_names = {"Book"}
    assert exported - former_names - set(code_terms()) == set()


def test_a_line_is_a_term_a_code_and_a_meaning() -> None:
    rows = [line for line in GLOSSARY.splitlines() if line.startswith("|")]
    assert all(len(line.strip("|").split("|")) == len(("term", "code", "meaning")) for line in rows)
