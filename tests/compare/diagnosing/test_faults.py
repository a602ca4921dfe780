"""Single and double slips in the two-layer text: the line, the cause, and never surely wrong."""

import pytest

from compare.diagnosing.answer import Finding
from compare.diagnosing.subject import Diagnosis
from tests.compare.diagnosing.recorded import SEVERAL, Sizes, diagnosed, edited, line_of
from tests.compare.diagnosing.two_layer_faults import ERRORS, SLIPS, UNEXPLAINED, Slip

BY_ID = {slip.id: slip for slip in SLIPS}
ALL = [pytest.param(slip, id=slip.id) for slip in (*SLIPS, *ERRORS)]
BESIDE = "a certain finding stands beside the verdict of a convention"
CAREFUL = [
    pytest.param(
        slip,
        id=slip.id,
        marks=[pytest.mark.xfail(reason=BESIDE)] * (slip.id == "sigmoid-too-steep"),
    )
    for slip in UNEXPLAINED
]
PAIRS = (
    ("dw2-sum", "slope-at-z"),
    ("dw2-of-z", "db2-over-all"),
    ("db2-negative", "dw1-negative"),
    ("residual-reversed", "db1-over-units"),
    ("da1-over-m", "dw2-of-labels"),
    ("da1-of-labels", "dw2-of-labels"),
    ("dw2-halved", "db1-first-only"),
    ("w2-uphill", "dw1-sum"),
    ("b1-uphill", "w1-twice-as-far"),
)
ONE_EXAMPLE: Sizes = (((5, 4, 3), 1), ((3, 6, 2), 1))
FIRST_EXAMPLE_ONLY = edited(("db2 = np.sum(dZ2, axis=1, keepdims=True)", "db2 = dZ2[:, :1]"))


def of_itself(found: Diagnosis) -> list[Finding]:
    """The findings that are no mere consequence."""
    return [finding for finding in found.findings if finding.status != "follows"]


def line(finding: Finding) -> int | None:
    return None if finding.place is None else finding.place.line


def test_there_are_many() -> None:
    assert len(SLIPS) >= 40
    assert len({cause for slip in SLIPS for cause in slip.causes}) >= 15


@pytest.mark.parametrize("slip", ALL)
def test_one_slip(slip: Slip) -> None:
    found = diagnosed(slip.text)
    assert found.verdict == "differ"
    first = found.findings[0]
    assert first.status == "certain"
    assert (line(first), first.quantity) == (slip.line, slip.quantity)
    assert first.cause in slip.causes
    assert first.source == slip.text.splitlines()[slip.line - 1].strip()
    for finding in of_itself(found):
        if finding.sure:
            assert finding.cause in slip.causes
            assert line(finding) == slip.line


@pytest.mark.parametrize("slip", CAREFUL)
def test_what_cannot_be_explained_is_not_called_right(slip: Slip) -> None:
    found = diagnosed(slip.text)
    assert found.verdict != "agree"
    assert found.verdict != "convention" or found.findings
    for finding in of_itself(found):
        assert not finding.sure or (line(finding) == slip.line and finding.cause in slip.causes)


@pytest.mark.parametrize("slip", ALL)
def test_a_suggested_line_mends_the_text(slip: Slip) -> None:
    first = diagnosed(slip.text).findings[0]
    if not first.suggestion:
        pytest.skip("no line is suggested")
    lines = slip.text.splitlines()
    old = lines[slip.line - 1]
    lines[slip.line - 1] = old.replace(old.strip(), first.suggestion)
    assert diagnosed("\n".join(lines)).verdict == "agree", first.suggestion


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_independent_slips_are_both_found(first: str, second: str) -> None:
    slips = BY_ID[first], BY_ID[second]
    text = edited(*((slip.old, slip.new) for slip in slips))
    found = {(line(finding), finding.cause) for finding in of_itself(diagnosed(text))}
    for slip in slips:
        assert found & {(slip.line, cause) for cause in slip.causes}, found
    assert {number for number, _ in found} == {slip.line for slip in slips}


def test_a_consequence_is_told_as_one() -> None:
    found = diagnosed(BY_ID["slope-at-z"].text)
    follows = {f.quantity for f in found.findings if f.status == "follows"}
    assert follows == {"dW1", "db1"}
    assert all(f.cause is None for f in found.findings if f.status == "follows")


def test_the_worst_entry_is_told() -> None:
    (finding,) = diagnosed(BY_ID["dw2-sum"].text).findings
    assert finding.worst is not None
    assert finding.worst.actual == pytest.approx(7 * finding.worst.expected)
    assert finding.worst.tolerance < abs(finding.worst.actual - finding.worst.expected)


def test_a_slip_that_one_example_hides() -> None:
    assert diagnosed(FIRST_EXAMPLE_ONLY, ONE_EXAMPLE).verdict == "agree"
    found = diagnosed(FIRST_EXAMPLE_ONLY, SEVERAL)
    assert found.verdict == "differ"
    assert [(line(f), f.cause) for f in found.findings] == [
        (line_of("db2 = dZ2", FIRST_EXAMPLE_ONLY), "missing-sum")
    ]


@pytest.mark.parametrize("sizes", [(ONE_EXAMPLE[0], SEVERAL[1]), (SEVERAL[0], ONE_EXAMPLE[1])])
def test_one_case_that_shows_it_is_enough(sizes: Sizes) -> None:
    assert diagnosed(FIRST_EXAMPLE_ONLY, sizes).verdict == "differ"
