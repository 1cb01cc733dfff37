"""Widths of characters: one measure for terminals, the notation and cells."""

from __future__ import annotations

import pytest

from xlform.model.text_width import char_width, text_width


@pytest.mark.parametrize(
    ("char", "columns"),
    [
        ("a", 1),
        ("镇", 2),
        ("，", 2),
        ("Ａ", 2),
        ("ｱ", 1),
        ("“", 1),
        ("①", 1),
        ("\u0301", 0),
        ("\u3099", 0),
    ],
)
def test_columns_of_a_character(char: str, columns: int) -> None:
    assert char_width(char) == columns


@pytest.mark.parametrize(("char", "columns"), [("“", 2), ("①", 2), ("é", 2), ("e", 1), ("镇", 2)])
def test_ambiguous_characters_as_chinese_fonts_draw_them(char: str, columns: int) -> None:
    assert char_width(char, 2) == columns


def test_columns_of_a_text() -> None:
    assert text_width("abc") == 3
    assert text_width("云田镇 ok") == 9
    assert text_width("e\u0301") == 1
