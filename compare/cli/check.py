"""``backproof check``: people's files as they are; which line is wrong, and why."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compare.cli.options import ANSWER, check_writable, names_option, numbers_option, options

if TYPE_CHECKING:
    from compare.diagnosing.answer import CheckReport


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "-e",
    "--formula",
    "formulas",
    multiple=True,
    metavar="FORMULA",
    help="Check a formula, Python or LaTeX; may be repeated; - reads standard input.",
)
@click.option(
    "--activations",
    callback=names_option,
    metavar="G,G,...",
    help="Of a formula's network, one a layer.  [default: by the formula]",
)
@click.option(
    "--layer-dims",
    callback=numbers_option,
    metavar="N,N,...",
    help="Of a formula's network: n_x, n_1, ..., n_L.  [default: all different]",
)
@click.option("--cost", metavar="NAME", help="Of a formula's network.  [default: cross-entropy]")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Files at once.  [default: cores]"
)
@click.option("--strict", is_flag=True, help="Exit 1 for a convention.")
@options(ANSWER)
def check(
    *,
    paths: tuple[str, ...],
    formulas: tuple[str, ...],
    activations: tuple[str, ...] | None,
    layer_dims: tuple[int, ...] | None,
    cost: str | None,
    jobs: int | None,
    strict: bool,
    json_file: str | None,
    color: str,
    quiet: bool,
    verbose: bool,
) -> None:
    """Say which line of your backpropagation is wrong, and why.

    PATH is a .py, .ipynb, Markdown or text file, or a folder of them; -e checks a formula.  The
    code runs in a process of its own, on small data of ours; training, plots and files are left
    out.  Exit code: 0 right, or right by another convention; 1 wrong; 2 bad input; 3 no verdict;
    4 the code could not run.
    """
    check_writable("--json", json_file)
    if not paths and not formulas:
        raise click.UsageError("Missing argument 'PATH...' or option '-e'.")
    said = (layer_dims or (), activations or (), cost)
    reports = _formulas(formulas, *said) if formulas else []
    reports += _run(paths, jobs, quiet=quiet) if paths else []

    from compare.diagnosing.outcome import exit_code
    from compare.reporting.check_json import check_json
    from compare.reporting.check_text import check_text
    from compare.reporting.files import write_text
    from compare.reporting.terminal import make_console, write_answer

    document = None if json_file is None else check_json(reports)
    if json_file == "-":
        write_answer(str(document))
    else:
        console = make_console(color)
        write_answer(check_text(reports, console, quiet=quiet, verbose=verbose))
        if json_file is not None:
            write_text(Path(json_file), str(document))
    click.get_current_context().exit(exit_code(reports, strict=strict))


def _formulas(
    formulas: Sequence[str],
    layer_dims: tuple[int, ...],
    activations: tuple[str, ...],
    cost: str | None,
) -> "list[CheckReport]":
    """Check what stands on the command line; every line of standard input is a formula."""
    texts: list[str] = []
    for formula in formulas:
        if formula == "-":
            texts += sys.stdin.read().splitlines()
        else:
            texts.append(formula)

    from compare.checking.formulas import check_formulas
    from compare.meaning.options import checked_options

    written = [text for text in texts if text.strip()]
    if not written:
        raise click.UsageError("-e: the formula is empty; write one as in -e 'dZ2 = A2 - Y'")
    return list(check_formulas(written, checked_options(layer_dims, activations, cost)))


def _run(paths: Sequence[str], jobs: int | None, *, quiet: bool) -> "list[CheckReport]":
    """Find the files, and check them; every file may hold several networks."""
    from compare.cli.paths import files_of

    found, left_out = files_of(paths)
    if left_out and not quiet:
        click.echo(f"backproof: {left_out}", err=True)

    from compare.checking.check import check_paths
    from compare.reporting.terminal import progress

    reports, found = _notes(found)
    done: set[str] = set()
    with progress(show=not quiet) as add:
        advance = add("files", len(found))
        for report in check_paths(found, jobs):
            reports.append(report)
            if report.path not in done:
                done.add(report.path)
                advance()
    return reports


NOTHING = "no formula and no network was found in it"


def _notes(files: "list[Path]") -> "tuple[list[CheckReport], list[Path]]":
    """Check the formulas of texts; give the files that may hold code as well."""
    from compare.checking.notes import check_notes, is_notes, may_hold_code
    from compare.diagnosing.answer import CheckReport

    reports: list[CheckReport] = []
    rest: list[Path] = []
    for file in files:
        if not is_notes(file):
            rest.append(file)
            continue
        found = check_notes(file)
        if may_hold_code(file):
            rest.append(file)
        elif not found:
            found = [CheckReport(str(file), "no-verdict", NOTHING)]
        reports += found
    return reports, rest
