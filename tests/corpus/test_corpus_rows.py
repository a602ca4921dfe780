"""The corpus as a table: every row can be applied, and no code of the contract is forgotten."""

import ast
import collections
import json
from collections.abc import Callable

import pytest

from tests.corpus.corpus import Case, families, made, right
from tests.corpus.drivers.running import python_of
from tests.corpus.edits import Edit
from tests.corpus.forms import as_markdown, as_notebook
from tests.corpus.variants import APPROXIMATIONS, CONVENTIONS, EQUIVALENTS, VARIANTS

CODES = {
    *("sign", "missing-mean", "extra-mean", "factor", "wrong-sample-count", "transpose"),
    *("wrong-operand", "updated-parameters", "missing-activation-derivative"),
    *("wrong-activation-derivative", "wrong-derivative-argument", "extra-activation-derivative"),
    *("extra-sum", "sum-axis", "missing-sum", "missing-term", "wrong-operator"),
    *("operator-precedence", "wrong-activation", "cost-gradient-mismatch", "wrong-update-sign"),
    *("stale-state", "shape", "approximate", "not-runnable", "unknown"),
}
"""All cause codes but ``inconsistent-mean``, which is for notes only."""
ROWS: tuple[Edit, ...] = (*VARIANTS, *CONVENTIONS, *EQUIVALENTS, *APPROXIMATIONS)
COURSE = ("wk2_logistic", "wk3_planar", "wk4_deep")


def test_every_family_has_rows_and_every_row_a_family() -> None:
    assert {row.family for row in VARIANTS} == {row.family for row in EQUIVALENTS} == {*families()}
    counts = collections.Counter((row.family, row.id) for row in ROWS)
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_code_has_at_least_three_variants() -> None:
    counts = collections.Counter(row.cause for row in VARIANTS)
    assert counts.keys() == CODES
    assert min(counts.values()) >= 3


def test_the_codes_of_rows_are_codes() -> None:
    for row in (*VARIANTS, *CONVENTIONS):
        assert {row.cause, *row.also} <= CODES | {"inconsistent-mean"}, row.id
        assert row.cause not in row.also, row.id


@pytest.mark.parametrize("family", families())
def test_findings_are_on_lines_with_code(family: str) -> None:
    for case in (made(row) for row in ROWS if row.family == family):
        for cell, line in ((case.cell, case.line), *case.fair_lines):
            assert source_of(case, cell).splitlines()[line - 1].strip(), case.id


@pytest.mark.parametrize("family", families())
def test_a_right_file_is_python_once_magics_are_gone(family: str) -> None:
    case = right(family)
    assert ast.parse(python_of(case.name, case.text)).body


@pytest.mark.parametrize("family", COURSE)
@pytest.mark.parametrize("form", [as_notebook, as_markdown])
def test_another_form_holds_the_same_code_and_the_same_line(
    family: str, form: Callable[[Case], Case]
) -> None:
    case = right(family)
    before, after = (python_of(c.name, c.text) for c in (case, form(case)))
    assert before.split() == after.split()
    for row in (row for row in VARIANTS if row.family == family):
        edited = made(row)
        other = form(edited)
        wanted = edited.text.splitlines()[edited.line - 1]
        assert source_of(other, other.cell).splitlines()[other.line - 1] == wanted


def source_of(case: Case, cell: int | None) -> str:
    """Return what lines are counted in: the file, or one cell of a notebook."""
    if cell is None:
        return case.text
    return "".join(json.loads(case.text)["cells"][cell]["source"])
