"""Page of the district: who is missing, the totals, and what is made of all files together."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from xlform.export.names import file_title
from xlform.files.input_file import FileInfo, InputFile
from xlform.messages import translate_to
from xlform.web.district_chart import bars
from xlform.web.district_view import (
    DISTRICT_FILES,
    DistrictUnit,
    DistrictView,
    ReadRecord,
)
from xlform.web.pages.request import posted, query, round_of, services_of
from xlform.web.pages.submission import attachment
from xlform.web.reading import RECORD
from xlform.web.refusal import Refused
from xlform.web.rendering import language_of, page
from xlform.web.round_file import READABLE, RoundFile
from xlform.web.submission_view import Download
from xlform.web.uploads import store_files

_SHOW: Final = "xlform.web.district_work:show"
_MAKE: Final = {
    "summary": "xlform.web.district_work:make_summary",
    "ledger": "xlform.web.district_work:make_ledger",
}
_LETTER: Final = "xlform.web.submission_files:make"
_NO_FILE: Final = InputFile(FileInfo("", ""), "")
_UNITS_A_PAGE: Final = 200
_BARS: Final = 12
_encoder: Final = msgspec.msgpack.Encoder()
_MEDIA_ZIP: Final = "application/zip"
_Key = Callable[[DistrictUnit], tuple[object, ...]]


async def show(request: Request) -> Response:
    """Return the page."""
    current = round_of(request)
    view = msgspec.msgpack.decode(await _done(request, _SHOW), type=DistrictView)
    words = query(request, "q").strip()
    sort, backwards = query(request, "sort"), query(request, "order") == "down"
    units = [unit for unit in view.units if _is_wanted(unit, words, query(request, "state"))]
    units = sorted(units, key=_key(sort, backwards=backwards), reverse=backwards)
    language = language_of(request.scope)
    return page(
        request,
        "district",
        view=view,
        units=units[:_UNITS_A_PAGE],
        hidden=max(0, len(units) - _UNITS_A_PAGE),
        words=words,
        sort=sort,
        order="down" if backwards else "up",
        state=query(request, "state"),
        progress=current.progress(),
        notices=current.take_notices(),
        roster=current.roster.info.path if current.roster else "",
        largest=bars([(fund.name, fund.amount) for fund in view.funds[:_BARS]]),
        states=bars(
            [(translate_to(language, f"state.{state}"), str(n)) for state, n in view.counts]
        ),
    )


async def add_roster(request: Request) -> Response:
    """Store the roster of a form; the one before it is replaced."""
    services, current = services_of(request), round_of(request)
    content_type = request.headers.get("content-type", "")
    limits = services.rounds.limits
    await store_files(current, content_type, request.stream(), limits, receive=current.set_roster)
    return RedirectResponse("/district", status_code=303)


async def remove_roster(request: Request) -> Response:
    """Go on without a roster."""
    await posted(request)
    round_of(request).remove_roster()
    return RedirectResponse("/district", status_code=303)


async def download(request: Request) -> Response:
    """Return a file made of the whole round."""
    what = request.path_params["what"]
    if what not in DISTRICT_FILES:
        raise Refused(404, "web.not-found")
    if what == "letters":
        name = translate_to(language_of(request.scope), "district-file.letters")
        plain = attachment(b"", name, _MEDIA_ZIP).headers["content-disposition"]
        # The paper of a workbook has the letter of the workbook, a copy that of the first.
        current = round_of(request)
        files = [file for file in current.files() if file.state in READABLE and not file.same_as]
        files = [file for file in files if not current.is_paper_copy(file)]
        if not files:
            raise Refused(422, "district.nothing")
        return StreamingResponse(
            _letters(request, files),
            media_type=_MEDIA_ZIP,
            headers={"Content-Disposition": plain},
        )
    made = msgspec.msgpack.decode(await _done(request, _MAKE[what]), type=Download)
    return attachment(made.content, made.name, made.media_type)


async def _letters(request: Request, files: list[RoundFile]) -> AsyncIterator[bytes]:
    """Yield a .zip with the letter of each file, in a folder a unit, as they are written."""
    stream = _Written()
    used: Counter[str] = Counter()
    problems: list[str] = []
    language = language_of(request.scope)
    with zipfile.ZipFile(stream, "w") as archive:
        for file in files:
            current = round_of(request)
            decisions = _encoder.encode(current.decisions.of_file(file.id))
            outcome = await services_of(request).reading.run(
                _LETTER, file.file, decisions, "letter", language=language, scans=current.scans
            )
            if outcome.problem:
                problems.append(f"{file.name}: {outcome.problem}")
                continue
            made = msgspec.msgpack.decode(outcome.data, type=Download)
            folder = file_title(file.read.unit or file.name)
            name = f"{folder}/{file_title(made.name)}"
            used[name] += 1
            if used[name] > 1:
                stem, dot, suffix = name.rpartition(".")
                name = f"{stem}（{used[name]}）{dot}{suffix}"
            archive.writestr(zipfile.ZipInfo(name), made.content)
            yield stream.taken()
        if problems:
            listed = translate_to(language, "district.not-written")
            archive.writestr(zipfile.ZipInfo(listed), "\r\n".join(problems).encode("utf-8-sig"))
    yield stream.taken()


class _Written:
    """Stream that holds what was written to it until it is taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written is here already."""

    def close(self) -> None:
        """Do nothing: what was not taken is not wanted."""

    def taken(self) -> bytes:
        """Return what has been written since the last time."""
        found = b"".join(self._parts)
        self._parts.clear()
        return found


async def _done(request: Request, function: str) -> bytes:
    current = round_of(request)
    records = tuple(_record(request, file) for file in current.with_records())
    roster = current.roster.location if current.roster else ""
    asked = query(request, "year")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0  # noqa: PLR2004  (digits of a year)
    outcome = await services_of(request).reading.run(
        function,
        _NO_FILE,
        _encoder.encode(records),
        roster,
        year,
        current.roster.info.path if current.roster else "",
        language=language_of(request.scope),
    )
    if outcome.problem:
        raise Refused(422, "submission.problem", problem=outcome.problem)
    return outcome.data


def _record(request: Request, file: RoundFile) -> ReadRecord:
    info, read = file.file.info, file.read
    record = "" if read.problem else str(round_of(request).place_of(file) / RECORD)
    return ReadRecord(
        file.id,
        info.path,
        info.size,
        info.modified,
        record,
        read.problem,
        "",
        read.skipped,
        {"error": read.errors, "warning": read.warnings, "info": read.infos},
    )


def _is_wanted(unit: DistrictUnit, words: str, state: str) -> bool:
    texts = (unit.name, unit.code, unit.responsible)
    return (not words or any(words in text for text in texts)) and state in ("", unit.state)


def _key(sort: str, *, backwards: bool) -> _Key:
    """Return the order of the units: unknown amounts come last, whichever way."""
    if sort == "findings":
        return lambda unit: (unit.errors, unit.warnings)
    if sort == "state":
        return lambda unit: (unit.label, unit.name)
    if sort == "unit":
        return lambda unit: (unit.name,)
    if sort.isascii() and sort.isdigit():
        column = int(sort)

        def amount(unit: DistrictUnit) -> tuple[object, ...]:
            text = unit.amounts[column] if column < len(unit.amounts) else ""
            return (bool(text) == backwards, Decimal(text or 0))

        return amount
    return lambda _: ()
