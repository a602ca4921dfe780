"""The child: reads its errand, confines itself, runs the driver, hands back what was recorded.

Started as ``python -c "...; main()"`` with nothing of ours but these rooms on its path.
"""

import faulthandler
import importlib
import json
import os
import pickle
import sys
import traceback
from typing import Any

from compare.confining.confine import Confinement
from compare.confining.limits import die_with_parent, more_memory
from compare.confining.replacing import own_numpy
from compare.isolating.ending import described
from compare.isolating.frames import ENDED, RECORDING, STARTED, Sealing
from compare.isolating.job import Errand, Job
from compare.recording.rewrite import compiled
from compare.recording.storage import to_bytes

_exit = os._exit


def main() -> None:
    """Do one errand; never returns, so nothing of theirs runs at the interpreter's end."""
    errand: Errand = pickle.load(sys.stdin.buffer)  # from our own parent
    answers, errors = _take_streams()
    faulthandler.enable(errors)
    faulthandler.dump_traceback_later(errand.job.limits.seconds, exit=True, file=errors)
    die_with_parent()
    try:
        _run(errand.job, _Sending(answers, Sealing(errand.key)))
    except BaseException:  # ours, and not theirs: told where nobody is listened to but us
        os.write(errors, traceback.format_exc().encode())
        _exit(1)
    _exit(0)


class _Sending:
    def __init__(self, descriptor: int, sealing: Sealing) -> None:
        self._descriptor, self._sealing = descriptor, sealing

    def __call__(self, kind: bytes, content: bytes) -> None:
        left = memoryview(self._sealing.frame(kind, content))
        while left:
            left = left[os.write(self._descriptor, left) :]

    def words(self, kind: bytes, **content: Any) -> None:
        """Send what JSON holds."""
        self(kind, json.dumps(content).encode())


def _take_streams() -> tuple[int, int]:
    """Keep the pipes to the parent for ourselves; 0, 1 and 2 lead nowhere from now on."""
    answers, errors = os.dup(1), os.dup(2)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    return answers, errors


def _run(job: Job, send: _Sending) -> None:
    module, _, function = job.driver.partition(":")
    drive = getattr(importlib.import_module(module), function)
    confinement = Confinement(job.limits, job.beside, compiled, len(job.source.units))
    send.words(STARTED, binding=confinement.binding, lacking=confinement.lacking)
    failure = None
    try:
        for recording in drive(job.source, job.options):
            with more_memory(), own_numpy():
                send(RECORDING, to_bytes([recording]))
    except BaseException as error:  # SystemExit, MemoryError, what they raise to slip through
        with more_memory():
            failure = described(error)
    modules = [module.name for module in confinement.importing.texts.modules]
    send.words(ENDED, remarks=confinement.remarks, modules=modules, failure=failure)
