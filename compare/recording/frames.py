"""Where code of theirs is, as the interpreter knows it."""

import functools
import sys
from itertools import islice
from types import CodeType

from compare.recording.graph import Site

UNIT = "<unit "


def filename(unit: int) -> str:
    """The name under which a unit is compiled, so that frames tell it."""
    return f"{UNIT}{unit}>"


def is_unit(code: CodeType) -> bool:
    """Whether it is code of a unit."""
    return code.co_filename.startswith(UNIT)


@functools.lru_cache(maxsize=10_000)
def site_of_instruction(code: CodeType, instruction: int) -> Site:
    """Where an instruction of theirs stands."""
    positions = next(islice(code.co_positions(), instruction // 2, None))
    line, end_line, column, end_column = (position or 0 for position in positions)
    number = code.co_filename.removeprefix(UNIT).removesuffix(">")
    unit = int(number) if number.isdigit() else 0
    line = line or code.co_firstlineno
    return Site(unit, line, column, end_line or line, end_column)


def calling_site(depth: int) -> Site | None:
    """The place in their code from which the frame so many calls up was called."""
    frame = sys._getframe(depth + 1).f_back
    while frame is not None:
        if is_unit(frame.f_code):
            return site_of_instruction(frame.f_code, frame.f_lasti)
        frame = frame.f_back
    return None
