"""Doubtful figures of a scan: amounts are left blank in what is written, and listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from xlform.model.submission import Form, Submission, Value, text_of
from xlform.template.form import FormTemplate
from xlform.writing.form_values import form_values


class DoubtfulValue(NamedTuple):
    """Value whose figures are not certain: where it is, and the text that was recognised.

    An amount ``is_blank`` in what is written; words and targets are written as recognised.
    """

    form: Form
    path: str
    text: str
    is_blank: bool

    @property
    def message(self) -> str:
        """Return the key of the sentence that says what became of it; one without text is empty."""
        if not self.text:
            return "write.doubtful-empty"
        return "write.doubtful-blank" if self.is_blank else "write.doubtful"


def without_doubtful_amounts(submission: Submission) -> Submission:
    """Return a submission without the texts of amounts that were not recognised with certainty."""
    if not any(form.doubtful for form in submission.forms):
        return submission
    forms = tuple(
        msgspec.structs.replace(form, origins=dict(_certain_origins(form)))
        for form in submission.forms
    )
    return msgspec.structs.replace(submission, forms=forms)


def _certain_origins(form: Form) -> Iterator[tuple[str, str]]:
    for path, origin in form.origins.items():
        if path.removesuffix(".text") == path or path.removesuffix(".text") not in form.doubtful:
            yield path, origin


def doubtful_values(
    submission: Submission, templates: Mapping[str, FormTemplate]
) -> Iterator[DoubtfulValue]:
    """Yield the values of a submission that are doubtful."""
    for form in submission.forms:
        if not form.doubtful:
            continue
        values: dict[str, Value] = {
            one.path: one.value for one in form_values(form, templates[form.template])
        }
        for path in form.doubtful:
            value = values.get(path)
            seen = form.origins.get(f"{path}.text", "") if value is None else text_of(value)
            yield DoubtfulValue(form, path, seen, value is None)
