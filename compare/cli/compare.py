"""``backproof compare``: two implementations, or two saved traces, or one of each."""

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from compare.cli.options import ANSWER, CASE, JUDGING, check_writable, options
from compare.errors import UsageError

if TYPE_CHECKING:
    from compare.comparing.report import PairingReport

RUNG = "deep-network"


@click.command()
@click.argument("candidate", metavar="A")
@click.argument("reference", metavar="B")
@click.option(
    "--rung", default=RUNG, show_default=True, metavar="NAME", help="Whose table and data to take."
)
@options(CASE, JUDGING, ANSWER)
@click.pass_context
def compare(
    context: click.Context,
    /,
    *,
    candidate: str,
    reference: str,
    rung: str,
    allow_blind: bool,
    strict: bool,
    second_opinion: bool,
    relu_at_zero: int | None,
    json_file: str | None,
    color: str,
    quiet: bool,
    verbose: bool,
    **chosen: Any,
) -> None:
    """Compare A with B: each is MODULE:FUNCTION, or a saved trace, FILE.npz.

    A trace brings its own case; for two functions the case is that of a rung of the ladder.  Exit
    code: 0 agree, 1 differ, 2 bad input, 3 no verdict, 4 A could not run.
    """
    check_writable("--json", json_file)
    strictly: dict[str, Any] = {
        "strict": strict,
        "second_opinion": second_opinion,
        "relu_at_zero": relu_at_zero,
    }
    if any(name.endswith(".npz") for name in (candidate, reference)):
        _refuse_case_options(context)
        from compare.api import judge

        report = judge(candidate, reference, **strictly)
    else:
        report = _on_rung(rung, candidate, reference, chosen, strictly, quiet=quiet)

    from compare.comparing.verdicts import exit_code
    from compare.reporting.answer import give
    from compare.reporting.as_json import comparison_json
    from compare.reporting.comparison_text import comparison_text

    text = partial(comparison_text, report, quiet=quiet, verbose=verbose)
    give(text, partial(comparison_json, report), json_file=json_file, color=color)
    context.exit(exit_code([report.verdict], strict=strict, allow_blind=allow_blind))


def _refuse_case_options(context: click.Context) -> None:
    """A saved trace has its case: an option that would be ignored is refused."""
    names = {"rung", "data", "layout", "layer_dims", "activations", "cost", "initialisation"}
    names |= {"learning_rate", "lambd", "steps", "seed", "dtype", "soft_labels"}
    for option in context.command.params:
        given = context.get_parameter_source(str(option.name))
        if option.name in names and given == click.core.ParameterSource.COMMANDLINE:
            raise UsageError(f"{option.opts[0]}: a saved trace brings its own case; leave it out")


def _on_rung(
    rung: str,
    candidate: str,
    reference: str,
    chosen: dict[str, Any],
    strictly: dict[str, Any],
    *,
    quiet: bool,
) -> "PairingReport":
    """Take table, case and probes of a rung, and put the two in its chapter's and twin's place."""
    from dataclasses import replace

    import numpy as np

    from compare.candidates.seam import load
    from compare.cases.hyperparameters import check_choice
    from compare.comparing.evaluator import torch_evaluator
    from compare.comparing.run import Judging, compare_pairing
    from compare.ladder.run import plan_ladder
    from compare.ladder.rungs import RUNGS
    from compare.ladder.settings import Settings
    from compare.reporting.terminal import progress

    check_choice("rung", rung, tuple(RUNGS))
    settings = Settings(**{**chosen, "dtype": np.dtype(chosen["dtype"])}, candidate=candidate)
    judging = Judging(settings.dtype, torch_evaluator(), **strictly)
    (plan,) = plan_ladder((rung,), settings)
    pairing = replace(plan.parts[0], reference_name=reference)
    subject, witness = load(candidate), load(reference)
    with progress(show=not quiet) as add:
        advance = add(rung, pairing.calls)
        return compare_pairing(pairing, subject, witness, judging, shadow=witness, progress=advance)
