"""TOML on which the parser itself gives up: a fault of the file, wherever TOML is read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from xlform.checking.settings import SettingsProblem, load_project
from xlform.errors import DeclarationProblem
from xlform.model.toml_files import toml_data
from xlform.model.word_lists import WordsProblem, load_words
from xlform.template.declaration_check import check_form
from xlform.writing.next_edition import copy_set

# Beyond the digits that int() takes, and the levels that Python's stack has.
TEXTS = ["a = " + "9" * 5_000, "a = " + "[" * 1_500, "a = " + "{b=" * 1_500]


@pytest.mark.parametrize("text", TEXTS, ids=["digits", "brackets", "braces"])
def test_what_the_parser_gives_up_on_is_no_toml(text: str, tmp_path: Path) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        toml_data(text)
    path = tmp_path / "own" / "form" / "form.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsProblem):
        load_project(path)
    with pytest.raises(WordsProblem):
        load_words((), (path,))
    assert [fault.line for fault in check_form(path, "own/form", {}).faults] == [1]
    with pytest.raises(DeclarationProblem):
        copy_set(tmp_path / "own", tmp_path / "new", 2025)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["set.toml", "form/form.toml"])
def test_a_set_with_a_fault_is_not_copied(name: str, tmp_path: Path) -> None:
    (tmp_path / "own" / "form").mkdir(parents=True)
    (tmp_path / "own" / "form" / "form.toml").write_text('kind = "x"\n', "utf-8")
    (tmp_path / "own" / name).write_text("year = [[", "utf-8")
    with pytest.raises(DeclarationProblem, match="第 1 行"):
        copy_set(tmp_path / "own", tmp_path / "new", 2025)
    assert not (tmp_path / "new").exists()
