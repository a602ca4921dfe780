"""The pieces of a Markdown file that are, or may be, code."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from compare.reading.lines import Line

FENCE = re.compile(
    r"(?P<before>(?:\s|>)*(?:[-*+]\s+|\d+[.)]\s+)?)(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$"
)
HIGHLIGHT = re.compile(r"\s*\{%-?\s*highlight\s+(?P<info>[^%]*?)-?%\}")
END_HIGHLIGHT = re.compile(r"\s*\{%-?\s*endhighlight")
PRE = re.compile(r"<pre\b(?P<attributes>[^>]*)>", re.IGNORECASE)
END_PRE = re.compile(r"</pre\s*>", re.IGNORECASE)
CODE = re.compile(r"\s*</?code\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"</?\w+\b[^<>]*>")
ENTITY = re.compile(r"&(?:\w+|#\d+|#x[0-9a-fA-F]+);")
LANGUAGE = re.compile(r"(?:lang=[\"']?|language-|class=[\"'](?!lang))(?P<name>[\w-]+)")
FRONT_MATTER = re.compile(r"---\s*$")
END_FRONT_MATTER = re.compile(r"(?:---|\.\.\.)\s*$")
INDENTED = re.compile(r" {4}|\t")


@dataclass(frozen=True)
class Fragment:
    """Some lines set as code.

    Attributes
    ----------
    tag
        The language that is named; ``""`` if none is.
    lines
        Without the fence, and without what stands before each of them.
    """

    tag: str
    lines: list[Line]


def fragments(lines: Sequence[Line]) -> Iterator[Fragment]:
    """Walk over what is set as code: fenced, highlighted, in ``<pre>``, or indented."""
    k = _after_front_matter(lines)
    blank = True
    while k < len(lines):
        text = lines[k].text
        if fence := FENCE.match(text):
            end, fragment = _fenced(lines, k, fence)
        elif highlight := HIGHLIGHT.match(text):
            end, fragment = _until(END_HIGHLIGHT, lines, k + 1, highlight["info"])
        elif pre := PRE.search(text):
            end, fragment = _preformatted(lines, k, pre)
        elif blank and INDENTED.match(text):
            end, fragment = _indented(lines, k)
        else:
            blank = not text.strip()
            k += 1
            continue
        yield fragment
        k, blank = end, True


def _after_front_matter(lines: Sequence[Line]) -> int:
    """Skip what stands between two rules at the very beginning."""
    if lines and FRONT_MATTER.match(lines[0].text):
        for k in range(1, len(lines)):
            if END_FRONT_MATTER.match(lines[k].text):
                return k + 1
    return 0


def _fenced(lines: Sequence[Line], k: int, fence: "re.Match[str]") -> tuple[int, Fragment]:
    """Take the lines up to a fence at least as long; without one, up to the end."""
    mark = fence["mark"]
    closing = re.compile(rf"[\s>]*{re.escape(mark[0])}{{{len(mark)},}}\s*$")
    end, fragment = _until(closing, lines, k + 1, fence["info"])
    before = re.sub(r"[^\s>]", " ", fence["before"])
    return end, Fragment(fragment.tag, [_without(before, line) for line in fragment.lines])


def _without(before: str, line: Line) -> Line:
    """Take away what stands before the fence itself: a quotation's marks, an indentation."""
    cut = 0
    for expected, found in zip(before, line.text, strict=False):
        if found != expected and not (expected.isspace() and found.isspace()):
            break
        cut += 1
    return line.edited(0, cut, "")


def _until(
    closing: "re.Pattern[str]", lines: Sequence[Line], start: int, info: str
) -> tuple[int, Fragment]:
    end = start
    while end < len(lines) and not closing.match(lines[end].text):
        end += 1
    return end + 1, Fragment(_tag(info), list(lines[start:end]))


def _tag(info: str) -> str:
    """The language of ``python``, ``{.python .numberLines}``, ``{code-cell} ipython3``, ..."""
    directive = re.match(r"\s*\{(?:code-cell|code-block|code)\}\s*([\w.+-]*)", info)
    if directive:
        return directive[1].lower() or "python"
    word = re.search(r"[\w+#-]+", info)
    return word[0].lower() if word else ""


def _preformatted(lines: Sequence[Line], k: int, pre: "re.Match[str]") -> tuple[int, Fragment]:
    """Take what stands in ``<pre>``, its own mark-up and entities undone."""
    tag = LANGUAGE.search(lines[k].text, pre.start())
    found: list[Line] = []
    rest = [lines[k].edited(0, pre.end(), ""), *lines[k + 1 :]]
    for line in rest:
        closing = END_PRE.search(line.text)
        found.append(_plain(line.edited(closing.start(), len(line.text), "") if closing else line))
        if closing:
            break
    return k + len(found), Fragment(tag[1].lower() if tag else "", found)


def _plain(line: Line) -> Line:
    """Undo tags and entities, from the right, so that the columns before stay."""
    marks = [(match, "") for match in (*CODE.finditer(line.text), *TAG.finditer(line.text))]
    marks += [(match, unescape(match[0])) for match in ENTITY.finditer(line.text)]
    last = len(line.text) + 1
    for match, text in sorted(marks, key=lambda mark: -mark[0].start()):
        if match.end() <= last:
            line, last = line.edited(*match.span(), text), match.start()
    return line


def _indented(lines: Sequence[Line], k: int) -> tuple[int, Fragment]:
    """Take indented lines, and the empty ones between them."""
    end = k
    while end < len(lines) and (INDENTED.match(lines[end].text) or not lines[end].text.strip()):
        end += 1
    return end, Fragment("", list(lines[k:end]))
