"""Failures beside the point: in printing, plotting or testing after everything was trained."""

import ast
from collections.abc import Iterator

from compare.driving.definitions import Function
from compare.driving.file import File
from compare.driving.purposes import Purpose, is_aside, purpose_of
from compare.driving.slicing import is_side_show
from compare.recording.graph import Failure, Site


def is_beside_the_point(failure: Failure, file: File) -> bool:
    """Whether an exception came from showing or testing, not from an act of the network."""
    sites = [site for site in (failure.site, *failure.via) if site is not None]
    if any(_shows(site, file) for site in sites):
        return True
    acts = {purpose_of(each) for site in sites for each in _around(site, file)}
    return bool(sites) and acts <= {Purpose.TRAIN, Purpose.NONE}


def _shows(site: Site, file: File) -> bool:
    if any(is_aside(function) for function in _around(site, file)):
        return True
    return any(is_side_show(statement) for statement in _statements(site, file))


def _around(site: Site, file: File) -> Iterator[Function]:
    """The functions of the file that a place is in."""
    for function in file.catalogue.everything():
        node = function.node
        if function.unit == site.unit and node.lineno <= site.line <= (node.end_lineno or 0):
            yield function


def _statements(site: Site, file: File) -> Iterator[ast.stmt]:
    """The statements without inner ones that a place is in."""
    if site.unit >= len(file.source.units):
        return
    for top in file.source.units[site.unit].statements:
        if top.lineno <= site.line <= (top.end_lineno or top.lineno):
            for each in ast.walk(top):
                if isinstance(each, ast.Expr) and each.lineno <= site.line <= (
                    each.end_lineno or 0
                ):
                    yield each
