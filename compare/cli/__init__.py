"""The command line: every command in a file of its own, loaded with nothing heavy in it."""

import faulthandler
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path

import click

from compare.candidates.namesakes import refuse_namesakes
from compare.cli.check import check
from compare.cli.compare import compare
from compare.cli.explain import explain
from compare.cli.ladder import ladder
from compare.cli.trace import trace
from compare.errors import BackproofError

INTERRUPTED = 130
FAULT = 5


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="backproof")
def backproof() -> None:
    """Say whether backpropagation derived by hand is right, and which line is wrong."""


for command in (ladder, check, compare, trace, explain):
    backproof.add_command(command)


def main() -> None:
    """Run the command; every error of ours ends in one or two lines and its exit code."""
    with suppress(OSError, ValueError, RuntimeError, AttributeError):  # no file behind the stream
        faulthandler.enable()  # a crash inside a library still names the line
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # before NumPy and torch: equal, steady figures
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a text stream
    try:
        if sys.path[0] in ("", str(Path.cwd())):  # python -m compare
            refuse_namesakes(Path.cwd())
        code = backproof.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("backproof: interrupted; nothing was judged to the end", err=True)
        code = INTERRUPTED
    except BackproofError as error:
        click.echo(f"backproof: {error}", err=True)
        code = error.exit_code
    except Exception as error:  # our own fault must not look like a verdict
        click.echo(f"backproof: {_own_fault(error)}", err=True)
        code = FAULT
    sys.exit(code)


def _own_fault(error: Exception) -> str:
    """Say where we failed, for a report to us."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return f"a fault of our own, nothing was judged: {type(error).__name__} at {place}: {error}"
