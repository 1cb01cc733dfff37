"""Pages of a printed form: one where it fits, else its head rows again on each."""

from __future__ import annotations

from xlform.writing.draft import Drafted


def set_pages(draft: Drafted) -> None:
    """Fit a form's width to the page, and its height where that keeps the print readable."""
    sheet = draft.sheet
    sheet.parts["pageSetup"] = {"fitToWidth": "1", "fitToHeight": "0"}
