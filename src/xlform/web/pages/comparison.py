"""Page that compares a submission with an earlier one of the round, side by side."""

from __future__ import annotations

from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xlform.formats.scan.extra import has_scan_extra
from xlform.web.comparison_view import ComparisonView
from xlform.web.pages.request import query, round_of
from xlform.web.pages.submission import attachment, done, file_of, kept_view
from xlform.web.refusal import Refused
from xlform.web.rendering import page
from xlform.web.round_file import READABLE, RoundFile
from xlform.web.submission_view import Download
from xlform.web.version_order import nearest_version

_SHOW: Final = "xlform.web.comparison_work:show"
_MAKE: Final = "xlform.web.comparison_work:make"
_OTHERS_AT_MOST: Final = 500


async def show(request: Request) -> Response:
    """Return the page: the choice of the other file, and what differs from it."""
    file = file_of(request)
    same = {one.id for one in round_of(request).versions_of(file)}
    others = [one for one in round_of(request).files() if _comparable(one, file)]
    versions = [one for one in others if one.id in same]
    other = _other(request, file)
    if other is None:
        other, is_later = nearest_version(round_of(request), file)
        if other and is_later:  # what was handed in later is compared with what was there before
            return RedirectResponse(f"/submissions/{other.id}/compare?with={file.id}", 303)
    view = await _view(request, file, other) if other else None
    return page(
        request,
        "comparison",
        file=file,
        other=other,
        view=view,
        reads_scans=has_scan_extra(),
        versions=versions,
        others=[one for one in others if one.id not in same][:_OTHERS_AT_MOST],
    )


async def style_sheet(request: Request) -> Response:
    """Return the style sheet of the sheets compared."""
    file = file_of(request)
    view = await _view(request, file, _required(request, file))
    return Response(view.styles, media_type="text/css")


async def download(request: Request) -> Response:
    """Return the copy of the submission in which the differences are marked."""
    file = file_of(request)
    other = _encoded(_required(request, file))
    made = msgspec.msgpack.decode(await done(request, _MAKE, file, other), type=Download)
    return attachment(made.content, made.name, made.media_type)


def _comparable(other: RoundFile, file: RoundFile) -> bool:
    return other.id != file.id and other.state in READABLE


def _other(request: Request, file: RoundFile) -> RoundFile | None:
    """Return the file that the address names; ``None`` if it names none."""
    wanted = query(request, "with")
    if not wanted:
        return None
    found = round_of(request).get(wanted)
    if found is None or not _comparable(found, file):
        raise Refused(404, "web.not-found")
    return found


def _required(request: Request, file: RoundFile) -> RoundFile:
    other = _other(request, file)
    if other is None:
        raise Refused(404, "web.not-found")
    return other


async def _view(request: Request, file: RoundFile, other: RoundFile) -> ComparisonView:
    return await kept_view(request, _SHOW, file, ComparisonView, _encoded(other))


def _encoded(file: RoundFile) -> bytes:
    return msgspec.msgpack.encode(file.file)
