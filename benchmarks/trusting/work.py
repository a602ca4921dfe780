"""The work in pieces, spread over processes of one thread each."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager

import click

from benchmarks.trusting.experiments import measure
from benchmarks.trusting.results import Piece, Results
from benchmarks.trusting.tallies import Tally

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
EVERY_SECONDS = 60
"""So often a run that has no terminal says how far it is."""


def pieces(experiment: str, count: int, size: int) -> list[Piece]:
    """Cut so many cases into pieces; a longer run has the whole pieces of a shorter one."""
    return [Piece(experiment, i, min(i + size, count)) for i in range(0, count, size)]


def work(todo: Sequence[Piece], results: Results, jobs: int) -> None:
    """Measure every piece, and keep each as it comes."""
    os.environ.update(ONE_THREAD)
    context = multiprocessing.get_context("spawn")  # a fork would inherit pools without threads
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)
    try:
        with _progress(len(todo)) as step:
            for piece, tally in _measured(pool, todo, 2 * jobs):
                results.keep(piece, tally)
                step()
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()  # a piece in hand may take a minute, and is measured again
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Prepare a worker: one thread, no Ctrl-C of its own, and no life after its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import torch  # only now, in a process whose environment says one thread

    torch.set_num_threads(1)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _measured(
    pool: ProcessPoolExecutor, todo: Sequence[Piece], at_once: int
) -> Iterator[tuple[Piece, Tally]]:
    """Give the pieces as they are done; few are handed out at a time."""
    waiting = iter(todo)
    running: dict[Future[Tally], Piece] = {}
    while True:
        for piece in waiting:
            running[pool.submit(measure, piece)] = piece
            if len(running) >= at_once:
                break
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            yield running.pop(future), future.result()


def _progress(total: int) -> AbstractContextManager[Callable[[], object]]:
    """Report on standard error: a bar on a terminal, else a line now and then."""
    return _bar(total) if sys.stderr.isatty() else _lines(total)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], object]]:
    with click.progressbar(length=total, label="measuring", file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)


@contextmanager
def _lines(total: int) -> Iterator[Callable[[], object]]:
    """Say how far the run is, once a minute."""
    began = said = time.monotonic()
    done = 0

    def step() -> None:
        nonlocal done, said
        done += 1
        now = time.monotonic()
        if now - said >= EVERY_SECONDS:
            said = now
            left = (now - began) / done * (total - done)
            minutes = f"{(now - began) / 60:.0f} min, about {left / 60:.0f} min left"
            click.echo(f"{done} of {total} pieces, {minutes}", err=True)

    yield step
