"""Reading of one file of a round, in a worker process: what the list shows, and the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import msgspec

from xlform.errors import UnknownForm, XlformError
from xlform.files.contents import input_bytes
from xlform.files.input_file import MAY_HOLD_FORMS, InputFile, own_output_problem
from xlform.files.inputs import expand_inputs, stored_inputs
from xlform.files.own_output import output_kind
from xlform.formats.scan.kept_scans import keeping_scans, scan_folder
from xlform.messages import language
from xlform.model.findings import Finding
from xlform.model.submission import Form, Submission
from xlform.submission.read import read_workbook
from xlform.summary.paper_copies import is_paper
from xlform.summary.record import encoded
from xlform.summary.several_units import require_one_unit
from xlform.summary.versions import version_in
from xlform.template.form import FormTemplate
from xlform.template.form_values import FormValues, values_of
from xlform.template.roles import Role
from xlform.terminal.visible import visible
from xlform.web.amount_text import amount_text
from xlform.web.round_file import DOUBTFUL, PAGE, ListedForms, ReadFile
from xlform.web.work import Desk

# The field that stands for the money of a form: the first of these that its template has.
_AMOUNTS: Final = (
    Role.BUDGET, Role.AMOUNT, Role.TOTAL, Role.EXPENDITURE, Role.INCOME, Role.PERIOD_AMOUNT,
)  # fmt: skip
_encoder: Final = msgspec.msgpack.Encoder()


def warm_up(_desk: Desk, _file: InputFile) -> bytes:
    """Return nothing: the process has loaded what it needs."""
    return b""


def read_file(desk: Desk, file: InputFile, *arguments: object) -> bytes:
    """Return the :class:`.ReadFile` of a file, encoded; its record is written for later pages.

    The arguments are the path for the record, whether somebody named the file, and the part of a
    project file with the findings that were accepted.
    """
    target, chosen, accepted = Path(str(arguments[0])), bool(arguments[1]), str(arguments[2])
    found = [file] if file.members else list(_inputs(file, chosen=chosen))
    if [(each.location, each.members) for each in found] != [(file.location, file.members)]:
        return _encoder.encode(ReadFile(members=tuple(found)))
    if found[0].problem:
        return _encoder.encode(_unread(found[0].problem, skipped=found[0].skipped))
    kept = scan_folder()
    with_progress = msgspec.structs.replace(kept, page=target.parent / PAGE) if kept else None
    with keeping_scans(with_progress):
        return _encoder.encode(_read(desk, found[0], target, accepted))


def _inputs(file: InputFile, *, chosen: bool) -> Iterator[InputFile]:
    """Yield the file itself, or the files in it if it is a folder or an archive."""
    folder = Path(file.location)
    if not folder.is_dir():
        yield from stored_inputs(file.location, file.info, chosen=chosen)
        return
    for found in expand_inputs([folder]):
        path = found.info.path.removeprefix(str(folder)).lstrip("/\\")
        info = msgspec.structs.replace(found.info, path=f"{file.info.name}/{path}")
        problem = found.problem.replace(found.info.path, info.path)
        yield msgspec.structs.replace(found, info=info, problem=problem)


def _unread(problem: str, *, skipped: bool = False) -> ReadFile:
    return ReadFile(problem=visible(problem), skipped=skipped)


def _read(desk: Desk, file: InputFile, target: Path, accepted: str) -> ReadFile:
    data = b""
    try:
        data = input_bytes(file)
        submission, grid = read_workbook(data, Path(file.info.path))
        require_one_unit(submission, desk.templates, file.info.path)
    except XlformError as problem:
        if isinstance(problem, UnknownForm) and (kind := output_kind(data)):
            return _unread(own_output_problem(file.info.path, kind), skipped=True)
        skipped = file.optional and problem.code not in MAY_HOLD_FORMS
        return _unread(str(problem), skipped=skipped)
    findings = desk.checker_of(accepted).findings(submission, grid)
    unfinished = target.with_suffix(".unfinished")  # the one before may be in use
    unfinished.write_bytes(encoded(desk.builder.record(submission, findings)))
    unfinished.replace(target)
    is_scan = any(sheet.recognised for sheet in grid.sheets)
    listed = _listed(desk, submission, findings)
    paper = is_paper(submission.source.format, scanned=is_scan)
    version = version_in(file.info.name, desk.checker.context)
    return msgspec.structs.replace(listed, is_scan=is_scan, is_paper=paper, version=version)


def _listed(desk: Desk, submission: Submission, findings: tuple[Finding, ...]) -> ReadFile:
    counts = Counter(finding.severity for finding in findings)
    return ReadFile(
        sha256=submission.source.sha256,
        unit=submission.unit,
        year=submission.year,
        forms=tuple(_forms(desk, submission)),
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
        doubtful=sum(len(form.doubtful) for form in submission.forms),
    )


def _forms(desk: Desk, submission: Submission) -> Iterator[ListedForms]:
    by_kind: dict[str, list[Form]] = {}
    for form in submission.forms:
        by_kind.setdefault(form.kind, []).append(form)
    for kind, forms in by_kind.items():
        template = desk.templates[forms[0].template]
        values = [values_of(form, desk.templates[form.template]) for form in forms]
        yield ListedForms(kind, _short_name(template), len(forms), _sum(values))


def _sum(forms: list[FormValues]) -> str | None:
    """Return the sum of the amounts of forms in 万元; ``None`` for none.

    It is "" if one is missing, "?" if one is doubtful on a scan.
    """
    with_role = [(form, role) for form in forms if (role := _amount_role(form))]
    amounts = [form.amount(role) for form, role in with_role]
    if not amounts:
        return None
    if any(form.path_of(role) in form.form.doubtful for form, role in with_role):
        return DOUBTFUL
    known = [amount for amount in amounts if amount is not None]
    return amount_text(sum(known, Decimal(0))) if len(known) == len(amounts) else ""


def _amount_role(form: FormValues) -> Role | None:
    """Return the role of the field that states the money of a form; a form in prose has none."""
    if form.template.prose:
        return None
    paths = ((role, form.path_of(role)) for role in _AMOUNTS)
    money = (role for role, path in paths if path and form.template.kind_of(path) == "amount")
    return next(money, None)


def _short_name(template: FormTemplate) -> str:
    declared = template.declaration
    return template.kind if language() == "en" else declared.short or declared.name
