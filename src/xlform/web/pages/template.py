"""Page of a template that is made of a blank: what was learnt, corrected by pointing."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Final
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xlform.errors import XlformError
from xlform.learning.corrections import Corrections
from xlform.web.pages.request import posted, query, round_of, services_of
from xlform.web.pages.template_forms import TOOLS, corrected
from xlform.web.refusal import Refused
from xlform.web.rendering import language_of, page
from xlform.web.template_drafts import TemplateDraft
from xlform.web.template_view import TEMPLATE_FILES, TemplateView

_SHOW: Final = "xlform.web.template_work:show"
# Pages kept ready: one is asked for again with its style sheet.
_VIEWS_AT_MOST: Final = 6
_encoder: Final = msgspec.msgpack.Encoder()
_views: Final[OrderedDict[tuple[object, ...], TemplateView]] = OrderedDict()


class Draft(msgspec.Struct, frozen=True):
    """Draft of the address: the blank, the sheet chosen, and what was corrected on it."""

    blank: TemplateDraft
    sheet: str
    corrections: Corrections
    saved: str

    @property
    def address(self) -> str:
        """Return the address of its page."""
        return f"/templates/{self.blank.id}?sheet={quote(self.sheet, safe='')}"


def draft_of(request: Request, sheet: str | None = None) -> Draft:
    """Return the draft that the address names; ``sheet`` in place of the one in the address."""
    drafts = round_of(request).drafts
    blank = drafts.get(request.path_params["id"])
    chosen = blank.sheet(query(request, "sheet") if sheet is None else sheet) if blank else ""
    if blank is None or not chosen:
        raise Refused(404, "web.not-found")
    corrections = drafts.corrections(blank.id, chosen)
    return Draft(blank, chosen, corrections, drafts.saved_as(blank.id, chosen))


async def show(request: Request) -> Response:
    """Return the page."""
    draft = draft_of(request)
    current = round_of(request)
    view = await _view(request, draft)
    return page(
        request,
        "template",
        draft=draft.blank,
        sheet=draft.sheet,
        address=draft.address,
        saved=draft.saved,
        steps=current.drafts.steps(draft.blank.id, draft.sheet),
        view=view,
        part=view.part(query(request, "part")),
        tool=_tool(query(request, "tool")),
        tools=TOOLS,
        files=TEMPLATE_FILES,
        proposed=await _proposed_name(request, draft, view),
        notices=current.take_notices(),
    )


async def style_sheet(request: Request) -> Response:
    """Return the style sheet of the blank's sheet."""
    view = await _view(request, draft_of(request))
    return Response(view.styles, media_type="text/css")


async def correct(request: Request) -> Response:
    """Take over a correction that the blank allows, or take the last one back."""
    fields = await posted(request)
    draft = draft_of(request, fields.get("sheet", ""))
    current = round_of(request)
    action = fields.get("do", "")
    address = f"{draft.address}&tool={quote(_tool(action))}"
    if action == "undo":
        current.drafts.undo(draft.blank.id, draft.sheet)
    else:
        view = await _view(request, draft)
        try:
            corrections = corrected(draft.corrections, fields, view)
            await _view(request, msgspec.structs.replace(draft, corrections=corrections))
        except XlformError as problem:
            current.add_notice(Refused(422, "submission.problem", problem=str(problem)))
        except Refused as refused:
            if refused.status != 422:  # noqa: PLR2004  (what the worker refuses)
                raise
            current.add_notice(refused)
        else:
            current.drafts.correct(draft.blank.id, draft.sheet, corrections)
        if key := fields.get("part", ""):
            address += f"&part={quote(key, safe='')}"
    return RedirectResponse(f"{address}#correct", status_code=303)


def _tool(name: str) -> str:
    return name if name in TOOLS else TOOLS[0]


async def _proposed_name(request: Request, draft: Draft, view: TemplateView) -> tuple[str, str]:
    """Return the set and the form under which a template is saved, as proposed."""
    if draft.saved:
        set_name, _, form = draft.saved.partition("/")
        return set_name, form
    names = await asyncio.to_thread(services_of(request).templates.names)
    sets = [name.partition("/")[0] for name in names]
    return sets[-1] if sets else "", view.form.kind if view.form else ""


async def _view(request: Request, draft: Draft) -> TemplateView:
    """Return the page's content; the last ones are kept ready."""
    encoded = _encoder.encode(draft.corrections)
    own = draft.blank.id, draft.sheet, encoded, draft.saved
    key = *own, language_of(request.scope), services_of(request).reading.templates
    found = _views.get(key)
    if found is None:
        data = await done(request, _SHOW, draft)
        found = msgspec.msgpack.decode(data, type=TemplateView)
        _views[key] = found
        while len(_views) > _VIEWS_AT_MOST:
            _views.popitem(last=False)
    _views.move_to_end(key)
    return found


async def done(request: Request, function: str, draft: Draft, name: str = "") -> bytes:
    """Return the result of a function on a draft, as it is with its corrections."""
    outcome = await services_of(request).reading.run(
        function,
        draft.blank.blank,
        draft.sheet,
        _encoder.encode(draft.corrections),
        name or draft.saved or "learnt/form",
        language=language_of(request.scope),
    )
    if outcome.problem:
        raise Refused(422, "submission.problem", problem=outcome.problem)
    return outcome.data
