"""No kind and no printed label of a form stands in the program: it holds on forms it does not know.

Docstrings and comments may name examples, messages are in the catalog, which speaks of roles.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.template.roles import Role
from xlform.template.store import load_templates, templates_folder

SOURCE = Path(__file__).parents[2] / "src" / "xlform"
CATALOG = SOURCE / "messages" / "catalog"
TEMPLATES = load_templates(templates_folder())
# Words that are more than the kind or label of a form, and why the program has them.
ORDINARY = {
    "narrative": "kind of output and part of the catalog: write --narrative",
    "project": "role, and its placeholder in messages",
    "合计": "sum in a sentence or a row of any table",
    "总计": "the same",
    "名称": "name of anything: 项目名称, the head of a table of codes",
    "单位": "unit of anything: 金额单位",
    "其他": "what is none of the rest, in a list of standards",
}


def kinds() -> set[str]:
    return {template.kind for template in TEMPLATES}


def labels_of(template: FormTemplate) -> Iterator[str]:
    """Yield what a form prints: its labels, and the names that its parts go by."""
    declared = template.declaration
    yield from (declared.name, declared.appendix, *declared.recognise.labels, *template.labels)
    yield from (field.official for field in template.fields.values())
    for table in template.tables.values():
        yield table.official
        yield from (column.official for column in table.columns.values())


def labels() -> set[str]:
    found = {fold(label) for template in TEMPLATES for label in labels_of(template)}
    return {label for label in found if not label.isascii()}


def literals(path: Path) -> Iterator[ast.Constant]:
    """Yield the string literals of a module without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if isinstance(node, ast.Constant) and is_text and id(node) not in docstrings:
            yield node


def test_no_literal_is_a_kind_or_a_label() -> None:
    known_kinds, known_labels = kinds(), labels()
    assert {"department", "fund-direction", "self-evaluation", "monitoring"} <= known_kinds
    assert {"支出方向子项", "指标值及单位", "年度资金总额", "附表1"} <= known_labels
    found, used = [], set()
    for path in sorted(SOURCE.rglob("*.py")):
        for node in literals(path):
            text = str(node.value)
            is_label = CATALOG not in path.parents and fold(text) in known_labels
            if text not in known_kinds and not is_label:
                continue
            used.add(text)
            if text not in ORDINARY:
                found.append(f"{path.relative_to(SOURCE)}:{node.lineno} {text}")
    assert found == [], "ask for a role; put words to look for into templates/words"
    assert set(ORDINARY) <= used, "an exception that nothing needs"


# Where names of fields may be: former ones that have a role, those that a learnt form is given, and
# the headers of exported columns.
NAMED = (SOURCE / "template" / "roles.py", SOURCE / "learning" / "naming.py", CATALOG / "tables.py")


def test_no_literal_is_the_name_of_a_field_that_is_no_role() -> None:
    """Names that declarations alone give: with one the program reads the forms of one district."""
    names = {
        name
        for template in TEMPLATES
        for name in (*template.names(), *template.tables)
        if "_" in name and template.roles.by_name.get(name) != name.replace("_", "-")
    }
    assert {"budget_total", "annual_goal", "fiscal_budget"} <= names
    assert not names & {role.value for role in Role}
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno} {node.value}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path not in NAMED
        for node in literals(path)
        if node.value in names
    ]
    assert found == []
