"""The workbook part: its sheets in order, its calculation settings, its defined names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

import msgspec

from xlform.errors import FileProblem
from xlform.grid.model import Calculation
from xlform.ooxml.read.package import Package, qualified
from xlform.ooxml.read.plain import SPECIAL, TEXT, plain_text
from xlform.ooxml.read.relationships import Relationship, relationships

_TRUE = frozenset({"1", "true"})
# A chart sheet (18.3.1.12) or a macro sheet has no cells for a form.
WORKSHEET = "worksheet"


class SheetPart(msgspec.Struct, frozen=True):
    """Sheet as listed in the workbook: its name, state, kind and part."""

    name: str
    state: str
    kind: str
    part: str


class Workbook(msgspec.Struct, frozen=True):
    """Content of workbook.xml and its relationships.

    ``recalculate`` is set where the file itself declares its cached results outdated: manual
    calculation, or full calculation on load (18.2.2). ``calculation`` is what it says of precision
    as displayed and of iteration.
    """

    sheets: tuple[SheetPart, ...]
    strings: str
    styles: str
    date1904: bool
    recalculate: bool
    names: tuple[tuple[str, str, str], ...]
    calculation: tuple[Calculation, ...] = ()


def read_workbook(package: Package) -> Workbook:
    """Return the workbook of a package; :class:`FileProblem` where the archive holds none."""
    main = next(
        (r for r in relationships(package, "").values() if r.kind == "officeDocument"), None
    )
    if main is None or main.target not in package or main.target.endswith(".bin"):
        raise FileProblem("not-a-workbook", path=package.name)
    links = relationships(package, main.target)
    listing = _listing(package, main.target)
    if not listing.sheets:
        raise FileProblem("not-a-workbook", path=package.name)
    return Workbook(
        sheets=tuple(
            SheetPart(name, state, links[link].kind, links[link].target)
            for name, state, link in listing.sheets
            if link in links
        ),
        strings=_target(links, "sharedStrings"),
        styles=_target(links, "styles"),
        date1904=listing.date1904,
        recalculate=listing.recalculate,
        names=listing.names(),
        calculation=tuple(listing.calculation),
    )


def _target(links: Mapping[str, Relationship], kind: str) -> str:
    return next((link.target for link in links.values() if link.kind == kind), "")


_LISTED = qualified("sheet", "definedName", "calcPr", "workbookPr")
# What a name means, most often a print area, which ends where the rows of a sheet do. The rest of
# the part recurs in the files of a layout.
_MEANING = re.compile(rf">({TEXT})</definedName>")
_KEPT_AT_MOST = 64
_SIZE_AT_MOST = 16 * 1024
# Lists by the text of the part without what its names mean.
_known: dict[tuple[str, ...], _Listing] = {}


def _listing(package: Package, part: str) -> _Listing:
    """Return the lists of workbook.xml; those of a part known but for its names are not parsed."""
    data = package.read(part)
    text = plain_text(data) if len(data) <= _SIZE_AT_MOST else None
    if text is None or SPECIAL in text or "<?" in text[1:]:  # what is no tag may look like one
        return _Listing(package.elements(part, _LISTED, data=data))
    pieces = _MEANING.split(text)
    key, meanings = tuple(pieces[::2]), pieces[1::2]
    known = _known.get(key)
    if known is not None:
        package.markup(part, data)  # counted as parsed
        return known.with_meanings(meanings)
    found = _Listing(package.elements(part, _LISTED, data=data))
    if found.meanings == meanings:
        if len(_known) >= _KEPT_AT_MOST:
            _known.clear()
        _known[key] = found
    return found


class _Listing:
    """Lists of workbook.xml."""

    def __init__(self, elements: Iterable[ET.Element]) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        # The sheet's number for a name of one sheet, else "".
        self._names: list[tuple[str, str, str]] = []
        self.date1904 = False
        self.recalculate = False
        self.calculation: list[Calculation] = []
        for element in elements:
            self._take(element.tag.rpartition("}")[2], element)

    @property
    def meanings(self) -> list[str]:
        """Return what the defined names mean, in order."""
        return [text for _, _, text in self._names]

    def with_meanings(self, meanings: Sequence[str]) -> _Listing:
        """Return the same lists, but for what the defined names mean."""
        from copy import copy  # noqa: PLC0415  (a single file has no list known before)

        other = copy(self)
        named = zip(self._names, meanings, strict=True)
        other._names = [(scope, name, text) for (scope, name, _), text in named]  # noqa: SLF001
        return other

    def names(self) -> tuple[tuple[str, str, str], ...]:
        """Return the defined names as (sheet, name, meaning)."""
        sheets = {str(number): name for number, (name, _, _) in enumerate(self.sheets)}
        return tuple((sheets.get(scope, ""), name, text) for scope, name, text in self._names)

    def _take(self, kind: str, element: ET.Element) -> None:
        if kind == "sheet":
            link = next((value for key, value in element.items() if key.endswith("}id")), "")
            self.sheets.append((element.get("name", ""), element.get("state", "visible"), link))
        elif kind == "definedName":
            scope = element.get("localSheetId", "")
            self._names.append((scope, element.get("name", ""), element.text or ""))
        elif kind == "calcPr":
            manual = element.get("calcMode") == "manual"
            self.recalculate = manual or element.get("fullCalcOnLoad", "") in _TRUE
            if element.get("fullPrecision", "1") not in _TRUE:
                self.calculation.append("displayed")
            if element.get("iterate", "") in _TRUE:
                self.calculation.append("iterative")
        else:
            self.date1904 = element.get("date1904", "") in _TRUE
