"""Judge from Python: ``compare.judge`` gives the report, ``compare.assert_agree`` is for a test."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from compare.candidates.replayed import Replayed, first_difference
from compare.candidates.seam import Implementation, load
from compare.cases.hyperparameters import check_steps
from compare.cases.probes import logistic_probes, network_probes
from compare.cases.step_case import StepCase, check_case
from compare.comparing.evaluator import torch_evaluator
from compare.comparing.pairing import Pairing
from compare.comparing.report import PairingReport, exit_code
from compare.comparing.run import Judging, compare_pairing
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
        ``X (n_x, m)``, ``Y (1, m)``, ``W1, b1, ...``, ``learning_rate``, ``activations``, ``cost``;
        of logistic regression ``w, b``.  A saved trace brings its own.
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
        ``verdict``, ``trajectory.quantities``, ``probes``, ``hidden``, ...

    Raises
    ------
    UsageError
        If the case or a file cannot be judged.
    CandidateError
        If an implementation cannot be found, or the reference raises.
    """
    given = check_case(_case_of(candidate, reference, case), soft_labels=soft_labels)
    subject = as_subject(candidate, given, "candidate")
    twin = TWINS.get(given.model.name, TWIN) if reference is None else reference
    witness = as_subject(twin, given, "reference")
    if check_steps(steps) > 1 and not (subject.runs_anywhere and witness.runs_anywhere):
        raise UsageError(f"steps {steps}: a saved trace holds one step")
    pairing = Pairing(
        model=given.model,
        case_at=lambda step: given.case,
        steps=steps,
        candidate_name=subject.name,
        reference_name=witness.name,
        probes=probes_of(given),
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


def as_subject(given: Given, case: StepCase, role: str) -> Subject:
    """Put whatever a person gave behind the seam."""
    match given:
        case str() | Path() if str(given).endswith(".npz"):
            return _replayed(load_trace(Path(given)), str(given), case)
        case str():
            return load(given)
        case SavedTrace():
            return _replayed(given, given.implementation or role, case)
        case Mapping():
            return Replayed(role, case.case, given)
        case _ if callable(given):
            return Implementation(_name_of(given), given)
    raise UsageError(
        f"the {role} is a {type(given).__name__}; wanted a step function, its module:function, a "
        "saved trace or a mapping of arrays"
    )


def _replayed(trace: SavedTrace, name: str, case: StepCase) -> Replayed:
    return Replayed(name, case.case, trace.arrays)


def _name_of(function: Callable[..., Any]) -> str:
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return f"{getattr(function, '__module__', '')}:{name}".lstrip(":")


def _case_of(candidate: Given, reference: Given | None, case: Case | None) -> Case:
    """Take the case that is given, or that of a saved trace; all of them must be the same."""
    cases = [] if case is None else [case]
    for given in (candidate, reference):
        if isinstance(given, str | Path) and str(given).endswith(".npz"):
            cases.append(load_trace(Path(given)).case)
        elif isinstance(given, SavedTrace):
            cases.append(given.case)
    if not cases:
        raise UsageError("no case to compare on: give case=..., or a saved trace, which has one")
    for other in cases[1:]:
        if difference := first_difference(cases[0], other):
            raise UsageError(f"the two were not started from the same case: {difference}")
    return cases[0]


def probes_of(given: StepCase) -> Any:
    """Make the probes of a case's model."""
    if given.model.name in TWINS:
        return logistic_probes(given.dtype)
    return network_probes(given.case["activations"], given.case["cost"], given.dtype)
