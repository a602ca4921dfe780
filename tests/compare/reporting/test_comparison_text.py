"""The report on one candidate: the verdict first, what is wrong, and what else to know."""

import io

import pytest
from rich.console import Console

from compare.cases.probes import Probe
from compare.comparing.power import Power
from compare.comparing.repeat import Repeated
from compare.comparing.report import ProbeReport
from compare.judging.free_run import Envelope, FreeRun
from compare.judging.second_opinion import SecondOpinion
from compare.quantities.conventions import Convention
from compare.reporting.comparison_text import plain_text, print_comparison
from compare.slips.catalogue import BY_ID
from compare.slips.power import Hidden
from tests.compare.reporting.made_reports import CASE, TABLE, part_of, quantity, trajectory

HAND = "scratch_numpy.shallow_network.vectorised:step"
TWIN = "reference_torch.shallow_network.vectorised:step"
Z1 = quantity("Z1")
SMALL = Probe("primes", "3-2-1, m = 5", CASE)


def probed(*quantities, name="primes", **given):
    return ProbeReport(Probe(name, SMALL.sizes, CASE), trajectory(*quantities, **given))


def hidden(*ids):
    return tuple(Hidden(BY_ID[slip], "needs other data") for slip in ids)


def first(report):
    return plain_text(report).splitlines()[0]


def test_an_agreement_names_both_and_says_what_it_rests_on():
    report = part_of(Z1, quantity("dW1"), probes=(probed(Z1), probed(Z1, name="square")))
    lines = plain_text(report).splitlines()
    assert lines[0] == f"agree  {HAND} against {TWIN}: 20 steps, 2 quantities, 42 entries compared"
    assert "       on 2 probes of other sizes and values as well" in lines


def test_an_agreement_names_the_known_mistakes_that_were_hidden():
    report = part_of(Z1, power=Power(144, hidden("F01", "C01"), frozenset()))
    expected = (
        "of 144 known mistakes 2 could not have shown here: "
        "the bias is forgotten (F01), summed over the samples, not averaged (C01)"
    )
    assert expected in plain_text(report)


def test_quiet_is_the_verdict_and_nothing_else():
    stream = io.StringIO()
    console = Console(file=stream, width=200, color_system=None)
    report = part_of(quantity("dW1", "differ"), warnings={"overflow": 2})
    print_comparison(report, console, quiet=True, verbose=False)
    assert stream.getvalue().splitlines() == [
        f"differ  dW1 in {HAND} against {TWIN}: 20 of 21 entries differ (step 2)"
    ]


def test_a_message_has_no_colour_and_no_line_is_broken():
    report = part_of(quantity("dW1", "differ", reason="wrong " * 60))
    text = plain_text(report)
    assert "\x1b" not in text
    assert ("wrong " * 60).strip() in text


# ---- what is not of the own case


def test_what_a_probe_found_is_named_with_the_probe_and_why_it_was_hidden():
    report = part_of(Z1, probes=(probed(quantity("dW1", "differ"), name="square"),))
    lines = plain_text(report).splitlines()
    assert lines[0].endswith(
        "dW1 on the probe square (3-2-1, m = 5): 20 of 21 entries differ (step 2)"
    )
    assert lines[-1] == "        hidden on your own data: no two sizes are equal"


def test_of_several_probes_the_first_is_shown_and_the_others_are_named():
    wrong = quantity("dW1", "differ")
    report = part_of(Z1, probes=tuple(probed(wrong, name=n) for n in ("primes", "zeros", "one")))
    text = plain_text(report)
    assert text.count("dW1 on the probe primes") == 2  # the headline, and the finding
    assert text.endswith("also wrong on the probes zeros, one")


def test_of_a_probe_the_certain_quantity_is_named_first():
    wrong = quantity("A1", "differ", status="follows"), quantity("dW1", "differ")
    assert "dW1 on the probe" in first(part_of(Z1, probes=(probed(*wrong),)))


def test_a_probe_that_raised_says_what():
    report = part_of(Z1, probes=(probed(failure="step 1: mynet:step raised ValueError"),))
    assert report.verdict == "differ"
    expected = "could not run on the probe primes (3-2-1, m = 5): step 1: mynet:step raised"
    assert expected in first(report)


def test_probes_are_not_spoken_of_where_the_own_case_differs():
    wrong = quantity("dW1", "differ")
    assert "probe" not in plain_text(part_of(wrong, probes=(probed(wrong),)))


def test_what_was_hidden_by_the_data_is_counted_and_named():
    power = Power(144, hidden("C01", "F01"), frozenset({"C01"}))
    report = part_of(Z1, power=power)
    assert report.verdict == "blind"
    assert first(report).endswith("these data could not have shown 1 known mistake")
    assert "summed over the samples, not averaged (C01)" in plain_text(report)
    assert part_of(Z1, power=power, probes=(probed(Z1),)).verdict == "agree"


def test_a_program_that_answers_otherwise_when_asked_again_has_no_verdict():
    report = part_of(Z1, repeated=Repeated(unequal=("dW1",)))
    assert first(report).startswith("not-comparable  ")
    assert "it gives another dW1: it is random, or keeps something" in plain_text(report)


# ---- conventions and forms


def convention(kind, name):
    return quantity(
        "dW1", "convention", reason=name, convention=Convention(kind, name, TABLE)
    )  # fmt: skip  # one value


@pytest.mark.parametrize(
    ("kind", "strict", "verdict"),
    [
        ("scale", False, "convention"), ("scale", True, "convention"),
        ("place", False, "agree"), ("place", True, "convention"),
        ("kink", False, "agree"), ("kink", True, "convention"),
    ],
)  # fmt: skip  # one table
def test_a_convention_that_no_gradient_depends_on_is_a_note_unless_asked_strictly(
    kind, strict, verdict
):
    report = part_of(Z1, convention(kind, "its name"), strict=strict)
    assert report.verdict == verdict
    assert first(report).startswith(f"{verdict}  ")
    assert "note   dW1: a convention: its name" in plain_text(report)


def test_a_less_accurate_form_is_named_with_its_reason():
    report = part_of(Z1, quantity("A1", "less-accurate", reason="loses digits"))
    assert first(report).endswith(": loses digits")
    assert "note   A1: loses digits" in plain_text(report)


# ---- notes


@pytest.mark.parametrize(
    ("given", "note"),
    [
        ({"warnings": {"overflow": 3}}, f"{HAND} gave a warning 3 times: overflow"),
        ({"extra": {"dw1": "dW1"}}, "dw1 was returned and is not in the table, so not compared; "
                                    "is it dW1?"),
        ({"extra": {"blah": None}}, "blah was returned and is not in the table, so not compared"),
        ({"repeated": Repeated((), ("Z1",))}, "Z1: the right columns in another order; "
                                              "does it shuffle the examples?"),
        ({"opinions": (SecondOpinion("dW1", "refuted", "entry [0, 1] is wrong"),)},
         "second opinion on the reference: "),
    ],
)  # fmt: skip  # one table
def test_what_else_a_person_should_know_is_a_note(given, note):
    assert f"note   {note}" in plain_text(part_of(Z1, **given))


def test_a_confirmed_opinion_is_no_note():
    report = part_of(Z1, opinions=(SecondOpinion("dW1", "confirmed"),))
    assert "note" not in plain_text(report)


@pytest.mark.parametrize(("kinks", "words"), [(1, "1 entry of A1 lie"), (3, "3 entries of A1 lie")])
def test_entries_excused_for_a_kink_are_counted(kinks, words):
    text = plain_text(part_of(quantity("A1", kinks=kinks)))
    assert f"note   {words} on the other side of the kink" in text


@pytest.mark.parametrize(
    ("envelope", "note"),
    [
        (Envelope(1e-15, 1e-13, 0.01, None), ""),
        (Envelope(1e-9, 1e-13, 1e4, None), "by 1.0e-09, 1e+04 times what rounding explains"),
        (Envelope(1.0, 1e-13, 0.5, 113), "this training is chaotic beyond step 113"),
    ],
)  # fmt: skip  # one table
def test_a_free_run_is_a_note_where_it_strayed_or_is_chaotic(envelope, note):
    text = plain_text(part_of(Z1, candidate=FreeRun((0.7, 0.6), None, envelope)))
    assert (note in text) if note else ("running free" not in text)
