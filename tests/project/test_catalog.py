"""One catalog for everything a person reads: nothing missing in either language."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from xlform import messages
from xlform.cli.localized import Option
from xlform.cli.program import COMMANDS
from xlform.messages import catalog, set_language, translate
from xlform.messages.catalog import CATALOG

SOURCE = Path(__file__).parents[2] / "src" / "xlform"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Examples of commands are the same in both languages.
SAME = {
    "tree.money", "schema.examples", "completion.examples", "usage.other",
    "diff.form", "diff.row", "diff.separator", "web.language", "group.effect", "summary.named",
}  # fmt: skip


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(CATALOG))
def test_both_languages_say_it_with_the_same_details(key: str) -> None:
    chinese, english = CATALOG[key]
    assert chinese.strip()
    assert english.strip()
    assert placeholders(chinese) == placeholders(english)
    if key not in SAME and not key.endswith("examples"):
        assert CHINESE.search(chinese), "the Chinese message holds no Chinese"
        if not key.startswith(("error.", "cli.", "import.", "usage.")):
            assert chinese != english


def test_a_key_stands_in_one_part_only() -> None:
    """Merged into one, a key of two parts would lose one of its sentences."""
    keys: list[str] = []
    for part in pkgutil.iter_modules(catalog.__path__):
        module = importlib.import_module(f"{catalog.__name__}.{part.name}")
        keys += [key for name, held in vars(module).items() if name.isupper() for key in held]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert set(keys) == set(CATALOG)


@cache
def nodes() -> dict[Path, tuple[ast.AST, ...]]:
    """Return all that each module is made of."""
    return {
        path: tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        for path in SOURCE.rglob("*.py")
    }


@cache
def shown() -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys that pages ask for by name, and the groups they ask for by ``"group." ~``."""
    pages = [path.read_text(encoding="utf-8") for path in SOURCE.rglob("markup/*.html")]
    named = {key for page in pages for key in re.findall(r"""text\(["']([\w.-]+)["'][,)]""", page)}
    groups = {key for page in pages for key in re.findall(r"""text\(["']([\w-]+)\.["'] ~""", page)}
    return frozenset(named), frozenset(groups)


def spoken() -> set[str]:
    """The keys that the source asks for by name."""
    found = set(shown()[0])
    for found_in in nodes().values():
        for node in found_in:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    if node.func.id == "translate":
                        found.add(first.value)
                    elif node.func.id in {
                        "FileProblem",
                        "UnknownForm",
                        "DeclarationProblem",
                        "NotationProblem",
                        "XlformError",
                    }:
                        found.add(f"error.{first.value}")
                    elif node.func.id == "Note":
                        found.add(f"note.{first.value}")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                code = node.args[0] if node.args else None
                if node.func.attr == "_note" and isinstance(code, ast.Constant):
                    found.add(f"note.{code.value!s}")
    return found


def test_every_key_the_source_names_is_in_the_catalog() -> None:
    keys = spoken()
    assert keys - set(CATALOG) == set()
    assert len(keys) > 60


def test_no_message_is_left_that_nobody_says() -> None:
    """A key is said by its name, or by an f-string that begins with its group: ``f"note.{…}"``."""
    constants, groups = map(set, shown())
    for path, found_in in nodes().items():
        if "messages" not in path.parts:
            for node in found_in:
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    constants.add(node.value)
                if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                    groups.add(str(node.values[0].value).rstrip("."))
    unsaid = {
        key
        for key in CATALOG
        if key not in constants
        and key.partition(".")[0] not in groups
        and key.removeprefix("error.") not in constants
    }
    assert unsaid == set()


def test_chinese_is_the_default_and_the_choice_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XLFORM_LANG", raising=False)
    set_language("")
    assert messages.language() == "zh"
    assert translate("tree.forms", count=2) == "2 张表"
    monkeypatch.setenv("XLFORM_LANG", "en")
    set_language("")
    assert translate("tree.forms", count=2) == "2 forms"
    set_language("zh")
    try:
        assert translate("tree.forms", count=2) == "2 张表"
    finally:
        set_language("")


def test_help_of_commands_and_options_is_in_sentences() -> None:
    options = (option for lazy in COMMANDS.values() for option in lazy.load().params)
    keys = {lazy.help for lazy in COMMANDS.values()} | {
        option.help for option in options if isinstance(option, Option) and option.help
    }
    texts = [(key, text.partition("\n")[0]) for key in keys for text in CATALOG[key]]
    assert [key for key, text in texts if text[-1] not in "。."] == []
