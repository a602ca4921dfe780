"""The two streams: the answer on standard output, progress on standard error."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

PIPED_WIDTH = 160
"""Wide enough for a rung in one row: a pipe has no edge to wrap at."""


def make_console(color: str) -> Console:
    """Make the console of the answer; NO_COLOR and FORCE_COLOR are honoured."""
    width = None if sys.stdout.isatty() else PIPED_WIDTH
    return Console(
        width=width,
        force_terminal=True if color == "always" else None,
        color_system=None if color == "never" else "auto",
        highlight=False,
        markup=False,
        emoji=False,
    )


def write_answer(text: str) -> None:
    """Write to standard output; if nobody reads on, the verdict and its exit code still hold."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def progress(*, show: bool) -> Iterator[Callable[[str, int], Callable[[], object]]]:
    """Show a bar for the rung that runs, on a terminal only; nothing of it stays."""
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not (show and sys.stderr.isatty()),
    )

    def add(description: str, total: int) -> Callable[[], object]:
        for task_id in bars.task_ids:
            bars.remove_task(task_id)
        task = bars.add_task(description, total=total)
        return lambda: bars.advance(task)

    with bars:
        yield add
