"""Roles: what the fields, tables and columns of a form are, in every district and year.

A declaration names a role by ``role = "amount"``; a name that is a role already has it by default.
Rules, summaries and letters ask for roles, never for names or kinds. docs/templates.md lists them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.messages import translate
from xlform.template.declaration import FormDeclaration, TableDeclaration, ValueKind
from xlform.template.faults import DeclarationFault

if TYPE_CHECKING:
    from xlform.template.toml_lines import KeyPath


class Role(StrEnum):
    """Role of a field, a column or a table; messages/catalog/roles.py says what each is."""

    # Who and when
    UNIT = "unit"
    FILER = "filer"
    AUTHORITY = "authority"
    YEAR = "year"
    PERIOD = "period"
    PERIOD_START = "period-start"
    PERIOD_END = "period-end"
    # What the money is for
    FUND = "fund"
    PROJECT = "project"
    TASK = "task"
    RESPONSIBLE = "responsible"
    DUTIES = "duties"
    PLAN = "plan"
    CONTENT = "content"
    PURPOSE = "purpose"
    PERFORMANCE = "performance"
    # Money of a year
    AMOUNT = "amount"
    TOTAL = "total"
    FUND_AMOUNT = "fund-amount"
    PERIOD_AMOUNT = "period-amount"
    BUDGET = "budget"
    INCOME = "income"
    EXPENDITURE = "expenditure"
    FISCAL = "fiscal"
    GENERAL_BUDGET = "general-budget"
    GOVERNMENT_FUNDS = "government-funds"
    CARRIED_OVER = "carried-over"
    OTHER_FUNDS = "other-funds"
    BASIC_EXPENDITURE = "basic-expenditure"
    PROJECT_EXPENDITURE = "project-expenditure"
    PROJECTS_TOTAL = "projects-total"
    PROJECTS_FISCAL = "projects-fiscal"
    PROJECTS_OTHER = "projects-other"
    EXECUTED = "executed"
    EXECUTION_RATE = "execution-rate"
    # Goals and indicators
    GOAL = "goal"
    PERIOD_GOAL = "period-goal"
    OUTCOME = "outcome"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL3 = "level3"
    TARGET = "target"
    COMPARATOR = "comparator"
    TARGET_VALUE = "target-value"
    TARGET_UNIT = "target-unit"
    STANDARD = "standard"
    WEIGHT = "weight"
    SCORE = "score"
    ACTUAL = "actual"
    PROGRESS = "progress"
    FORECAST = "forecast"
    REASON = "reason"
    RATING = "rating"
    # Expenses
    CATEGORY = "category"
    ITEM = "item"
    BASIS = "basis"
    # Below the form
    SIGNATURE = "signature"
    PREPARER = "preparer"
    CONTACT = "contact"
    REPORT_DATE = "report-date"
    REMARK = "remark"
    # Tables
    INDICATORS = "indicators"
    PERIOD_INDICATORS = "period-indicators"
    EXPENSES = "expenses"
    FUNDS = "funds"
    PROJECTS = "projects"
    WORK_PLAN = "work-plan"

    # Members compare and hash as the words they are.
    __hash__ = str.__hash__

    @property
    def official(self) -> str:
        """Return its name in the current language."""
        return translate(f"role.{self.value}")

    @property
    def meaning(self) -> str:
        """Return the sentence in the current language that says what has this role."""
        return translate(f"role-meaning.{self.value}")


TABLE_ROLES: Final = frozenset(
    (
        Role.INDICATORS, Role.PERIOD_INDICATORS, Role.EXPENSES, Role.FUNDS, Role.PROJECTS,
        Role.WORK_PLAN,
    )
)  # fmt: skip
# Roles that several fields, columns or tables of one form may have.
REPEATED_ROLES: Final = TABLE_ROLES | {
    Role.TOTAL, Role.REASON, Role.SIGNATURE, Role.PREPARER, Role.CONTACT, Role.REMARK,
    Role.RESPONSIBLE, Role.AUTHORITY,
}  # fmt: skip
# Kinds of values that rules expect of a role; a role that is not listed may be of any kind.
ROLE_KINDS: Final[Mapping[Role, tuple[ValueKind, ...]]] = {
    **dict.fromkeys(
        (
            Role.AMOUNT, Role.TOTAL, Role.FUND_AMOUNT, Role.PERIOD_AMOUNT, Role.BUDGET,
            Role.INCOME, Role.EXPENDITURE, Role.FISCAL, Role.GENERAL_BUDGET,
            Role.GOVERNMENT_FUNDS, Role.CARRIED_OVER, Role.OTHER_FUNDS, Role.BASIC_EXPENDITURE,
            Role.PROJECT_EXPENDITURE, Role.PROJECTS_TOTAL, Role.PROJECTS_FISCAL,
            Role.PROJECTS_OTHER, Role.EXECUTED,
        ),
        ("amount",),
    ),
    **dict.fromkeys(
        (
            Role.UNIT, Role.FILER, Role.AUTHORITY, Role.FUND, Role.PROJECT, Role.TASK,
            Role.RESPONSIBLE, Role.DUTIES, Role.PLAN, Role.CONTENT, Role.PURPOSE,
            Role.PERFORMANCE, Role.GOAL, Role.PERIOD_GOAL, Role.OUTCOME, Role.LEVEL3,
            Role.STANDARD, Role.REASON, Role.RATING, Role.CATEGORY, Role.ITEM, Role.BASIS,
            Role.SIGNATURE, Role.PREPARER, Role.CONTACT, Role.REMARK,
        ),
        ("text",),
    ),
    **dict.fromkeys((Role.LEVEL1, Role.LEVEL2), ("level", "text")),
    **dict.fromkeys((Role.WEIGHT, Role.SCORE), ("number",)),
    **dict.fromkeys((Role.ACTUAL, Role.PROGRESS, Role.FORECAST), ("target", "number", "text")),
    **dict.fromkeys((Role.PERIOD_START, Role.PERIOD_END, Role.REPORT_DATE), ("date", "text")),
    Role.TARGET: ("target",),
    Role.PERIOD: ("period",),
    Role.EXECUTION_RATE: ("percent",),
}  # fmt: skip
# Roles of a total by that of its column; further names that have a role without declaring it.
_TOTALS: Final = {
    Role.AMOUNT: Role.TOTAL, Role.WEIGHT: Role.WEIGHT, Role.SCORE: Role.SCORE,
}  # fmt: skip
_OTHER_NAMES: Final = {
    "annual_goal": Role.GOAL, "budget_total": Role.BUDGET, "signatory": Role.SIGNATURE,
    "phone": Role.CONTACT, "direction": Role.PROJECT, "name": Role.PROJECT,
    "reported_on": Role.REPORT_DATE, "annual_total": Role.AMOUNT,
    "period_total": Role.PERIOD_AMOUNT, "points": Role.SCORE,
    "general_public_budget": Role.GENERAL_BUDGET,
    "government_fund_budget": Role.GOVERNMENT_FUNDS, "income_total": Role.INCOME,
    "expenditure_total": Role.EXPENDITURE,
}  # fmt: skip
_ROLES: Final[Mapping[str, Role]] = {role.value: role for role in Role}

# A role of a field or table, or that of a table and of a column in it.
RolePath = Role | tuple[Role, Role]
# What a goal is for: the whole period, and the year.
GOALS: Final = (Role.PERIOD_GOAL, Role.GOAL)

Names = Mapping[Role, tuple[str, ...]]
_NONE: Final[Names] = {}


class Roles(msgspec.Struct, frozen=True):
    """Names by role: of the fields of a form, of its tables, and of the columns of each table.

    ``by_name`` is the same the other way round: roles by field, and by ``table.column``.
    """

    fields: Names
    tables: Names
    columns: Mapping[str, Names]
    by_name: Mapping[str, Role]

    def field(self, role: Role) -> str:
        """Return the name of the field with a role, "" if there is none."""
        found = self.fields.get(role)
        return found[0] if found else ""

    def column(self, table: str, role: Role) -> str:
        """Return the name of the column of ``table`` with a role, "" if there is none."""
        found = self.columns.get(table, _NONE).get(role)
        return found[0] if found else ""

    def role_of(self, name: str, table: str = "") -> Role | None:
        """Return the role of a field, or of a column of ``table``; ``None`` if it has none."""
        return self.by_name.get(f"{table}.{name}" if table else name)

    def at(self, path: str) -> Role | None:
        """Return the role of the value at a path of a form: ``amount``, ``expenses[0].amount``."""
        table, is_row, rest = path.partition("[")
        return self.by_name.get(f"{table}{rest[rest.find('.') :]}" if is_row else path)

    def role_of_table(self, name: str) -> Role | None:
        """Return the role of a table; ``None`` if it has none."""
        return next((role for role, found in self.tables.items() if name in found), None)

    def has(self, role: RolePath) -> bool:
        """Return True if a field or table has a role, or a column of a table with one."""
        if isinstance(role, Role):
            return role in self.fields or role in self.tables
        table, column = role
        return any(column in self.columns[name] for name in self.tables.get(table, ()))


def roles_of(declaration: FormDeclaration) -> Roles:
    """Return the roles of a declaration, without those that are faulty."""
    return _RoleReader(declaration).roles()


def role_faults(declaration: FormDeclaration) -> list[DeclarationFault]:
    """Return the faults of roles: unknown, in the wrong place, and shared where one is expected."""
    reader = _RoleReader(declaration)
    reader.roles()
    return reader.faults


class _Entry(msgspec.Struct, frozen=True):
    """Name of a field, column or table, the role declared for it (``None``: none), and its key."""

    name: str
    word: str | None
    key: KeyPath


class _RoleReader:
    """Reader of the roles of one declaration; collects the faults of it."""

    def __init__(self, declaration: FormDeclaration) -> None:
        self._declaration = declaration
        self.faults: list[DeclarationFault] = []

    def roles(self) -> Roles:
        fields, tables = self._declaration.field, self._declaration.table
        columns = {name: self._column_roles(name, table) for name, table in tables.items()}
        declared = [_Entry(name, field.role, ("field", name)) for name, field in fields.items()]
        for name, table in tables.items():
            totals = self._totals(name, table, columns[name])
            declared += [entry for entry in totals if entry.name not in fields]
        of_tables = [_Entry(name, table.role, ("table", name)) for name, table in tables.items()]
        found = self._by_role(declared, of_tables=False)
        by_name = {name: role for role, names in found.items() for name in names}
        for table_name, roles in columns.items():
            by_name |= {f"{table_name}.{name}": role for role in roles for name in roles[role]}
        return Roles(found, self._by_role(of_tables, of_tables=True), columns, by_name)

    def _column_roles(self, name: str, table: TableDeclaration) -> Names:
        declared = [
            _Entry(key, column.role, ("table", name, group, key))
            for group, parts in (("stub", table.stub), ("column", table.column))
            for key, column in parts.items()
        ]
        declared += [
            _Entry(target, None, ("table", name, "composite", target))
            for target in table.composite
            if target not in table.stub and target not in table.column
        ]
        return self._by_role(declared, of_tables=False, table=name)

    def _totals(self, name: str, table: TableDeclaration, columns: Names) -> Iterator[_Entry]:
        """Yield the fields of a total row with their roles: declared, or by that of the column."""
        total = table.total
        if total is None:
            return
        key: KeyPath = ("table", name, "total")
        for column in total.roles:
            if column not in total.by_column:
                at = (*key, "roles", column)
                known = total.by_column
                self.faults.append(
                    DeclarationFault("no-such-total", at, known=known, seen=column, name=column)
                )
        by_column = {name: role for role, names in columns.items() for name in names}
        for column, field in total.by_column.items():
            own = total.role if column == total.column else None
            role = total.roles.get(column, own)
            if role is None and default_role(field, of_tables=False) is None:
                role = _TOTALS.get(by_column[column]) if column in by_column else None
            yield _Entry(field, role, (*key, "roles", column) if column in total.roles else key)

    def _by_role(self, declared: Iterable[_Entry], *, of_tables: bool, table: str = "") -> Names:
        """Return the names by role."""
        found: dict[Role, tuple[str, ...]] = {}
        by_default: set[str] = set()
        for entry in declared:
            name, word = entry.name, entry.word
            role = (
                default_role(name, of_tables=of_tables)
                if word is None
                else self._role_named(word, entry.key, of_tables=of_tables)
            )
            if role is None:
                continue
            known = found.get(role, ())
            if known and role not in REPEATED_ROLES:
                if word is None:
                    continue
                if known[0] not in by_default:
                    self.faults.append(
                        DeclarationFault(
                            "role-twice", _role_key(entry.key), role=role,
                            first=_place(known[0], table), second=_place(name, table),
                        )
                    )  # fmt: skip
                    continue
                known = ()
            if word is None:
                by_default.add(name)
            found[role] = (*known, name)
        return found

    def _role_named(self, word: str, key: KeyPath, *, of_tables: bool) -> Role | None:
        """Return the declared role, None for "" (which takes a default away)."""
        role = _ROLES.get(word)
        if not word or (role is not None and (role in TABLE_ROLES) == of_tables):
            return role
        known = [each for each in Role if (each in TABLE_ROLES) == of_tables]
        place = translate("role-place.table" if of_tables else "role-place.value")
        fault = DeclarationFault("role", _role_key(key), known=known, seen=word, place=place)
        self.faults.append(fault)
        return None


def _role_key(key: KeyPath) -> KeyPath:
    """Return the key of the role of a field, column or table; that of a total names it already."""
    return key if "roles" in key else (*key, "role")


def _place(name: str, table: str) -> str:
    return f"{table}.{name}" if table else name


def default_role(name: str, *, of_tables: bool) -> Role | None:
    """Return the role of a field, column or table that declares none: the one of its name."""
    role = _OTHER_NAMES.get(name) or _ROLES.get(name.replace("_", "-"))
    return role if role and (role in TABLE_ROLES) == of_tables else None
