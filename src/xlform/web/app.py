"""The application: its pages by their addresses, and the guard before all of them."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from xlform.web.pages import (
    comparison,
    district,
    files,
    first,
    progress,
    sign_in,
    submission,
    template,
    template_files,
    templates,
)
from xlform.web.pages import help as help_page
from xlform.web.refusal import Refused
from xlform.web.rendering import refusal_page
from xlform.web.security import Guard
from xlform.web.services import Services

_ASSETS: Final = Path(__file__).parent / "assets"
ROUTES: Final = [
    Route("/", first.show, methods=["GET"]),
    Route("/files", files.add, methods=["POST"]),
    Route("/folder", files.add_folder, methods=["POST"]),
    Route("/samples", files.add_samples, methods=["POST"]),
    Route("/remove", files.remove, methods=["POST"]),
    Route("/reading", files.switch_reading, methods=["POST"]),
    Route("/progress", progress.show, methods=["GET"]),
    Route("/submissions/{id}", submission.show, methods=["GET"]),
    Route("/submissions/{id}/cell", submission.show_cell, methods=["GET"]),
    Route("/submissions/{id}/picture", submission.picture, methods=["GET"]),
    Route("/submissions/{id}/sheet.css", submission.style_sheet, methods=["GET"]),
    Route("/submissions/{id}/decision", submission.decide, methods=["GET"]),
    Route("/submissions/{id}/fix", submission.fix, methods=["POST"]),
    Route("/submissions/{id}/accept", submission.accept, methods=["POST"]),
    Route("/submissions/{id}/download/{what}", submission.download, methods=["GET"]),
    Route("/submissions/{id}/compare", comparison.show, methods=["GET"]),
    Route("/submissions/{id}/compare.css", comparison.style_sheet, methods=["GET"]),
    Route("/submissions/{id}/compare/marked", comparison.download, methods=["GET"]),
    Route("/district", district.show, methods=["GET"]),
    Route("/district/roster", district.add_roster, methods=["POST"]),
    Route("/district/no-roster", district.remove_roster, methods=["POST"]),
    Route("/district/download/{what}", district.download, methods=["GET"]),
    Route("/templates", templates.show, methods=["GET"]),
    Route("/templates", templates.add, methods=["POST"]),
    Route("/templates/{id}", template.show, methods=["GET"]),
    Route("/templates/{id}/sheet.css", template.style_sheet, methods=["GET"]),
    Route("/templates/{id}/correct", template.correct, methods=["POST"]),
    Route("/templates/{id}/save", template_files.save, methods=["POST"]),
    Route("/templates/{id}/download/{what}", template_files.download, methods=["GET"]),
    Route("/templates/{id}/try", template_files.show_trial, methods=["GET"]),
    Route("/templates/{id}/try", template_files.add_filled, methods=["POST"]),
    Route("/templates/{id}/try.css", template_files.trial_style_sheet, methods=["GET"]),
    Route("/templates/{id}/remove", templates.remove, methods=["POST"]),
    Route("/settings", submission.settings, methods=["GET"]),
    Route("/help", help_page.show, methods=["GET"]),
    Route("/sign-in", sign_in.show, methods=["GET"]),
    Route("/sign-in", sign_in.enter, methods=["POST"]),
    Mount("/assets", StaticFiles(directory=_ASSETS)),
]


def create_app(services: Services) -> ASGIApp:
    """Return the application as the server runs it."""
    # The registry of Windows may have another program's type for these.
    mimetypes.add_type("text/javascript", ".js")
    mimetypes.add_type("text/css", ".css")
    app = Starlette(
        routes=ROUTES,
        exception_handlers={
            Refused: _refuse,
            HTTPException: _refuse_http,
            Exception: _refuse_fault,
        },
    )
    app.router.redirect_slashes = False
    app.state.services = services
    return Guard(app, services.address, services.rounds, services.reading.wake)


async def _refuse(request: Request, refused: Exception) -> Response:
    known = refused if isinstance(refused, Refused) else Refused(500, "web.refused-fault")
    return refusal_page(request.scope, known)


async def _refuse_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    key = {404: "web.not-found", 405: "web.refused-method"}.get(status, "web.refused-request")
    return refusal_page(request.scope, Refused(status, key))


async def _refuse_fault(request: Request, _: Exception) -> Response:
    return refusal_page(request.scope, Refused(500, "web.refused-fault"))
