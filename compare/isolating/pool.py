"""Many jobs: so many children at once, answers as they come, and no orphan whatever happens."""

import atexit
import os
import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from compare.isolating.apart import Outcome, read, run_one
from compare.isolating.child import Child
from compare.isolating.job import Answer, Job
from compare.recording.graph import Failure

PATIENCE = 0.5
"""Seconds between looks at whether the person has interrupted."""


class Pool:
    """Runs jobs, each in a fresh process.

    The first children start at once, before an answer is asked for: the parent can load what it
    judges with meanwhile.  Jobs are taken, and answers read, in the caller's thread: Python parses
    in one thread at a time.
    """

    def __init__(self, jobs: Iterable[Job], at_once: int | None = None) -> None:
        self._jobs = iter(jobs)
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Outcome | Answer] = queue.SimpleQueue()
        self._unanswered = 0
        self._running: set[Child] = set()
        self._changing = threading.Lock()
        self._closed = False
        many = max(at_once or os.cpu_count() or 1, 1)
        self._workers = [threading.Thread(target=self._work, daemon=True) for _ in range(many)]
        atexit.register(self.close)
        for worker in self._workers:
            worker.start()
        self._take(2 * many)

    def answers(self) -> Iterator[Answer]:
        """Walk over the answers as they come; leaving early ends every child."""
        try:
            while self._unanswered:
                with suppress(queue.Empty):
                    got = self._answers.get(timeout=PATIENCE)
                    self._unanswered -= 1
                    self._take(1)
                    yield read(got) if isinstance(got, Outcome) else got
        finally:
            self.close()

    def close(self) -> None:
        """Start nothing more and end what runs."""
        atexit.unregister(self.close)
        with self._changing:
            self._closed = True
            running = list(self._running)
        for child in running:
            child.end()
        for _ in self._workers:
            self._waiting.put(None)
        for worker in self._workers:
            worker.join()

    def _take(self, many: int) -> None:
        for job in islice(self._jobs, many):
            self._unanswered += 1
            self._waiting.put(job)

    def _work(self) -> None:
        while (job := self._waiting.get()) and (child := self._start()):
            self._answers.put(self._run(job, child))

    def _start(self) -> Child | None:
        with self._changing:
            if self._closed:
                return None
            child = Child()
            self._running.add(child)
            return child

    def _run(self, job: Job, child: Child) -> Outcome | Answer:
        try:
            with child:
                return run_one(job, child)
        except Exception as error:  # ours: this file is lost, the others go on
            text = f"{type(error).__name__}: {error}"
            return Answer(job, failure=Failure("Fault", text, None))
        finally:
            with self._changing:
                self._running.discard(child)


def run_apart(jobs: Iterable[Job], at_once: int | None = None) -> Iterator[Answer]:
    """Start running jobs now, at most ``at_once`` together, and walk over the answers.

    The order is that in which they end; ``answer.job`` says which it is.
    """
    return Pool(jobs, at_once).answers()
