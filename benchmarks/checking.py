"""How often ``backproof check`` is right about files whose fault is known.

Every variant of the corpus is a right file with one edit that makes it wrong.  It is checked from
the path on, and the answer is held against what the corpus says:

    found       the verdict is ``differ``; ``could-not-run`` where an operation raises; a finding
                that it does not parse where it does not
    line        the first finding is on the edited line, or on one as fair
    cause       the first finding names the cause, or one as fair
    false sure  the first finding is sure of another cause
    agreed      the verdict is ``agree``

Exit code: 0 whatever the figures, 2 for bad options.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy and torch

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, zip_longest
from pathlib import Path

import click

from compare.checking.check import check_paths
from compare.diagnosing.answer import CheckReport, Finding
from tests.corpus.corpus import Case, made
from tests.corpus.edits import Variant
from tests.corpus.variants import VARIANTS

RAISING = ("not-runnable", "shape", "transpose")
"""The causes by which an operation may raise, so that nothing can be run."""

WIDTH = 30
"""Of the column of causes."""


@dataclass(frozen=True)
class Judged:
    """One wrong file, and what was answered."""

    row: Variant
    case: Case
    report: CheckReport

    @property
    def first(self) -> Finding | None:
        """The first finding that is no mere consequence."""
        return next((f for f in self.report.findings if f.status != "follows"), None)

    @property
    def found(self) -> bool:
        """Whether it was said to be wrong."""
        causes = {self.row.cause, *self.row.also}
        if self.report.verdict == "could-not-run":
            return not causes.isdisjoint(RAISING)
        told = self.first is not None and self.first.cause == "not-runnable"
        return self.report.verdict == "differ" or ("not-runnable" in causes and told)

    @property
    def agreed(self) -> bool:
        """Whether it was called right."""
        return self.report.verdict == "agree"

    @property
    def line(self) -> bool:
        """Whether the first finding is where the fault is."""
        place = self.first.place if self.found and self.first is not None else None
        fair = ((self.case.cell, self.case.line), *self.case.fair_lines)
        return place is not None and (place.cell, place.line) in fair

    @property
    def cause(self) -> bool:
        """Whether the first finding names the fault."""
        return self.found and self.first is not None and self._is_fair(self.first)

    @property
    def false_sure(self) -> bool:
        """Whether another cause was told without a doubt."""
        first = self.first
        return self.found and first is not None and first.sure and not self._is_fair(first)

    def _is_fair(self, finding: Finding) -> bool:
        return finding.cause in (self.row.cause, *self.row.also)

    def __str__(self) -> str:
        first = self.first
        if first is None:
            said = self.report.reason
        else:
            at = "" if first.place is None else f" on line {first.place.line}"
            said = f"{'sure' if first.sure else 'not sure'}: {first.cause} of {first.quantity}{at}"
        wanted = f"{self.row.cause} of {self.row.quantity} on line {self.case.line}"
        return f"{self.case.id}: {wanted}; {self.report.verdict}, {said}"


COLUMNS = ("found", "line", "cause", "false_sure", "agreed")


def sample(rows: Iterable[Variant], many: int) -> list[Variant]:
    """Choose so many rows: of every cause in turn, in the order of a digest of their names."""
    by_cause: dict[str, list[Variant]] = {}
    for row in sorted(rows, key=lambda row: sha256(f"{row.family}:{row.id}".encode()).digest()):
        by_cause.setdefault(row.cause, []).append(row)
    turns = zip_longest(*(by_cause[cause] for cause in sorted(by_cause)))
    return [row for row in chain.from_iterable(turns) if row is not None][:many]


def judged(rows: Sequence[Variant], folder: Path, jobs: int | None = None) -> Iterator[Judged]:
    """Make the files of the rows in a folder, check them, and walk over the answers."""
    cases = [made(row) for row in rows]
    paths = []
    for number, case in enumerate(cases):
        alone = folder / str(number)
        alone.mkdir()
        paths.append(case.write(alone))
    for row, case, report in zip(rows, cases, check_paths(paths, jobs), strict=True):
        yield Judged(row, case, report)


def rate(answers: Sequence[Judged], column: str) -> float:
    """Which part of the answers has a property: one of ``COLUMNS``."""
    return sum(getattr(one, column) for one in answers) / len(answers)


def table(answers: Sequence[Judged]) -> str:
    """Count by cause, and the rates over all."""
    lines = [
        f"{'cause':{WIDTH}}{'files':>6}" + "".join(f"{c.replace('_', ' '):>12}" for c in COLUMNS)
    ]
    for cause in sorted({one.row.cause for one in answers}):
        of_cause = [one for one in answers if one.row.cause == cause]
        counts = (sum(getattr(one, column) for one in of_cause) for column in COLUMNS)
        lines.append(f"{cause:{WIDTH}}{len(of_cause):>6}" + "".join(f"{n:>12}" for n in counts))
    rates = "".join(f"{rate(answers, column):>12.1%}" for column in COLUMNS)
    return "\n".join([*lines, f"{'all':{WIDTH}}{len(answers):>6}{rates}"])


def missed(answers: Iterable[Judged]) -> list[str]:
    """The answers that are not right in everything, a line each."""
    return [str(one) for one in answers if not (one.found and one.line and one.cause)]


@click.command()
@click.option("--sample", "many", type=click.IntRange(min=1), help="Only so many, of every cause.")
@click.option("--jobs", type=click.IntRange(min=1), help="Child processes.  [default: the cores]")
def main(*, many: int | None, jobs: int | None) -> None:
    """Check every wrong file of the corpus, and say how often the answer is right."""
    rows = VARIANTS if many is None else sample(VARIANTS, many)
    with tempfile.TemporaryDirectory() as folder:
        answers = list(judged(rows, Path(folder), jobs))
    for line in missed(answers):
        click.echo(line)
    click.echo(table(answers))


if __name__ == "__main__":
    main()
