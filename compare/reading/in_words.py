"""What could not be read, for people: one line a kind of trouble, however often it is met."""

from collections.abc import Iterator, Sequence

from compare.reading.source import Problem

SHOWN = 3
"""So many places are named before the rest is counted."""


def in_words(problems: Sequence[Problem]) -> Iterator[str]:
    """Walk over the problems, equal ones joined, what is lost first."""
    joined: dict[tuple[str, str], list[Problem]] = {}
    for problem in sorted(problems, key=lambda problem: problem.kind != "lost"):
        lost = f"{problem.name} was left out: " if problem.name else "left out: "
        text = f"{lost if problem.kind == 'lost' else ''}{problem.text}"
        joined.setdefault((problem.kind, text), []).append(problem)
    for (_, text), alike in joined.items():
        yield f"{_places(alike)}: {text}"


def _places(problems: Sequence[Problem]) -> str:
    """Name the first places: ``lines 3, 8, 21 and 4 more``, ``cell 2 line 3``."""
    more = f" and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
    first = problems[:SHOWN]
    if any(problem.cell is not None for problem in first):
        return ", ".join(f"cell {problem.cell} line {problem.line}" for problem in first) + more
    noun = "line" if len(problems) == 1 else "lines"
    return f"{noun} {', '.join(str(problem.line) for problem in first)}{more}"
