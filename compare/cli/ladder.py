"""``backproof ladder``: every rung, scratch against torch."""

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from compare.cli.options import ANSWER, CASE, JUDGING, check_writable, options

if TYPE_CHECKING:
    from compare.ladder.report import RungReport
    from compare.ladder.settings import Settings


@click.command()
@click.option("--rung", "rungs", multiple=True, metavar="NAME", help="Only this rung; repeatable.")
@click.option(
    "--candidate",
    metavar="MODULE:FUNCTION",
    help="Judge this step(case, state) in the place of the rung's own chapter.",
)
@options(CASE, JUDGING, ANSWER)
def ladder(
    *,
    rungs: tuple[str, ...],
    allow_blind: bool,
    strict: bool,
    second_opinion: bool,
    json_file: str | None,
    color: str,
    quiet: bool,
    verbose: bool,
    **chosen: Any,
) -> None:
    """Run every rung by hand in NumPy and by autograd in torch, and judge each quantity.

    The rungs lead from slopes and single-sample logistic regression to the L-layer net, on real
    data.  Exit code: 0 agree, 1 differ, 2 bad input, 3 no verdict, 4 the candidate could not run.
    """
    check_writable("--json", json_file)
    reports, settings = _run(rungs, chosen, strict=strict, second=second_opinion, quiet=quiet)

    from compare.comparing.verdicts import exit_code
    from compare.reporting.answer import give
    from compare.reporting.as_json import ladder_json
    from compare.reporting.as_text import ladder_text

    text = partial(ladder_text, reports, quiet=quiet, verbose=verbose)
    give(text, partial(ladder_json, reports, settings), json_file=json_file, color=color)
    verdicts = [part.verdict for report in reports for part in report.parts]
    code = exit_code(verdicts, strict=strict, allow_blind=allow_blind)
    click.get_current_context().exit(code)


def _run(
    rungs: tuple[str, ...], chosen: dict[str, Any], *, strict: bool, second: bool, quiet: bool
) -> "tuple[list[RungReport], Settings]":
    """Plan everything first, then run rung by rung."""
    import numpy as np

    from compare.cases.hyperparameters import check_choice
    from compare.comparing.evaluator import torch_evaluator
    from compare.comparing.run import Judging
    from compare.ladder.run import plan_ladder, run_plan
    from compare.ladder.rungs import RUNGS
    from compare.ladder.settings import Settings
    from compare.reporting.terminal import progress

    for name in rungs:
        check_choice("rung", name, tuple(RUNGS))
    settings = Settings(**{**chosen, "dtype": np.dtype(chosen["dtype"])})
    judging = Judging(settings.dtype, torch_evaluator(), strict, second, settings.relu_at_zero)
    plans = plan_ladder(rungs, settings)
    with progress(show=not quiet) as add:
        return [run_plan(plan, judging, add) for plan in plans], settings
