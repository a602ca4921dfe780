"""From paths to answers: files are read here, run apart, and judged as their runs come back."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from compare.diagnosing.answer import CheckReport
from compare.isolating.beside import modules_beside
from compare.isolating.job import Answer, Job
from compare.isolating.pool import Pool
from compare.reading.decoding import UnreadableError
from compare.reading.read import read_source
from compare.reading.source import Source


def check_paths(
    paths: Sequence[str | Path],
    jobs: int | None = None,
    options: Mapping[str, Any] | None = None,
) -> Iterator[CheckReport]:
    """Check files, so many at a time, and walk over the answers in the order of the paths.

    Parameters
    ----------
    jobs
        How many child processes at once; as many as there are cores if ``None``.
    options
        What cannot be inferred and the person states: ``{"layout": "rows"}``.
    """
    sources: list[Source | CheckReport] = [_read(Path(path)) for path in paths]
    order = {id(source): index for index, source in enumerate(sources)}
    readable = [source for source in sources if isinstance(source, Source)]
    pool = Pool((_job(source, options or {}) for source in readable), jobs)
    waiting: dict[int, CheckReport] = {
        index: source for index, source in enumerate(sources) if isinstance(source, CheckReport)
    }
    following = 0
    for answer in pool.answers():
        waiting[order[id(answer.job.source)]] = _judged(answer)
        while following in waiting:
            yield waiting.pop(following)
            following += 1
    while following in waiting:
        yield waiting.pop(following)
        following += 1


def _read(path: Path) -> Source | CheckReport:
    try:
        return read_source(path)
    except UnreadableError as error:
        return CheckReport(str(path), "no-verdict", f"could not be read: {error}")


def _job(source: Source, options: Mapping[str, Any]) -> Job:
    return Job(source, modules_beside(source), options)


def _judged(answer: Answer) -> CheckReport:
    """Judge what came back; the judge and torch are loaded while the first child runs."""
    from compare.checking.combined import combined

    began = time.monotonic()
    path = answer.job.source.path
    try:
        report = combined(answer)
    except Exception as error:  # our own fault must not look like a verdict, nor stop the others
        fault = f"a fault of our own, nothing was judged: {type(error).__name__}: {error}"
        report = CheckReport(path, "no-verdict", fault, isolation=answer.isolation)
    return replace(report, seconds=answer.seconds + time.monotonic() - began)
