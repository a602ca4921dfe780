"""The code's own words for a value: the line that made it, its name, the line edited."""

from typing import Any

from compare.diagnosing.answer import Finding, Place
from compare.diagnosing.edits.edit import Edit
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step
from compare.diagnosing.texts import SourceText
from compare.recording.graph import Site


class Narrator:
    """Puts what was found into words, with the text of the file.

    Parameters
    ----------
    cost
        The cost that the gradients were held against.
    """

    def __init__(self, text: SourceText, step: Step, cost: str, scale: Scale) -> None:
        self.text, self.step, self.cost, self.scale = text, step, cost, scale

    def where(self, node: int) -> tuple[Site | None, tuple[Place, ...]]:
        """The innermost line of their code that made a value, and the lines that called it."""
        recorded = self.step.flow.nodes[node]
        sites = [recorded.site]
        call = recorded.call
        while call is not None:
            sites.append(self.step.recording.calls[call].site)
            call = self.step.recording.calls[call].parent
        theirs = [site for site in sites if site is not None and self.text.is_theirs(site)]
        if not theirs:
            return None, ()
        return theirs[0], tuple(self.text.place(site) for site in theirs[1:])

    def pointing(self, site: Site | None, via: tuple[Place, ...], **said: Any) -> Finding:
        """A finding at a line of their code, with its text."""
        if site is None:
            return Finding(via=via, **said)
        return Finding(place=self.text.place(site), via=via, source=self.text.line(site), **said)

    def where_count_is_made(self, site: Site) -> Site:
        """The line that takes m from an axis, if it is a line of its own."""
        parts = self.text.texts(site, str).parts
        for name in reversed([part for part in parts if part.isidentifier()]):
            found = self.text.definition_of(name, site)
            if found is not None and any(
                word in self.text.line(found) for word in ("shape", "len", "size")
            ):
                return found
        return site

    def called(self, node: int) -> str:
        """What their code calls a value, or what it is part of."""
        names = self.step.flow.names.get(node)
        return names[0] if names else ""

    def edited(self, edit: Edit, node: int, site: Site) -> str:
        """The line as an edit leaves it."""
        if edit.text is None:
            return ""
        texts = self.text.texts(site, lambda other: self._naming(other, node))
        text = edit.text(texts)
        return "" if "..." in text or text == texts.whole else self.text.rewritten(site, text)

    def _naming(self, node: int, at: int) -> str:
        """What a value is called where the line stands, or the course's name of it."""
        call = self.step.flow.nodes[at].call
        here = [n.name for n in self.step.recording.namings if n.node == node and n.call == call]
        plain = [n for n in here if n.isidentifier()] or here
        if plain:
            return plain[-1]
        if node in self.step.names:
            return self.step.names[node]
        if node in self.step.flow.X:
            return "X"
        site = self.step.flow.nodes[node].site
        if (
            self.step.flow.nodes[node].call == call
            and site is not None
            and self.text.is_theirs(site)
        ):
            return self.text.segment(site)
        return self.called(node) or "..."
