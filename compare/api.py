"""Judge from Python: ``compare.judge`` gives the report, ``compare.assert_agree`` is for a test."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from compare.candidates.replayed import Replayed, first_difference
from compare.candidates.seam import Implementation, load
from compare.cases.hyperparameters import check_steps
from compare.cases.probes import Probe, logistic_probes, network_probes
from compare.cases.step_case import StepCase, check_case
from compare.comparing.evaluator import torch_evaluator
from compare.comparing.pairing import Pairing
from compare.comparing.report import PairingReport
from compare.comparing.run import Judging, compare_pairing
from compare.comparing.verdicts import exit_code
from compare.errors import UsageError
from compare.reporting.comparison_text import plain_text
from compare.traces.saved import SavedTrace
from compare.traces.storage import load_trace

Case = Mapping[str, Any]
Subject = Implementation | Replayed
Given = str | Path | SavedTrace | Callable[..., Any] | Mapping[str, Any]

TWINS = {"logistic-regression": "reference_torch.logistic_regression.vectorised:step"}
TWIN = "reference_torch.deep_network:step"


def judge(
    candidate: Given,
    reference: Given | None = None,
    case: Case | None = None,
    *,
    steps: int = 1,
    strict: bool = False,
    second_opinion: bool = False,
    relu_at_zero: int | None = None,
    soft_labels: bool = False,
) -> PairingReport:
    """Compare two implementations on one case.

    Parameters
    ----------
    candidate, reference
        ``step(case, state) -> (trace, state)`` or its name as ``module:function``; a saved trace
        or its file; or the mapping of arrays that one step returned.  Without a reference, torch's
        autograd is it.
    case
        ``X (n_x, m)``, ``Y (1, m)``, ``W1, b1, ...``, ``learning_rate``, ``activations``, ``cost``,
        perhaps ``lambd``; of softmax ``Y (n_y, m)``; of logistic regression ``w, b``.  A saved
        trace brings its own.
    steps
        How many steps to judge, each from the reference's parameters.
    strict
        Whether another convention or a less accurate form is not good enough.
    second_opinion
        Whether to put the reference's gradients to two more witnesses.
    relu_at_zero
        The derivative of relu at exactly 0, 0 or 1, if only one is right.
    soft_labels
        Whether labels between 0 and 1 are meant.

    Returns
    -------
    PairingReport
        ``verdict``, ``trajectory.quantities``, ``probes``, ``power.hidden``, ...

    Raises
    ------
    UsageError
        If the case or a file cannot be judged.
    CandidateError
        If an implementation cannot be found, or the reference raises.
    """
    own, other = _side_of(candidate, "candidate"), _side_of(reference, "reference")
    given = _case_of(case, (own, other), soft_labels=soft_labels)
    subject = _subject(own, given)
    twin = TWINS.get(given.model.name, TWIN)
    witness = load(twin) if reference is None else _subject(other, given)
    if check_steps(steps) > 1 and not (subject.runs_anywhere and witness.runs_anywhere):
        raise UsageError(f"steps {steps}: a saved trace holds one step")
    pairing = Pairing(
        model=given.model,
        case_at=lambda step: given.case,
        steps=steps,
        candidate_name=subject.name,
        reference_name=witness.name,
        probes=_probes_of(given),
    )
    judging = Judging(given.dtype, torch_evaluator(), strict, second_opinion, relu_at_zero)
    shadow = witness if steps > 1 else None
    return compare_pairing(pairing, subject, witness, judging, shadow=shadow)


def assert_agree(
    candidate: Given,
    reference: Given | None = None,
    case: Case | None = None,
    *,
    allow_blind: bool = False,
    strict: bool = False,
    **options: Any,
) -> None:
    """Judge, and raise with every finding in the message unless they agree.

    The options are those of ``judge``; ``allow_blind`` lets a blind agreement pass.

    Raises
    ------
    AssertionError
        If the verdict is anything but an agreement.
    """
    __tracebackhide__ = True
    report = judge(candidate, reference, case, strict=strict, **options)
    if exit_code([report.verdict], strict=strict, allow_blind=allow_blind) != 0:
        raise AssertionError(plain_text(report))


class _Side(NamedTuple):
    """What a person gave as one of the two, a file loaded; its part, and its name."""

    given: Any
    part: str
    name: str


def _side_of(given: Given | None, part: str) -> _Side:
    match given:
        case str() | Path() if str(given).endswith(".npz"):
            return _Side(load_trace(Path(given)), part, str(given))
        case SavedTrace():
            return _Side(given, part, given.implementation or part)
        case _ if callable(given):
            return _Side(given, part, _name_of(given))
    return _Side(given, part, part)


def _name_of(function: Callable[..., Any]) -> str:
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return f"{getattr(function, '__module__', '')}:{name}".lstrip(":")


def _case_of(case: Case | None, sides: Sequence[_Side], *, soft_labels: bool) -> StepCase:
    """Check the case that is given, or that of a saved trace; all of them must be the same."""
    cases = [] if case is None else [case]
    cases += [side.given.case for side in sides if isinstance(side.given, SavedTrace)]
    if not cases:
        raise UsageError("no case to compare on: give case=..., or a saved trace, which has one")
    first, *others = (check_case(each, soft_labels=soft_labels) for each in cases)
    for other in others:
        if difference := first_difference(first.case, other.case):
            raise UsageError(f"the two were not started from the same case: {difference}")
    return first


def _subject(side: _Side, case: StepCase) -> Subject:
    """Put one of the two behind the seam."""
    match side.given:
        case str():
            return load(side.given)
        case SavedTrace():
            return Replayed(side.name, case.case, side.given.arrays)
        case Mapping():
            return Replayed(side.name, case.case, side.given)
        case _ if callable(side.given):
            return Implementation(side.name, side.given)
    raise UsageError(
        f"the {side.part} is a {type(side.given).__name__}; wanted a step function, its "
        "module:function, a saved trace or a mapping of arrays"
    )


def _probes_of(given: StepCase) -> tuple[Probe, ...]:
    """Make the probes of a case's model."""
    if given.model.name in TWINS:
        return logistic_probes(given.dtype)
    case = given.case
    return network_probes(case["activations"], case["cost"], given.dtype, lambd=case.get("lambd"))
