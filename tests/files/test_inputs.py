"""Inputs: every kind of name expanded, nothing skipped in silence."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from spooling import DISTRICT

from xlform.files import archives
from xlform.files.contents import input_bytes
from xlform.files.input_file import InputFile
from xlform.files.inputs import expand_inputs

BOOK = DISTRICT[0].read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a bureau has it."""
    place = tmp_path / "全区"
    (place / "乡镇").mkdir(parents=True)
    (place / "甲局.xlsx").write_bytes(BOOK)
    (place / "乡镇" / "乙镇.xlsx").write_bytes(BOOK)
    (place / "~$甲局.xlsx").write_bytes(b"lock")
    (place / ".~乙局.xlsx").write_bytes(b"lock")
    (place / "空.xlsx").touch()
    (place / "录像.mp4").write_bytes(b"\xff\xd8\xff")
    return place


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def shown(found: list[InputFile], base: Path) -> dict[str, str]:
    """Return the problem of each input by its path below a folder."""
    return {
        one.info.path.replace(str(base) + os.sep, "").replace(os.sep, "/"): one.problem
        for one in found
    }


def test_a_folder_is_gone_through_and_what_is_no_workbook_is_named(folder: Path) -> None:
    found = list(expand_inputs([folder]))
    told = shown(found, folder)
    assert {name for name, problem in told.items() if not problem} == {
        "甲局.xlsx",
        "乡镇/乙镇.xlsx",
    }
    assert "打开时留下的临时文件" in told["~$甲局.xlsx"]
    assert "打开时留下的临时文件" in told[".~乙局.xlsx"]
    assert "0 字节" in told["空.xlsx"]
    assert "不是工作簿" in told["录像.mp4"]
    # An empty workbook is what is left of a form.
    assert {one.info.name for one in found if one.problem and not one.skipped} == {"空.xlsx"}


def test_documents_and_texts_that_nobody_named_may_hold_forms_or_not(folder: Path) -> None:
    (folder / "通知.docx").write_bytes(b"PK")
    (folder / "名单.csv").write_bytes(b"x")
    found = {one.info.name: one for one in expand_inputs([folder])}
    assert {name for name, one in found.items() if one.optional} == {"通知.docx", "名单.csv"}
    assert not found["通知.docx"].problem
    (named,) = expand_inputs([folder / "通知.docx"])
    assert not named.optional


def test_a_file_given_twice_is_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names = ["甲局.xlsx", str(folder / "甲局.xlsx"), "./甲局.xlsx", "*.xlsx", str(folder)]
    found = [one for one in expand_inputs(names) if not one.problem]
    assert sorted(one.info.name for one in found) == ["乙镇.xlsx", "甲局.xlsx"]


def test_a_pattern_is_spelled_out_where_no_shell_did(folder: Path) -> None:
    found = [one for one in expand_inputs([str(folder / "**" / "*镇.xlsx")]) if not one.problem]
    assert [one.info.name for one in found] == ["乙镇.xlsx"]
    (missing,) = expand_inputs([str(folder / "*.csv")])
    assert "没有符合" in missing.problem


def test_a_file_named_by_somebody_is_for_the_reader_to_judge(folder: Path) -> None:
    (one,) = expand_inputs([folder / "空.xlsx"])
    assert not one.problem
    assert not one.skipped


def test_what_is_an_archive_is_told_by_what_it_holds(tmp_path: Path) -> None:
    archive = zipped({"甲局.xlsx": BOOK})
    (tmp_path / "其实是压缩包.xlsx").write_bytes(archive)
    (tmp_path / "其实是工作簿.zip").write_bytes(BOOK)
    found = {one.info.name: one for one in expand_inputs([tmp_path])}
    assert {name: len(one.members) for name, one in found.items()} == {
        "其实是工作簿.zip": 0,
        "甲局.xlsx": 1,
    }
    assert input_bytes(found["甲局.xlsx"]) == BOOK


def test_archives_are_read_in_memory_and_nested_once(tmp_path: Path) -> None:
    deep = zipped({"丁.xlsx": BOOK})
    inner = zipped({"丙镇/丙.xlsx": BOOK, "更深.zip": deep})
    path = tmp_path / "全区.zip"
    path.write_bytes(zipped({"乙.xlsx": BOOK, "内.zip": inner, "录像.mp4": b"x", "空.xlsx": b""}))
    found = list(expand_inputs([path]))
    told = shown(found, tmp_path)
    read = [one for one in found if not one.problem]
    assert {one.info.path.partition("!")[2] for one in read} == {"乙.xlsx", "内.zip!丙镇/丙.xlsx"}
    assert all(input_bytes(one) == BOOK for one in read)
    assert "第三层" in told["全区.zip!内.zip!更深.zip"]
    assert "0 字节" in told["全区.zip!空.xlsx"]
    assert "不是工作簿" in told["全区.zip!录像.mp4"]
    assert list(tmp_path.iterdir()) == [path]


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    raw = "云田镇/诚信.xlsx".encode("gb18030")
    data = zipped({"x" * len(raw): BOOK}).replace(b"x" * len(raw), raw)
    path = tmp_path / "旧.zip"
    path.write_bytes(data)
    (one,) = expand_inputs([path])
    assert one.info.path.endswith("旧.zip!云田镇/诚信.xlsx")
    assert input_bytes(one) == BOOK


@pytest.mark.parametrize("name", ["../外.xlsx", "/etc/外.xlsx", "C:/外.xlsx", "甲/../../外.xlsx"])
def test_names_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "包.zip"
    path.write_bytes(zipped({name: BOOK}))
    (one,) = expand_inputs([path])
    assert "指向包外" in one.problem


def test_encrypted_members_are_said_to_be(tmp_path: Path) -> None:
    data = bytearray(zipped({"甲.xlsx": BOOK}))
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, entry + 8, 0x1)
    path = tmp_path / "密.zip"
    path.write_bytes(data)
    (one,) = expand_inputs([path])
    assert "密码" in one.problem


def test_bombs_are_refused_before_they_are_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "炸.zip"
    path.write_bytes(zipped({"甲.xlsx": bytes(8 << 20)}))
    (one,) = expand_inputs([path])
    assert "异常庞大" in one.problem
    monkeypatch.setattr(archives, "MEMBERS_AT_MOST", 3)
    path.write_bytes(zipped({f"{n}.xlsx": b"x" for n in range(4)}))
    (one,) = expand_inputs([path])
    assert "超过 3 个文件" in one.problem
    monkeypatch.setattr(archives, "UNPACKED_AT_MOST", 3)
    path.write_bytes(zipped({"甲.xlsx": b"xxxx"}))
    (one,) = expand_inputs([path])
    assert one.problem


def test_a_member_that_holds_more_than_it_says_is_damaged(tmp_path: Path) -> None:
    data = bytearray(zipped({"甲.xlsx": BOOK}))
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 100)
    path = tmp_path / "假.zip"
    path.write_bytes(data)
    (one,) = expand_inputs([path])
    with pytest.raises(Exception, match="损坏"):
        input_bytes(one)


@pytest.mark.parametrize("cut", [0, 10, 100, 5000])
def test_damaged_archives_are_named(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "坏.zip"
    path.write_bytes(b"PK\x03\x04" + zipped({"甲.xlsx": BOOK})[4 : 4 + cut])
    found = list(expand_inputs([path]))
    assert len(found) == 1
    assert "坏.zip" in found[0].problem
