"""Columns of the terminal that texts are laid out for."""

from __future__ import annotations

import os
import sys

import pytest

from xlform.cli.screen import terminal_columns


@pytest.mark.parametrize(
    ("columns", "is_terminal", "expected"),
    [("60", False, 60), ("60", True, 60), ("", False, 100), ("", True, 72), ("0", True, 72),
     ("-5", True, 72), ("sixty", True, 72), ("６０", True, 72)],
)  # fmt: skip
def test_columns_are_those_given_else_those_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: str, *, is_terminal: bool, expected: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((72, 24)))
    assert terminal_columns(100) == expected


def test_a_terminal_that_tells_no_size_is_as_wide_as_a_pipe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: int) -> os.terminal_size:
        raise OSError

    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(os, "get_terminal_size", refuse)
    assert terminal_columns(100) == 100
