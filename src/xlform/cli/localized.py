"""click's commands in the user's language: help, options and usage errors from the catalog.

A command, option or group is declared with catalog keys where click expects text; they are looked
up when shown, after ``--lang`` is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from xlform.cli.standard_streams import standard_streams
from xlform.messages import listed, translate
from xlform.terminal.width import padded, width, wrapped

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_HELP_WIDTH = 80
_INDENT = "  "
_OPTION_COLUMN = 30


class Option(click.Option):
    """An option whose ``help`` and ``metavar`` are catalog keys."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return (record[0], translate(self.help)) if record and self.help else record

    def make_metavar(self, ctx: click.Context) -> str:
        return translate(self.metavar) if self.metavar else super().make_metavar(ctx)


class Argument(click.Argument):
    """An argument whose ``metavar`` is a catalog key."""

    def make_metavar(self, ctx: click.Context) -> str:
        shown = translate(self.metavar) if self.metavar else super().make_metavar(ctx)
        many = shown + ("…" if self.nargs == -1 else "")
        return many if self.required else f"[{many}]"


class _Localized(click.Command):
    """Help pages from the catalog: ``help`` and ``epilog`` are keys, line breaks kept."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write(f"{translate('cli.usage')}{ctx.command_path} {pieces}\n")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        options, *rest = super().collect_usage_pieces(ctx)
        return [translate("cli.options-metavar"), *rest] if options else rest

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write("\n" + "\n".join(wrapped(translate(self.help or ""), _HELP_WIDTH)) + "\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [r for p in options if (r := p.get_help_record(ctx)) is not None]
        _write_list(formatter, translate("cli.options"), records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            lines = (f"{_INDENT}{line}\n" for line in translate(self.epilog).splitlines())
            formatter.write(f"\n{translate('cli.examples')}\n{''.join(lines)}")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = translate("cli.help")
        return option


class Command(_Localized):
    """A command with texts from the catalog."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own)
        """Run the command; one that writes files finishes them even if nobody reads its output."""
        if ctx.params.get("output") or ctx.params.get("in_place"):
            standard_streams.go_on()
        return super().invoke(ctx)


class LazyCommand(NamedTuple):
    """Module of a command below ``xlform.cli.commands``, and the catalog key of its help.

    The command has the name of its module, in a package of commands that of the last part.
    """

    module: str
    help: str

    def load(self) -> click.Command:
        """Import the module and return its command."""
        module = import_module(f"xlform.cli.commands.{self.module}")
        command: click.Command = getattr(module, self.module.rpartition(".")[2])
        return command


class LazyGroup(_Localized, click.Group):
    """A group with texts from the catalog that imports a command only when it is invoked."""

    command_class = Command

    def __init__(self, *args: Any, lazy_commands: Mapping[str, LazyCommand], **kwargs: Any) -> None:  # noqa: ANN401  (click's own arguments)
        super().__init__(*args, **kwargs)
        self._lazy_commands = lazy_commands

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._lazy_commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        lazy = self._lazy_commands.get(cmd_name)
        return lazy.load() if lazy else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            # click proposes only commands that are loaded.
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=list(self._lazy_commands), ctx=ctx
            ) from None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # noqa: PLC0415  (only shells need it)

        commands = [
            CompletionItem(name, help=_first_line(lazy.help))
            for name, lazy in self._lazy_commands.items()
            if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [translate("cli.options-metavar"), translate("cli.subcommand")]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [(name, _first_line(lazy.help)) for name, lazy in self._lazy_commands.items()]
        _write_list(formatter, translate("cli.commands"), records)


def _first_line(key: str) -> str:
    return translate(key).splitlines()[0]


def _write_list(formatter: click.HelpFormatter, title: str, records: list[tuple[str, str]]) -> None:
    room = min(_OPTION_COLUMN, max((width(first) for first, _ in records), default=0) + 2)
    formatter.write(f"\n{title}\n{''.join(_rows(records, room))}")


def _rows(records: list[tuple[str, str]], room: int) -> Iterator[str]:
    for first, text in records:
        lines = list(wrapped(text, _HELP_WIDTH - room - len(_INDENT)))
        if width(first) + 2 > room:
            yield f"{_INDENT}{first}\n"
            first = ""  # noqa: PLW2901  (what is left of the first column)
        for line in lines:
            yield f"{_INDENT}{padded(first, room)}{line}\n"
            first = ""  # noqa: PLW2901


def usage_sentence(error: click.ClickException) -> str:  # noqa: PLR0911  (one return a kind)
    """Return one sentence on a wrong use, in place of click's own."""
    details: dict[str, Any] = {"message": error.message}
    if isinstance(error, click.NoSuchOption):
        return translate("usage.no-such-option", name=error.option_name) + _guesses(
            error.possibilities
        )
    if isinstance(error, click.exceptions.NoSuchCommand):
        return translate("usage.no-such-command", name=error.command_name) + _guesses(
            error.possibilities
        )
    if isinstance(error, click.MissingParameter):
        return translate("usage.missing", name=_parameter(error))
    if isinstance(error, click.BadOptionUsage):
        return translate("usage.option", name=error.option_name)
    if isinstance(error, click.BadParameter):
        choices = getattr(error.param.type, "choices", ()) if error.param else ()
        if choices:
            names = listed(str(choice) for choice in choices)
            return translate("usage.choice", name=_parameter(error), choices=names)
        return translate("usage.value", name=_parameter(error), **details)
    return translate("usage.other", **details)


def _guesses(possibilities: Any) -> str:  # noqa: ANN401  (click gives a list or nothing)
    return translate("usage.guess", names=listed(possibilities)) if possibilities else ""


def _parameter(error: click.BadParameter) -> str:
    if error.param is None:
        return ""
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return error.param.make_metavar(error.ctx or click.get_current_context()).strip("[]")
