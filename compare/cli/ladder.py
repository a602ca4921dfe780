"""``backproof ladder``: every rung, scratch against torch."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compare.errors import FaultError, UsageError

if TYPE_CHECKING:
    from compare.ladder.report import RungReport
    from compare.ladder.settings import Settings


def _numbers(context: click.Context, option: click.Parameter, text: str | None) -> Any:
    """Read layer sizes: 30,20,7,5,1."""
    if text is None:
        return None
    try:
        return tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a list of whole numbers, as in 30,4,1") from None


def _names(context: click.Context, option: click.Parameter, text: str | None) -> Any:
    """Read names: relu,tanh,sigmoid."""
    return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())


@click.command()
@click.option("--rung", "rungs", multiple=True, metavar="NAME", help="Only this rung; repeatable.")
@click.option(
    "--candidate",
    metavar="MODULE:FUNCTION",
    help="Judge this step(case, state) in the place of the rung's own chapter.",
)
@click.option(
    "--data", metavar="NAME|FILE", help="breast-cancer, digits, or a file: .npz, .csv, .h5."
)
@click.option(
    "--layout",
    type=click.Choice(["columns", "rows"]),
    help="Where the examples of a file are, if its shape does not say.",
)
@click.option("--soft-labels", is_flag=True, help="Take labels between 0 and 1.")
@click.option(
    "--layer-dims",
    callback=_numbers,
    metavar="N,N,...",
    help="n_x, n_1, ..., n_L.  [default: by rung]",
)
@click.option(
    "--activations",
    callback=_names,
    metavar="G,G,...",
    help="One a layer: sigmoid, tanh, relu, leaky-relu, identity.  [default: by rung]",
)
@click.option(
    "--cost",
    default="cross-entropy",
    show_default=True,
    metavar="NAME",
    help="Of the networks: cross-entropy or squared-error.",
)
@click.option(
    "--init",
    "initialisation",
    metavar="NAME|FILE",
    help="zeros, small, he, xavier, or an .npz of weights.  [default: by activation]",
)
@click.option("--learning-rate", type=float, metavar="ALPHA", help="[default: 0.1]")
@click.option("--steps", type=int, metavar="T", help="Steps to judge.  [default: by rung]")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Of weights, splits and synthetic data.",
)
@click.option(
    "--dtype", type=click.Choice(["float64", "float32"]), default="float64", show_default=True
)
@click.option("--allow-blind", is_flag=True, help="Exit 0 even if some quantities say nothing.")
@click.option("--strict", is_flag=True, help="Exit 1 for a convention or a less accurate form.")
@click.option(
    "--second-opinion",
    is_flag=True,
    help="Put the reference's gradients to the complex step and a Taylor test.",
)
@click.option(
    "--relu-at-zero",
    type=click.IntRange(0, 1),
    metavar="0|1",
    help="Demand this derivative of relu at exactly 0.  [default: any, named]",
)
@click.option("--json", "json_file", metavar="FILE|-", help="Write JSON; - in place of the text.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True
)
@click.option("-q", "--quiet", is_flag=True, help="Only the verdict.")
@click.option("-v", "--verbose", is_flag=True, help="Every quantity too.")
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
    **options: Any,
) -> None:
    """Run every rung by hand in NumPy and by autograd in torch, and judge each quantity.

    The rungs lead from slopes and single-sample logistic regression to the L-layer net, on real
    data.  Exit code: 0 agree, 1 differ, 2 bad input, 3 no verdict, 4 the candidate could not run.
    """
    _check_writable(json_file)
    reports, settings = _run(rungs, options, strict=strict, second=second_opinion, quiet=quiet)

    from compare.comparing.report import exit_code  # numpy comes with it
    from compare.reporting.as_json import ladder_json
    from compare.reporting.as_text import ladder_text
    from compare.reporting.files import write_text
    from compare.reporting.terminal import make_console, write_answer

    document = None if json_file is None else ladder_json(reports, settings)
    if json_file == "-":
        write_answer(str(document))
    else:
        console = make_console(color)
        write_answer(ladder_text(reports, console, quiet=quiet, verbose=verbose))
        if json_file is not None:
            write_text(Path(json_file), str(document))
    verdicts = [part.verdict for report in reports for part in report.parts]
    code = exit_code(verdicts, strict=strict, allow_blind=allow_blind)
    click.get_current_context().exit(code)


def _run(
    rungs: tuple[str, ...], options: dict[str, Any], *, strict: bool, second: bool, quiet: bool
) -> "tuple[list[RungReport], Settings]":
    """Plan everything first, then run rung by rung."""
    import numpy as np

    from compare.cases.hyperparameters import check_choice
    from compare.comparing.run import Judging
    from compare.ladder.run import plan_ladder, run_plan
    from compare.ladder.rungs import RUNGS
    from compare.ladder.settings import Settings
    from compare.reporting.terminal import progress

    for name in rungs:
        check_choice("rung", name, tuple(RUNGS))
    settings = Settings(**{**options, "dtype": np.dtype(options["dtype"])})
    judging = Judging(settings.dtype, torch_evaluator(), strict, second, settings.relu_at_zero)
    plans = plan_ladder(rungs, settings)
    with progress(show=not quiet) as add:
        return [run_plan(plan, judging, add) for plan in plans], settings


def torch_evaluator() -> Callable[..., Any]:
    """Import torch, now that it is needed."""
    try:
        from compare.formulas.on_torch import TorchEvaluator
    except (ImportError, OSError) as error:  # missing, or a library of it is
        raise FaultError(
            f"the reference needs torch, which cannot be imported here ({error}); "
            "install it: pip install 'torch>=2.4'"
        ) from None
    return TorchEvaluator


def _check_writable(json_file: str | None) -> None:
    """Refuse a place that cannot be written before anything is run."""
    if json_file in (None, "-"):
        return
    path = Path(str(json_file))
    if path.is_dir():
        raise UsageError(f"--json {json_file}: this is a folder; name a file in it")
    folder = path.resolve().parent
    if not folder.is_dir():
        raise UsageError(f"--json {json_file}: there is no folder {folder}")
    if not os.access(folder, os.W_OK):
        raise UsageError(f"--json {json_file}: the folder {folder} cannot be written")
