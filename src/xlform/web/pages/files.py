"""Files added to a round, and the reading of them stopped and taken up again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xlform.messages import translate_to
from xlform.model.resources import shipped_samples
from xlform.web.pages.request import posted, round_of, services_of
from xlform.web.refusal import Refused
from xlform.web.rendering import language_of
from xlform.web.rounds import RoundFull
from xlform.web.uploads import store_files


async def add(request: Request) -> Response:
    """Store the files of a form; they are read from then on."""
    services = services_of(request)
    content_type = request.headers.get("content-type", "")
    try:
        await store_files(round_of(request), content_type, request.stream(), services.rounds.limits)
    finally:
        services.reading.wake()  # files of a body that broke off are read all the same
    return RedirectResponse("/", status_code=303)


async def add_folder(request: Request) -> Response:
    """Add the folder of the server's disk that it was started with."""
    await posted(request)
    services = services_of(request)
    if services.folder is None:
        raise Refused(404, "web.not-found")
    current = round_of(request)
    try:
        current.add_folder(services.folder)
    except RoundFull as full:
        current.add_notice(full)
    services.reading.wake()
    return RedirectResponse("/", status_code=303)


async def add_samples(request: Request) -> Response:
    """Add the samples of the package, to try the page on."""
    await posted(request)
    current = round_of(request)
    name = translate_to(language_of(request.scope), "web.samples")
    try:
        current.add_folder(shipped_samples(), name)
    except RoundFull as full:
        current.add_notice(full)
    services_of(request).reading.wake()
    return RedirectResponse("/", status_code=303)


async def remove(request: Request) -> Response:
    """Remove a file from the round, or all of them; the files of the clerk stay as they are."""
    fields = await posted(request)
    current = round_of(request)
    if "all" in fields:
        current.clear()
    else:
        current.remove(fields.get("file", ""))
    return RedirectResponse("/", status_code=303)


async def switch_reading(request: Request) -> Response:
    """Stop reading, or go on."""
    fields = await posted(request)
    current = round_of(request)
    if fields.get("do") == "stop":
        current.stop()
    elif fields.get("do") == "go-on":
        current.go_on()
        services_of(request).reading.wake()
    else:
        raise Refused(400, "web.refused-request")
    return RedirectResponse("/", status_code=303)
