"""Imports only point down the house (docs/decisions/0002-house.md)."""

from __future__ import annotations

import ast
from collections.abc import Set as AbstractSet
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from xlform.template.form import ColumnTemplate, FieldTemplate, FormTemplate
from xlform.template.store import load_templates, templates_folder

SOURCE = Path(__file__).parents[2] / "src" / "xlform"
# From the top down; a module may import from its own layer and from those below.
LAYERS = [
    ["__main__", "cli"],
    ["web"],
    ["review"],
    ["summary"],
    ["report", "writing", "blanks", "platform", "fixing"],
    ["checking", "comparison", "rules", "learning"],
    ["reading", "submission", "export", "terminal"],
    ["formats", "files"],
    ["ooxml", "template"],
    ["grid", "formula", "values", "basis"],
    ["model", "errors", "isolation", "messages", "_version"],
]
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}


def layer_of(module: str) -> str:
    """``xlform.grid.model`` → ``grid``; the package itself holds only the version."""
    return [*module.split("."), "_version"][1]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    tree = parsed(path)
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            base = [f"{node.module}.{alias.name}" for alias in node.names]
            names |= set(base) if node.module == "xlform" else {node.module}
    return names


def modules() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py"]


def test_every_module_has_its_layer() -> None:
    found = {path.relative_to(SOURCE).parts[0].removesuffix(".py") for path in modules()}
    assert found == set(RANK)


def test_imports_point_downwards() -> None:
    wrong = []
    for path in modules():
        own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        wrong += [
            f"{path.relative_to(SOURCE)} imports {name}"
            for name in imports(path)
            if name.startswith("xlform") and RANK[layer_of(name)] < RANK[own]
        ]
    assert wrong == []


def test_no_modules_import_each_other() -> None:
    """No cycle, whether a module is imported at the top or where a function needs it."""
    paths = {_module_name(path): path for path in SOURCE.rglob("*.py")}
    graph = {name: _imported_modules(path, paths.keys()) for name, path in paths.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def _module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def _imported_modules(path: Path, known: AbstractSet[str]) -> set[str]:
    """Return the modules of the package that one imports; of ``from a import b`` a.b if that is."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in known else node.module for name in names}
    return found & known - {_module_name(path)}


def test_only_the_readers_and_the_engines_know_file_formats() -> None:
    outside = {"openpyxl", "python_calamine", "cellrune", "xlrd", "pdfplumber"}
    users = {
        path.relative_to(SOURCE).parts[0]
        for path in modules()
        if outside & {name.split(".")[0] for name in imports(path)}
    }
    assert users <= {"formats", "formula"}


def test_printed_labels_live_in_templates() -> None:
    """No label of a form stands in the source: a heading is mended without a release."""
    labels = {
        field.official
        for template in load_templates(templates_folder())
        for field in _labelled(template)
        if len(field.official) > 2
    }
    wrong = []
    for path in modules():
        if "messages" in path.parts:  # what people call things, in two languages
            continue
        tree = parsed(path)
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        wrong += [
            f"{path.relative_to(SOURCE)}: {node.value!r}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and node.value in labels
            and id(node) not in documentation
        ]
    assert wrong == []


def _labelled(template: FormTemplate) -> list[FieldTemplate | ColumnTemplate]:
    columns = [column for table in template.tables.values() for column in table.columns.values()]
    return [*template.fields.values(), *columns]
