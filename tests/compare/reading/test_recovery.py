import ast

import pytest

from tests.compare.reading.published import defined, read, told

GOOD = "def forward(X):\n    return X\n"


def statements(text):
    return "\n".join(ast.unparse(s) for s in read(text).units[0].statements)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('print "cost %f" % cost', None),
        ("print 'a', a; b = 1", "b = 1"),
        ('print "cost %f" % (a,\n    b)', None),
        ('print"a"', None),
        ("print a,", None),
        ("print >>f, 'a'", None),
        ("if a: print a", None),
        ("a = `b`", "a = repr(b)"),
        ("a = b <> c", "a = b != c"),
        ("a = 10L + 0xFFl", "a = 10 + 255"),
        ("a = 017", "a = 15"),
        ("try:\n    a\nexcept (A, B), e:\n    b", "except (A, B) as e:"),
        ("raise ValueError, 'no ' + a  # comment", "raise ValueError('no ' + a)"),
        ("for i in xrange(3):\n    pass", "for i in range(3):"),
        ("for k, v in d.iteritems():\n    pass", "for k, v in d.items():"),
        ("print ('a %d') % b", "print('a %d' % b)"),
    ],
)  # fmt: skip  # a table
def test_python_2_is_read_as_it_was_meant(old, new):
    source = read_2(old)
    assert defined(source) == ["forward", "backward"]
    assert {problem.kind for problem in source.problems} == {"repaired"}
    assert {problem.line for problem in source.problems} <= {3, 5}
    assert all("Python 2" in problem.text for problem in source.problems)
    text = "\n".join(ast.unparse(s) for s in source.units[0].statements)
    assert new is None or new in text


def read_2(old):
    """A name that a repair replaces does not stand in the file: places are not checked here."""
    from compare.reading.read import read_text

    return read_text(f"{GOOD}{old}\ndef backward(Y):\n    return Y\n", "python")


def test_a_name_of_python_2_that_the_file_defines_is_left_alone():
    source = read("try:\n    xrange\nexcept NameError:\n    xrange = range\nxrange(3)\n")
    assert source.problems == []


def test_division_of_whole_numbers_is_mentioned_once_and_only_in_python_2():
    body = "def f(dZ, m):\n    print 'a'\n    db = 1 / m * dZ\n    return 1 / m * db\n"
    assert [p.line for p in read_2(body).problems if "whole" in p.text] == [5]
    asked = read_2("from __future__ import division\n" + body).problems
    assert not any("whole" in problem.text for problem in asked)
    assert read(GOOD + "a = 1 / m\n").problems == []


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("def cost(A):\n    return (A +\n", 4),
        ("def cost(A):\n    $\n    return A\n", 4),
        ("def cost(A):\n    return A A\n", 4),
        ("def cost(...):\n    return A\n", 3),
        ("def cost(A):\n        a\n    return A\n", 5),
        ('def cost(A):\n    """unfinished docstring\n    return A\n', 4),
        ("def cost(A):\n    dW = A [1 2]\n    return A\n", 4),
        ("def cost(A)\n    return A\n", 3),
        ("if A then:\n    cost = 1\n", 3),
        ("return 3\n", 3),
        ("dW = 1/m dZ A.T\n", 3),
    ],
)
def test_what_is_broken_is_named_and_everything_else_is_read(broken, line):
    source = read(f"{GOOD}{broken}def backward(Y):\n    return Y\n")
    assert defined(source) == ["forward", "backward"]
    name = "cost" if broken.startswith("def") else ""
    assert told(source) == [("lost", None, line, name)]
    assert source.problems[0].text


def test_lines_of_prose_are_named_once():
    source = read(f"{GOOD}some words here\nand some more\nand more again\nx = 1\nand words\n")
    assert told(source) == [("lost", None, 3, ""), ("lost", None, 7, "")]
    assert [p.text for p in source.problems] == [
        "invalid syntax; the lines that follow likewise",
        "invalid syntax",
    ]


def test_an_indented_line_at_the_beginning_takes_nothing_with_it():
    source = read(f"    stray = 1\n{GOOD}x = = 3\n")
    assert defined(source) == ["forward"]
    assert told(source) == [("lost", None, 1, ""), ("lost", None, 4, "")]


def test_a_class_keeps_its_other_methods():
    text = (
        "class Net(object):\n    '''A net\n    of mine.'''\n    rate = 0.1\n\n"
        "    @staticmethod\n    def f(x):\n        return x\n"
        "    @classmethod\n    def g(cls, x):\n        return (x\n"
        "    # then\n    def h(self):\n        return 1\n\ndef backward(Y):\n    return Y\n"
    )
    source = read(text)
    assert defined(source) == ["Net.f", "Net.h", "backward"]
    assert told(source) == [("lost", None, 11, "Net.g")]
    (net, _) = source.units[0].statements
    assert ast.get_docstring(net) == "A net\nof mine."


def test_strings_and_brackets_in_the_margin_belong_to_their_statement():
    text = 'def f(x):\n    """\nIn the margin.\n"""\n    return [\n1,\n2,\n]\n$\n' + GOOD
    source = read(text)
    assert defined(source) == ["f", "forward"]
    assert told(source) == [("lost", None, 9, "")]


@pytest.mark.parametrize(
    "typographic",
    ["a = “b”", "a = ‘b’", "a\u00a0=\u00a0'b'", "a = \u200b'b'", "a = 'b' if 1 − 1 else 'b'"],
)
def test_characters_of_word_processors_are_read_as_pythons(typographic):
    source = read(GOOD + typographic + "\n")
    assert told(source) == [("repaired", None, 3, "")]
    assert len(source.units[0].statements) == 2


def test_a_typographic_quote_in_a_string_is_no_problem():
    assert read("a = 'it’s “so”'\n").problems == []


@pytest.mark.parametrize("comment", ["", "    # YOUR CODE HERE\n", "\n    # code\n\n"])
def test_a_function_without_a_body_is_unfinished(comment):
    source = read(f"def cost(A,\n         Y):  # the cost\n{comment}{GOOD}")
    assert defined(source) == ["cost", "forward"]
    assert told(source) == [("unfinished", None, 2, "cost")]
    assert "raise NotImplementedError" in ast.unparse(source.units[0].statements[0])


def test_a_loop_whose_body_is_a_comment_is_unfinished():
    source = read(f"def cost(A):\n    for a in A:\n        # add them\n    return A\n{GOOD}")
    assert told(source) == [("unfinished", None, 2, "cost")]


def test_a_body_whose_indentation_is_lost_is_not_dropped_from_its_block():
    source = read(f"def cost(A):\n    if A:\n    A = 1\n    return A\n{GOOD}")
    assert told(source) == [("lost", None, 3, "cost")]


def test_placeholders_of_a_template():
    text = (
        "def forward(X):\n    ### START CODE HERE ### (1 line)\n    Z1 = None\n"
        "    ### END CODE HERE ###\n    cache = None\n    dW = ...\n    return Z1\n"
        "class Net:\n    def backward(self):\n        '''To do.'''\n        ...\n"
    )
    assert told(read(text)) == [
        ("unfinished", None, 3, "forward"),
        ("unfinished", None, 6, "forward"),
        ("unfinished", None, 9, "Net.backward"),
    ]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("### START CODE HERE ### (4 lines)", "### END CODE HERE ###"),
        ("# YOUR CODE STARTS HERE", "# YOUR CODE ENDS HERE"),
        ("# *****START OF YOUR CODE (do not modify)*****", "# *****END OF YOUR CODE*****"),
        ("# BEGIN SOLUTION", "# END SOLUTION"),
    ],
)
def test_none_is_a_placeholder_only_between_the_marks(begin, end):
    text = (
        f"def f(X):\n    a = None\n    {begin}\n    Z = None\n    {end}\n    b = None\n"
        f"def g(X):\n    {begin}\n    return X\ndef h(X):\n    c = None\n    return c\n"
    )
    assert told(read(text)) == [("unfinished", None, 4, "f")]


def test_tabs_beside_spaces_count_eight_as_for_python_2():
    source = read("def f(x):\n        if x:\n\t    x = 1\n\treturn x\n" + GOOD)
    assert defined(source) == ["f", "forward"]
    assert told(source) == [("repaired", None, 3, "f")]
    (f, _) = source.units[0].statements
    assert [type(statement) for statement in f.body] == [ast.If, ast.Return]


def test_magics_of_a_notebook_that_was_saved_as_python():
    source = read(
        "!pip install numpy\n%matplotlib inline\nimport numpy as np\n%time f(3)\nnp.dot?\n"
    )
    assert source.problems == []
    assert [s.lineno for s in source.units[0].statements] == [1, 2, 3, 4, 5]
    assert ast.unparse(source.units[0].statements[3]) == "f(3)"


def test_a_remainder_that_begins_a_line_is_no_magic():
    text = "a = ('%d'\n     %b)\ndef f(\n    x): return x\n"
    assert "'%d' % b" in statements(text)


def test_nothing_but_comments():
    source = read("# to do\n")
    assert source.units[0].statements == []
    assert source.problems == []


def test_a_deeply_nested_expression_is_named_and_left_out():
    deep = "a = " + "(" * 300 + "1" + ")" * 300
    assert told(read(f"{deep}\n{GOOD}"))[0][:3] == ("lost", None, 1)
