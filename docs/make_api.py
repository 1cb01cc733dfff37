"""Write docs/api.md from the docstrings of everything that ``xlform.__all__`` names.

``python docs/make_api.py`` writes the page; the suite compares it with what this would write.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import xlform

PAGE = Path(__file__).with_name("api.md")
_HEAD = """# The Python interface

Everything in `xlform.__all__`; names that are not listed here may change in any release. Money is
`Decimal` in 万元. This page is made from the docstrings: `python docs/make_api.py`.
"""
_ROLE = re.compile(r":(?:class|func|meth|mod|attr|data):`~?\.?([^`]*)`")


def page() -> str:
    """Return the whole page as Markdown."""
    verbs: list[str] = []
    records: list[str] = []
    problems: list[str] = []
    for name in sorted(xlform.__all__):
        public = getattr(xlform, name)
        if inspect.isclass(public):
            is_exception = issubclass(public, BaseException)
            (problems if is_exception else records).append("\n".join(_class(name, public)))
        elif callable(public):
            verbs.append("\n".join(_function(f"xlform.{name}", public)))
    parts = [_HEAD, "## Verbs\n", *verbs, "## Records\n", *records, "## Exceptions\n", *problems]
    return "\n".join(parts).rstrip() + "\n"


def _function(name: str, function: object, level: int = 3) -> Iterator[str]:
    yield f"{'#' * level} `{name}{_signature(function)}`\n"
    yield _prose(function) + "\n"


def _class(name: str, record: type) -> Iterator[str]:
    yield f"### `xlform.{name}`\n"
    bases = [base.__name__ for base in record.__bases__ if base.__name__ in xlform.__all__]
    if bases:
        yield f"A kind of `{', '.join(bases)}`.\n"
    yield _prose(record) + "\n"
    fields = getattr(record, "__struct_fields__", ())
    inherited = {*getattr(record.__base__, "__struct_fields__", ())}
    if own := [field for field in fields if field not in inherited]:
        yield f"Fields: {', '.join(f'`{field}`' for field in own)}.\n"
    for member, value in sorted(vars(record).items()):
        if member.startswith("_"):
            continue
        if isinstance(value, property):
            yield f"#### `{member}`\n"
            yield _prose(value) + "\n"
        elif inspect.isfunction(value):
            yield from _function(member, value, 4)


def _signature(function: object) -> str:
    """The parameters as written, without the package's own path."""
    text = str(inspect.signature(function))  # type: ignore[arg-type]
    return re.sub(r"['\"]|xlform\.(?:\w+\.)*", "", text)


def _prose(documented: object) -> str:
    """A docstring as Markdown: roles of Sphinx and double backquotes become code."""
    text = inspect.getdoc(documented) or ""
    return _ROLE.sub(lambda found: f"`{found[1]}`", text).replace("``", "`")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
