"""Rules that relations of templates name: they have to exist, and to run where they are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlform.messages import translate
from xlform.model.memoize import memoize
from xlform.model.resources import shipped_templates
from xlform.rules import all_rules
from xlform.rules.arithmetic.relation_rule import RelationRule
from xlform.rules.kernel import Scope
from xlform.template.declaration import RelationDeclaration
from xlform.template.declaration_file import located
from xlform.template.faults import DeclarationFault
from xlform.template.form import FormTemplate
from xlform.template.relation import Relation
from xlform.template.store import FORM_FILE, SET_FILE


def rule_faults(
    declared: Sequence[RelationDeclaration | Relation], scope: Scope
) -> Iterator[DeclarationFault]:
    """Yield an error for each relation that names no rule, or one that never runs on it."""
    if not any(relation.rule for relation in declared):
        return
    rules = {rule.code: rule for rule in all_rules() if isinstance(rule, RelationRule)}
    known = [code for code, rule in rules.items() if rule.scope == scope]
    for number, relation in enumerate(declared):
        code, key = relation.rule, ("relation", number, "rule")
        if code and code not in rules:
            yield DeclarationFault("unknown-rule", key, known=known, seen=code, rule=code)
        elif code and code not in known:
            where = translate(f"rule-scope.{rules[code].scope}")
            yield DeclarationFault("rule-elsewhere", key, known=known, rule=code, scope=where)


@memoize
def require_rules(templates: tuple[FormTemplate, ...]) -> None:
    """Raise :class:`~xlform.errors.DeclarationProblem` for a relation that names no rule.

    Only own templates are looked at; those of the package are right.
    """
    shipped = shipped_templates()
    for template in templates:
        if template.folder.is_relative_to(shipped):
            continue
        for fault in rule_faults(template.relations, "form"):
            raise located(fault, template.folder / FORM_FILE).problem()
        for fault in rule_faults(template.set_relations, "submission"):
            raise located(fault, template.folder.parent / SET_FILE).problem()
