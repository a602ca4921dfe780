import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from compare.diagnosing.answer import CheckReport, Finding, Place
from tests.compare.reporting.check_reports import (
    AGREE,
    CRASHED,
    DB1,
    DB2,
    DIFFER,
    DW1,
    LINES,
    changed,
    place,
    text,
)

EXCERPT = """\
net.py:8  db2 is wrong  [sum-axis]
    6 |     dZ2 = A2 - Y
    7 |     dW2 = 1 / m * dZ2.dot(A1.T)
  > 8 |     db2 = 1 / m * np.sum(dZ2)
      |                   ^^^^^^^^^^^ adds up the units as well as the samples: one number for all \
10 biases
    your db2 is () and equals the sum over units of the right one; for softmax it is always 0, so \
b2 never learns
    write:  db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    sure: your numbers are reproduced by this slip to rounding on 3 networks, and by no other of 160
    smallest case: n = 2-1-2, m = 1: yours 0.0, right [[0.31], [-0.31]]
net.py:11  db1 likewise  [sum-axis]
    write:  db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
"""


def test_the_verdict_then_the_wrong_line_why_and_what_to_write():
    answer = text(DIFFER, width=120)
    first, blank, rest = answer.split("\n", 2)
    assert (first, blank) == ("differ  net.py: db2 and db1 are wrong", "")
    assert rest.startswith(EXCERPT)
    assert "right     Z1 A1 Z2 A2 cost dZ2 dW2 dZ1 dW1\n" in rest
    assert "network   5-4-10, relu softmax, cross-entropy, examples are columns\n" in rest
    assert "ran       in a process of its own, with limits on time and memory\n" in rest
    assert answer.endswith("more      `backproof explain sum-axis`\n")


def test_quiet_leaves_the_verdict():
    assert text(DIFFER, quiet=True) == "differ  net.py: db2 and db1 are wrong\n"


def test_verbose_tells_every_place_in_full_and_the_numbers():
    answer = text(DIFFER, verbose=True, width=120)
    assert "net.py:11  db1 is wrong  [sum-axis]\n     9 | " in answer
    assert "at [0, 0]: yours 0, right 0.31; tolerance 1.0e-15" in answer
    assert "called    backward(X, Y, A1, A2, W2) with n = 5-4-10, m = 7" in answer


@pytest.mark.parametrize("width", [40, 80, 120, 160])
def test_no_line_of_prose_is_longer_than_the_terminal(width):
    for report in (DIFFER, AGREE, CRASHED):
        _, *lines = text(report, width=width, verbose=True).splitlines()
        for line in lines:
            assert len(line) <= max(width, 50) or "write: " in line or line[5] == "|", line


def carets(answer):
    """What stands above the carets."""
    lines = answer.splitlines()
    k = next(k for k, line in enumerate(lines) if re.match(r" +\| +\^", line))
    start, end = lines[k].index("^"), lines[k].rindex("^") + 1
    source, columns, taken = "", 0, lines[k - 1]
    for character in taken:
        if start <= columns < end:
            source += character
        columns += cell_len(character)
    return source


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
@pytest.mark.parametrize(
    "before", ["", "\t", "数 = ", "'ä'; ", "\x1b[31m; ", "e\u0301; ", "x = 1; " * 40]
)
@pytest.mark.parametrize("width", [60, 120])
def test_the_carets_stand_under_the_guilty_expression(before, encoding, width):
    line = f"    {before}db = np.sum(dZ2)  # the sum" + " of all" * 30
    column = line.index("np.sum")
    finding = replace(DB2, place=Place(3, None, column, column + len("np.sum(dZ2)")))
    report = replace(DIFFER, findings=(finding,), lines={None: (line, line, line)})
    answer = text(report, encoding=encoding, width=width)
    assert carets(answer) == "np.sum(dZ2)"
    assert "\x1b" not in answer
    answer.encode(encoding)


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["utf-8", "ascii", "cp1252"]))
def test_whatever_stands_in_a_file_the_answer_can_be_written(before, after, encoding):
    line = f"{before}np.sum(dZ2){after}"
    finding = replace(
        DB2, place=Place(1, None, len(before), len(before) + 11), explanation=after, suggestion=line
    )
    report = replace(DIFFER, path=before, reason=after, findings=(finding,), lines={None: (line,)})
    answer = text(report, encoding=encoding)
    answer.encode(encoding)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", answer)


def test_a_tab_is_shown_as_blanks():
    line = "\tdb2 = np.sum(dZ2)"
    report = replace(DIFFER, findings=(replace(DB2, place=Place(1)),), lines={None: (line,)})
    assert "  > 1 |     db2 = np.sum(dZ2)\n" in text(report)


def test_a_place_without_columns_is_underlined_as_a_line():
    assert carets(text(changed(place=Place(8)))) == "db2 = 1 / m * np.sum(dZ2)"


def test_an_expression_that_goes_on_is_underlined_to_the_end_of_its_line():
    assert carets(text(changed(place=Place(8, None, 18, 3)))) == "np.sum(dZ2)"


@pytest.mark.parametrize("line", [0, 13, 99])
def test_a_line_that_is_not_there_is_not_shown(line):
    answer = text(changed(place=Place(line)))
    assert f"net.py:{line}  db2 is wrong" in answer
    assert "adds up the units" in answer


def test_the_first_lines_of_a_file_have_fewer_before_them():
    lines = text(changed(place=place(1, "numpy"))).splitlines()
    assert lines[3] == "  > 1 | import numpy as np"


def test_what_ties_is_named_and_no_cause_is_claimed():
    answer = text(
        changed(sure=False, candidates=("sum-axis: over all units", "extra-sum: summed twice"))
    )
    assert "net.py:8  db2 is wrong\n" in answer
    assert "    not sure: either sum-axis: over all units\n" in answer
    assert "              or extra-sum: summed twice\n" in answer
    assert "    sure: " not in answer.split("net.py:11")[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"explanation": "sums the wrong axis"},
        {"cause": "extra-sum"},
        {"sure": False},
        {"status": "suspect"},
    ],
)
def test_likewise_is_said_only_of_the_same_mistake(fields):
    assert "likewise" in text(DIFFER)
    assert "likewise" not in text(changed(number=1, **fields))


def test_unknown_is_never_likewise():
    report = changed(changed(cause="unknown"), 1, cause="unknown", explanation=DB2.explanation)
    assert "likewise" not in text(report)
    assert text(report).count("is wrong  [unknown]") == 2


def test_one_line_that_makes_several_quantities_wrong():
    report = replace(DIFFER, findings=(DB2, replace(DB2, quantity="db1", name="db[0]")))
    assert "net.py:8  db2 and db1 (your db[0]) are wrong  [sum-axis]\n" in text(report)


def test_what_follows_is_named_and_not_called_right():
    answer = text(replace(DIFFER, findings=(DB2, DW1)))
    assert "follows   dW1: wrong only because of the above\n" in answer
    assert "right     Z1 A1 Z2 A2 cost dZ2 dW2 dZ1 db1\n" in answer


def test_a_note_has_its_line_and_takes_nothing_from_what_is_right():
    note = Finding("dZ2", "note", place=Place(6), explanation="the 1/m stands in dZ2")
    answer = text(replace(AGREE, findings=(note,)))
    assert "note      right.py:6: the 1/m stands in dZ2\n" in answer
    assert "right     Z1 A1 Z2 A2 cost dZ2 dW2" in answer


def test_agreement_says_what_was_compared_and_what_was_not():
    answer = text(replace(AGREE, not_captured=("dZ1",)))
    assert answer.startswith("agree  right.py: every gradient\n")
    assert "not seen  dZ1\n" in answer
    assert "explain" not in answer


def test_a_crash_has_its_line_and_who_called_it():
    answer = text(CRASHED)
    assert "crash.py:7  does not run  [not-runnable]\n" in answer
    assert carets(answer) == "m"
    assert "called at crash.py:12\n" in answer


def test_a_notebook_names_cell_and_line_and_how_they_count():
    finding = replace(DB2, place=Place(8, 3, 18, 29))
    report = replace(DIFFER, path="net.ipynb", findings=(finding,), lines={3: LINES})
    answer = text(report, width=120)
    assert "net.ipynb cell 3 line 8  db2 is wrong  [sum-axis]\n" in answer
    assert "cells are counted from 0" in answer
    assert "cells are counted" not in text(DIFFER)


def test_a_convention_is_not_called_wrong():
    answer = text(replace(DIFFER, verdict="convention", findings=(DB2, DB1)))
    assert answer.startswith("convention  net.py")
    assert "db2 follows another convention" in answer
    assert "is wrong" not in answer


def test_no_network_at_all():
    assert text().startswith("no-verdict  no network was found")


def test_several_subjects_are_counted_tabled_and_told_unless_they_agree():
    answer = text(DIFFER, AGREE, CRASHED)
    lines = answer.splitlines()
    assert lines[0] == "differ  3 networks: 1 differ, 1 could-not-run, 1 agree"
    assert lines[1].split() == ["file", "at", "wrong", "cause", "right", "s"]
    assert lines[2].split() == ["differ", "net.py", "8", "11", "db2", "db1", "sum-axis", "9", "1.2"]
    assert lines[3].split() == ["agree", "right.py", "-", "-", "-", "11", "1.2"]
    assert lines[4].split() == ["could-not-run", "crash.py", "7", "-", "not-runnable", "-", "0.0"]
    assert lines[6] == "differ  net.py: db2 and db1 are wrong"
    assert "agree  right.py" not in answer
    assert "agree  right.py" in text(DIFFER, AGREE, verbose=True)
    assert text(DIFFER, AGREE, quiet=True).splitlines()[-1].startswith("agree")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_row_is_one_line_and_a_long_path_keeps_its_end(width):
    report = replace(DIFFER, path="folder/" * 30 + "net_数.py", seconds=123.4)
    lines = text(report, AGREE, width=width, quiet=True).splitlines()
    assert len(lines) == 4
    assert "...older/" in lines[2] or "/net_数.py" in lines[2]
    assert all(cell_len(line) <= max(width, 70) for line in lines)


def test_colour_adds_nothing_and_takes_nothing():
    coloured = text(DIFFER, AGREE, color="standard")
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == text(DIFFER, AGREE)


def test_an_empty_report_is_a_line():
    assert text(CheckReport("a.py", "no-verdict", "no code")) == "no-verdict  a.py: no code\n"
