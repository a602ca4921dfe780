"""Every right file of the corpus agrees, in every form that it is published in."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from compare.checking.check import check_paths
from compare.diagnosing.answer import CheckReport
from compare.diagnosing.outcome import exit_code, worst_verdict
from tests.corpus.corpus import Case, families, made, right
from tests.corpus.forms import as_markdown, as_notebook
from tests.corpus.variants import VARIANTS

COURSE = ("wk2_logistic", "wk3_planar", "wk4_deep")
FORMS: dict[str, Callable[[Case], Case]] = {"notebook": as_notebook, "markdown": as_markdown}
SLIPS = (("wk2_logistic", "sign"), ("wk3_planar", "missing-mean"), ("wk4_deep", "sign"))


def checked(paths: Sequence[Path]) -> list[CheckReport]:
    return list(check_paths(paths, jobs=2))


@pytest.mark.parametrize("family", families())
def test_a_right_file_agrees(family: str, tmp_path: Path) -> None:
    (report,) = checked([right(family).write(tmp_path)])
    assert report.verdict == "agree", report.reason
    assert report.findings == ()
    assert report.not_captured == ()
    assert any(name.lower().startswith("dw") for name in report.compared)
    assert report.path == str(tmp_path / right(family).name)
    assert report.recipe
    assert report.isolation


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("family", COURSE)
def test_another_form_of_a_course_file_agrees_on_the_same(
    family: str, form: str, tmp_path: Path
) -> None:
    script, other = right(family), FORMS[form](right(family))
    mine, theirs = checked([script.write(tmp_path), other.write(tmp_path)])
    assert theirs.verdict == "agree", theirs.reason
    assert (theirs.compared, theirs.model) == (mine.compared, mine.model)


@pytest.mark.parametrize(("family", "cause"), SLIPS)
def test_a_slip_is_found_in_every_form(family: str, cause: str, tmp_path: Path) -> None:
    row = next(
        row
        for row in VARIANTS
        if (row.family, row.cause) == (family, cause) and row.quantity.startswith("d")
    )
    cases = [made(row), *(form(made(row)) for form in FORMS.values())]
    for case, report in zip(cases, checked([c.write(tmp_path) for c in cases]), strict=True):
        assert report.verdict == "differ", case.name
        place = report.findings[0].place
        assert place is not None
        assert (place.cell, place.line) == (case.cell, case.line)
        assert report.findings[0].cause in (row.cause, *row.also)


def test_answers_come_in_the_order_of_the_paths(tmp_path: Path) -> None:
    wrong = made(next(row for row in VARIANTS if row.id == "dw-sum" or row.cause == "missing-mean"))
    paths = [
        right("wk4_deep").write(tmp_path),
        tmp_path / "missing.py",
        wrong.write(tmp_path),
        right("wk2_logistic").write(tmp_path),
    ]
    reports = checked(paths)
    assert [report.path for report in reports] == [str(path) for path in paths]
    assert [report.verdict for report in reports] == ["agree", "no-verdict", "differ", "agree"]
    assert worst_verdict(reports) == "differ"
    assert exit_code(reports, strict=False) == 1
    assert exit_code([reports[0], reports[3]], strict=True) == 0
    assert reports[2].lines[None] == tuple(wrong.text.splitlines())


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", "no-verdict"),
        ("print('hello')\n", "no-verdict"),
        ("def f(:\n", "could-not-run"),
        ("import numpy as np\nx = np.ones(3) @ np.ones(4)\n", "no-verdict"),
    ],
)
def test_what_is_no_network_gets_no_verdict_on_gradients(
    text: str, verdict: str, tmp_path: Path
) -> None:
    path = tmp_path / "some.py"
    path.write_text(text)
    (report,) = checked([path])
    assert report.verdict == verdict
    assert report.reason
