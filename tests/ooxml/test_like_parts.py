"""Parts alike in several files are read once, and nothing else is taken for one of them."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from pathlib import Path

import pytest

import xlform
from xlform.errors import FileProblem
from xlform.ooxml.read import like_parts, workbook
from xlform.ooxml.read.like_parts import read_once
from xlform.ooxml.read.package import PARSED_AT_MOST, Package

SAMPLES = Path(__file__).parents[2] / "samples"


def _package(name: str = "甲.xlsx", **parts: str) -> Package:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(zipfile.ZipInfo(part), text, zipfile.ZIP_DEFLATED)
    return Package(content.getvalue(), name)


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    like_parts._known.clear()  # noqa: SLF001


def test_a_part_is_read_once_whatever_file_it_is_in() -> None:
    calls: Counter[tuple[str, str]] = Counter()

    @read_once
    def text_of(package: Package, part: str) -> str:
        calls[package.name, part] += 1
        return package.read(part).decode()

    for _ in range(2):
        assert text_of(_package(a="绿化", b="植树"), "a") == "绿化"
        assert text_of(_package("乙.xlsx", a="绿化"), "a") == "绿化"
        # Another content, or the same under another name, is another part.
        assert text_of(_package("丙.xlsx", a="绿地"), "a") == "绿地"
        assert text_of(_package("丁.xlsx", c="绿化"), "c") == "绿化"
    assert calls == {("甲.xlsx", "a"): 1, ("丙.xlsx", "a"): 1, ("丁.xlsx", "c"): 1}


def test_few_small_parts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(like_parts, "_KEPT_AT_MOST", 3)
    calls: Counter[int] = Counter()

    @read_once
    def size_of(package: Package, part: str) -> int:
        size = package.size(part)
        calls[size] += 1
        return size

    noise = random.Random(1)  # noqa: S311  (text that does not shrink, the same in each run)
    long = "".join(chr(noise.randrange(0x4E00, 0x9FFF)) for _ in range(20_000))
    for _ in range(3):
        size_of(_package(a=long), "a")
    assert calls[len(long.encode())] == 3
    for number in range(100):
        size_of(_package(a="长" * number), "a")
        assert len(like_parts._known) <= 3  # noqa: SLF001


def test_what_is_known_counts_as_parsed() -> None:
    @read_once
    def parse(package: Package, part: str) -> bytes:
        return package.markup(part)

    package = _package(a="<a/>")
    parse(package, "a")
    assert package.count_parsed(0) == len("<a/>")
    package.count_parsed(PARSED_AT_MOST - len("<a/>"))
    with pytest.raises(FileProblem, match="a"):
        parse(package, "a")


def _workbook(names: str, sheet: str = "甲") -> bytes:
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, to, kind in (
            ("_rels/.rels", "xl/workbook.xml", "officeDocument"),
            ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheet"),
        ):
            line = f'<Relationship Id="rId1" Type="{links}/{kind}" Target="{to}"/>'
            archive.writestr(part, f'<Relationships xmlns="{package}">{line}</Relationships>')
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets><sheet name="{sheet}" sheetId="1" '
            f'r:id="rId1"/></sheets><definedNames>{names}</definedNames></workbook>',
        )
    return content.getvalue()


NAMES = [
    '<definedName name="a" localSheetId="0">甲!$A$1:$E$27</definedName>',
    '<definedName name="a" localSheetId="0">甲!$A$1:$E$8</definedName>',
    '<definedName name="a" localSheetId="0"></definedName>',
    '<definedName name="a" localSheetId="0">甲&amp;!$A$1</definedName>',
    '<definedName name="b" localSheetId="0">甲!$A$1:$E$8</definedName>',
    '<definedName name="a">1</definedName><definedName name="b">2</definedName>',
    '<definedName name="a">3</definedName><definedName name="b">2</definedName>',
    '<!-- >1\n2</definedName> --><definedName name="a">1\r2</definedName>',
    '<!-- >7</definedName> --><definedName name="a">1\r2</definedName>',
    '<?x >1\n2</definedName>?><definedName name="a">1\r2</definedName>',
    '<?x >7</definedName>?><definedName name="a">1\r2</definedName>',
    '<definedName name="a">1</definedName>', '<definedName name="a">\x01</definedName>',
    '<definedName name="a">1<x/>2</definedName>', '<definedName name="a">1<x/>3</definedName>',
]  # fmt: skip


def test_names_of_a_workbook_known_but_for_them() -> None:
    def lists(data: bytes) -> object:
        try:
            found = workbook.read_workbook(Package(data, "甲.xlsx"))
        except FileProblem as problem:
            return problem.code
        return found.sheets, found.names

    files = [_workbook(names) for names in NAMES] + [_workbook(NAMES[0], "乙")]
    warm = [lists(data) for data in [*files, *files]]
    assert workbook._known  # noqa: SLF001
    for data, found, again in zip(files, warm, warm[len(files) :], strict=False):
        workbook._known.clear()  # noqa: SLF001  (as in a program that was just started)
        assert lists(data) == found == again


def test_files_are_read_alike_in_any_order() -> None:
    paths = sorted((SAMPLES / "district").glob("*.xlsx"))[:8]
    first = [xlform.read(path).json() for path in paths]
    again = [xlform.read(path).json() for path in reversed(paths)]
    assert first == again[::-1]
