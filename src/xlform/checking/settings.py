"""The project file ``xlform.toml``: rules, severities, tolerances, word lists, data tables.

    [check]
    select = ["A", "X"]
    ignore = [{ code = "T-07", reason = "标签内的空格不影响审核" }]
    fail-on = "warning"

    [severity]
    A-04 = "warning"

    [terms]
    cent = "0.005"

    [words]
    extra = ["本区用语.toml"]

    [data]
    last-year = "上年.csv"

    [letter]
    office = "石峰区财政局"
    deadline = 2023-03-10

    [[accepted]]
    unit = "云田镇"
    rule = "A-07"
    sheet = "附表3-1"
    cell = "E24"
    seen = "6次*0.6万元"
    reason = "单价已经核实"

Paths are taken from the folder of the file. Money and shares are decimals, written as strings.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import msgspec

from xlform.errors import XlformError, system_reason
from xlform.messages import listed, translate
from xlform.model.findings import SEVERITIES
from xlform.model.regular_file import is_file, regular_text
from xlform.model.toml_files import toml_data
from xlform.rules.context import Settings
from xlform.template.store import load_templates, template_folders

FILE = "xlform.toml"
# A page of settings has a few KiB; what is nested or long beyond measure is not parsed for ever.
_FILE_AT_MOST = 1 << 20
_INDEX = re.compile(r"\[[^\]]*\]")
FailOn = Literal["error", "warning", "info", "never"]
# ``off``: the rule is not run.
SeveritySetting = Literal["error", "warning", "info", "off"]
Passed = Literal["notice", "none"]
PASSED: tuple[Passed, ...] = ("notice", "none")
# Data tables that commands read and no rule uses.
OTHER_DATA = frozenset({"codes"})
# Keys of [terms] that are settings; ``declared`` holds the terms of templates.
_OWN_TERMS: tuple[str, ...] = tuple(
    name.replace("_", "-") for name in Settings.__struct_fields__ if name != "declared"
)
FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "info", "never")
SEVERITY_SETTINGS: tuple[SeveritySetting, ...] = (*SEVERITIES, "off")


class SettingsProblem(XlformError):
    """A project file or command option that can't be used; its message is one sentence."""


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """A table of the file in which an unknown key is an error."""


class Ignored(_Strict, frozen=True):
    """Rules not to run, by code or code prefix, with the reason."""

    code: str
    reason: str = ""


class Accepted(_Strict, frozen=True):
    """``[[accepted]]``: a finding that is no fault, with the reason.

    It is that of ``rule`` at ``cell`` of ``sheet`` in the submission of ``unit``, as long as the
    cell holds what was ``seen`` and the finding says ``expected`` and ``actual``.
    """

    unit: str = ""
    rule: str = ""
    sheet: str = ""
    cell: str = ""
    seen: str = ""
    expected: str = ""
    actual: str = ""
    reason: str = ""


class CheckTable(_Strict, frozen=True):
    """``[check]``."""

    select: tuple[str, ...] = ()
    ignore: tuple[Ignored, ...] = ()
    fail_on: FailOn = "error"


class WordsTable(_Strict, frozen=True):
    """``[words]``: further word lists, as files."""

    extra: tuple[str, ...] = ()


class LetterSettings(_Strict, frozen=True):
    """``[letter]``: what letters to units say; "" is left open to be filled in by hand.

    ``deadline`` and ``date`` are days (``2023-03-10``) or texts. ``basis`` names the rules that
    the letter goes by. ``passed``: write a notice to units with nothing to correct, or none.
    """

    office: str = ""
    contact: str = ""
    phone: str = ""
    deadline: str = ""
    date: str = ""
    basis: str = ""
    passed: Passed = "notice"

    @property
    def deadline_text(self) -> str:
        """Return the deadline as letters write it: 2023年3月10日."""
        return _written_day(self.deadline)

    @property
    def date_text(self) -> str:
        """Return the date of the letter as letters write it."""
        return _written_day(self.date)


def _written_day(text: str) -> str:
    """Return an ISO day in the words of the current language, any other text as it is."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text.strip()
    return translate("letter.day", year=day.year, month=day.month, day=day.day)


class _ProjectFile(_Strict, frozen=True):
    """The whole file as written."""

    check: CheckTable = CheckTable()
    severity: dict[str, SeveritySetting] = {}
    terms: dict[str, Any] = {}
    words: WordsTable = WordsTable()
    data: dict[str, str] = {}
    letter: LetterSettings = LetterSettings()
    accepted: tuple[Accepted, ...] = ()


_TABLES: dict[str, type[msgspec.Struct]] = {
    "check": CheckTable,
    "words": WordsTable,
    "ignore": Ignored,
    "letter": LetterSettings,
    "accepted": Accepted,
}


class Project(msgspec.Struct, frozen=True):
    """Settings of a project file, all with defaults; ``words`` and ``data`` are paths.

    ``note`` is the sentence on what the file changes, "" where it changes nothing.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[Ignored, ...] = ()
    fail_on: FailOn = "error"
    severities: dict[str, SeveritySetting] = {}
    terms: Settings = Settings()
    words: tuple[Path, ...] = ()
    data: dict[str, Path] = {}
    letter: LetterSettings = LetterSettings()
    accepted: tuple[Accepted, ...] = ()
    note: str = ""


def find_project(folder: Path) -> Path | None:
    """Return the nearest ``xlform.toml`` in a folder or above it."""
    folder = folder.absolute()
    places = (place / FILE for place in (folder, *folder.parents))
    return next((path for path in places if is_file(path)), None)


def load_project(path: Path, templates: Path | None = None) -> Project:
    """Read a project file; raises :class:`SettingsProblem` with file, key and known keys.

    ``templates`` is a folder of own templates, whose terms the file may set.
    """
    try:
        text = regular_text(path, _FILE_AT_MOST)
        plain = toml_data(text, parse_float=Decimal)
        written = msgspec.convert(_with_days_as_text(plain), _ProjectFile)
        terms = _read_terms(written.terms, templates)
    except OSError as reason:
        fault = system_reason(reason)
        raise SettingsProblem("settings", path=path, fault=fault) from reason
    except msgspec.ValidationError as fault:
        raise _problem(path, str(fault), templates) from fault
    except (ValueError, ArithmeticError) as fault:  # of TOML, UTF-8 or a number
        raise SettingsProblem("settings", path=path, fault=fault) from fault
    without_reason = [one.code for one in written.check.ignore if not one.reason.strip()]
    without_reason += [one.rule for one in written.accepted if not one.reason.strip()]
    for rule in without_reason:
        raise SettingsProblem("ignore-without-reason", rule=rule)
    return Project(
        select=written.check.select,
        ignore=written.check.ignore,
        fail_on=written.check.fail_on,
        severities=written.severity,
        terms=terms,
        words=tuple(path.parent / name for name in written.words.extra),
        data={name: path.parent / file for name, file in written.data.items()},
        letter=written.letter,
        accepted=written.accepted,
    )


def _with_days_as_text(plain: dict[str, Any]) -> dict[str, Any]:
    """Return the file with the days of ``[letter]`` as texts, whether quoted or not."""
    letter = plain.get("letter")
    if not isinstance(letter, dict):
        return plain
    texts = {
        key: value.isoformat() if isinstance(value, dt.date) else value
        for key, value in letter.items()
    }
    return {**plain, "letter": texts}


def _read_terms(written: dict[str, Any], templates: Path | None) -> Settings:
    """Return the ``[terms]`` of the file over the defaults; its keys are hyphenated.

    Terms that are no setting are those of templates.
    """
    named = {key.replace("-", "_"): value for key, value in written.items() if key in _OWN_TERMS}
    others = [key for key in written if key not in _OWN_TERMS]
    declared = _declared_terms(templates) if others else ()
    if unknown := [key for key in others if key not in declared]:
        raise msgspec.ValidationError(
            f"Object contains unknown field `{unknown[0]}` - at `$.terms`"
        )
    try:
        named["declared"] = tuple((key, str(written[key])) for key in others)
        terms = msgspec.convert(named, Settings, strict=False)
        _check_finite(terms)
    except msgspec.ValidationError as fault:
        what, _, name = str(fault).partition(" - at `$.")
        key = name.strip("`").replace("_", "-")
        raise msgspec.ValidationError(f"{what} - at `$.terms.{key}`") from fault
    return terms


def _check_finite(terms: Settings) -> None:
    """Refuse NaN and infinity, with which every comparison holds or none does."""
    for name in terms.__struct_fields__:
        value = getattr(terms, name)
        if isinstance(value, Decimal) and not value.is_finite():
            raise msgspec.ValidationError(f"Expected a finite number - at `$.{name}`")


def _declared_terms(templates: Path | None) -> tuple[str, ...]:
    """Return the names of the terms that templates declare."""
    known = load_templates(template_folders(templates))
    return tuple(dict.fromkeys(name for one in known for name in one.declaration.terms))


def _problem(path: Path, fault: str, templates: Path | None) -> SettingsProblem:
    """Return the error with its table; for an unknown key or choice, with the known ones."""
    what, _, place = fault.partition(" - at `$")
    table = _INDEX.sub("", place.strip("`")).lstrip(".")
    seen = what.partition("`")[2].partition("`")[0] or what.partition("'")[2].rstrip("'")
    if "unknown field" in what:
        where = f"[{table}]" if table else FILE
        known = listed(_known_keys(table, templates))
        return SettingsProblem("settings-key", path=path, name=seen, table=where, known=known)
    if "enum value" in what:
        known = listed(_known_choices(table))
        return SettingsProblem("settings-choice", path=path, name=table, seen=seen, known=known)
    return SettingsProblem("settings", path=path, fault=f"{table}: {what}" if table else what)


def _known_choices(table: str) -> tuple[str, ...]:
    if table == "letter.passed":
        return PASSED
    return SEVERITY_SETTINGS if table == "severity" else FAIL_ON


def _known_keys(table: str, templates: Path | None) -> list[str]:
    if table == "terms":
        return [*_OWN_TERMS, *_declared_terms(templates)]
    record = _TABLES.get(table.rpartition(".")[2], _ProjectFile)
    return list(record.__struct_encode_fields__)
