"""An exception as the place in their code where it happened, and the calls that led there."""

from collections.abc import Iterator
from types import TracebackType

from compare.recording.frames import UNIT, is_unit, site_of_instruction
from compare.recording.graph import Failure, Operation, Site

LONG = 500
ATTEMPTED = "__record_attempted__"
"""The attribute of an exception for the operation that raised it."""


def failure_of(error: BaseException) -> Failure:
    """Where an exception came from, and from where that was called, innermost first."""
    places = list(_places(error.__traceback__))[::-1]
    text = _text(error)
    if isinstance(error, SyntaxError) and not places:
        return Failure(type(error).__name__, text, _of_syntax(error))
    sites = tuple(site for site, _ in places)
    function = places[0][1] if places else ""
    site = sites[0] if sites else None
    attempted = vars(error).get(ATTEMPTED, (None, None))
    return Failure(type(error).__name__, text, site, sites[1:], function, *attempted)


def attempted(error: BaseException, operation: Operation, site: Site | None) -> None:
    """Keep with an exception what was about to be computed."""
    vars(error)[ATTEMPTED] = operation, site


def is_from_theirs(error: BaseException) -> bool:
    """Whether code of theirs stands between the frame that asks and the exception."""
    return any(True for _ in _places(error.__traceback__))


def _text(error: BaseException) -> str:
    """What it says, on one line; a class of theirs may not be able to say it."""
    try:
        return " ".join(str(error).split())[:LONG]
    except Exception:
        return ""


def _places(traceback: TracebackType | None) -> Iterator[tuple[Site, str]]:
    """The places in their code, outermost first, with the name of the function."""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if is_unit(code):
            name = "" if code.co_name == "<module>" else code.co_qualname.replace("<locals>.", "")
            yield site_of_instruction(code, traceback.tb_lasti), name
        traceback = traceback.tb_next


def _of_syntax(error: SyntaxError) -> Site:
    number = (error.filename or "").removeprefix(UNIT).removesuffix(">")
    line = error.lineno or 0
    return Site(int(number) if number.isdigit() else 0, line, 0, line, 0)
