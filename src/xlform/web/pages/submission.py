"""Page of a submission: its sheets, its findings, fixes, and what can be downloaded."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xlform.messages import translate
from xlform.web.pages.request import posted, query, round_of, services_of
from xlform.web.refusal import Refused
from xlform.web.rendering import language_of, page
from xlform.web.round_decisions import SETTINGS, AcceptedFinding, settings_text, write_settings
from xlform.web.submission_view import (
    DOWNLOADS,
    Download,
    ShownFinding,
    ShownNote,
    SubmissionView,
)
from xlform.web.version_order import nearest_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlform.web.round_file import RoundFile
    from xlform.web.work import Argument

ViewType = TypeVar("ViewType")
_SHOW: Final = "xlform.web.submission_work:show"
_ACCEPT: Final = "xlform.web.submission_work:accept"
_PICTURE: Final = "xlform.web.scan_work:picture"
_MAKE: Final = "xlform.web.submission_files:make"
# Pages kept ready: one is asked for again with its style sheet.
_VIEWS_AT_MOST: Final = 8
_REASON_AT_MOST: Final = 300
_NEEDS_REASON: Final = "submission.needs-reason"
_encoder: Final = msgspec.msgpack.Encoder()
_views: Final[OrderedDict[tuple[object, ...], object]] = OrderedDict()


async def show(request: Request) -> Response:
    """Return the page of a submission."""
    file = file_of(request)
    view = await _view(request, file)
    return page(
        request,
        "submission",
        file=file,
        at=query(request, "at"),
        view=view,
        applied=round_of(request).decisions.of_file(file.id).fixes,
        accepted=_accepted(view.accepted, round_of(request).decisions.accepted(file.id)),
        notices=round_of(request).take_notices(),
        version=nearest_version(round_of(request), file)[0],
    )


def _accepted(
    notes: Iterable[ShownNote], in_round: Iterable[AcceptedFinding]
) -> list[tuple[ShownNote, str]]:
    """Return each accepted finding with the id by which it is restored, "" if not of this round.

    One of this round that the file no longer has is last, by its rule and place alone.
    """
    ids: dict[tuple[str, str], list[str]] = {}
    for one in in_round:
        ids.setdefault((one.rule, one.place), []).append(one.finding)
    listed = [(note, _next(ids.get((note.rule, note.place)))) for note in notes]
    gone = (
        (ShownNote(rule, place), finding)
        for (rule, place), findings in ids.items()
        for finding in findings
    )
    return [*listed, *gone]


def _next(findings: list[str] | None) -> str:
    return findings.pop(0) if findings else ""


async def show_cell(request: Request) -> Response:
    """Lead to a cell on the page of a submission."""
    file = file_of(request)
    view = await _view(request, file)
    at = quote(query(request, "at"), safe="")
    return RedirectResponse(f"/submissions/{file.id}?at={at}{view.asked}", status_code=303)


async def style_sheet(request: Request) -> Response:
    """Return the style sheet of the submission's sheets."""
    view = await _view(request, file_of(request))
    return Response(view.styles, media_type="text/css")


async def picture(request: Request) -> Response:
    """Return the picture of a place on a scan."""
    file = file_of(request)
    content = await done(request, _PICTURE, file, query(request, "at"))
    return Response(content, media_type="image/png")


async def decide(request: Request) -> Response:
    """Return the page that asks before an unsafe fix, and for the reason of an accepted finding."""
    file = file_of(request)
    view = await _view(request, file)
    finding = _finding(view, query(request, "finding"))
    todo = "fix" if query(request, "do") == "fix" and finding.safety else "accept"
    problem = _NEEDS_REASON if query(request, "reason") == "none" else ""
    return page(request, "decision", file=file, finding=finding, todo=todo, problem=problem)


def _decision(file: RoundFile, finding: ShownFinding, todo: str) -> RedirectResponse:
    """Lead to the page of a decision: one that a form was answered with has no way back."""
    wanted = quote(finding.id, safe="")
    return RedirectResponse(
        f"/submissions/{file.id}/decision?do={todo}&finding={wanted}", status_code=303
    )


async def fix(request: Request) -> Response:
    """Apply the fix of a finding or all that are safe, or take back one or all."""
    file, fields = file_of(request), await posted(request)
    decisions = round_of(request).decisions
    if (wanted := fields.get("apply")) in decisions.of_file(file.id).fixes:
        return RedirectResponse(f"/submissions/{file.id}#changes", status_code=303)
    view = await _view(request, file)
    if wanted:
        finding = _finding(view, wanted)
        if finding.safety != "safe" and fields.get("sure") != "yes":
            return _decision(file, finding, "fix")
        decisions.apply(file.id, [wanted])
    elif "apply-safe" in fields:
        decisions.apply(file.id, view.safe)
    elif "undo" in fields:
        decisions.undo(file.id, fields["undo"])
    else:
        raise Refused(400, "web.refused-request")
    return RedirectResponse(f"/submissions/{file.id}#changes", status_code=303)


async def accept(request: Request) -> Response:
    """Accept a finding as no fault with a reason, or report it again."""
    file, fields = file_of(request), await posted(request)
    decisions = round_of(request).decisions
    if restored := fields.get("restore"):
        gone = decisions.restore(file.id, restored)
        if gone:
            _write_beside(request, remove=gone.toml)
    elif not any(one.finding == fields.get("finding") for one in decisions.accepted(file.id)):
        finding = _finding(await _view(request, file), fields.get("finding", ""))
        reason = fields.get("reason", "").strip()[:_REASON_AT_MOST]
        if not reason:
            return _decision(file, finding, "accept&reason=none")
        toml = (await done(request, _ACCEPT, file, finding.id, reason)).decode()
        place = "" if finding.place == translate("check.whole-file") else finding.place
        decisions.accept(AcceptedFinding(file.id, finding.id, finding.rule, place, toml))
        _write_beside(request, add=toml)
    round_of(request).read_again(file.id)
    services_of(request).reading.wake()
    return RedirectResponse(f"/submissions/{file.id}#accepted", status_code=303)


async def download(request: Request) -> Response:
    """Return a file made of the submission as it is now."""
    file, what = file_of(request), request.path_params["what"]
    if what not in DOWNLOADS:
        raise Refused(404, "web.not-found")
    made = msgspec.msgpack.decode(await done(request, _MAKE, file, what), type=Download)
    return attachment(made.content, made.name, made.media_type)


async def settings(request: Request) -> Response:
    """Return the project file of the round: that of the server with the accepted findings."""
    current = round_of(request)
    config = services_of(request).config
    text = settings_text(config, current.decisions.accepted_toml())
    return attachment(text.encode(), SETTINGS, "application/toml")


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """Return a file to be saved under a name."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _write_beside(request: Request, *, add: str = "", remove: str = "") -> None:
    """Keep accepted findings in the project file beside the folder the server was started with."""
    folder = services_of(request).folder
    if folder and not write_settings(folder.parent / SETTINGS, add=add, remove=remove):
        round_of(request).add_notice(Refused(500, "submission.settings-unwritten", name=SETTINGS))


def file_of(request: Request) -> RoundFile:
    """Return the file of the address, once it has been read."""
    found = round_of(request).get(request.path_params["id"])
    if found is None or not found.read.sha256 or found.read.problem:
        raise Refused(404, "submission.not-there")
    return found


def _finding(view: SubmissionView, finding_id: str) -> ShownFinding:
    found = view.finding(finding_id)
    if found is None:
        raise Refused(404, "submission.no-finding")
    return found


async def _view(request: Request, file: RoundFile) -> SubmissionView:
    return await kept_view(request, _SHOW, file, SubmissionView, query(request, "at"))


async def kept_view(
    request: Request, function: str, file: RoundFile, view: type[ViewType], *arguments: Argument
) -> ViewType:
    """Return the view that a function makes of a file; the last ones are kept ready."""
    decisions = _encoder.encode(round_of(request).decisions.of_file(file.id))
    key = function, file.id, decisions, language_of(request.scope), *arguments
    found = _views.get(key)
    if not isinstance(found, view):
        data = await done(request, function, file, *arguments)
        found = msgspec.msgpack.decode(data, type=view)
        _views[key] = found
        while len(_views) > _VIEWS_AT_MOST:
            _views.popitem(last=False)
    _views.move_to_end(key)
    return found


async def done(request: Request, function: str, file: RoundFile, *arguments: Argument) -> bytes:
    """Return the result of a function on a file, as it is with the decisions taken so far."""
    decisions = _encoder.encode(round_of(request).decisions.of_file(file.id))
    outcome = await services_of(request).reading.run(
        function,
        file.file,
        decisions,
        *arguments,
        language=language_of(request.scope),
        scans=round_of(request).scans,
    )
    if outcome.problem:
        raise Refused(422, "submission.problem", problem=outcome.problem)
    return outcome.data
