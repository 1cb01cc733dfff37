"""What is made of a template: saved to the district's own, downloaded, tried on a filled file."""

from __future__ import annotations

import asyncio
import io
import zipfile
from typing import Final
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xlform.errors import FileProblem
from xlform.export.names import file_title
from xlform.web.own_templates import template_name
from xlform.web.pages.request import posted, round_of, services_of
from xlform.web.pages.submission import attachment
from xlform.web.pages.template import Draft, done, draft_of
from xlform.web.pages.templates import discard, place_of, stored_files
from xlform.web.refusal import Refused
from xlform.web.rendering import language_of, page
from xlform.web.template_view import TEMPLATE_FILES, MadeTemplate, TrialView

_MAKE: Final = "xlform.web.template_making:make"
_TRY: Final = "xlform.web.template_trial:show"
_DECLARATION: Final = "form.toml"
_encoder: Final = msgspec.msgpack.Encoder()


async def save(request: Request) -> Response:
    """Save a template among the district's own, of which the server makes use from then on.

    Asks before one is replaced; that of another clerk, or of another folder, never is.
    """
    fields = await posted(request)
    draft = draft_of(request, fields.get("sheet", ""))
    services, current = services_of(request), round_of(request)
    owner = current.form_token
    try:
        name = template_name(fields.get("set", ""), fields.get("form", ""))
        replace = services.templates.must_replace(name, owner, by_anybody=services.address.is_local)
    except Refused as refused:
        current.add_notice(refused)
        return RedirectResponse(f"{draft.address}#save", status_code=303)
    if replace and fields.get("replace") != "yes":
        return page(
            request,
            "template-replace",
            status=409,
            draft=draft.blank,
            sheet=draft.sheet,
            address=draft.address,
            taken=name,
        )
    data = await done(request, _MAKE, draft, name)
    made = msgspec.msgpack.decode(data, type=MadeTemplate)
    try:
        await asyncio.to_thread(services.templates.save, name, made.files, owner, replace=replace)
    except FileProblem as problem:
        raise Refused(500, "submission.problem", problem=str(problem)) from None
    current.drafts.set_saved(draft.blank.id, draft.sheet, name)
    services.reading.use_saved_templates()
    current.add_notice(Refused(200, "template.saved", name=name))
    return RedirectResponse(f"{draft.address}#save", status_code=303)


async def download(request: Request) -> Response:
    """Return the declaration, or the template's folder with the blank as a .zip."""
    draft, what = draft_of(request), request.path_params["what"]
    if what not in TEMPLATE_FILES:
        raise Refused(404, "web.not-found")
    made = msgspec.msgpack.decode(await done(request, _MAKE, draft), type=MadeTemplate)
    if what == "declaration":
        return attachment(made.files[_DECLARATION], _DECLARATION, "application/toml")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.files.items():
            archive.writestr(zipfile.ZipInfo(f"{made.kind}/{name}"), content)
    return attachment(packed.getvalue(), file_title(f"{made.kind}.zip"), "application/zip")


async def add_filled(request: Request) -> Response:
    """Store the filled file of a form, on which the template is tried."""
    draft = draft_of(request)
    current = round_of(request)
    stored = await stored_files(request)
    for file_id, file in stored[1:]:
        discard(current, file_id, file.info.size)
    if not stored:
        current.add_notice(Refused(400, "template.no-file"))
        return RedirectResponse(f"{draft.address}#try", status_code=303)
    latest = current.drafts.get(draft.blank.id)
    if latest is None:  # removed meanwhile
        discard(current, stored[0][0], stored[0][1].info.size)
        raise Refused(404, "web.not-found")
    before = latest.filled
    current.drafts.put(msgspec.structs.replace(latest, filled=stored[0][1]))
    if before:
        discard(current, place_of(before), before.info.size)
    return RedirectResponse(_trial_address(draft), status_code=303)


def _trial_address(draft: Draft) -> str:
    return f"/templates/{draft.blank.id}/try?sheet={quote(draft.sheet, safe='')}"


async def show_trial(request: Request) -> Response:
    """Return the page with what the template reads of the filled file, and what it does not."""
    draft = draft_of(request)
    view = await _trial(request, draft)
    return page(
        request,
        "template-trial",
        draft=draft.blank,
        sheet=draft.sheet,
        address=draft.address,
        trial=_trial_address(draft),
        view=view,
    )


async def trial_style_sheet(request: Request) -> Response:
    """Return the style sheet of the sheets of the filled file."""
    view = await _trial(request, draft_of(request))
    return Response(view.styles, media_type="text/css")


async def _trial(request: Request, draft: Draft) -> TrialView:
    filled = draft.blank.filled
    if filled is None:
        raise Refused(404, "web.not-found")
    outcome = await services_of(request).reading.run(
        _TRY,
        filled,
        _encoder.encode(draft.blank.blank),
        draft.sheet,
        _encoder.encode(draft.corrections),
        draft.saved or "learnt/form",
        language=language_of(request.scope),
    )
    if outcome.problem:
        raise Refused(422, "submission.problem", problem=outcome.problem)
    return msgspec.msgpack.decode(outcome.data, type=TrialView)
