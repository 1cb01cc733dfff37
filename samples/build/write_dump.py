"""Writes a submission of Word as the plain text that a program makes of it, cell by cell."""

from __future__ import annotations

from pathlib import Path

from word import Block, Paragraph, WordTable


def write_dump(path: Path, blocks: list[Block]) -> None:
    """Write one text: each cell led by a tab, a blank line after each row, no word of merges."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, WordTable):
            lines += _table_lines(block, lines)
        elif block.blanks:
            lines += [""] * block.blanks
        else:
            _end_page(lines)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _table_lines(table: WordTable, before: list[str]) -> list[str]:
    lines = [line for row in table.rows for line in (*(f"\t{cell.text}" for cell in row), "")]
    if before[-1:] == [" "]:  # what a page break leaves stands before the first cell
        lines[0] = before.pop() + lines[0]
    return lines


def _end_page(lines: list[str]) -> None:
    """A page break takes the blank line after a row's place."""
    if lines[-1:] == [""]:
        lines.pop()
    lines.append(" ")
