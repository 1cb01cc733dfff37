"""``xlform template check``: all faults of the templates in a folder, with file and line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlform.cli.exit_codes import ExitCode
from xlform.cli.localized import Argument, Command, Option
from xlform.cli.options import lang_option, level_options
from xlform.cli.screen import show, show_json
from xlform.cli.verbosity import note, problem
from xlform.errors import XlformError
from xlform.messages import translate

if TYPE_CHECKING:
    from xlform.checking.template_check import TemplateCheck
    from xlform.template.declaration_file import LocatedFault

_SCHEMA = "xlform.template-check/1"
_FORMATS = ("text", "json")


@click.command(cls=Command, help="template-check.help", epilog="template-check.examples")
@click.argument("folder", cls=Argument, metavar="preview.folder")
@click.option(
    "--format",
    "form",
    cls=Option,
    type=click.Choice(_FORMATS),
    default="text",
    help="template-check.format",
)
@level_options
@lang_option
def check(folder: str, *, form: str) -> int:
    """List the faults; FINDINGS if there are any."""
    from xlform.checking.template_check import check_templates  # noqa: PLC0415  (loads the rules)

    try:
        found = check_templates(Path(folder))
    except XlformError as error:
        problem(str(error))
        return ExitCode.UNREADABLE
    if form == "json":
        show_json(_json(found))
    else:
        for fault in found.faults:
            show(_line(fault))
        note(_summary(found))
    return ExitCode.FINDINGS if found.faults else ExitCode.OK


def _line(located: LocatedFault) -> str:
    fault = located.fault
    place = translate("template-check.cell", cell=fault.cell) if fault.cell else ""
    key = f"{located.key}: " if located.key else ""
    level = translate(f"template-check.{fault.severity}")
    return f"{_shown(located.path)}:{located.line}: {level} {key}{place}{fault}"


def _shown(path: Path) -> str:
    """Return a path from the current folder if it is below it."""
    here = Path.cwd()
    return os.fspath(path.relative_to(here)) if path.is_relative_to(here) else os.fspath(path)


def _summary(found: TemplateCheck) -> str:
    errors = sum(located.fault.severity == "error" for located in found.faults)
    warnings = len(found.faults) - errors
    key = "template-check.faulty" if found.faults else "template-check.clean"
    return translate(key, count=found.count, errors=errors, warnings=warnings)


def _json(found: TemplateCheck) -> str:
    import msgspec  # noqa: PLC0415  (help pages need none)

    findings = [
        {
            "code": located.fault.code,
            "severity": located.fault.severity,
            "file": os.fspath(located.path),
            "line": located.line,
            "key": located.key,
            "message": str(located.fault),
            "nearest": located.fault.nearest,
            "known": list(located.fault.known),
            "sheet": located.fault.sheet,
            "cell": located.fault.cell,
        }
        for located in found.faults
    ]
    report = {"schema": _SCHEMA, "templates": found.count, "findings": findings}
    return msgspec.json.encode(report).decode()
