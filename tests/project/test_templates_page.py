"""docs/templates.md names every key, kind, role, function and message; its examples are right."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from xlform.template import declaration
from xlform.template.declaration import Strict
from xlform.template.equation import known_functions
from xlform.template.faults import DeclarationFault
from xlform.template.record_faults import record_faults
from xlform.template.roles import Role

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "templates.md").read_text(encoding="utf-8")
# The section with the table of each record's keys.
SECTIONS: dict[type[Strict], tuple[str, str]] = {
    declaration.FormDeclaration: ("一张表（最前面的键", "`[recognise]` 指纹"),
    declaration.Recognise: ("`[recognise]` 指纹", "`[field]` 每一项"),
    declaration.FieldDeclaration: ("`[field]` 每一项", "`[table.名称]` 表格"),
    declaration.TableDeclaration: ("`[table.名称]` 表格", "`stub`、`column` 的每一列"),
    declaration.ColumnDeclaration: ("`stub`、`column` 的每一列", "`[table.名称.total]`"),
    declaration.TotalDeclaration: ("`[table.名称.total]`", "### 值的类别"),
    declaration.SetDeclaration: ("`set.toml` 管一套表", "今年的文件夹留着"),
    declaration.RelationDeclaration: ("## 勾稽关系", "## 由空白表推定"),
}


def section(start: str, end: str) -> str:
    first = PAGE.index(start)
    return PAGE[first : PAGE.index(end, first)]


def in_tables(text: str) -> set[str]:
    """Return the words in backquotes of the first columns of tables."""
    cells = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize("record", SECTIONS, ids=lambda record: record.__name__)
def test_every_key_is_in_the_table_of_its_record(record: type[Strict]) -> None:
    keys = {field.encode_name for field in msgspec.structs.fields(record)}
    assert keys <= in_tables(section(*SECTIONS[record])), record.__name__
    # A table names no key that the record does not have, functions of relations aside.
    named = {word for word in in_tables(section(*SECTIONS[record])) if word.isidentifier()}
    assert named <= keys | set(get_args(declaration.ValueKind)) | {"kind"}, record.__name__


def test_every_record_of_a_declaration_has_its_table() -> None:
    of_prose = {declaration.WordingDeclaration, declaration.DraftDeclaration}
    records = {r for r in Strict.__subclasses__() if r.__module__ == declaration.__name__}
    assert records - of_prose == set(SECTIONS)
    prose = section("## 文字材料", "## 另一年度")
    for field in msgspec.structs.fields(declaration.WordingDeclaration):
        assert re.search(rf"^{field.encode_name} +=", prose, re.MULTILINE), field.encode_name


def test_every_kind_role_and_function_is_named() -> None:
    assert set(get_args(declaration.ValueKind)) == in_tables(
        section("### 值的类别", "### 清单")
    ) - {"kind"}
    assert set(Role) <= in_tables(section("## 角色", "## 文字材料"))
    named = {
        word.partition("(")[0]
        for word in in_tables(section("| 函数 |", "**几种写法"))
        if "(" in word
    }
    assert named == set(known_functions())
    for sign in ("=", "!=", "<=", ">=", "<", ">"):
        assert f"`{sign}`" in section("## 勾稽关系", "## 由空白表推定")


def test_the_messages_are_those_of_the_catalog() -> None:
    page = runpy.run_path(str(DOCS / "make_templates.py"))["page"]()
    assert page == PAGE, "run python docs/make_templates.py"


def test_the_examples_are_toml_with_known_keys() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) >= 8
    for block in blocks:
        data = tomllib.loads(block)
        found = record_faults(data, declaration.FormDeclaration)
        faults = [fault for fault in found if fault.code not in ("missing-key", "type")]
        assert [(fault.key, fault.code) for fault in faults] == [], block


def test_every_code_in_the_source_has_its_message() -> None:
    """A code without a sentence would end in a KeyError where it is told."""
    source = DOCS.parent / "src" / "xlform"
    found = set()
    for path in source.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"DeclarationFault\(\s*\"([a-z-]+)\"", text))
    assert len(found) > 70
    for code in found:
        assert f"| `{code}` |" in PAGE, code
    assert isinstance(DeclarationFault("least", least=3, count=2), Exception)
