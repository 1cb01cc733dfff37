"""A large table of shared strings is read piece by piece, as the small ones are."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

from xlform.errors import FileProblem
from xlform.ooxml.read import large_strings, strings
from xlform.ooxml.read.package import Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PART = "xl/sharedStrings.xml"
RICH = (
    "<si><r><rPr><sz val='9'/></rPr><t>富</t></r><r><t>文</t></r><rPh sb='0'><t>音</t></rPh></si>"
)
SEVERAL = "".join(
    f"<si><t>第{n}句</t></si>{RICH}<si/><si\n><t xml:space='preserve'> 空 &amp; _x000D_</t></si>"
    for n in range(40)
)
EXTENSION = "<extLst><ext uri='x'><t>别的</t></ext></extLst>"


def package(table: str) -> Package:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(PART, table.encode())
    return Package(packed.getvalue(), "x.xlsx")


def sst(items: str, attributes: str = f'xmlns="{MAIN}"') -> str:
    return f"{DECLARATION}<sst {attributes}>{items}</sst>"


@pytest.mark.parametrize(
    ("table", "is_cut"),
    [
        (sst(SEVERAL), True),
        (sst(SEVERAL, f'count="9" uniqueCount="9" xmlns="{MAIN}"'), True),
        (sst(f"\n  {SEVERAL}\n{EXTENSION}"), True),
        (sst(SEVERAL).removeprefix(DECLARATION) + "\n", True),
        (sst(SEVERAL.replace("第5句", "第5句<!-- <si><t>无</t></si> -->")), False),
        (sst(SEVERAL.replace("第5句", "<![CDATA[<si>]]>")), False),
        (sst(SEVERAL.replace("<sz val='9'/>", "<strike/>")), False),
        (sst(SEVERAL.replace("<si/>", "<x:si/>"), f'xmlns="{MAIN}" xmlns:x="{MAIN}"'), False),
        (sst(SEVERAL.replace("<si/>", "<?x <si> ?><si/>")), False),
        (sst(SEVERAL, 'xmlns="urn:other"'), False),
    ],
)
def test_pieces_hold_what_the_whole_holds(
    table: str, *, is_cut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(strings.read_strings(package(table), PART))
    monkeypatch.setattr(strings, "AT_ONCE", 100)
    monkeypatch.setattr(large_strings, "CHUNK", 300)
    read = strings.read_strings(package(table), PART)
    assert isinstance(read, large_strings.LargeStrings) is is_cut
    assert list(read) == whole
    assert (len(read), read[-1:]) == (len(whole), whole[-1:])
    with pytest.raises(IndexError):
        read[len(whole)]


def test_only_the_pieces_asked_for_are_parsed() -> None:
    parsed: list[ET.Element] = []

    def text_of(item: ET.Element) -> str:
        parsed.append(item)
        return strings.plain_text(item)

    count = 20_000
    items = "".join(f"<si><t>句{n}</t></si>" for n in range(count))
    read = large_strings.LargeStrings(sst(items).encode(), text_of)
    assert (len(read), read[7], read[count - 1]) == (count, "句7", f"句{count - 1}")
    assert len(parsed) < count // 2


def test_damage_beyond_the_used_strings_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strings, "AT_ONCE", 100)
    with pytest.raises(FileProblem, match=r"."):
        strings.read_strings(package(sst(SEVERAL + "<si><t>坏</si>")), PART)
