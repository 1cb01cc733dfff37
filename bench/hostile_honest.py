"""Honest files at an extreme: the forms of a sample, and much beside them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from hostile_case import Case
from hostile_contents import SAMPLE
from hostile_packages import BOOK, BOOK_LINKS, LINKS, MAIN, STRINGS, packed, text_cell, worksheet

TYPES: Final = "[Content_Types].xml"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LAST_COLUMN: Final = 16_384
_LONGEST_TEXT: Final = 32_767
Parts = dict[str, bytes]


def honest_cases() -> Iterator[Case]:
    """Yield the files; each holds the forms of the sample."""
    for name, change in _CHANGES.items():
        parts = _sample_parts()
        change(parts)
        yield Case(name, packed(parts), honest=True)
    yield from _otherwise_packed()


def _sample_parts() -> Parts:
    with zipfile.ZipFile(SAMPLE) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _added(parts: Parts, sheets: Mapping[str, str]) -> None:
    """Add sheets by name: their cells."""
    listed, linked, typed = "", "", ""
    for number, (name, rows) in enumerate(sheets.items(), 500):
        parts[f"xl/worksheets/sheet{number}.xml"] = worksheet(rows).encode()
        listed += f'<sheet name="{name}" sheetId="{number}" r:id="x{number}" xmlns:r="{LINKS}"/>'
        linked += (
            f'<Relationship Id="x{number}" Type="{LINKS}/worksheet" '
            f'Target="/xl/worksheets/sheet{number}.xml"/>'
        )
        typed += f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}"/>'
    _insert(parts, BOOK, "</sheets>", listed)
    _insert(parts, BOOK_LINKS, "</Relationships>", linked)
    _insert(parts, TYPES, "</Types>", typed)


def _insert(parts: Parts, name: str, before: str, text: str) -> None:
    parts[name] = parts[name].replace(before.encode(), (text + before).encode(), 1)


def _form_sheet(parts: Parts) -> tuple[str, int]:
    """Return the part of the first sheet and the number of its last row."""
    name = "xl/worksheets/sheet1.xml"
    rows = re.findall(rb'<row [^>]*?\br="([0-9]+)"', parts[name])
    return name, int(rows[-1])


def _below(rows: Callable[[int], str]) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        name, last = _form_sheet(parts)
        _insert(parts, name, "</sheetData>", rows(last + 1))

    return change


def _beside(name: str, rows: str) -> Callable[[Parts], None]:
    return lambda parts: _added(parts, {name: rows})


def _styled_rows(first: int, count: int) -> str:
    return "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(first, first + count))


def _figures(rows: int, columns: int) -> str:
    return "".join(
        f'<row r="{row}">'
        + "".join(f"<c><v>{row * column % 997}</v></c>" for column in range(columns))
        + "</row>"
        for row in range(1, rows + 1)
    )


def _chain(count: int) -> str:
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return first + "".join(
        f'<row r="{n}"><c r="A{n}"><f>A{n - 1}+1</f><v>{n}</v></c></row>' for n in range(2, count)
    )


def _names(parts: Parts) -> None:
    names = "".join(
        f'<definedName name="名称{n}">附表1!$A${n}</definedName>' for n in range(1, 4_000)
    )
    if b"</definedNames>" in parts[BOOK]:
        _insert(parts, BOOK, "</definedNames>", names)
    else:
        text = parts[BOOK].replace(
            b"</sheets>", f"</sheets><definedNames>{names}</definedNames>".encode(), 1
        )
        parts[BOOK] = text


def _strings(parts: Parts) -> None:
    parts.setdefault(STRINGS, f'<sst xmlns="{MAIN}"></sst>'.encode())
    _insert(
        parts,
        STRINGS,
        "</sst>",
        "".join(f"<si><t>没有用到的文字{n}</t></si>" for n in range(60_000)),
    )


def _media(parts: Parts) -> None:
    noise = bytes((n * n * 31 + n * 7) % 251 for n in range(1 << 20))
    parts.update({f"xl/media/image{n}.png": noise[n:] + noise[:n] for n in range(8)})


_ONE_LONG_ROW: Final = '<row r="1">' + '<c s="1"/>' * _LAST_COLUMN + "</row>"
_CHANGES: Final[dict[str, Callable[[Parts], None]]] = {
    "styled-rows-below.xlsx": _below(lambda first: _styled_rows(first, 20_000)),
    "styled-rows-200000.xlsx": _beside("空白", _styled_rows(1, 200_000)),
    "columns-16384.xlsx": _beside("横向", _ONE_LONG_ROW),
    "figures-200000.xlsx": _beside("流水", _figures(20_000, 10)),
    "sheets-1000.xlsx": lambda parts: _added(parts, {f"页{n}": "" for n in range(990)}),
    "longest-text.xlsx": _beside(
        "说明", f'<row r="1">{text_cell("A1", "清扫保洁，" * (_LONGEST_TEXT // 5))}</row>'),
    "many-long-texts.xlsx": _beside("说明", "".join(
        f'<row r="{n}">{text_cell(f"A{n}", "垃圾收运。" * 1_000)}</row>' for n in range(1, 200))),
    "formulas-5000.xlsx": _beside("计算", _chain(5_000)),
    "defined-names-4000.xlsx": _names,
    "unused-strings-60000.xlsx": _strings,
    "pictures-8-mib.xlsx": _media,
    "far-cell.xlsx": _beside("远处", '<row r="60000"><c r="ZZ60000"><v>1</v></c></row>'),
    "printer-settings.xlsx": lambda parts: parts.update(
        {f"xl/printerSettings/printerSettings{n}.bin": bytes(4_000) for n in range(1, 300)}),
    "property-long.xlsx": lambda parts: parts.update(
        {"docProps/custom.xml": b"<Properties>" + b" " * 200_000 + b"</Properties>"}),
}  # fmt: skip


def _otherwise_packed() -> Iterator[Case]:
    parts = _sample_parts()
    yield Case("stored.xlsx", packed(parts, method=zipfile.ZIP_STORED), honest=True)
    yield Case("best-packed.xlsx", packed(parts, level=9), honest=True)
    yield Case("streamed.xlsx", _streamed(parts), honest=True)
    yield Case("zip64.xlsx", _streamed(parts, zip64=True), honest=True)
    yield Case("utf-16.xlsx", packed(_recoded(parts)), honest=True)
    yield Case("more-behind-it.xlsx", packed(parts) + bytes(200), honest=True)
    yield Case("named-xls.xls", packed(parts), honest=True)


class _Unseekable(io.RawIOBase):
    """A stream without places: sizes are written behind each member."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # bytes are all it is given
        self.written += data
        return len(data)


def _streamed(parts: Parts, *, zip64: bool = False) -> bytes:
    into = _Unseekable()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w", force_zip64=zip64) as member:
                member.write(content)
    return bytes(into.written)


def _recoded(parts: Parts) -> Parts:
    return {
        name: content.decode().replace("UTF-8", "UTF-16").encode("utf-16")
        if name.startswith("xl/") and name.endswith(".xml") else content
        for name, content in parts.items()
    }  # fmt: skip
