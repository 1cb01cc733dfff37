"""docs/checking.md names every key there is, and its example is a project file that loads."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from xlform.checking.settings import FAIL_ON, FILE, find_project, load_project
from xlform.cli.commands.check import FORMATS
from xlform.model.word_lists import load_words
from xlform.rules import all_rules
from xlform.rules.context import Settings
from xlform.template.store import load_templates, templates_folder

PAGE = Path(__file__).parents[2] / "docs" / "checking.md"
TEXT = PAGE.read_text(encoding="utf-8")
TOML = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
# The terms of templates are told in prose: each of their names has to be on the page.
DECLARED = "declared"
TERMS = [name.replace("_", "-") for name in Settings.__struct_fields__ if name != DECLARED]
TABLES = {name for rule in all_rules() for name in (*rule.needs, *rule.uses)}


def test_the_example_loads(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(TOML[0], encoding="utf-8")
    found = find_project(tmp_path)
    assert found is not None
    project = load_project(found)
    assert project.fail_on == "warning"
    assert project.terms.direction_indicators_at_least == 6
    assert set(project.data) == TABLES
    codes = {rule.code for rule in all_rules()}
    assert {one.code for one in project.ignore} | set(project.severities) <= codes


def test_the_example_of_words_loads(tmp_path: Path) -> None:
    own = tmp_path / "本区用语.toml"
    own.write_text(TOML[1], encoding="utf-8")
    shipped = load_words(templates_folder() / "words")
    assert set(tomllib.loads(TOML[1])) <= set(shipped), "a list no rule reads"
    assert "帐户" in shipped["typos"], "nothing to be taken out"
    assert "帐户" not in load_words(templates_folder() / "words", (own,))["typos"]


def test_every_term_of_a_shipped_template_is_told() -> None:
    known = load_templates(templates_folder())
    names = {name for template in known for name in template.declaration.terms}
    assert names
    assert sorted(name for name in names if f"`{name}`" not in TEXT) == []


@pytest.mark.parametrize("key", TERMS)
def test_every_term_is_told_with_its_default(key: str) -> None:
    value = getattr(Settings(), key.replace("-", "_"))
    shown = str(value) if isinstance(value, int) else f'"{value}"'
    assert f"| `{key}` | `{shown}` |" in TEXT


@pytest.mark.parametrize("name", [*sorted(TABLES), *FORMATS, *FAIL_ON])
def test_every_table_format_and_choice_is_told(name: str) -> None:
    assert re.search(rf"[`\"、]{re.escape(name)}[`\"、]", TEXT), name


@pytest.mark.parametrize("letter", sorted({rule.code[0] for rule in all_rules()}))
def test_every_family_of_rules_is_told(letter: str) -> None:
    assert re.search(rf"[：、]{letter} ", TEXT), letter
