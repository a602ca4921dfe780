"""How far the judge can be trusted, beside the rules that people compare gradients by.

In one run: how often right code is accused, how small an error would be seen, how many wrong
derivations are seen and whether the wrong quantity is named; by our judge and by ``assert_close``,
``np.allclose``, ULPs, cosines, norm ratios, relative errors, ``gradcheck`` and cost curves, on the
same arrays.  ``docs/trust.md`` says what the columns mean.

The work is cut into pieces.  Each is written to the results file as it is done, so a run that was
killed continues, and a piece is measured again when the code that it is about has changed.

Exit code: 0 if the judge has no false alarm and no miss, 1 otherwise, 2 for bad options, 130 if
interrupted.
"""

import os
from pathlib import Path

import click

from benchmarks.trusting.experiments import EXPERIMENTS
from benchmarks.trusting.page import NoMarkersError, write_into
from benchmarks.trusting.results import FILE, OtherResultsError, Piece, Results, digest, header
from benchmarks.trusting.table import faults, render
from benchmarks.trusting.tallies import Tally, add
from benchmarks.trusting.work import pieces, work

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
NETWORKS = EXPERIMENTS["false alarms"]


@click.command()
@click.option("--quick", is_flag=True, help="All of it at small counts: about two minutes.")
@click.option(
    "--networks", type=click.IntRange(min=1), metavar="N",
    help=f"Random networks of right code.  [default: {NETWORKS.full}, quick {NETWORKS.quick}]",
)  # fmt: skip  # name, meaning
@click.option(
    "--network", "index", type=click.IntRange(min=0), metavar="INDEX",
    help="Judge this one, show every quantity, and measure nothing.",
)  # fmt: skip  # name, meaning
@click.option(
    "--jobs", type=click.IntRange(min=1), default=CORES, show_default=True,
    help="Processes, of one thread each.",
)  # fmt: skip  # name, meaning
@click.option(
    "--results", "path", type=click.Path(dir_okay=False, path_type=Path), default=FILE,
    help="Where results are kept and continued.  [default: benchmarks/results/trust.jsonl]",
)  # fmt: skip  # name, meaning
@click.option(
    "--write", "page", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PAGE", help="Put the tables between the markers of this page too.",
)  # fmt: skip  # name, meaning
def main(
    *,
    quick: bool,
    networks: int | None,
    index: int | None,
    jobs: int,
    path: Path,
    page: Path | None,
) -> None:
    """Measure false alarms, detection and localisation, ours and the peers', in one run."""
    if index is not None:
        from benchmarks.trusting.one_network import show  # it brings numpy and torch

        click.echo(show(index))
        return
    digests = {name: digest(experiment.sources) for name, experiment in EXPERIMENTS.items()}
    try:
        results = Results(path, header(), digests)
    except (OtherResultsError, OSError) as error:
        raise click.UsageError(str(error)) from None
    plan = planned(quick=quick, networks=networks)
    try:
        work([piece for piece in plan if piece not in results.tallies], results, jobs)
    except KeyboardInterrupt:
        click.echo(f"interrupted; the same command continues {path}", err=True)
        raise SystemExit(130) from None
    tallies = total(plan, results)
    tables = "\n".join([setting(results, quick=quick), "", render(tallies)])
    click.echo(tables)
    if page is not None:
        try:
            write_into(page, tables)
        except NoMarkersError as error:
            raise click.UsageError(str(error)) from None
    raise SystemExit(1 if faults(tallies) else 0)


def planned(*, quick: bool, networks: int | None) -> list[Piece]:
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


def setting(results: Results, *, quick: bool) -> str:
    """Say what the figures were measured with."""
    versions = ", ".join(f"{name} {of}" for name, of in results.header["versions"].items())
    return f"{versions}; {results.header['machine']}{'; quick' if quick else ''}"


if __name__ == "__main__":
    main()
