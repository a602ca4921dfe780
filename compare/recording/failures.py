"""An exception as the place in their code where it happened, and the calls that led there."""

from collections.abc import Iterator
from types import CodeType, TracebackType

from compare.recording.graph import Failure, Site

LONG = 500


def failure_of(error: BaseException) -> Failure:
    """Where an exception came from, and from where that was called, innermost first."""
    places = list(_places(error.__traceback__))[::-1]
    text = " ".join(str(error).split())[:LONG]
    if isinstance(error, SyntaxError) and not places:
        site = Site(_unit(error.filename or ""), error.lineno or 0, 0, error.lineno or 0, 0)
        return Failure(type(error).__name__, text, site)
    sites = tuple(site for site, _ in places)
    function = places[0][1] if places else ""
    return Failure(type(error).__name__, text, sites[0] if sites else None, sites[1:], function)


def _places(traceback: TracebackType | None) -> Iterator[tuple[Site, str]]:
    """The places in their code, outermost first, with the name of the function."""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename.startswith("<unit "):
            name = "" if code.co_name == "<module>" else code.co_qualname
            yield (
                _site(code, traceback.tb_lasti, traceback.tb_lineno),
                name.replace("<locals>.", ""),
            )
        traceback = traceback.tb_next


def _site(code: CodeType, instruction: int, line: int) -> Site:
    positions = list(code.co_positions())[instruction // 2]
    first, last, column, end = (position or 0 for position in positions)
    return Site(_unit(code.co_filename), first or line, column, last or line, end)


def _unit(filename: str) -> int:
    number = filename.removeprefix("<unit ").removesuffix(">")
    return int(number) if number.isdigit() else 0
