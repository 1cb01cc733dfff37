"""Pictures of places on a scan for the pages that show it, done in a worker process.

All that a page shows are cut out of the file at once and kept beside what was found in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.errors import FileProblem, XlformError
from xlform.files.contents import input_bytes
from xlform.files.input_file import InputFile
from xlform.formats.scan.kept_scans import scan_folder
from xlform.formats.scan.place_pictures import PICTURES_AT_MOST, place_pictures
from xlform.grid.address import parse_cell
from xlform.grid.model import Grid
from xlform.model.findings import Place
from xlform.model.page_place import PagePlace
from xlform.model.submission import Submission
from xlform.web.current_file import current_file, decided

if TYPE_CHECKING:
    from xlform.web.work import Desk

# Size of a picture on a page, in pixels.
_WIDTH, _HEIGHT = 640, 160
_decoder: Final = msgspec.msgpack.Decoder(dict[str, bytes])
_encoder: Final = msgspec.msgpack.Encoder()


def picture(desk: Desk, file: InputFile, *arguments: object) -> bytes:
    """Return the PNG of a place on a scan.

    The arguments are the decisions, and the place as ``第1页!B5``. The pictures of all findings are
    cut out with it. Raises :class:`~xlform.errors.FileProblem` for a place that has none.
    """
    data, wanted = input_bytes(file), str(arguments[1])
    kept = _Pictures(data, file.info.path)
    found = kept.read()
    if wanted not in found:
        report = current_file(desk, file, decided(arguments[0])).report
        places = [place_name(one.place) for one in report.findings]
        found = kept.with_places([wanted, *places], report.context.grid)
    if not found.get(wanted):
        raise FileProblem("no-picture", path=file.info.path, place=wanted)
    return found[wanted]


def cut_pictures(data: bytes, name: str, places: Iterable[Place], grid: Grid | None) -> None:
    """Cut the pictures of places out of a file, for the pages that ask for them later.

    Nothing is done for a file that is no scan; one whose pictures can't be cut out is shown without
    them.
    """
    wanted = [place_name(place) for place in places if on_scan(place, grid)]
    if wanted:
        with suppress(XlformError):
            _Pictures(data, name).with_places(wanted, grid)


def place_name(place: Place) -> str:
    """Return the name of a place in the address of its picture."""
    return f"{place.sheet}!{place.cell}"


def on_scan(place: Place, grid: Grid | None) -> PagePlace | None:
    """Return where a place is on the pages of a scan; ``None`` for any other file."""
    if grid is None or not place.cell:
        return None
    sheet = next((one for one in grid.sheets if one.name == place.sheet), None)
    return sheet.places.get(parse_cell(place.cell)) if sheet and sheet.places else None


def doubtful_places(submission: Submission) -> frozenset[Place]:
    """Return the cells of the figures of a scan that are not certain."""
    return frozenset(
        Place(sheet or form.sheet, cell)
        for form in submission.forms
        for path in form.doubtful
        if path in form.origins
        for sheet, _, cell in [form.origins[path].rpartition("!")]
    )


class _Pictures:
    """Pictures of a file by the names of their places; "" for a place that has none."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data = data
        self._name = name
        folder = scan_folder()
        digest = hashlib.sha256(data).hexdigest()
        self._kept = folder.folder / f"{digest}.pictures" if folder else None

    def read(self) -> dict[str, bytes]:
        """Return those that were cut out before."""
        if self._kept:
            with suppress(OSError, msgspec.MsgspecError):
                return _decoder.decode(self._kept.read_bytes())
        return {}

    def with_places(self, names: Iterable[str], grid: Grid | None) -> dict[str, bytes]:
        """Return those that were cut out before, and those of the named places."""
        found = self.read()
        missing = [name for name in dict.fromkeys(names) if name not in found]
        places = {name: where for name in missing if (where := on_scan(_place(name), grid))}
        places = dict(list(places.items())[:PICTURES_AT_MOST])
        cut = place_pictures(
            self._data, [*places.values()], self._name, width=_WIDTH, height=_HEIGHT
        )
        found |= zip(places, cut, strict=True)
        if self._kept and places:
            _write(self._kept, found)
        return found


def _write(path: Path, pictures: Mapping[str, bytes]) -> None:
    unfinished = path.with_suffix(".unfinished-pictures")
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished.write_bytes(_encoder.encode(pictures))
        unfinished.replace(path)


def _place(name: str) -> Place:
    sheet, _, cell = name.rpartition("!")
    try:
        parse_cell(cell)
    except ValueError:
        return Place(sheet, "")
    return Place(sheet, cell)
