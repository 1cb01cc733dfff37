"""Words by which values are read are data: a district's own files go over those shipped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from xlform.model.resources import shipped_templates
from xlform.model.word_lists import WordsProblem, load_words
from xlform.values.words import as_lexicon, lexicon

SHIPPED = shipped_templates() / "words" / "values"


def lexicon_with(folder: Path, text: str) -> object:
    (folder / "本区.toml").write_text(text, encoding="utf-8")
    return as_lexicon(load_words(SHIPPED, (folder / "本区.toml",), texts=True), str(folder))


def test_the_shipped_lists_are_all_known_and_none_is_missing() -> None:
    assert as_lexicon(load_words(SHIPPED, texts=True), "") == lexicon()


def test_a_district_adds_a_unit_in_its_own_templates(tmp_path: Path) -> None:
    (tmp_path / "words" / "values").mkdir(parents=True)
    own = tmp_path / "words" / "values" / "本区.toml"
    own.write_text('measures = "篓"\ncomparators-at-least = ["不逊于"]\n', encoding="utf-8")
    script = (
        "from xlform.values import parse_target as read\n"
        "print(read('20篓').unit, read('不逊于20篓').comparator, read('20次').unit)\n"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={"XLFORM_TEMPLATES": folder, "PYTHONIOENCODING": "utf-8", **paths()},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout.split()
        for folder in (str(tmp_path), "")
    ]
    assert said == [["篓", ">=", "次"], ["次"]]


def paths() -> dict[str, str]:
    return {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}


def test_an_entry_is_taken_out(tmp_path: Path) -> None:
    own = lexicon_with(tmp_path, '[limits-at-most]\n"内" = false\n[counters]\n"车" = false\n')
    assert "内" in lexicon().limits
    assert "内" not in own.limits  # type: ignore[attr-defined]
    assert "车" in lexicon().counters
    assert "车" not in own.counters  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        'no-such-list = ["甲"]',
        'limits-above = "以上"',
        '[one-thing]\n"捆" = 3',
        "measures = 3",
        "measures = [",
    ],
)
def test_a_faulty_list_is_refused_with_its_file(text: str, tmp_path: Path) -> None:
    with pytest.raises(WordsProblem, match=tmp_path.name):
        lexicon_with(tmp_path, text)


def test_help_loads_no_words() -> None:
    script = (
        "import sys\nfrom xlform.cli.program import program\n"
        "program(['--help'], standalone_mode=False)\n"
        "assert not [name for name in sys.modules if name.startswith('xlform.values')]\n"
    )
    subprocess.run(
        [sys.executable, "-c", script], env=paths(), check=True, stdout=subprocess.DEVNULL
    )
