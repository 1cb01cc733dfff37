"""``xlform serve``: the page for clerks, in the browser of this computer."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from xlform.checking.settings import FILE, find_project
from xlform.checking.settings_trust import distrust
from xlform.cli.exit_codes import ExitCode
from xlform.cli.localized import Command, Option
from xlform.cli.options import config_option, lang_option, templates_option
from xlform.cli.verbosity import note
from xlform.files.extras import require_serve_extra
from xlform.messages import language, translate

_PASSWORD = "XLFORM_PASSWORD"  # noqa: S105  (the name of a variable)


@click.command(cls=Command, help="serve.help", epilog="serve.examples")
@click.option(
    "--port",
    cls=Option,
    type=click.IntRange(0, 65535),
    default=0,
    metavar="serve.number",
    help="serve.port",
)
@click.option("--no-browser", cls=Option, is_flag=True, help="serve.no-browser")
@click.option("--folder", cls=Option, metavar="cli.folder", help="serve.folder")
@click.option("--host", cls=Option, default="127.0.0.1", metavar="serve.address", help="serve.host")
@click.option("--keep", cls=Option, metavar="cli.folder", help="serve.keep")
@config_option
@templates_option
@lang_option
def serve(
    port: int,
    folder: str | None,
    host: str,
    keep: str | None,
    config: str | None,
    *,
    no_browser: bool,
) -> int:
    """Serve the page until Ctrl-C."""
    require_serve_extra()
    from xlform.web.address import is_loopback  # noqa: PLC0415  (an extra)
    from xlform.web.server import PageServer, ServeOptions  # noqa: PLC0415
    from xlform.web.work import WorkerSettings  # noqa: PLC0415

    if folder and not Path(folder).is_dir():
        raise click.UsageError(translate("serve.no-folder", path=folder))
    settings = Path(config) if config else _settings_found(folder)
    if settings:
        _check_settings(settings, named=bool(config))
    password = ""
    if not is_loopback(host):
        password = _password(host)
        click.echo(translate("serve.open-to-others"), err=True)
    options = ServeOptions(
        host=host,
        port=port,
        password=password,
        folder=Path(folder).resolve() if folder else None,
        keep=Path(keep).resolve() if keep else None,
        browser=not no_browser,
        workers=WorkerSettings(config=settings, language=language()),
    )
    PageServer(options, _show).run()
    return ExitCode.OK


def _settings_found(folder: str | None) -> Path | None:
    """Return the project file beside the folder, or without one the nearest above this folder.

    Findings accepted on the page are kept beside the folder. ``None`` if there is none, or for one
    that another than this user may have put there, which is said.
    """
    path = Path(folder).resolve().parent / FILE if folder else find_project(Path.cwd())
    if path is None or not path.is_file():
        return None
    if reason := distrust(path, [folder] if folder else []):
        note(translate("settings.not-taken", path=path, because=translate(f"settings.{reason}")))
        return None
    return path


def _check_settings(path: Path, *, named: bool) -> None:
    """Refuse a settings file that the worker processes could not use; say which one is taken."""
    from xlform.checking.check import Checker  # noqa: PLC0415  (given seldom)
    from xlform.checking.settings_note import project_from  # noqa: PLC0415
    from xlform.cli.settings import settings_problems  # noqa: PLC0415

    with settings_problems():
        project = project_from(path)
        Checker(project)
    if not named:
        note(project.note or translate("serve.settings", path=path))


def _show(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def _password(host: str) -> str:
    """Return the password for other computers: of the environment, else asked for."""
    from xlform.web.access import PASSWORD_AT_LEAST as LEAST  # noqa: PLC0415  (an extra)

    password = os.environ.get(_PASSWORD, "")
    if not password and sys.stdin.isatty():
        password = click.prompt(
            translate("serve.password"), hide_input=True, confirmation_prompt=True, err=True
        )
    if not password:
        raise click.UsageError(translate("serve.needs-password", host=host, least=LEAST))
    if len(password) < LEAST:
        raise click.UsageError(translate("serve.short-password", least=LEAST))
    return password
