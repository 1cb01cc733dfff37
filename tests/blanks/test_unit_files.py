"""Units of a roster: names as they come, file names that every system accepts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xlform.blanks.unit_files import UnitFile, unit_files
from xlform.errors import FileProblem, XlformError
from xlform.export.names import MAX_FILE_NAME, UniqueNames, file_title
from xlform.model.word_lists import load_words
from xlform.template.store import templates_folder


def roster(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "名单.csv"
    path.write_bytes(text.encode(encoding))
    return path


def units_of(path: Path) -> tuple[UnitFile, ...]:
    return unit_files(path, load_words(templates_folder() / "words"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("head", ["单位名称", "单位", "name"])
def test_units_each_once_in_their_order(tmp_path: Path, encoding: str, head: str) -> None:
    path = roster(tmp_path, f"编码,{head}\n1,甲镇\n2, 乙 镇 \n3,\n4,甲镇\n", encoding)
    assert [(one.unit, one.file) for one in units_of(path)] == [
        ("甲镇", "甲镇"),
        ("乙 镇", "乙 镇"),
    ]


@pytest.mark.parametrize(
    ("unit", "file"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        (r"..\..\甲镇", r"_.._甲镇"),
        ("CON", "CON(2)"),
        ("con.甲镇", "con(2).甲镇"),
        ("Com1", "Com1(2)"),
        ("LPT9", "LPT9(2)"),
        ("甲镇.", "甲镇"),
        ("=1+1", "=1+1"),
        ("甲\u202e镇\u200b", "甲镇"),
        ('甲"镇"<1>:?*|', "甲_镇__1_____"),
        ("甲" * 150, "甲" * 60),
    ],
)
def test_hostile_names_make_harmless_files(tmp_path: Path, unit: str, file: str) -> None:
    [one] = units_of(roster(tmp_path, f'name\n"{unit.replace(chr(34), chr(34) * 2)}"\n'))
    assert one.file == file


def test_names_that_become_one_are_told_apart(tmp_path: Path) -> None:
    found = units_of(roster(tmp_path, "name\n甲/镇\n甲:镇\n甲_镇\nABC\nabc\n"))
    assert [one.file for one in found] == ["甲_镇", "甲_镇(2)", "甲_镇(3)", "ABC", "abc(2)"]


@given(st.lists(st.text(min_size=1), min_size=1, max_size=8))
@example(["\xa0", "\u3000", ". ."])
def test_no_two_files_are_one_and_none_leaves_its_folder(names: list[str]) -> None:
    given_out = UniqueNames(MAX_FILE_NAME)
    files = [given_out.assign(file_title(name)) for name in names]
    assert len({file.casefold() for file in files}) == len(files)
    for file in files:
        assert Path(file).name == file
        assert file.strip()
        assert len(file.encode("utf-16-le")) <= 2 * MAX_FILE_NAME
        assert file.casefold().partition(".")[0].strip() not in {"con", "nul", "aux", "prn", "com1"}


def test_a_list_without_names(tmp_path: Path) -> None:
    with pytest.raises(XlformError, match="现有：编号、地址"):
        units_of(roster(tmp_path, "编号,地址\n1,甲\n"))
    with pytest.raises(XlformError, match="现有：—"):
        units_of(roster(tmp_path, ""))
    with pytest.raises(XlformError, match="没有一个单位"):
        units_of(roster(tmp_path, "name,no\n,1\n"))


def test_a_list_that_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"没有的\.csv"):
        units_of(tmp_path / "没有的.csv")
    (tmp_path / "乱.csv").write_bytes(b"\xff\xff\xff\x00\xfe")
    with pytest.raises(FileProblem, match="CSV"):
        units_of(tmp_path / "乱.csv")
    long = roster(tmp_path, "name\n" + "甲" * 200_000)
    with pytest.raises(XlformError):
        units_of(long)
