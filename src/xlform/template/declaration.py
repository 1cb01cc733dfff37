"""Records of form.toml and set.toml: typed, and strict about unknown keys.

docs/templates.md explains each key. ``role`` says what a field, column or table is, see
:mod:`xlform.template.roles`; without it a name that is a role has that role, and "" has none.
"""

# Annotations are objects here: each one that is a string costs msgspec a compilation.
from typing import Annotated, Literal

import msgspec

ValueKind = Literal[
    "text", "amount", "number", "percent", "target", "period", "date", "tick", "sequence",
    "money-unit", "level",
]  # fmt: skip
# Kinds of values that are numbers: ``None`` if missing, never 0 instead.
NUMBERS: frozenset[ValueKind] = frozenset(("amount", "number", "percent"))
Look = Literal["inside", "right", "below", "section"]
Layout = Literal["cells", "prose"]
MoneyUnit = Literal["万元", "元", "千元", "百万元", "亿元"]
# True: the form has to print the field, and it has to be filled in; "printed": it has to be filled
# in where a form prints it.
Required = bool | Literal["printed"]
# Texts and lists that say nothing when empty are errors: ``row = []`` would find any row.
Text = Annotated[str, msgspec.Meta(min_length=1)]
Texts = Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
OneOrMore = Text | Texts
OneOrMoreOrNone = Text | tuple[Text, ...]
Count = Annotated[int, msgspec.Meta(ge=1)]
TermNumber = Annotated[str, msgspec.Meta(pattern=r"^[0-9]+(\.[0-9]+)?$")]


def as_tuple(words: OneOrMoreOrNone) -> tuple[str, ...]:
    """Return one label or several as a tuple; the first is the official one."""
    return (words,) if isinstance(words, str) else words


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of declaration records; an unknown key is an error."""


class Recognise(Strict, frozen=True):
    """Fingerprint of a form: at least ``least`` of ``labels`` have to be on the sheet.

    ``same_row`` requires them in one row. A region that contains a label of ``without`` is a form
    of another kind.
    """

    labels: Texts
    least: Count = 2
    same_row: bool = False
    without: tuple[Text, ...] = ()


class FieldDeclaration(Strict, frozen=True):
    """One value of a form, found from its label.

    ``look`` lists the directions to search, in order. ``under`` is the section label whose rows the
    field's label has to be in; ``nth`` selects the nth of equal labels in reading order. ``name``
    is the display name if the label alone (金额) is ambiguous. ``row`` is the label of the row a
    value is in, if ``label`` is that of its column. In prose only: ``words`` are the phrases an
    amount follows (财政拨款收入), ``find`` is a pattern of the text around the value, with ``{}``
    for the value. ``required`` is a field that has to be on the form and filled in, with
    ``"printed"`` only to be filled in where it is printed; the official blank may lack an
    ``optional`` one. ``personal`` marks names and numbers of persons, which are masked for
    publication.

    ``choice`` lists the values allowed, ``placeholder`` the texts printed where a value goes,
    ``at_most`` is the number of characters allowed. ``money`` is the unit of an amount whose label
    prints none. In a list, ``over`` is the upper header of a field's column.
    """

    label: OneOrMore = ()
    name: str = ""
    pattern: str = ""
    look: Annotated[tuple[Look, ...], msgspec.Meta(min_length=1)] = ("inside", "right")
    kind: ValueKind = "text"
    under: OneOrMore = ()
    nth: Count = 1
    required: Required = False
    words: tuple[Text, ...] = ()
    find: OneOrMore = ()
    row: OneOrMore = ()
    over: OneOrMore = ()
    optional: bool = False
    personal: bool = False
    role: str | None = None
    choice: Texts = ()
    placeholder: OneOrMore = ()
    at_most: Count | None = None
    money: MoneyUnit | None = None


class ColumnDeclaration(Strict, frozen=True):
    """One column of a table, found by its header.

    ``over`` is the upper header, if headers are in two rows. ``rows`` lists the labels printed in
    the rows of a column, by which it is found if its own header is empty.

    In prose a label, or one in other words (``also``), is followed by a colon or alone in its
    paragraph; ``words`` are the phrases that the value follows directly (主要用于). ``find``,
    ``personal``, ``choice``, ``placeholder``, ``at_most`` and ``money`` as for fields. A form may
    lack an ``optional`` column.
    """

    label: OneOrMore = ()
    over: OneOrMore = ()
    rows: Texts = ()
    kind: ValueKind = "text"
    nth: Count = 1
    choice: Texts = ()
    required: bool = False
    optional: bool = False
    also: tuple[Text, ...] = ()
    words: tuple[Text, ...] = ()
    find: OneOrMore = ()
    personal: bool = False
    role: str | None = None
    placeholder: OneOrMore = ()
    at_most: Count | None = None
    money: MoneyUnit | None = None


class TotalDeclaration(Strict, frozen=True):
    """Total row of a table, found by its label; its numbers become fields instead of a row.

    ``column`` and ``field`` name one number, ``fields`` several, by column; ``role`` and ``roles``
    say what they are.
    """

    label: OneOrMore
    field: str = ""
    column: str = ""
    fields: dict[str, str] = {}
    at: Literal["first", "last", "any"] = "any"
    role: str | None = None
    roles: dict[str, str] = {}

    @property
    def by_column(self) -> dict[str, str]:
        """Return the name of the field of each column with a total."""
        return {self.column: self.field, **self.fields} if self.column else self.fields


class TableDeclaration(Strict, frozen=True):
    """Repeated block: nested ``stub`` columns, outermost first, then the ``column``s.

    ``under`` is the section label. ``split`` lists the columns in which one cell may hold several
    entries, one per line. ``subtotal`` lists the labels of rows that only repeat a sum. ``entry``,
    in prose only, is the pattern of an entry's first paragraph; without it, the columns' labels and
    words tell the entries apart. ``composite`` names targets whose comparator, number and unit are
    in the columns it lists. ``one_of`` lists columns of ticks of which exactly one has to be set.
    An ``optional`` table is on the form where its section label is.
    """

    column: dict[str, ColumnDeclaration]
    stub: dict[str, ColumnDeclaration] = {}
    under: OneOrMore = ()
    title: str = ""
    total: TotalDeclaration | None = None
    split: tuple[str, ...] = ()
    subtotal: OneOrMoreOrNone = ("小计",)
    composite: dict[str, Texts] = {}
    one_of: tuple[Texts, ...] = ()
    entry: str = ""
    optional: bool = False
    role: str | None = None


class RelationDeclaration(Strict, frozen=True, rename={"with_": "with"}):
    """Numbers that have to agree; :mod:`xlform.template.equation` has the grammar of ``check``.

    ``rule`` is the code of the rule that reports it. One of several ``check``s has to hold.
    ``each`` evaluates it for every row of a table; between forms, for every form of a kind (``kind
    as name``) or row (``kind.table``). ``when`` is the condition under which it is evaluated.
    ``with`` is a kind whose forms are joined by ``where``.
    ``within`` is the tolerance: a number in the relation's unit, or its name in the settings.
    ``note`` is added to the message where the numbers alone don't say what is wrong.
    """

    check: OneOrMore
    rule: str = ""
    each: str = ""
    with_: str = ""
    where: OneOrMore = ()
    when: str = ""
    within: str = ""
    note: str = ""


class DraftDeclaration(Strict, frozen=True):
    """Sentences to draft a form in prose from the other forms of its set.

    ``blank`` is the placeholder of an unknown value, with ``{what}`` for the name of what is
    missing. ``sentence`` holds the texts by name, with ``{name}`` for each value; ``name`` holds
    the display names of values that are not fields. ``address`` is what a unit calls itself, by
    the end of its name (局: 我局). ``comparator`` are the words for the signs of targets, with
    ``%`` for percentages. ``word`` lists the endings of targets and indicators that are deadlines
    (``before``, ``day``).
    """

    blank: str
    sentence: dict[str, str]
    name: dict[str, str] = {}
    address: dict[str, str] = {}
    comparator: dict[str, str] = {}
    word: dict[str, tuple[str, ...]] = {}


class WordingDeclaration(Strict, frozen=True):
    """Words of a form in prose that are no part of its labels.

    ``filler`` words don't count in headings and labels (部门, 情况). ``link`` words may be between
    a phrase and its amount (为, 共计). ``pending`` words are written in place of an amount (待定).
    ``other`` phrases name amounts that are no field (事业收入). ``overview`` marks an entry that
    only sums up the others (总体情况). ``subject`` words may precede a column's words (该项目).
    Lines below the text begin with a word of ``closing`` (填表人); all after one of ``annex``
    (附件) is no part of it.
    """

    filler: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    overview: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    annex: tuple[str, ...] = ()


class SetDeclaration(Strict, frozen=True):
    """Properties shared by the forms of a set: its edition's year, relations between its forms.

    ``year`` distinguishes editions whose forms have the same labels; ``None`` if there is only one.
    ``within`` is the tolerance of relations that declare none. ``extends`` is the set whose
    declaration holds for everything this one does not say.
    """

    name: str = ""
    year: int | None = None
    relation: tuple[RelationDeclaration, ...] = ()
    within: str = "cent"
    extends: str = ""


class FormDeclaration(Strict, frozen=True):
    """One kind of form in one edition.

    ``short`` is its short name, for sheets and heads of lists. ``title`` and ``year`` are patterns
    matched against folded text; the group ``year`` is the year.
    ``closing`` names the fields printed below the form, which separate it from a form stacked under
    it. ``money`` is the unit if the form itself prints none. ``subject`` is the field that
    distinguishes forms of one kind and names their sheets. ``layout`` is ``prose`` for a form of
    paragraphs under headings: those of ``recognise``, in other words in ``section``, and the
    subheadings in ``heading``; ``wording`` has the words around its values. ``blank`` is the file
    name of the official blank: ``blank.xlsx`` by default for cells, none for prose. ``within`` is
    the tolerance of relations that declare none. ``ignore`` are patterns of the notes printed on
    the form. ``terms`` are numbers that relations name, which ``xlform.toml`` may set anew: points
    of a level, limits of a grade. ``extends`` names the template (``set/form``) whose declaration
    holds for everything this one does not say. ``draft`` holds the sentences to draft the form
    with.

    ``repeat`` is ``rows`` for a list, whose rows hold many forms below one header: the fields
    ``by``, outermost first, tell the forms apart, and ``sums`` are the labels of rows that add up
    others.
    """

    kind: Text
    name: Text
    title: Texts
    recognise: Recognise
    field: dict[str, FieldDeclaration]
    table: dict[str, TableDeclaration] = {}
    layout: Layout = "cells"
    heading: tuple[str, ...] = ()
    section: dict[str, tuple[str, ...]] = {}
    wording: WordingDeclaration = WordingDeclaration()
    blank: str = ""
    short: str = ""
    repeat: Literal["one", "many", "rows"] = "one"
    by: Texts = ()
    sums: OneOrMore = ("合计", "总计", "小计")
    money: MoneyUnit = "万元"
    appendix: str = ""
    subject: str = ""
    closing: tuple[str, ...] = ()
    year: tuple[Text, ...] = ()
    source: str = ""
    relation: tuple[RelationDeclaration, ...] = ()
    within: str = "cent"
    ignore: tuple[Text, ...] = ()
    terms: dict[str, TermNumber] = {}
    extends: str = ""
    draft: DraftDeclaration | None = None
