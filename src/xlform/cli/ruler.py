"""The work of ``xlform rules`` once its arguments are known."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from xlform.checking.selection import no_such_rule
from xlform.cli.watching import terminal_paint
from xlform.errors import FileProblem
from xlform.files.output import atomic_file
from xlform.messages import language, translate
from xlform.report.rulebook import markdown, rule_list, rule_page
from xlform.rules import all_rules
from xlform.template.store import load_templates, templates_folder

_FILE_COLUMNS = 120


def listing() -> Iterator[str]:
    """A line for each rule."""
    return rule_list(all_rules(), columns=_columns(), paint=terminal_paint())


def page(code: str) -> Iterator[str]:
    """The page of one rule, by its code or its name, whatever the case."""
    known = all_rules()
    wanted = code.strip().lower()
    for rule in known:
        if wanted in (rule.code.lower(), rule.name):
            kinds = kind_names() if language() == "zh" else {}
            return rule_page(rule, kinds, columns=_columns(), paint=terminal_paint())
    raise click.UsageError(str(no_such_rule(code, [rule.code for rule in known])))


def written(output: str) -> str:
    """Write the pages into a folder, made if need be; a sentence on what was written."""
    folder = Path(output)
    pages = markdown(all_rules(), kind_names())
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        text = reason.strerror or str(reason)
        raise FileProblem("unwritable", path=output, reason=text) from reason
    for name, text in pages.items():
        with atomic_file(folder / name) as stream:
            stream.write(text)
    return translate("rules.written", count=len(pages), output=output)


def kind_names() -> dict[str, str]:
    """What people call the kinds of form that templates are at hand for."""
    templates = load_templates(templates_folder())
    return {template.kind: template.declaration.name for template in templates}


def _columns() -> int:
    return shutil.get_terminal_size((_FILE_COLUMNS, 0)).columns
