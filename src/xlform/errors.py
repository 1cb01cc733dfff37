"""Problems with a file or with the program's own inputs; problems with a *form* are findings.

Every class owns its sentence: ``code`` names it in the message catalog (``error.<code>``), and
the keyword arguments fill it in, so that a sentence always says what, where and what to do.
"""

from __future__ import annotations

from xlform.messages import translate


class XlformError(Exception):
    """Base of all that xlform raises on purpose; ``str()`` is one sentence in the set language."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        return translate(f"error.{self.code}", **self.details)


class FileProblem(XlformError):
    """A file that could not be read or written; ``path`` among the details."""


class UnknownForm(FileProblem):
    """A workbook in which no known form was found; names the nearest one and what it lacks."""


class DeclarationProblem(XlformError):
    """A template's declaration that can't be used; names the file, the key and the known keys."""


class NotationProblem(XlformError):
    """Text that is not the grid notation; ``line`` counts from 1."""
