"""Whatever stands around a piece, its lines and columns are those of the file."""

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.compare.reading.published import check_places, defined, read

PIECES = [
    "def {0}(x_{0}, y_{0}):\n    z_{0} = x_{0} @ y_{0}\n    return z_{0}",
    "class C_{0}:\n    def {0}(self, é_{0}):\n      '''Ä:\n    \"\"'''\n      return é_{0}",
    "s_{0} = 'äöü – 数'; t_{0} = s_{0}",
    "@d_{0}\ndef {0}(\n    a_{0},  # ü\n    b_{0}=3,\n):\n\treturn [a_{0}\n  , b_{0}]",
    "if c_{0}:\n    e_{0} = 1\nelse:\n    é_{0} = f_{0}",
    "u_{0} = '''\nin the margin {0}\n'''",
    "# a comment\n",
    "",
]
BROKEN = ["x = = 3", "def broken(:\n    pass", "é “", "print 'ü', é", "(", "'''", "    indented"]
MAGICS = ["%matplotlib inline", "!ls -l", "%time é = f(é)", "np.dot?", "if é:\n    %pip x"]


@st.composite
def texts(draw, *others):
    """Pieces that are sound, each with names of its own, and among them others."""
    pieces = draw(st.lists(st.sampled_from([*PIECES, *others]), min_size=1, max_size=8))
    return [piece.replace("{0}", f"n{k}") for k, piece in enumerate(pieces)]


def functions(pieces):
    """The functions that stand in sound pieces."""
    return {
        f"n{k}" if piece.startswith(("def n", "@")) else f"C_n{k}.n{k}"
        for k, piece in enumerate(pieces)
        if f"def n{k}(" in piece
    }


@given(texts(*BROKEN, *MAGICS), st.sampled_from(["\n", "\r\n", "\r"]))
def test_python(pieces, newline):
    source = read("\n".join(pieces).replace("\n", newline) + "x = 1")
    check_places(source)


@given(texts("x = = 3", "def broken(:\n    pass", "é “", *MAGICS))
def test_no_sound_function_is_lost_beside_what_is_broken(pieces):
    assert set(defined(read("\n".join(pieces) + "\nx = 1"))) >= functions(pieces)


@given(st.lists(texts(*MAGICS), max_size=3), st.booleans(), st.booleans())
def test_notebook(cells, as_list, third_format):
    def cell(pieces):
        text = "\n".join(pieces)
        source = text.splitlines(keepends=True) if as_list else text
        return {"cell_type": "code", "input" if third_format else "source": source}

    found = []
    for pieces in cells:
        found += [{"cell_type": "markdown", "source": "text"}, cell(pieces)]
    document = {"worksheets": [{"cells": found}]} if third_format else {"cells": found}
    source = read(json.dumps(document), "notebook")
    assert set(defined(source)) == set().union(*map(functions, cells))
    assert all(unit.cell % 2 == 1 for unit in source.units)


@given(
    st.lists(texts(), min_size=1, max_size=3),
    st.sampled_from(["", "> ", "  ", "    ", "- "]),
    st.sampled_from(
        ["```python", "~~~~ {.python}", "```", "``` py title='a'", "`````{code-cell} ipython3"]
    ),
)
def test_markdown(blocks, before, fence):
    blocks = [[*pieces, f"def {'abc'[k]}():\n    return 1"] for k, pieces in enumerate(blocks)]
    text = "---\ntitle: a = 1\n---\n# Title\n\n"
    rest = before.replace("-", " ")
    for pieces in blocks:
        mark = fence.split()[0].rstrip("{code-l}pythn")
        lines = "\n".join(pieces).split("\n")
        text += f"{before}{fence}\n" + "".join(f"{rest}{line}\n" for line in lines)
        text += f"{rest}{mark}\nprose = not code\n\n"
    source = read(text, "markdown")
    assert set(defined(source)) == {*map(str, "abc"[: len(blocks)])} | set().union(
        *map(functions, blocks)
    )


@given(texts())
def test_prompts(pieces):
    lines = "\n".join([*pieces, "def a():\n    return 1"]).split("\n")
    typed = "".join(f"{'>>> ' if line[:1].strip() else '... '}{line}\n" for line in lines)
    source = read(f"```pycon\n>>> 1\n1\n{typed}output = 3 4\n```\n", "markdown")
    assert set(defined(source)) == {"a"} | functions(pieces)
