"""``backproof explain``: the list, a page, and a code that is none."""

import subprocess
import sys

import pytest

from compare.explaining.pages import CODES, page_on
from tests.compare.cli.command_line import backproof, environment


def test_without_a_code_all_are_listed():
    ended = backproof("explain")
    assert (ended.code or 0, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert [line.split()[0] for line in lines[:-2]] == list(CODES)
    assert lines[CODES.index("sum-axis")].endswith("  summed over the wrong axis, or over all")
    assert lines[-1] == "`backproof explain CODE` says more"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
@pytest.mark.parametrize("code", CODES)
def test_a_page_says_what_is_wrong_and_what_is_right(code, encoding):
    ended = backproof("explain", code, encoding=encoding, COLUMNS="80")
    assert (ended.code or 0, ended.err) == (0, "")
    assert ended.out.startswith(f"{code}: {page_on(code).title}\n\n")
    assert "\n    # wrong\n" in ended.out
    assert "\n    # right\n" in ended.out
    assert "\n    right: " in ended.out
    assert not ended.out.endswith("\n\n")
    assert not [mark for mark in ("```", "](", "##", "\\u") if mark in ended.out]
    prose = [line for line in ended.out.splitlines() if not line.startswith("    ")]
    assert max(map(len, prose)) <= 96


@pytest.mark.parametrize("code", ["sum_axis", "SUM-AXIS", "sumaxis", "sum-axes"])
def test_a_code_that_is_misspelt_is_found(code):
    ended = backproof("explain", code)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"backproof: cause {code!r} is not known: did you mean 'sum-axis'?\n"


def test_a_code_like_none_of_them_gets_the_list():
    ended = backproof("explain", "q")
    assert ended.code == 2
    assert all(code in ended.err for code in CODES)


def test_colour_is_asked_for_or_left_out():
    assert "\x1b[" not in backproof("explain", "sign").out
    assert "\x1b[" in backproof("explain", "sign", "--color", "always").out


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["explain", "sign"], {"torch", "pandas"}),
        (["explain", "--help"], {"torch", "pandas", "numpy", "rich"}),
        (["check", "--help"], {"torch", "pandas", "numpy", "rich"}),
    ],
)
def test_nothing_heavy_is_loaded(arguments, heavy):
    code = f"import sys; from compare.cli import main; sys.argv[1:] = {arguments}\n"
    code += f"try: main()\nexcept SystemExit: print('loaded', *sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("loaded\n")
