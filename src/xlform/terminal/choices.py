"""Choice of each form's template, as lines of text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from xlform.messages import listed, translate
from xlform.model.submission import Form
from xlform.reading.choice import Alternative, Choice


def choice_lines(forms: Iterable[Form], choices: Iterable[Choice]) -> Iterator[str]:
    """Yield the template of each form, the evidence for it, and the runner-up."""
    yield translate("choice.heading")
    for form, choice in zip(forms, choices, strict=True):
        yield translate(
            "choice.chosen",
            place=f"{form.sheet}!{form.range}",
            template=choice.chosen.template,
        )
        yield "  " + _evidence(choice.chosen)
        yield "  " + translate("choice.fingerprint", labels=listed(choice.fingerprint))
        if choice.runner_up is None:
            yield "  " + translate("choice.alone")
            continue
        yield "  " + translate(
            "choice.runner-up",
            template=choice.runner_up.template,
            evidence=_evidence(choice.runner_up),
        )
        yield "  " + translate(f"choice-reason.{choice.reason}")


def _evidence(alternative: Alternative) -> str:
    title = translate("choice.no-title")
    if alternative.title:
        title = translate("choice.title", title=alternative.title)
    return translate(
        "choice.evidence",
        found=alternative.found,
        declared=alternative.declared,
        title=title,
        year=alternative.year or translate("choice.no-year"),
        score=alternative.score,
    )


def plain_choice(choice: Choice) -> dict[str, Any]:
    """Return a choice as the value of ``explain`` in a form's JSON."""
    return {
        **_plain(choice.chosen),
        "because": choice.reason,
        "fingerprint": list(choice.fingerprint),
        "runner_up": _plain(choice.runner_up) if choice.runner_up else None,
        "displaced": list(choice.displaced),
    }


def _plain(alternative: Alternative) -> dict[str, Any]:
    return {
        "template": alternative.template,
        "labels": {"found": alternative.found, "declared": alternative.declared},
        "title": alternative.title,
        "year": alternative.year,
        "score": alternative.score,
    }
