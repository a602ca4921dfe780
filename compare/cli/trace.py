"""``backproof trace``: save one step of an implementation."""

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from compare.cli.options import CASE, check_writable, options
from compare.errors import UsageError

RUNG = "deep-network"
SAVABLE = {
    "logistic-regression": "logistic-regression",
    "shallow-network": "network",
    "deep-network": "network",
}
"""What a file calls the model of a table."""


@click.command()
@click.argument("implementation", metavar="A")
@click.option("-o", "--output", required=True, metavar="FILE.npz", help="Where to save it.")
@click.option("--step", default=1, show_default=True, metavar="T", help="Which step, from 1.")
@click.option(
    "--rung", default=RUNG, show_default=True, metavar="NAME", help="Whose table and data to take."
)
@options(CASE)
@click.pass_context
def trace(
    context: click.Context,
    /,
    *,
    implementation: str,
    output: str,
    step: int,
    rung: str,
    **chosen: Any,
) -> None:
    """Save one step of A, MODULE:FUNCTION, with everything it was given.

    A runs on its own up to that step.  The file is described in docs/traces.md; code in any
    language can write one.
    """
    import numpy as np

    from compare.candidates.seam import load
    from compare.cases.hyperparameters import check_choice, check_steps
    from compare.errors import CandidateError
    from compare.ladder.run import plan_ladder
    from compare.ladder.rungs import RUNGS
    from compare.ladder.settings import Settings
    from compare.reporting.json_parts import versions
    from compare.traces.saved import SavedTrace
    from compare.traces.storage import save_trace

    if context.get_parameter_source("steps") == ParameterSource.COMMANDLINE:
        raise UsageError("--steps: a trace is one step; --step T says which")
    if not output.endswith(".npz"):
        raise UsageError(f"-o {output}: a trace is an .npz file; name it {output}.npz")
    check_writable("-o", output)
    check_steps(step)
    check_choice("rung", rung, tuple(RUNGS))
    settings = Settings(**{**chosen, "dtype": np.dtype(chosen["dtype"])}, candidate=implementation)
    (plan,) = plan_ladder((rung,), settings)
    part = plan.parts[0]
    if part.model.name not in SAVABLE:
        able = ", ".join(name for name in RUNGS if name.split("/")[0] in SAVABLE)
        raise UsageError(f"rung {rung}: a trace holds a network's step; take one of {able}")
    subject, state = load(implementation), None
    learned: dict[str, Any] = {}
    for t in range(step):
        case = {**part.case_at(t), **learned}
        arrays, state = subject.step(case, state)
        if t + 1 < step:
            missing = [name for name in part.model.parameters if f"new_{name}" not in arrays]
            if missing:
                raise CandidateError(f"{implementation} returned no new_{missing[0]} to go on from")
            learned = {name: arrays[f"new_{name}"] for name in part.model.parameters}
    saved = SavedTrace(
        SAVABLE[part.model.name], plan.layer_dims, case, arrays, step, implementation, versions()
    )
    save_trace(Path(output), saved)
    click.echo(f"saved  step {step} of {implementation}: {len(arrays)} quantities in {output}")
