"""Letters with their marks: layer, example, unit, transposed."""

from dataclasses import replace

from compare.formulas.expression import Expression, Name, Transpose
from compare.formulas.index import bracketed, is_index, subscript, superscript, with_layer, written
from compare.formulas.symbol import QUANTITIES, Symbol
from compare.formulas.token_walk import TokenWalk

DATA = ("x", "y", "z", "a", "yhat", "X", "Y", "Z", "A")


class Letters(TokenWalk):
    """Reads the marks behind a letter."""

    def marked(self, symbol: Symbol) -> Expression:
        """Read the marks behind a letter."""
        transposed = False
        while True:
            sign = self.peek()
            if sign == "^":
                found = self.above(symbol)
                if found is None:
                    break
                symbol, more = found
                transposed ^= more
            elif sign == "_":
                self.next()
                symbol, more = subscript(symbol, self.group_tokens())
                transposed ^= more
            elif sign in ("[", "("):
                index = self.index_of(symbol, sign)
                if index is None:
                    break
                symbol = index
            elif self.is_number_of(symbol):
                symbol = replace(symbol, number=self.next().text)
            else:
                break
        if symbol.letter.isupper() and symbol.number and symbol.letter not in "XYLJ":
            symbol = replace(symbol, layer=symbol.number, number="")
        name = Name(symbol.id)
        return Transpose(name) if transposed else name

    def is_number_of(self, symbol: Symbol) -> bool:
        """Whether a number stands directly behind the letter: ``w1``, ``Z2``."""
        if self.peek_kind() != "number" or symbol.letter not in QUANTITIES:
            return False
        token = self.tokens[self.position]
        return not token.spaced and len(token.text) == 1 and not (symbol.number or symbol.layer)

    def above(self, symbol: Symbol) -> tuple[Symbol, bool] | None:
        """Read a superscript that is a mark; None, and nothing taken, if it is a power."""
        start = self.position
        self.next()
        marks = superscript(self.group_tokens(), of_data=symbol.letter in DATA)
        if marks.power or marks.prime or symbol.letter == "e":
            self.position = start
            return None
        if marks.layer:
            symbol = with_layer(symbol, marks.layer)
        if marks.sample:
            symbol = replace(symbol, sample=marks.sample)
        return symbol, marks.transposed

    def index_of(self, symbol: Symbol, opening: str) -> Symbol | None:
        """Read ``[2]`` and ``(i)`` behind a letter; None if the bracket is a factor."""
        closing = "]" if opening == "[" else ")"
        inside = bracketed(self.tokens[self.position :], opening, closing)
        if inside is None or not is_index(inside) or symbol.letter not in (*QUANTITIES, "n", "v"):
            return None
        text = written(inside)
        sample = text in ("i", "j", "k") or opening == "("
        if opening == "(" and not (text == "i" or (symbol.layer and text.isalnum())):
            return None
        self.position += len(inside) + 2
        if sample:
            return replace(symbol, sample=text)
        return with_layer(symbol, text)
