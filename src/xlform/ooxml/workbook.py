"""The workbook part: its sheets in order, its calculation settings, its defined names."""

from __future__ import annotations

import msgspec

from xlform.errors import FileProblem
from xlform.ooxml.package import Attributes, Package, Relationship, relationships

_TRUE = frozenset({"1", "true"})
# A chart sheet or a macro sheet holds no cells a form could stand in.
WORKSHEET = "worksheet"
MACRO_PROJECT = "vbaProject"


class SheetPart(msgspec.Struct, frozen=True):
    """One sheet as the workbook lists it: its name, its state and where its part lies."""

    name: str
    state: str
    kind: str
    part: str


class Workbook(msgspec.Struct, frozen=True):
    """What workbook.xml and its relationships say.

    ``recalculate`` is set where the file itself says that its cached results are not to be
    trusted: manual calculation, or full calculation asked for on load.
    """

    sheets: tuple[SheetPart, ...]
    strings: str
    styles: str
    date1904: bool
    recalculate: bool
    names: tuple[tuple[str, str], ...]


def read_workbook(package: Package) -> Workbook:
    """The workbook of a package; :class:`FileProblem` where the archive holds none."""
    main = next(
        (r for r in relationships(package, "").values() if r.kind == "officeDocument"), None
    )
    if main is None or main.target not in package or main.target.endswith(".bin"):
        raise FileProblem("not-a-workbook", path=package.name)
    links = relationships(package, main.target)
    listing = _Listing()
    package.parse(main.target, listing.start, listing.end, listing.text)
    if not listing.is_workbook:
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
        names=tuple(listing.names),
    )


def _target(links: dict[str, Relationship], kind: str) -> str:
    return next((link.target for link in links.values() if link.kind == kind), "")


class _Listing:
    """Collects what workbook.xml lists while it streams by."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.names: list[tuple[str, str]] = []
        self.date1904 = False
        self.recalculate = False
        self.is_workbook = False
        self._name = ""
        self._text: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        local = name.rpartition("}")[2]
        if local == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith("}id")), "")
            state = attributes.get("state", "visible")
            self.sheets.append((attributes.get("name", ""), state, link))
        elif local == "definedName":
            self._name = attributes.get("name", "")
            self._text.clear()
        elif local == "calcPr":
            self.recalculate = (
                attributes.get("calcMode") == "manual"
                or attributes.get("fullCalcOnLoad", "") in _TRUE
            )
        elif local == "workbookPr":
            self.date1904 = attributes.get("date1904", "") in _TRUE
        elif local == "workbook":
            self.is_workbook = True

    def end(self, name: str) -> None:
        if self._name and name.endswith("}definedName"):
            self.names.append((self._name, "".join(self._text)))
            self._name = ""

    def text(self, text: str) -> None:
        if self._name:
            self._text.append(text)
