"""What formula a cell ought to hold: by the template's relations, else by its blank's formulas.

A relation knows the cells its values stand in now, wherever the form was moved to, so the formula
is right wherever the form stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

import msgspec

from xlform.grid.model import plain
from xlform.model.memoize import memoize
from xlform.model.submission import Form, Submission
from xlform.rules.arithmetic.evaluation import Subject, by_kind, subjects
from xlform.rules.arithmetic.relation_rule import sets_of
from xlform.rules.context import RuleContext
from xlform.rules.formula.blanks import Part, blank_formulas
from xlform.rules.formula.book import Book, Spot, Terms
from xlform.rules.formula.places import Place, Places
from xlform.rules.formula.spelling import spelled, sum_of
from xlform.template.equation import Calculation, Equation, Expression, Number, Operand
from xlform.template.form import FormTemplate
from xlform.template.relation import OWN, Relation

# Whose left side it is, within the form; between forms; what follows from such backwards.
_OWN, _BETWEEN, _BACKWARDS = 0, 1, 2


Spelling = Callable[[], str]
# A relation and those of its equations that say two sides to be equal.
Equalities = tuple[Relation, tuple[Equation, ...]]


class Ought(msgspec.Struct, frozen=True):
    """A formula one cell ought to hold, and the cells it adds up with their factors.

    The lower ``rank``, the nearer its authority. ``spell`` writes the formula: few are asked for.
    """

    place: Place
    spell: Spelling
    terms: Terms
    rank: int

    @property
    def formula(self) -> str:
        """The formula without its equals sign."""
        return self.spell()


class Oughts:
    """The formulas that cells ought to hold; of a cell's, only those of the nearest authority.

    ``partners`` are the cells that a relation says hold the very same amount.
    """

    def __init__(
        self, submission: Submission, context: RuleContext, places: Places, book: Book
    ) -> None:
        self._context = context
        self._places = places
        self._book = book
        self._by_spot: dict[Spot, list[Ought]] = {}
        self._sums = _sums(context.templates)
        self.partners: dict[Spot, set[Spot]] = {}
        for ought in self._declared(submission):
            self._enter(ought)

    def of(self, spot: Spot) -> list[Ought]:
        """The formulas a cell may hold, the likeliest first; none where nothing is known."""
        found = self._by_spot.setdefault(spot, [])
        if not found:
            found += self._of_blank(spot)
        nearest = min((ought.rank for ought in found), default=0)
        return [ought for ought in found if ought.rank == nearest]

    def _enter(self, ought: Ought) -> None:
        self._by_spot.setdefault(ought.place.spot, []).append(ought)
        if len(ought.terms) == 1:
            (other,) = ought.terms
            self.partners.setdefault(ought.place.spot, set()).add(other)
            self.partners.setdefault(other, set()).add(ought.place.spot)

    def _declared(self, submission: Submission) -> Iterator[Ought]:
        for form in submission.forms:
            for sums in self._sums.of(self._context.templates[form.template].relations):
                yield from self._of_relation(sums, {OWN: (form,)}, (_OWN, _BACKWARDS))
        for relations, forms in sets_of(submission, self._context):
            # What follows backwards names one cell of another form: the summary's row.
            kinds = by_kind(forms)
            for sums in self._sums.of(relations):
                yield from self._of_relation(sums, kinds, (_BETWEEN, _BETWEEN))

    def _of_relation(
        self, sums: Equalities, forms: dict[str, tuple[Form, ...]], ranks: tuple[int, int]
    ) -> Iterator[Ought]:
        relation, equations = sums
        for subject in subjects(relation, forms):
            maker = _Maker(relation, subject, self._places, self._book)
            for equation in equations:
                yield from maker.sides(equation.left, equation.right, ranks[0])
                yield from maker.sides(equation.right, equation.left, ranks[1])

    def _of_blank(self, spot: Spot) -> Iterator[Ought]:
        """Where no relation says it, the blank's own formula, its cells where they stand now."""
        place = self._places.by_spot.get(spot)
        if place is None or place.table:
            return
        template = self._context.templates[place.form.template]
        parts = blank_formulas(template).get(place.path)
        if parts and (ought := self._moved(place.form, place, parts)):
            yield ought

    def _moved(self, form: Form, place: Place, parts: tuple[Part, ...]) -> Ought | None:
        terms: Terms = {}
        texts: list[str] = []
        for part in parts:
            at = self._places.at(form, part.column)
            column = self._places.column(form, part.table, part.column) if part.table else []
            spots = [one.spot for one in column] or ([at.spot] if at else [])
            if not spots:
                return None
            terms |= dict.fromkeys(spots, part.factor)
            home = place.spot[0]
            text = sum_of(spots, home, self._book) if part.table else spelled(spots[0], home)
            texts.append(_scaled(text, abs(part.factor)))
            texts[-1] = ("-" if part.factor < 0 else "+") + texts[-1]
        text = "".join(texts).removeprefix("+")
        return Ought(place, lambda: text, terms, _OWN)


class _Sums:
    """Of the relations that a set of templates declares, those that say amounts to be equal."""

    def __init__(self, templates: Mapping[str, FormTemplate]) -> None:
        self._kinds: dict[str, list[FormTemplate]] = {}
        for template in templates.values():
            self._kinds.setdefault(template.kind, []).append(template)
        self.of = memoize(self._of)

    def _of(self, declared: tuple[Relation, ...]) -> tuple[Equalities, ...]:
        """Such relations with what each says to be equal."""
        found: list[Equalities] = []
        for relation in declared:
            equations = tuple(one for one in relation.equations if one.comparison == "=")
            if equations and not any(self._counts_else(relation, one) for one in equations):
                found.append((relation, equations))
        return tuple(found)

    def _counts_else(self, relation: Relation, equation: Equation) -> bool:
        """Whether it speaks of targets too, which are words and no part of a formula."""
        known = self._kinds
        for operand in equation.operands:
            place = relation.paths[operand]
            each = relation.each
            kind = each.kind if each and each.source == place.source else place.source
            editions = known.get(kind, ())
            kinds = {edition.kind_of(place.column, place.table) for edition in editions}
            # An edition may lack the table or the column: its forms have nothing to compare.
            if editions and kinds - {None} != {"amount"}:
                return True
        return False


@memoize
def _sums(templates: Mapping[str, FormTemplate]) -> _Sums:
    return _Sums(templates)


class _Built(msgspec.Struct, frozen=True):
    """A part of a formula; ``loose``: brackets are due where it is multiplied or taken away."""

    spell: Spelling
    terms: Terms
    loose: bool = False


class _Maker:
    """Makes formulas of one relation asked of one subject."""

    def __init__(self, relation: Relation, subject: Subject, places: Places, book: Book) -> None:
        self._relation = relation
        self._subject = subject
        self._places = places
        self._book = book
        self._home: Place

    def sides(self, target: Expression, other: Expression, rank: int) -> Iterator[Ought]:
        """The formula that each cell of ``target`` ought to hold if it is to equal ``other``."""
        if not isinstance(target, Operand) or target.summed:
            return
        for home in self._found(target):
            self._home = home
            for built in self._ways(other):
                if self._home.spot not in built.terms:
                    yield Ought(self._home, built.spell, built.terms, rank)

    def _ways(self, other: Expression) -> Iterator[_Built]:
        """One formula, or one for each form that gives the single value it must equal."""
        if isinstance(other, Operand) and not other.summed:
            for place in self._found(other):
                yield self._single(place)
        elif built := self._part(other):
            yield self._as_sum(built)

    def _as_sum(self, built: _Built) -> _Built:
        """Where words stand among the parts, a chain of ``+`` would fail and ``SUM`` does not."""
        chain = built.loose and set(built.terms.values()) == {Decimal(1)}
        if not chain or not any(self._is_words(spot) for spot in built.terms):
            return built
        home, terms = self._home.spot[0], built.terms

        def spell() -> str:
            return f"SUM({','.join(spelled(spot, home) for spot in terms)})"

        return _Built(spell, terms)

    def _is_words(self, spot: Spot) -> bool:
        cell = self._book.cell(spot)
        return bool(cell) and not self._book.counts(spot)

    def _found(self, operand: Operand) -> list[Place]:
        """The places an operand stands for."""
        place = self._relation.paths[operand]
        forms = self._subject.forms[place.source]
        if place.row:
            path = f"{place.table}[{self._subject.row}].{place.column}"
            return [at] if (at := self._places.at(forms[0], path)) else []
        if place.table:
            return [at for form in forms for at in self._column(form, place.table, place.column)]
        found = (self._places.at(form, place.column) for form in forms)
        return [at for at in found if at]

    def _column(self, form: Form, table: str, column: str) -> list[Place]:
        return self._places.column(form, table, column)

    def _factor(self, place: Place) -> Decimal:
        """What leads from another cell's unit to the one at hand."""
        return Decimal(1).scaleb(place.power - self._home.power)

    def _single(self, place: Place) -> _Built:
        factor, home = self._factor(place), self._home.spot[0]
        return _Built(lambda: _scaled(spelled(place.spot, home), factor), {place.spot: factor})

    def _part(self, part: Expression) -> _Built | None:
        if isinstance(part, Number):
            return None
        if isinstance(part, Operand):
            return self._operand(part)
        return self._calculation(part)

    def _operand(self, operand: Operand) -> _Built | None:
        found = self._found(operand)
        if not found:
            return None
        if not self._relation.paths[operand].table:
            singles = [self._single(place) for place in found]
            terms = {spot: factor for one in singles for spot, factor in one.terms.items()}
            return _Built(
                lambda: "+".join(one.spell() for one in singles), terms, loose=len(singles) > 1
            )
        factors = {self._factor(place) for place in found}
        if len(factors) > 1:
            return None
        (factor,) = factors
        spots, home = [place.spot for place in found], self._home.spot[0]

        def spell() -> str:
            return _scaled(sum_of(spots, home, self._book), factor)

        return _Built(spell, dict.fromkeys(spots, factor))

    def _calculation(self, part: Calculation) -> _Built | None:
        left, right = self._part(part.left), self._part(part.right)
        if part.operator in "*/":
            return self._multiplied(part, left, right)
        # A value the form does not ask for is no part of its formula.
        if left is None or right is None:
            return left if part.operator == "+" and left else right
        sign = -1 if part.operator == "-" else 1
        terms = dict(left.terms)
        for spot, factor in right.terms.items():
            terms[spot] = terms.get(spot, Decimal()) + sign * factor
        bracketed = right.loose and sign < 0

        def spell() -> str:
            text = f"({right.spell()})" if bracketed else right.spell()
            return f"{left.spell()}{part.operator}{text}"

        return _Built(spell, terms, loose=True)

    def _multiplied(
        self, part: Calculation, left: _Built | None, right: _Built | None
    ) -> _Built | None:
        by_number = isinstance(part.right, Number) and left is not None
        number = part.right if by_number else part.left
        built = left if by_number else right
        if built is None or not isinstance(number, Number) or not number.value:
            return None
        if part.operator == "/" and not by_number:
            return None
        factor = number.value if part.operator == "*" else 1 / number.value
        terms = {spot: own * factor for spot, own in built.terms.items()}

        def spell() -> str:
            text = f"({built.spell()})" if built.loose else built.spell()
            return f"{text}{part.operator}{plain(number.value)}"

        return _Built(spell, terms)


def _scaled(text: str, factor: Decimal) -> str:
    if factor == 1:
        return text
    return f"{text}*{plain(factor)}" if factor > 1 else f"{text}/{plain(1 / factor)}"
