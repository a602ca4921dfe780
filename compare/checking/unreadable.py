"""What could not be read, as findings: the line, and whether anything was missed for it."""

from collections.abc import Iterator, Sequence

from compare.diagnosing.answer import Finding, Place
from compare.reading.source import Problem, Source


def unreadable(source: Source, *, is_missed: bool) -> Iterator[Finding]:
    """Walk over what does not parse as it is written; of what is alike only the first.

    Parameters
    ----------
    is_missed
        Whether the code did not run, so that what was left out is the reason for it.
    """
    seen = set()
    for problem in sorted(source.problems, key=lambda problem: problem.kind != "lost"):
        if problem.kind == "unfinished" or (problem.kind, problem.text) in seen:
            continue
        seen.add((problem.kind, problem.text))
        yield _finding(problem, source, is_missed=is_missed and problem.kind == "lost")


def is_lost(problems: Sequence[Problem]) -> bool:
    """Whether a piece was left out."""
    return any(problem.kind == "lost" for problem in problems)


def _finding(problem: Problem, source: Source, *, is_missed: bool) -> Finding:
    lines = source.lines.get(problem.cell) or ("",)
    does_not = "does not parse: " if problem.kind == "lost" else ""
    return Finding(
        quantity=problem.name,
        status="certain" if is_missed else "note",
        place=Place(problem.line, problem.cell),
        source=lines[min(problem.line, len(lines)) - 1].strip(),
        cause="not-runnable",
        sure=True,
        explanation=f"{does_not}{problem.text}",
    )
