"""Walks over the tokens of a formula: shows the next one, takes it, takes what is in brackets."""

from collections.abc import Sequence

from compare.formulas.index import bracketed
from compare.formulas.limits import shortened
from compare.formulas.read import FormulaError
from compare.formulas.tokens import Token


class TokenWalk:
    """Some tokens, and how far they are read."""

    def __init__(self, tokens: Sequence[Token], text: str) -> None:
        self.tokens = list(tokens)
        self.text = text
        self.position = 0

    def peek(self) -> str:
        """Show the next token's text."""
        return self.tokens[self.position].text if self.position < len(self.tokens) else ""

    def peek_kind(self) -> str:
        """Show the next token's kind."""
        return self.tokens[self.position].kind if self.position < len(self.tokens) else ""

    def next(self) -> Token:
        """Take the next token."""
        if self.position >= len(self.tokens):
            raise FormulaError(f"'{shortened(self.text)}' ends too early")
        self.position += 1
        return self.tokens[self.position - 1]

    def expect(self, text: str) -> None:
        """Take a token that must be there."""
        if self.peek() != text:
            raise self.unexpected(f"; {text!r} is missing")
        self.next()

    def unexpected(self, more: str = "") -> FormulaError:
        """Say which token has no meaning where it stands."""
        token = self.peek() or "the end"
        return FormulaError(
            f"'{shortened(self.text)}': {shortened(token, 20)!r} has no meaning here{more}"
        )

    def group_tokens(self) -> list[Token]:
        """Take what is in braces; else a sign with what follows, a bracket, or one token."""
        first = self.next()
        if first.text == "{":
            self.position -= 1
            return self.bracket("{", "}")
        if first.text == "-":
            return [first, *self.group_tokens()]
        for opening, closing in (("(", ")"), ("[", "]")):
            if first.text == opening:
                self.position -= 1
                inside = self.bracket(opening, closing)
                return [Token("mark", opening), *inside, Token("mark", closing)]
        return [first]

    def bracket(self, opening: str, closing: str) -> list[Token]:
        """Take a bracket, and give what is in it."""
        inside = bracketed(self.tokens[self.position :], opening, closing)
        if inside is None:
            raise FormulaError(f"'{shortened(self.text)}': {opening!r} is never closed")
        self.position += len(inside) + 2
        return inside
