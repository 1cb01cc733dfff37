"""Rules for people: a list, a page each on the terminal, a folder of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import dedent

from xlform.messages import clauses, language, listed, translate
from xlform.messages.catalog import CATALOG
from xlform.model.findings import LetterSection
from xlform.report.engine_limits import HEADING, limit_text
from xlform.report.precision import measurement
from xlform.report.terminal_writer import Paint
from xlform.rules.arithmetic.relation_rule import RelationRule
from xlform.rules.concerns import concern_of, letter_section
from xlform.rules.kernel import Rule, Text, role_names
from xlform.terminal.tree import unpainted
from xlform.terminal.width import padded, width, wrapped

INDEX = "README.md"
_GENERATED = (
    "由 `xlform rules --format markdown -o docs/rules` 生成，请勿手改。"
    "Generated; do not edit by hand."
)
_INDENT = "  "
_GAP = re.compile(r"\{[^{}]*\}")
_NARROWEST_SUMMARY = 20


def rule_list(rules: Sequence[Rule], *, columns: int, paint: Paint = unpainted) -> Iterator[str]:
    """Yield a line for each rule: code, severity, name, summary."""
    rows = [
        (rule.code, translate(f"severity.{rule.severity}"), rule.name, rule.summary.translate())
        for rule in rules
    ]
    rooms = [max(width(row[n]) for row in rows) for n in range(3)] if rows else []
    start = sum(rooms) + len(_INDENT) * len(rooms)
    for rule, (code, severity, name, summary) in zip(rules, rows, strict=True):
        cells = ((code, "code"), (severity, rule.severity), (name, "faint"))
        line = "".join(
            paint(padded(text, room), colour) + _INDENT
            for (text, colour), room in zip(cells, rooms, strict=True)
        )
        first, *rest = wrapped(summary, max(columns - start, _NARROWEST_SUMMARY))
        yield line + first
        yield from (" " * start + more for more in rest)


# Page of a rule on a terminal, in the current language


def rule_page(rule: Rule, *, columns: int, paint: Paint = unpainted) -> Iterator[str]:
    """Yield rationale, examples, messages, what to do, legal basis, and how to ignore a rule."""
    severity = paint(translate(f"severity.{rule.severity}"), rule.severity)
    yield f"{paint(rule.code, 'code')}  {severity}  {rule.summary.translate()}"
    yield paint(rule.name, "faint")
    for title, body in _sections(rule):
        yield ""
        yield paint(title, "form")
        for line in body.splitlines():
            # Lines of a grid are not wrapped.
            parts = [line] if line.startswith(("|", "@")) else wrapped(line, columns - 2)
            yield from ((_INDENT + part).rstrip() for part in parts)


def _sections(rule: Rule) -> Iterator[tuple[str, str]]:
    yield translate("rules.why"), _plain_text(rule.rationale)
    yield translate("rules.broken"), _example(rule.bad_example)
    yield translate("rules.messages"), "\n".join(map(_plain_text, rule.messages.values()))
    yield translate("rules.mended"), _example(rule.good_example)
    yield translate("rules.advice"), _plain_text(rule.help)
    yield translate("rules.letter"), translate(f"rules.letter-{_letter_section(rule)}")
    yield translate("rules.basis"), rule.legal_basis
    key, details = _measured(rule)
    yield translate("rules.precision"), translate(key, **details)
    for key, text in _conditions(rule):
        yield translate(key), text
    if rule.engine_limits != "none":
        yield translate(HEADING), limit_text(language(), full=rule.engine_limits == "full")
    yield translate("rules.ignore"), _command(rule, translate("rules.reason"))


def _letter_section(rule: Rule) -> LetterSection:
    """Return the part of a letter that findings of a rule's own severity belong to."""
    return letter_section(rule.code, rule.severity, concern_of(rule.code))


def _plain_text(text: Text) -> str:
    return _with_gaps(text.zh if language() == "zh" else text.en)


def _with_gaps(text: str) -> str:
    """Return a text with a gap for each detail of a finding."""
    return _GAP.sub("…", text)


def _example(grid: str) -> str:
    return dedent(grid).strip("\n")


def _conditions(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what a rule requires to run, as pairs of a catalog key and a text."""
    if applies_to := clauses(_applies_to(rule)):
        yield "rules.asked-of", applies_to
    if rule.requires:
        yield "rules.requires", listed(rule.requires)
    if rule.needs:
        yield "rules.needs", listed(f"[data] {name}" for name in rule.needs)
    if rule.uses:
        yield "rules.uses", listed(f"[data] {name}" for name in rule.uses)


def _applies_to(rule: Rule) -> Iterator[str]:
    """Yield what a form has to be or to have for the rule to be asked of it."""
    if isinstance(rule, RelationRule):
        yield translate("rules.relation", code=rule.code)
    elif rule.prose:
        yield translate("rules.prose")
    if rule.roles:
        yield translate("rules.roles", roles=role_names(rule.roles))
    if rule.any_role:
        yield translate("rules.any-role", roles=role_names(rule.any_role))


def _measured(rule: Rule) -> tuple[str, dict[str, object]]:
    """Return what was measured of a rule, as a catalog key and its details."""
    known = measurement()
    precision = known.rules.get(rule.code)
    details: dict[str, object] = {"units": known.units, "defects": known.defects}
    if precision is None:
        return "rules.not-measured", details
    share = f"{precision.share:.0%}"
    return "rules.measured", details | {
        "true": precision.true, "false": precision.false, "share": share,
    }  # fmt: skip


def _measured_in_both(rule: Rule) -> str:
    key, details = _measured(rule)
    return "\n\n".join(text.format(**details) for text in CATALOG[key])


def _command(rule: Rule, reason: str) -> str:
    return f"xlform check … --ignore {rule.code}={reason}"


# Markdown: an index and a page for each rule, in Chinese and English


def markdown(rules: Sequence[Rule]) -> dict[str, str]:
    """Return the files of docs/rules by name."""
    pages = {f"{rule.code}.md": _markdown_page(rule) for rule in rules}
    return {INDEX: _markdown_index(rules), **pages}


def _markdown_index(rules: Sequence[Rule]) -> str:
    headers = [_both(f"rules.{name}") for name in ("code", "severity", "summary")]
    lines = [
        "# 核对规则 Rules",
        "",
        _GENERATED,
        "",
        f"| {' | '.join(headers)} |",
        "|---|---|---|",
    ]
    for rule in rules:
        summary = f"{rule.summary.zh}<br>{rule.summary.en}"
        severity = _both(f"severity.{rule.severity}")
        lines.append(f"| [{rule.code}]({rule.code}.md) | {severity} | {_cell(summary)} |")
    return "\n".join(lines) + "\n"


def _markdown_page(rule: Rule) -> str:
    messages = [f"- {_pair(message, '<br>')}" for message in rule.messages.values()]
    parts = [
        f"# {rule.code} {rule.summary.zh}",
        rule.summary.en,
        f"`{rule.name}` · {_both(f'severity.{rule.severity}')}",
        *_headed("rules.why", _pair(rule.rationale)),
        *_headed("rules.broken", _fenced(_example(rule.bad_example))),
        *_headed("rules.messages", "\n".join(messages)),
        *_headed("rules.mended", _fenced(_example(rule.good_example))),
        *_headed("rules.advice", _pair(rule.help)),
        *_headed("rules.letter", "\n\n".join(CATALOG[f"rules.letter-{_letter_section(rule)}"])),
        *_headed("rules.basis", rule.legal_basis),
        *_headed("rules.precision", _measured_in_both(rule)),
        *(part for key, text in _conditions(rule) for part in _headed(key, text)),
        *_limits(rule),
        *_headed("rules.ignore", _fenced(_command(rule, CATALOG["rules.reason"][0]))),
        _fenced(f'[check]\nignore = [{{ code = "{rule.code}", reason = "理由" }}]', "toml"),
    ]
    return "\n\n".join(parts) + "\n"


def _limits(rule: Rule) -> tuple[str, ...]:
    """Return the section on formulas that engines cannot be asked for, if the rule has it."""
    if rule.engine_limits == "none":
        return ()
    is_full = rule.engine_limits == "full"
    texts = [limit_text(code, full=is_full, markdown=True) for code in ("zh", "en")]
    return _headed(HEADING, "\n\n".join(texts))


def _headed(key: str, body: str) -> tuple[str, str]:
    return f"## {_both(key)}", body


def _both(key: str) -> str:
    return " ".join(CATALOG[key])


def _pair(text: Text, between: str = "\n\n") -> str:
    return f"{_with_gaps(text.zh)}{between}{_with_gaps(text.en)}"


def _fenced(text: str, language_name: str = "") -> str:
    return f"```{language_name}\n{text}\n```"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
