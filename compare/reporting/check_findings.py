"""What is wrong, as a person reads it: where, what it does, what to write, and how sure it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.text import Text

from compare.diagnosing.answer import CheckReport, Finding, Place
from compare.reporting.check_excerpt import excerpt
from compare.reporting.shown import paragraph, shown

INDENT = 4


@dataclass
class Group:
    """Findings of one place, and the other places with the same mistake."""

    findings: list[Finding]
    likewise: list["Group"] = field(default_factory=list)

    @property
    def first(self) -> Finding:
        """The one that is told in full."""
        return self.findings[0]


def groups(report: CheckReport) -> list[Group]:
    """Put together what is one mistake: at one place, or the same mistake at others."""
    at_one_place: list[Group] = []
    for finding in report.findings:
        if finding.status not in ("certain", "suspect"):
            continue
        same = (group for group in at_one_place if _same_place(group.first, finding))
        if group := next(same, None):
            group.findings.append(finding)
        else:
            at_one_place.append(Group([finding]))
    leaders: list[Group] = []
    for group in at_one_place:
        leader = next((each for each in leaders if _same_mistake(each.first, group.first)), None)
        (leaders if leader is None else leader.likewise).append(group)
    return leaders


def _same_place(a: Finding, b: Finding) -> bool:
    return a.place is not None and (a.place, a.cause, a.status) == (b.place, b.cause, b.status)


def _same_mistake(a: Finding, b: Finding) -> bool:
    """Whether the second could be told in the words of the first."""
    if a.cause is None or a.cause == "unknown" or a.sure != b.sure:
        return False
    return (a.cause, a.status, _unnumbered(a)) == (b.cause, b.status, _unnumbered(b))


def _unnumbered(finding: Finding) -> str:
    """The explanation without the layer, the sizes, the values."""
    return re.sub(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?", "#", finding.explanation)


def where(report: CheckReport, place: Place | None) -> str:
    """Name a place: ``net.py:47``, ``net.ipynb cell 3 line 7``."""
    if place is None:
        return report.path
    if place.cell is None:
        return f"{report.path}:{place.line}"
    return f"{report.path} cell {place.cell} line {place.line}"


def finding_lines(
    report: CheckReport, group: Group, *, width: int, encoding: str, verbose: bool
) -> Iterator[Text]:
    """Tell one mistake in full, then its other places in a line or two each."""
    yield _headline(report, group, encoding)
    finding = group.first
    if finding.place is not None:
        yield from excerpt(
            report.lines,
            finding.place,
            finding.explanation,
            width=width,
            encoding=encoding,
        )
    elif finding.explanation:
        yield from map(Text, paragraph("", finding.explanation, width, encoding, INDENT))
    yield from _body(report, finding, width=width, encoding=encoding, verbose=verbose)
    for other in group.likewise:
        if verbose:
            yield Text()
            yield from finding_lines(report, other, width=width, encoding=encoding, verbose=verbose)
        else:
            yield _headline(report, other, encoding, likewise=True)
            yield from _suggestion(other.first, encoding)


def _headline(report: CheckReport, group: Group, encoding: str, *, likewise: bool = False) -> Text:
    """Say where, what, and the code of the cause."""
    finding = group.first
    at = shown(where(report, finding.place), encoding)
    line = Text.assemble((at, "bold"), "  ", shown(_claim(report, group, likewise), encoding))
    if finding.cause is not None and (finding.sure or not finding.candidates):
        line.append(f"  [{finding.cause}]", "bold red")
    return line


def _claim(report: CheckReport, group: Group, likewise: bool) -> str:
    *others, last = [_name(finding) for finding in group.findings if finding.quantity] or [""]
    names = f"{', '.join(others)} and {last}" if others else last
    if group.first.cause == "not-runnable":
        return f"{names} does not run".lstrip()
    if not names:
        return "this is wrong"
    if likewise:
        return f"{names} likewise"
    if report.verdict == "convention":
        return f"{names} {'follow' if others else 'follows'} another convention"
    if group.first.status == "suspect":
        return f"{names} may be wrong as well"
    return f"{names} {'are' if others else 'is'} wrong"


def _name(finding: Finding) -> str:
    if finding.name in ("", finding.quantity):
        return finding.quantity
    return f"{finding.quantity} (your {finding.name})"


def _body(
    report: CheckReport, finding: Finding, *, width: int, encoding: str, verbose: bool
) -> Iterator[Text]:
    def told(label: str, text: str) -> Iterator[Text]:
        return map(Text, paragraph(label, text, width, encoding, INDENT))

    yield from told("", finding.effect)
    yield from _suggestion(finding, encoding)
    if finding.sure:
        yield from told("sure: ", finding.evidence)
    elif finding.candidates:
        either = "\nor ".join(finding.candidates)
        yield from told("not sure: ", f"either {either}" if len(finding.candidates) > 1 else either)
        yield from told("", finding.evidence)
    else:
        yield from told("not sure: " if finding.cause else "", finding.evidence)
    yield from told("smallest case: ", finding.smallest)
    if finding.worst is not None and (verbose or not finding.smallest):
        worst = finding.worst
        yield from told(
            "",
            f"at {list(worst.index)}: yours {worst.actual:.10g}, right {worst.expected:.10g}; "
            f"tolerance {worst.tolerance:.1e}",
        )
    if finding.via:
        calls = ", then ".join(where(report, place) for place in finding.via)
        yield from told("called at ", calls)


def _suggestion(finding: Finding, encoding: str) -> Iterator[Text]:
    """Say what to write instead; never broken, so that it can be copied."""
    label = "write:  "
    for line in finding.suggestion.splitlines():
        yield Text.assemble(" " * INDENT + label, (shown(line, encoding), "green"))
        label = " " * len(label)
