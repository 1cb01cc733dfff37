r"""The code of an EQ field as a line of text: \f(4,5) is 4/5, \s\up5(4) behind 10 is 10⁴.

Word's command for enclosed characters (带圈字符) writes such fields too: \o\ac(○,3) is ③ and
\o\ac(□,√) is a ticked box. The field has no result; Word draws what the code says.
"""

from __future__ import annotations

import re
from typing import Final

from xlform.grid.raised import power
from xlform.ooxml.word.equations import fraction_term

_NAME: Final = re.compile(r"\s*EQ(?![A-Za-z])", re.IGNORECASE)
# A command or one of its options, such as \up5; the backslash before another sign is that sign.
_WORD: Final = re.compile(r"\\([A-Za-z]+)\s*[0-9]*\s*")
_OPENING, _CLOSING, _SEPARATORS, _ESCAPE = "(", ")", ",;", "\\"
_DEPTH_AT_MOST: Final = 16
_RINGS, _BOXES = frozenset("○◯〇"), frozenset("□☐")
_TICKS, _CROSSES = frozenset("√✓✔"), frozenset("×✕✖✗✘")
_TICKED, _CROSSED = "☑", "☒"
_IN_RINGS: Final = {
    **{str(number): chr(0x2460 + number - 1) for number in range(1, 21)},
    **{str(number): chr(0x3251 + number - 21) for number in range(21, 36)},
    **{str(number): chr(0x32B1 + number - 36) for number in range(36, 51)},
    **{numeral: chr(0x3280 + place) for place, numeral in enumerate("一二三四五六七八九十")},
    **{chr(ord("A") + place): chr(0x24B6 + place) for place in range(26)},
    **{chr(ord("a") + place): chr(0x24D0 + place) for place in range(26)},
}


class UnreadEquation(ValueError):
    """The code draws something that is no line of text."""


def is_equation(code: str) -> bool:
    """Tell whether the code of a field is that of an EQ field."""
    return _NAME.match(code) is not None


def equation_text(code: str) -> str:
    """Return what an EQ field shows. Raises :class:`UnreadEquation`."""
    name = _NAME.match(code)
    return _Code(code[name.end() if name else 0 :].strip()).whole()


class _Code:
    """The code and the place up to which it is read."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._place = 0

    def whole(self) -> str:
        [text] = self._arguments(0)
        return text

    def _arguments(self, depth: int) -> list[str]:
        """Read to the closing bracket, or to the end of the code where none is open."""
        if depth > _DEPTH_AT_MOST:
            raise UnreadEquation
        arguments = [""]
        while self._place < len(self._code):
            char = self._code[self._place]
            self._place += 1
            if char == _ESCAPE:
                arguments[-1] += self._command(depth)
            elif depth and char == _CLOSING:
                return [argument.strip() for argument in arguments]
            elif depth and char in _SEPARATORS:
                arguments.append("")
            else:
                arguments[-1] += char
        if depth:
            raise UnreadEquation
        return arguments

    def _command(self, depth: int) -> str:
        words = []
        self._place -= 1
        while word := _WORD.match(self._code, self._place):
            words.append(word[1].lower())
            self._place = word.end()
        if not words:
            self._place += 2
            return self._code[self._place - 1 : self._place]
        if self._code[self._place : self._place + 1] != _OPENING:
            raise UnreadEquation
        self._place += 1
        return _drawn(words[0], frozenset(words[1:]), self._arguments(depth + 1))


def _drawn(command: str, options: frozenset[str], arguments: list[str]) -> str:
    if command == "f" and len(arguments) == 2:  # noqa: PLR2004  (above and below the line)
        return "/".join(map(fraction_term, arguments))
    if command == "o" and len(arguments) == 2:  # noqa: PLR2004  (a frame and what stands in it)
        return _enclosed(*arguments)
    if len(arguments) == 1:
        [content] = arguments
        if command == "s" and options == {"up"}:
            return power(content)
        if (command == "s" and options == {"do"}) or (command == "x" and not options):
            return content
        if command == "b" and not options:
            return f"({content})"
    raise UnreadEquation


def _enclosed(frame: str, content: str) -> str:
    if frame in _RINGS and content in _IN_RINGS:
        return _IN_RINGS[content]
    if frame in _BOXES and content in _TICKS:
        return _TICKED
    if frame in _BOXES and content in _CROSSES:
        return _CROSSED
    raise UnreadEquation
