"""Page of the templates: a blank is uploaded, those being made and those saved are listed."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xlform.files.input_file import InputFile
from xlform.web.pages.request import posted, round_of, services_of
from xlform.web.refusal import Refused
from xlform.web.rendering import language_of, page
from xlform.web.rounds import RoundFull
from xlform.web.template_drafts import DRAFTS_AT_MOST, TemplateDraft
from xlform.web.template_view import BlankSheets
from xlform.web.uploads import store_files

if TYPE_CHECKING:
    from xlform.web.rounds import Round

_PREPARE: Final = "xlform.web.template_work:prepare"
_BLANK: Final = "blank"


async def show(request: Request) -> Response:
    """Return the page."""
    current, own = round_of(request), services_of(request).templates
    names = await asyncio.to_thread(own.names)
    return page(
        request,
        "templates",
        drafts=current.drafts.all(),
        saved={
            draft.id: [name for sheet in draft.sheets if (name := _saved(current, draft, sheet))]
            for draft in current.drafts.all()
        },
        notices=current.take_notices(),
        names=names,
        folder=str(own.folder) if request.scope["state"]["is_local"] else "",
    )


def _saved(current: Round, draft: TemplateDraft, sheet: str) -> str:
    return current.drafts.saved_as(draft.id, sheet)


async def add(request: Request) -> Response:
    """Store the blanks of a form, each a template to be made; show the one that was added."""
    current = round_of(request)
    stored = await stored_files(request)
    added = [draft for one in stored if (draft := await _draft(request, *one))]
    if len(added) == 1:
        return RedirectResponse(f"/templates/{added[0].id}", status_code=303)
    if not stored:
        current.add_notice(Refused(400, "template.no-file"))
    return RedirectResponse("/templates", status_code=303)


async def remove(request: Request) -> Response:
    """Remove a template that is being made; one that was saved stays in its folder."""
    await posted(request)
    current = round_of(request)
    draft = current.drafts.remove(request.path_params["id"])
    if draft:
        discard(current, draft.id, draft.stored)
        if draft.filled:
            discard(current, place_of(draft.filled), draft.filled.info.size)
    return RedirectResponse("/templates", status_code=303)


async def stored_files(request: Request) -> list[tuple[str, InputFile]]:
    """Return the files of a form with their ids; none is left over of a body that breaks off."""
    current = round_of(request)
    stored: list[tuple[str, InputFile]] = []
    content_type = request.headers.get("content-type", "")
    limits = services_of(request).rounds.limits
    try:
        await store_files(
            current,
            content_type,
            request.stream(),
            limits,
            receive=lambda file_id, file: stored.append((file_id, file)),
        )
    except BaseException:
        for file_id, file in stored:
            discard(current, file_id, file.info.size)
        raise
    return stored


def place_of(file: InputFile) -> str:
    """Return the id of the folder that a stored file is in."""
    return Path(file.location).parent.name


def discard(current: Round, file_id: str, size: int) -> None:
    """Remove a stored file and count its bytes no longer."""
    current.release(size)
    shutil.rmtree(current.folder / file_id, ignore_errors=True)


async def _draft(request: Request, file_id: str, file: InputFile) -> TemplateDraft | None:
    """Return the draft of a stored blank; ``None`` with a notice for one that can't be used."""
    current = round_of(request)
    outcome = await services_of(request).reading.run(
        _PREPARE, file, language=language_of(request.scope)
    )
    notice: Refused | RoundFull = Refused(422, "submission.problem", problem=outcome.problem)
    if not outcome.problem:
        found = msgspec.msgpack.decode(outcome.data, type=BlankSheets)
        try:
            return _kept(current, file_id, file, found)
        except (Refused, RoundFull) as refused:
            notice = refused
    discard(current, file_id, file.info.size)
    current.add_notice(notice)
    return None


def _kept(current: Round, file_id: str, file: InputFile, found: BlankSheets) -> TemplateDraft:
    """Return the draft of a blank, its workbook stored beside the upload."""
    current.reserve(len(found.workbook))
    path = current.folder / file_id / _BLANK
    path.write_bytes(found.workbook)
    blank = msgspec.structs.replace(file, location=str(path))
    size = file.info.size + len(found.workbook)
    draft = TemplateDraft(file_id, file.info.name, blank, found.sheets, size)
    if not current.drafts.put(draft):
        current.release(len(found.workbook))
        raise Refused(413, "template.too-many", limit=DRAFTS_AT_MOST)
    return draft
