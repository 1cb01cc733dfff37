"""Word lists: loaded, extended, refused; the shipped ones contain no correct word."""

from __future__ import annotations

from pathlib import Path

import pytest
from rule_checks import DISTRICT, WORDS

from xlform.formats.source import read_file
from xlform.model.word_lists import WordsProblem, load_words
from xlform.template.store import load_templates, templates_folder

FOLDER = templates_folder() / "words"


def written(folder: Path, text: str) -> Path:
    path = folder / "本区.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_clerks_file_adds_replaces_and_takes_out(tmp_path: Path) -> None:
    extra = written(
        tmp_path,
        'vague-values = ["蒸蒸日上"]\n'
        '[typos]\n"拔付" = "支付"\n"布署" = false\n"石锋区" = "石峰区"\n',
    )
    words = load_words(FOLDER, (extra,))
    assert words["typos"]["拔付"] == "支付"
    assert words["typos"]["石锋区"] == "石峰区"
    assert "布署" not in words["typos"]
    assert {"蒸蒸日上", "提升"} <= set(words["vague-values"])
    assert WORDS["typos"]["拔付"] == "拨付"


def test_a_file_from_notepad_may_begin_with_a_mark(tmp_path: Path) -> None:
    extra = tmp_path / "本区.toml"
    extra.write_text('[typos]\n"甲" = "乙"\n', encoding="utf-8-sig")
    assert load_words(tmp_path / "none", (extra,)) == {"typos": {"甲": "乙"}}


@pytest.mark.parametrize(
    "text",
    ['[typos]\n"甲" = 1\n', 'typos = "甲"\n', "typos = [1]\n", 'typos = [""]\n', "typos = ["],
)
def test_a_faulty_file_is_named(tmp_path: Path, text: str) -> None:
    extra = written(tmp_path, text)
    with pytest.raises(WordsProblem, match=r"本区\.toml"):
        load_words(FOLDER, (extra,))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WordsProblem, match=r"没有\.toml"):
        load_words(FOLDER, (tmp_path / "没有.toml",))


def test_the_folder_of_words_is_no_template() -> None:
    assert not [
        template.name for template in load_templates(templates_folder()) if "words" in template.name
    ]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_each_file_says_how_to_add(path: Path) -> None:
    head = path.read_text(encoding="utf-8").split("\n\n")[0]
    assert head.startswith("#")


def test_there_are_enough_typos_and_none_is_right() -> None:
    typos = WORDS["typos"]
    assert len(typos) > 150
    for wrong, right in typos.items():
        assert wrong != right
        assert not [other for other in typos if other in right], right


def test_no_innocent_word_is_idle() -> None:
    for name, innocent in (("typos", "not-typos"), ("obsolete", "not-obsolete")):
        signs = {word[0] for word in WORDS[name]} | {word[-1] for word in WORDS[name]}
        assert [word for word in WORDS[innocent] if not signs & set(word)] == [], innocent


def test_clean_submissions_hold_no_word_of_the_lists() -> None:
    for path in DISTRICT:
        _, grid = read_file(path)
        text = "\n".join(cell.text for sheet in grid.sheets for cell in sheet.cells.values())
        assert [word for word in WORDS["typos"] if word in text] == [], path.stem
