"""``xlform rules`` as a person meets it."""

from __future__ import annotations

from pathlib import Path

import command
import pytest
from command import Completed

from xlform.rules import all_rules


def run(*arguments: str | Path) -> Completed:
    return command.run("rules", *arguments)


def test_the_list_names_code_severity_name_and_summary() -> None:
    done = command.start("rules")
    assert done.returncode == 0
    assert "C-02  错误  required-field-blank" in done.stdout
    assert "必填项没有填" in done.stdout


@pytest.mark.parametrize("code", ["C-02", "c-02", "required-field-blank"])
def test_a_page_is_shown_by_code_or_name(code: str) -> None:
    done = run(code)
    assert done.returncode == 0
    assert done.stdout.startswith("C-02  错误  必填项没有填\nrequired-field-blank\n\n为什么\n")


def test_an_unknown_code_gets_the_near_ones() -> None:
    done = run("C02")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "没有规则“C02”。相近的有 C-02" in done.stderr


def test_all_pages_are_written_as_markdown(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "rules"
    done = run("--format", "markdown", "-o", folder)
    assert done.returncode == 0
    names = {path.name for path in folder.iterdir()}
    assert names == {"README.md", *(f"{rule.code}.md" for rule in all_rules())}
    assert str(len(names)) in done.stderr


def test_markdown_needs_a_folder(tmp_path: Path) -> None:
    done = run("--format", "markdown")
    assert done.returncode == 2
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("--format", "markdown", "-o", tmp_path / "file" / "x").returncode == 3
