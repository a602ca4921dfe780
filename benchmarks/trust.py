"""How far the judge can be trusted, beside the rules that people compare gradients by.

Exit code: 0 if the judge has no false alarm and misses no slip, 1 otherwise, 2 for bad options,
130 if interrupted.
"""

import os
from pathlib import Path

import click

from benchmarks.trusting.experiments import EXPERIMENTS
from benchmarks.trusting.results import FILE, OtherResultsError, Piece, Results, digest, header
from benchmarks.trusting.table import render
from benchmarks.trusting.tallies import Tally, add
from benchmarks.trusting.work import pieces, work

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command()
@click.option("--quick", is_flag=True, help="All of it at small counts: about two minutes.")
@click.option(
    "--networks", type=click.IntRange(min=1), metavar="N",
    help="Random networks of right code.  [default: 20000, with --quick 200]",
)  # fmt: skip  # name, meaning
@click.option(
    "--jobs", type=click.IntRange(min=1), default=CORES, show_default=True,
    help="Processes, of one thread each.",
)  # fmt: skip  # name, meaning
@click.option(
    "--results", "path", type=click.Path(dir_okay=False, path_type=Path), default=FILE,
    help="Where results are kept and continued.  [default: benchmarks/results/trust.jsonl]",
)  # fmt: skip  # name, meaning
def main(*, quick: bool, networks: int | None, jobs: int, path: Path) -> None:
    """Measure false alarms, detection and localisation, ours and the peers', in one run."""
    digests = {name: digest(experiment.sources) for name, experiment in EXPERIMENTS.items()}
    try:
        results = Results(path, header(), digests)
    except (OtherResultsError, OSError) as error:
        raise click.UsageError(str(error)) from None
    plan = planned(quick, networks)
    todo = [piece for piece in plan if piece not in results.tallies]
    try:
        work(todo, results, jobs)
    except KeyboardInterrupt:
        click.echo(f"interrupted; the same command continues {path}", err=True)
        raise SystemExit(130) from None
    click.echo("\n".join(render(total(plan, results))))


def planned(quick: bool, networks: int | None) -> list[Piece]:
    """List the pieces of every experiment."""
    plan = []
    for name, experiment in EXPERIMENTS.items():
        count = experiment.quick if quick else experiment.full
        if name == "false alarms" and networks:
            count = networks
        plan += pieces(name, count, experiment.size)
    return plan


def total(plan: list[Piece], results: Results) -> dict[str, Tally]:
    """Add up the tallies of the plan's pieces, by experiment."""
    totals: dict[str, Tally] = {}
    for piece in plan:
        add(totals.setdefault(piece.experiment, {}), results.tallies[piece])
    return totals


if __name__ == "__main__":
    main()
