"""The text a person sees: the verdict first, plain ASCII, and whole at 80 columns."""

import io

import pytest
from rich.console import Console

from compare.judging.free_run import FreeRun
from compare.ladder.rungs import RUNGS
from compare.reporting.as_text import ladder_text, print_ladder
from compare.reporting.terminal import PIPED_WIDTH, make_console, progress
from tests.compare.ladder.ladder_runs import cached
from tests.compare.reporting.made_reports import (
    AGREEING,
    BLIND,
    CHANGED,
    DIFFERING,
    EVERY,
    FAILED,
    INF,
    MISSING,
    NAN,
    OPEN,
    part_of,
    quantity,
    rung,
    rung_of,
)


def text(*reports, width=160, quiet=False, verbose=False):
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, color_system=None, highlight=False, markup=False, emoji=False
    )
    print_ladder(reports, console, quiet=quiet, verbose=verbose)
    return stream.getvalue()


def tables(*reports, **options):
    """The lines of the tables: those between the headline and the legend."""
    lines = text(*reports, **options).split("\nused: ")[0].splitlines()
    return [line for line in lines[lines.index("") :] if line]


# ---- the headline


@pytest.mark.parametrize("verdict", EVERY)
def test_the_first_word_is_the_verdict(verdict):
    for reports in ([EVERY[verdict]], [AGREEING, EVERY[verdict]], [EVERY[verdict], AGREEING]):
        assert text(*reports).split()[0] == verdict
        assert text(*reports, quiet=True).split()[0] == verdict


def test_a_difference_is_named_in_the_first_line_with_rung_reason_and_step():
    assert text(DIFFERING).splitlines()[0] == (
        "differ  dZ1 in shallow-network/vectorised: 20 of 21 entries differ (step 2)"
    )


def test_of_several_differences_a_certain_one_is_named_whatever_its_place():
    report = rung(
        quantity("Z1", "differ", status="follows"),
        quantity("A1", "differ", status="suspect"),
        quantity("dZ1", "differ", status="certain"),
        quantity("dW1", "differ", status="certain"),
    )
    assert text(report).startswith("differ  dZ1 in ")


def test_a_difference_in_a_later_rung_is_named_before_a_blind_one_in_an_earlier():
    assert text(BLIND, OPEN, DIFFERING).startswith("differ  dZ1 in shallow-network/vectorised")


def test_an_agreement_says_how_much_was_compared_used_and_would_have_been_seen():
    lines = text(AGREEING).splitlines()
    assert lines[0] == "agree  1 rung, 3 quantities, 63 entries compared"
    assert lines[1] == "       largest share of the tolerance used: 0.13"
    assert lines[2].endswith("would have been seen: 3e-15 (median), 3e-15 (worst quantity)")
    assert lines[3].startswith("       not tested: dropout, mini-batches")


def test_several_rungs_are_counted_as_such():
    assert text(AGREEING, AGREEING).startswith("agree  2 rungs, 6 quantities, 126 entries")


def test_what_could_not_run_says_what_was_raised():
    first = text(FAILED).splitlines()[0]
    assert first.startswith("could-not-run  shallow-network/vectorised: step 1: mynet:step raised")


def test_changed_arguments_are_named_in_the_first_line():
    assert text(CHANGED).splitlines()[0] == (
        "differ  shallow-network/vectorised: scratch_numpy.shallow_network.vectorised:step "
        "changed its arguments in place: W1 (by up to 3.0e-01), X (by up to 2.0e-09)"
    )


@pytest.mark.parametrize("report", [BLIND, OPEN, MISSING], ids=["blind", "open", "missing"])
def test_what_has_no_verdict_names_its_quantities_in_the_first_line(report):
    open_quantity = report.quantities[1][1].name
    assert open_quantity in text(report).splitlines()[0]


def test_what_is_expected_to_be_blind_is_no_finding():
    zero = quantity("dW1", "blind", always_zero=True, smallest_visible=INF)
    report = rung_of(part_of(quantity("Z1"), zero, start="zeros", expects_blind="zeros"))
    assert text(report).startswith("agree")
    assert "blind" not in text(report)


def test_a_quantity_of_one_start_of_several_is_named_with_it():
    parts = part_of(quantity("Z1")), part_of(quantity("dZ1", "differ"), start="he")
    assert text(rung_of(*parts)).startswith("differ  dZ1 from he in ")


def test_quiet_prints_the_headline_and_nothing_else():
    headline, blank, _ = text(AGREEING).partition("\n\n")
    assert blank
    assert text(AGREEING, quiet=True) == headline + "\n"
    assert len(text(DIFFERING, quiet=True).splitlines()) == 1


# ---- findings


def test_a_finding_shows_equation_worst_entry_and_status():
    lines = text(DIFFERING).splitlines()
    start = lines.index("differ  dZ1: 20 of 21 entries differ (step 2)")
    assert lines[start + 1 : start + 4] == [
        "        dZ1 = dA1 * tanh_prime(Z1)",
        "        at [2, 3]: yours 0.125, reference -0.5; 4e+09 times the tolerance 1.5e-10",
        "        certain: what it is made of agrees (dA1, Z1), and it does not follow from that",
    ]


def test_what_follows_and_what_is_suspect_say_so():
    shown = text(DIFFERING)
    assert "follows from the above: it is right for your own dZ1, X" in shown
    assert "also suspect: it does not follow from your own dZ1, which differ already" in shown


def test_of_many_differences_six_are_shown_and_the_rest_is_named():
    names = ["Z1", "A1", "Z2", "A2", "cost", "dZ2", "dW2", "db2", "dA1"]
    shown = text(rung(*(quantity(name, "differ") for name in names)))
    assert shown.count("entries differ (step 2)") == 7  # the headline and six
    assert "and 3 more: dW2, db2, dA1" in shown


def test_what_is_wrong_as_an_array_has_no_worst_entry():
    report = rung(quantity("dW1", "differ", worst=None, reason="shape (5,) where (3, 5) is wanted"))
    assert "dW1: shape (5,) where (3, 5) is wanted (step 2)" in text(report)
    assert "at [" not in text(report)


def test_numbers_that_are_not_finite_can_be_shown():
    from compare.judging.verdict import Worst

    report = rung(quantity("dW1", "differ", worst=Worst((0, 0), NAN, INF, INF), worst_excess=INF))
    assert "at [0, 0]: yours nan, reference inf; inf times the tolerance inf" in text(report)


def test_what_is_open_is_listed_with_its_reason():
    assert "not-comparable  cost: 1 of 1 entries cannot be compared" in text(OPEN)
    assert "dW1: all zero" in text(BLIND)


def test_a_note_of_several_rungs_is_printed_once():
    shown = text(
        rung(quantity("Z1"), notes=("standardised", "own")),
        rung(quantity("Z1"), notes=("standardised",)),
    )
    assert shown.count("standardised") == 1
    assert "note   2 rungs: standardised" in shown
    assert "note   shallow-network/vectorised: own" in shown


# ---- rows


def test_a_row_shows_cost_accuracy_and_times_of_both():
    (row,) = [line for line in tables(AGREEING) if line.startswith("agree")]
    assert row.split() == [
        "agree", "shallow-network/vectorised", "breast-cancer", "3", "x", "63", "0.13", "3e-15",
        "0.7000", "->", "0.2500", "95.4", "95.4", "0.16", "1.9",
    ]  # fmt: skip  # one row


def test_a_row_without_results_shows_dashes():
    (row,) = [line for line in tables(FAILED) if line.startswith("could-not-run")]
    assert row.split()[2:] == ["breast-cancer", "0", "x", "0", *"-----"]


def test_a_free_run_that_is_unknown_shows_dashes():
    report = rung(quantity("Z1"), reference=FreeRun((0.7,), None), candidate=FreeRun((), None))
    assert text(report).startswith("agree")


def test_large_counts_are_rounded():
    report = rung(quantity("Z1", elements=12_345_678), quantity("A1", elements=0))
    assert "2 x 12M" in text(report)
    assert "2 x 12k" in text(rung(quantity("Z1", elements=12_345), quantity("A1", elements=0)))


def test_a_wide_terminal_has_one_row_a_rung():
    rows = [line for line in tables(AGREEING, DIFFERING, width=120) if "vectorised" in line]
    assert len(rows) == 2
    assert all(len(row) <= 120 for row in rows)


def test_a_narrow_terminal_has_two_tables_of_one_row_each():
    rows = [line for line in tables(AGREEING, DIFFERING, width=80) if "vectorised" in line]
    assert len(rows) == 4


@pytest.mark.parametrize("width", [80, 100, 118, 120, PIPED_WIDTH])
def test_the_rows_of_all_rungs_fit_the_terminal_and_none_is_cut(width):
    reports = [cached(name) for name in RUNGS]
    lines = tables(*reports, width=width)
    assert max(map(len, lines)) <= width
    rows = [" ".join(line.split()) for line in lines]
    for report in reports:
        assert sum(row.startswith(f"agree {report.plan.rung} ") for row in rows) == 1
        below = 0 if width >= 118 else 1
        assert sum(row.startswith(f"{report.plan.rung} ") for row in rows) == below
    assert "\N{HORIZONTAL ELLIPSIS}" not in "".join(lines)


@pytest.mark.parametrize("width", [80, 100, 118, 120, PIPED_WIDTH])
@pytest.mark.parametrize("verdict", EVERY)
def test_a_longer_verdict_leaves_verdicts_and_names_whole_and_the_lines_in_the_terminal(
    verdict, width
):
    reports = [cached(name) for name in RUNGS] + [EVERY[verdict]]
    lines = tables(*reports, width=width)
    assert max(len(line) for line in lines if "/vectorised" in line) <= width
    rows = [" ".join(line.split()) for line in lines]
    for report in reports:
        assert any(row.startswith(f"{report.verdict} {report.plan.rung} ") for row in rows)
    assert "".join(lines).isascii()


@pytest.mark.parametrize("width", [80, 120])
def test_a_long_file_name_does_not_push_the_verdict_out_of_its_row(width):
    name = "a-rather-long-name-of-a-file-as-people-have-them-2025-11-21-final.npz"
    lines = tables(rung(quantity("Z1"), dataset=name), width=width)
    assert max(map(len, lines)) <= width
    assert any(line.startswith("agree shallow-network/vectorised a-rather") for line in lines)
    assert any("0.13 3e-15" in line for line in lines)


# ---- every quantity


@pytest.mark.parametrize("width", [80, 120, 160])
def test_verbose_shows_every_quantity_with_its_verdict_name_numbers_and_equation(width):
    report = cached("training")
    shown = text(report, width=width, verbose=True)
    rows = shown[shown.index("training  7-5-3-1") :].splitlines()
    assert report.quantities
    for _, found in report.quantities:
        (row,) = [line for line in rows if line.split()[1:2] == [found.name]]
        seen = f"{found.smallest_visible:.0e}"
        numbers = [f"{found.elements:,}", f"{found.worst_excess:.2g}", seen]
        assert row.split()[:5] == [found.verdict, found.name, *numbers]
        assert f"{found.name} = " in row


def test_verbose_shows_what_differs_as_such():
    shown = text(DIFFERING, verbose=True).splitlines()
    assert any(line.split()[:2] == ["differ", "dZ1"] and "tanh_prime" in line for line in shown)


@pytest.mark.parametrize("width", [80, 120, 160])
def test_verbose_keeps_to_the_width_and_to_ascii(width):
    for name in ("shallow-network/vectorised", "training", "losses", "initialisation"):
        shown = text(cached(name), width=width, verbose=True)
        assert shown.isascii()
        table = [line for line in shown.splitlines() if " = " in line]
        assert max(map(len, table)) <= width


def test_verbose_says_what_is_expected_to_be_blind():
    zero = quantity("dW1", "blind", always_zero=True, smallest_visible=INF)
    report = rung_of(part_of(zero, start="zeros", expects_blind="zeros"))
    assert "blind (expected) dW1 from zeros" in " ".join(text(report, verbose=True).split())


# ---- streams


@pytest.mark.parametrize("width", [80, 120, 160])
@pytest.mark.parametrize("verdict", EVERY)
def test_only_ascii_is_printed(verdict, width):
    assert text(EVERY[verdict], AGREEING, width=width).isascii()


def test_real_runs_print_only_ascii():
    assert text(*(cached(name) for name in RUNGS)).isascii()


def test_markup_in_a_message_is_printed_as_it_is():
    report = rung(quantity("Z1"), notes=("[red]X[/red] :smile: [bold",))
    assert "[red]X[/red] :smile: [bold" in text(report)


def test_the_console_of_a_pipe_is_wide_and_plain(capsys, monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    console = make_console("auto")
    assert console.width == PIPED_WIDTH
    console.print("x", style="bold red")
    assert capsys.readouterr().out == "x\n"


def test_the_console_prints_markup_as_it_is(capsys):
    make_console("auto").print("[red]X[/red] :smile: 3.14")
    assert capsys.readouterr().out == "[red]X[/red] :smile: 3.14\n"


def test_the_rendered_text_is_what_would_be_printed(capsys):
    rendered = ladder_text([DIFFERING], make_console("never"), quiet=False, verbose=True)
    print_ladder([DIFFERING], make_console("never"), quiet=False, verbose=True)
    assert rendered == capsys.readouterr().out


def test_colour_is_printed_where_it_is_asked_for_only(capsys, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    make_console("always").print("x", style="red")
    assert "\x1b[31m" in capsys.readouterr().out
    make_console("never").print("x", style="red")
    assert capsys.readouterr().out == "x\n"


def test_no_color_is_honoured_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")
    make_console("auto").print("x", style="red")
    assert "\x1b[31m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    make_console("auto").print("x", style="red")
    assert capsys.readouterr().out == "x\n"


def test_progress_prints_nothing_where_there_is_no_terminal(capsys):
    with progress(show=True) as add:
        advance = add("deep-network", 3)
        advance()
    assert capsys.readouterr() == ("", "")
