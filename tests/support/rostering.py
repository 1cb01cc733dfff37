"""Summaries of a batch made by hand: units and their forms, without a workbook."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import PurePath

from xlform.model.word_lists import load_words
from xlform.rules.batch_index import FormSummary, SubmissionSummary
from xlform.rules.context import RuleContext, Settings
from xlform.template.store import load_templates, templates_folder

TEMPLATES = load_templates(templates_folder())
WORDS = load_words(templates_folder() / "words")
CONTEXT = RuleContext({template.name: template for template in TEMPLATES}, None, Settings(), WORDS)
KINDS = ("department", "fund-summary", "fund-direction")


def form(kind: str, name: str = "", *, year: int | None = None, **amounts: str) -> FormSummary:
    """A form with that name and those amounts; ``funds`` and ``expenses`` are sums of rows."""
    sums: dict[str, Decimal] = {
        table: Decimal(amounts.pop(table)) for table in ("funds", "expenses") if table in amounts
    }
    return FormSummary(
        kind=kind,
        template=f"shifeng-2023/{kind}",
        sheet=kind,
        range="A1:F9",
        title="",
        year=year,
        names={"direction": name} if name else {},
        amounts={field: Decimal(amount) for field, amount in amounts.items()},
        origins={},
        sums=sums,
    )


def filed(
    path: str, unit: str, *forms: FormSummary, year: int | None = 2023, content: str = ""
) -> SubmissionSummary:
    """The entry of a file; without forms it holds one of each kind of the district's set."""
    held = forms or tuple(form(kind, "保洁" * (kind == "fund-direction")) for kind in KINDS)
    digest = hashlib.sha256((content or path).encode()).hexdigest()
    return SubmissionSummary(path, PurePath(path).name, digest, unit, year, held)
