"""An .xlsb written record by record, and the tokens that its formulas are made of."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MACHINE = "application/vnd.ms-excel."
# The style of a cell: General, 0.00, 0.0%, a date.
GENERAL, MONEY, PERCENT, DAY = range(4)
_RELATIVE = 0xC000
_CODES = {160: '0.0%"成"', 161: "yyyy-mm-dd"}


def record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    length = b""
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | 0x80 * bool(size)])
        if not size:
            return head + length + content


def text(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


# Tokens


def ref(row: int, column: int, relative: int = _RELATIVE) -> bytes:
    return struct.pack("<BIH", 0x44, row - 1, column - 1 | relative)


def area(top: int, left: int, bottom: int, right: int, relative: int = _RELATIVE) -> bytes:
    ends = struct.pack("<IIHH", top - 1, bottom - 1, left - 1 | relative, right - 1 | relative)
    return b"\x25" + ends


def near(rows: int, columns: int) -> bytes:
    return struct.pack("<BIH", 0x4C, rows & 0xFFFFF, columns & 0x3FFF | _RELATIVE)


def there(link: int, row: int, column: int) -> bytes:
    return struct.pack("<BHIH", 0x5A, link, row - 1, column - 1 | _RELATIVE)


def words(said: str) -> bytes:
    return b"\x17" + struct.pack("<H", len(said)) + said.encode("utf-16-le")


def whole(number: int) -> bytes:
    return struct.pack("<BH", 0x1E, number)


def fraction(number: float) -> bytes:
    return struct.pack("<Bd", 0x1F, number)


def call(number: int, count: int) -> bytes:
    return struct.pack("<BBH", 0x42, count, number)


SUM = struct.pack("<BBH", 0x19, 0x10, 0)
ADD, TIMES, JOIN, AT_LEAST, PERCENT_OF, BRACKETS = (
    bytes([token]) for token in (0x03, 0x05, 0x08, 0x0C, 0x14, 0x15)
)  # fmt: skip


# Cells


def cell(kind: int, column: int, value: bytes, style: int = GENERAL) -> bytes:
    return record(kind, struct.pack("<II", column - 1, style) + value)


def real(column: int, number: float, style: int = GENERAL) -> bytes:
    return cell(5, column, struct.pack("<d", number), style)


def said(column: int, what: str) -> bytes:
    return cell(6, column, text(what))


def formula(column: int, number: float, tokens: bytes, behind: bytes = b"") -> bytes:
    value = struct.pack("<dHI", number, 0, len(tokens)) + tokens
    return cell(9, column, value + struct.pack("<I", len(behind)) + behind, MONEY)


def shared(column: int, number: float, row: int, first: int) -> bytes:
    """A cell that points to the formula entered in another."""
    tokens = struct.pack("<BI", 0x01, row - 1)
    return formula(column, number, tokens, struct.pack("<I", first - 1))


def shared_formula(top: int, left: int, bottom: int, right: int, tokens: bytes) -> bytes:
    ends = struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1)
    return record(427, ends + struct.pack("<I", len(tokens)) + tokens + bytes(4))


def row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    head = struct.pack("<IIHBBBII", number - 1, 0, 300, 0, 0x10 * hidden, 0, 1, 0)
    return record(0, head + struct.pack("<I", 20)) + b"".join(cells)


def merge(top: int, left: int, bottom: int, right: int) -> bytes:
    return record(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))


# Parts


def sheet(rows: Sequence[bytes], merges: Sequence[bytes] = (), columns: bytes = b"") -> bytes:
    heads = record(390) + columns + record(391) if columns else b""
    joined = b"".join(merges)
    below = record(177, struct.pack("<I", len(merges))) + joined + record(178) if merges else b""
    data = record(145) + b"".join(rows) + record(146)
    return record(129) + heads + data + below + record(130)


def hidden_columns(first: int, last: int) -> bytes:
    return record(60, struct.pack("<IIIIH", first - 1, last - 1, 2000, 0, 1))


def styles() -> bytes:
    formats = b"".join(
        record(44, struct.pack("<H", number) + text(code)) for number, code in _CODES.items()
    )
    looks = b"".join(
        record(47, struct.pack("<HHHHHBBHBB", 0, number, 0, 0, 0, 0, 0, 0, 0, 0))
        for number in (0, 2, 160, 161)
    )
    return (
        record(278) + record(615, struct.pack("<I", 2)) + formats + record(616)
        + record(617, struct.pack("<I", 4)) + looks + record(618) + record(279)
    )  # fmt: skip


def defined_name(name: str, tokens: bytes, sheet: int | None = None) -> bytes:
    """A name of the workbook, or of the sheet with that number from 0."""
    head = struct.pack("<IBI", 0, 0, 0xFFFFFFFF if sheet is None else sheet) + text(name)
    return record(39, head + struct.pack("<I", len(tokens)) + tokens + bytes(4) + b"\xff" * 4)


def book(
    sheets: Mapping[str, bytes], *, states: Sequence[int] = (), names: Sequence[bytes] = ()
) -> bytes:
    """The workbook of those sheets; references to the n-th go by link n, from 0."""
    listed = b"".join(
        record(156, struct.pack("<II", state, number) + text(f"rId{number}") + text(name))
        for number, (name, state) in enumerate(
            zip(sheets, [*states, *[0] * len(sheets)], strict=False), 1
        )
    )
    links = struct.pack("<I", len(sheets)) + b"".join(
        struct.pack("<Iii", 0, number, number) for number in range(len(sheets))
    )
    main = (
        record(131) + record(153, struct.pack("<I", 0) + bytes(8)) + record(143) + listed
        + record(144) + record(353) + record(357) + record(362, links) + record(354)
        + b"".join(names) + record(132)
    )  # fmt: skip
    parts = {f"xl/worksheets/sheet{n}.bin": data for n, data in enumerate(sheets.values(), 1)}
    return _packed({"xl/workbook.bin": main, "xl/styles.bin": styles(), **parts})


def _packed(parts: Mapping[str, bytes]) -> bytes:
    kinds = {"workbook": "sheet.binary.macroEnabled.main", "styles": "styles"}
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{MACHINE}'
        f'{kinds.get(name.rpartition("/")[2][:-4], "worksheet")}"/>'
        for name in parts
    )
    targets = [f"worksheets/sheet{number}" for number in range(1, len(parts) - 1)]
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{types}</Types>",
        )
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook")]))
        links = [*(("worksheet", target) for target in targets), ("styles", "styles")]
        archive.writestr("xl/_rels/workbook.bin.rels", _relations(links))
        for name, data in parts.items():
            archive.writestr(name, data)
    return into.getvalue()


def _relations(links: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}.bin"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'
