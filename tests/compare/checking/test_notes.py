"""Notes: which lines are formulas, and what is said of each."""

from pathlib import Path

import pytest

from compare.checking.notes import check_notes, check_text, may_hold_code
from compare.meaning.options import Options

NOTE = Path(__file__).parent / "note.txt"
SAID = [
    (7, "agree", None),
    (7, "differ", "sign"),
    (13, "agree", None),
    (14, "agree", None),
    (15, "differ", "sign"),
    (19, "agree", None),
    (21, "agree", None),
    (21, "agree", None),
    (22, "agree", None),
    (22, "differ", "wrong-operand"),
    (29, "differ", "wrong-operator"),
    (30, "agree", None),
    (31, "differ", "missing-sum"),
    (32, "agree", None),
    (33, "agree", None),
    (37, "agree", None),
    (37, "differ", "shape"),
    (39, "agree", None),
    (41, "differ", "shape"),
    (43, "differ", "not-runnable"),
    (46, "differ", "not-runnable"),
    (47, "differ", "shape"),
    (49, "agree", None),
]


def said(reports):
    return [
        (report.line, report.verdict, report.findings[0].cause if report.findings else None)
        for report in reports
    ]


def test_every_formula_of_a_note_on_its_line():
    assert said(check_notes(NOTE)) == SAID


def test_what_is_no_mathematics_is_left_alone():
    text = "A walk.\n\nIt took x = 3 days, see http://a.b/c=d.\n![](w = b.png)\n<a href='x=y'>z</a>"
    assert check_text(text, "walk.txt", Options()) == []


def test_a_mean_is_missing_or_stands_in_dZ():
    both = "$dZ^{[2]} = \\frac{1}{m}(A^{[2]} - Y)$\n\n$dW^{[2]} = dZ^{[2]} A^{[1]T}$"
    alone = "$dW^{[2]} = dZ^{[2]} A^{[1]T}$"
    assert [r.verdict for r in check_text(both, "n.md", Options())] == ["agree", "agree"]
    assert said(check_text(alone, "n.md", Options())) == [(1, "differ", "missing-mean")]


def test_of_one_example_and_of_all_in_one_block():
    block = (
        "$$\ndW = {} dz \\, x^T \\\\\ndb = dz\n$$".replace("dW", "dw^{{[1]}}")
        .replace("db = dz", "db^{{[1]}} = dz^{{[1]}}")
        .replace("dz \\,", "dz^{{[1]}}")
    )
    right = check_text(block.format(""), "n.md", Options())
    wrong = check_text(block.format("\\frac{1}{m}"), "n.md", Options())
    assert [report.verdict for report in right] == ["agree", "agree"]
    assert said(wrong) == [(2, "differ", "inconsistent-mean"), (3, "agree", None)]


@pytest.mark.parametrize(
    ("line", "verdicts"),
    [
        ("$g'(z) = \\begin{cases} 0 & z < 0 \\\\ 1 & z \\ge 0 \\end{cases}$", ["agree"]),
        ("- y_hat = sigmoid(w^T*x+b)", ["agree"]),
        ("output--> y_hat=sigmoid(w_T*x+b)", ["agree"]),
        ("$z = w^T x + b$, $a = \\sigma(z)$", ["agree", "agree"]),
        ("$n^{[1]} = 4$", []),
        ("$u_i = \\sum_i \\sum_j A_{ij} v_j$", ["differ"]),
        ("𝑧[𝑙] = 𝑊[𝑙]𝑎[𝑙−1] + 𝑏[𝑙]", ["agree"]),
        ("梯度：dw = 1/m * X * dZ^T，偏置：db = 1/m * np.sum(dZ)", ["agree", "agree"]),
        ("$x \\in \\mathbb{R}^{n_x}$", ["agree"]),
        ("$W^{[l]} \\in \\mathbb{R}^{n^{[l-1]} \\times n^{[l]}}$", ["differ"]),
    ],
)
def test_lines(line, verdicts):
    assert [report.verdict for report in check_text(line, "n.md", Options())] == verdicts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_note_in_any_encoding(tmp_path, encoding):
    file = tmp_path / "note.txt"
    file.write_bytes("损失 dz = a - y".encode(encoding))
    assert [report.verdict for report in check_notes(file)] == ["agree"]


def test_whole_networks_go_the_way_of_files(tmp_path):
    code, text = tmp_path / "code.md", tmp_path / "text.md"
    code.write_text("```python\nimport numpy as np\n```\n")
    text.write_text("```\nz = w^T x + b\n```\n")
    assert may_hold_code(code)
    assert not may_hold_code(text)
