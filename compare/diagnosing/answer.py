"""What ``backproof check`` answers of one subject, as data."""

from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["agree", "convention", "differ", "no-verdict", "could-not-run"]
Status = Literal["certain", "suspect", "follows", "note"]


@dataclass(frozen=True)
class Place:
    """A line of the file, and what is underlined on it.

    Attributes
    ----------
    line, cell
        Counted from 1; the cell of a notebook from 0, and the line inside the cell.
    column, end_column
        From 0, on that line; the end is excluded.
    """

    line: int
    cell: int | None = None
    column: int | None = None
    end_column: int | None = None


@dataclass(frozen=True)
class Worst:
    """The entry that is furthest off."""

    index: tuple[int, ...]
    actual: float
    expected: float
    tolerance: float


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or worth a word.

    Attributes
    ----------
    quantity
        The course's name (``dW1``, ``cost``), and as their code names it.
    status
        ``certain``: the first wrong line; ``suspect``; ``follows``: only because of the first.
    cause
        A cause code, or ``None`` for what follows.
    sure
        Whether exactly one explanation holds on every case.
    explanation
        One sentence: what it does.  ``effect``: what that does to the numbers.
    suggestion
        The line as it should be, in their names.
    evidence
        Why we are sure, or which explanations tie.
    smallest
        The smallest case on which it shows, in numbers.
    via
        The lines that called it, innermost first.
    """

    quantity: str
    status: Status
    name: str = ""
    place: Place | None = None
    via: tuple[Place, ...] = ()
    source: str = ""
    cause: str | None = None
    sure: bool = False
    explanation: str = ""
    effect: str = ""
    suggestion: str = ""
    evidence: str = ""
    smallest: str = ""
    candidates: tuple[str, ...] = ()
    worst: Worst | None = None


@dataclass(frozen=True)
class InferredModel:
    """What network it is, as the run shows it."""

    layer_dims: tuple[int, ...] = ()
    activations: tuple[str, ...] = ()
    cost: str | None = None
    layout: Literal["columns", "rows"] | None = None
    l2: bool = False


@dataclass
class Diagnosis:
    """What is said of one network."""

    verdict: Verdict
    reason: str
    findings: list[Finding] = field(default_factory=list)
    model: InferredModel = field(default_factory=InferredModel)
    compared: tuple[str, ...] = ()
    not_captured: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    recipe: str = ""
    name: str = ""


@dataclass(frozen=True)
class CheckReport:
    """The answer on one subject: a file, or one network of a file.

    Attributes
    ----------
    path
        As it was given; ``name``: which network of the file, if it holds several.
    reason
        One line: why this verdict.
    compared, not_captured
        Canonical names.
    lines
        The source by cell (``None`` for a file) for the excerpts.
    recipe
        What was called, with which sizes.
    isolation
        In which kind of process it ran.
    supplied, notes
        What was missing and filled in; everything else worth a line.
    line, formula, reading
        Of a formula: where it stands, as it is written, and how it was understood.
    """

    path: str
    verdict: Verdict
    reason: str
    name: str = ""
    model: InferredModel = field(default_factory=InferredModel)
    compared: tuple[str, ...] = ()
    not_captured: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    lines: dict[int | None, tuple[str, ...]] = field(default_factory=dict)
    recipe: str = ""
    isolation: str = ""
    supplied: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    line: int | None = None
    formula: str = ""
    reading: str = ""
