"""Pages from the markup of the package, with texts from the catalog in the reader's language."""

from __future__ import annotations

from functools import cache, partial
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from xlform._version import __version__
from xlform.messages import LANGUAGES, language, translate_to
from xlform.terminal.visible import visible
from xlform.web.refusal import Refused

LANGUAGE_COOKIE: Final = "xlform-language"
_MARKUP: Final = Path(__file__).parent / "markup"
# Headings of refusals; the others refuse a request that no page of ours makes.
_REFUSALS: Final = {404: "web.not-there"} | dict.fromkeys((409, 422, 500, 503), "web.not-done")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_MARKUP),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_shown,
    )
    environment.globals["version"] = __version__
    return environment


def _shown(value: object) -> object:
    """Return a value as it is put on a page: control characters of outside texts as signs."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def language_of(scope: Scope) -> str:
    """Return the language of a request: of its address, of its cookie, else the server's."""
    if asked := _asked_language(scope):
        return asked
    headers: dict[bytes, bytes] = dict(scope["headers"])
    try:
        cookie = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1")).get(LANGUAGE_COOKIE)
    except CookieError:
        cookie = None
    return cookie.value if cookie and cookie.value in LANGUAGES else language()


def _asked_language(scope: Scope) -> str:
    """Return the language in a request's address; "" if there is none that is known."""
    query: bytes = scope["query_string"]
    asked = parse_qs(query.decode("latin-1")).get("lang", [""])[0]
    return asked if asked in LANGUAGES else ""


def page(
    request: Request,
    name: str,
    *,
    status: int = 200,
    **content: Any,  # noqa: ANN401  (whatever the markup shows)
) -> HTMLResponse:
    """Return the page made from ``markup/NAME.html``.

    The markup has ``text(key, **details)`` for sentences, ``language``, ``path`` and ``round`` of
    the request, beside ``content``.
    """
    return _page(request.scope, name, status=status, **content)


def refusal_page(scope: Scope, refused: Refused) -> Response:
    """Return the page that says why a request was refused."""
    return _page(
        scope,
        "refused",
        status=refused.status,
        heading=_REFUSALS.get(refused.status, "web.refused"),
        key=refused.key,
        details=refused.details,
    )


def _page(scope: Scope, name: str, *, status: int, **content: Any) -> HTMLResponse:  # noqa: ANN401  (as above)
    chosen = language_of(scope)
    other = next(each for each in LANGUAGES if each != chosen)
    html = (
        _environment()
        .get_template(f"{name}.html")
        .render(
            text=partial(translate_to, chosen),
            language=chosen,
            other_language=other,
            round=scope.get("state", {}).get("round"),
            path=scope["path"],
            is_local=scope.get("state", {}).get("is_local", True),
            **content,
        )
    )
    response = HTMLResponse(html, status_code=status)
    if asked := _asked_language(scope):
        response.set_cookie(LANGUAGE_COOKIE, asked, httponly=True, samesite="strict")
    return response
