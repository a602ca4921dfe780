"""Judge one step: by the usual table, by another convention if that explains it, and blame."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.judging.blame import blame
from compare.judging.conventions import by_convention
from compare.judging.local import MakeEvaluator
from compare.judging.step import StepJudge
from compare.judging.verdict import Judgement
from compare.quantities.model import Model
from compare.traces.trace import Trace

Array = NDArray[Any]


@np.errstate(all="ignore")  # what is not finite has an infinite bound, and is said so
def judge_step(
    candidate: Trace,
    reference: Mapping[str, Array],
    model: Model,
    case: Mapping[str, Any],
    dtype: np.dtype[Any],
    make_evaluator: MakeEvaluator,
    touched: frozenset[str] = frozenset(),
) -> tuple[Judgement, ...]:
    """Judge every quantity of a step, in the order of the table, and say who is to blame.

    ``touched`` names the inputs that the candidate changed in place during the step.
    """
    judge = StepJudge(candidate, reference, model, case, dtype, make_evaluator)
    judgements = [judge.judge(quantity) for quantity in judge.quantities]
    if any(judgement.verdict == "differ" for judgement in judgements):
        judge, judgements = by_convention(judge, judgements)
    return blame(judgements, judge, touched)
