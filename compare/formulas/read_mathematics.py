"""Read a formula of mathematics: the course's LaTeX, and its half-code.

    dW^{[2]} = dZ^{[2]} A^{[1]T} / m
    dz[1] = w[2]^T * dz[2] .* g[1]'(z[1])

A product without a sign, and ``*`` here, is the product of mathematics, ``·`` in the tree: which
one is meant is told by the shapes.
"""

from compare.formulas.derivative import applied, ratio
from compare.formulas.expression import (
    Binary,
    Call,
    Expression,
    Name,
    Negate,
    Series,
    Sign,
    Transpose,
)
from compare.formulas.limits import shortened
from compare.formulas.piecewise import CASES, INLINE, piecewise
from compare.formulas.read import FormulaError
from compare.formulas.statement import Statement
from compare.formulas.tokens import Token, tokens
from compare.formulas.written_atoms import Atoms

EQUALS = ("=", ":=")
PRODUCTS: dict[str, Sign] = {"*": "·", "⋅": "⋅", ".*": "*", "@": "@"}


def read_mathematics(text: str) -> Statement:
    """Read ``left = right``, or a chain of equations.

    Raises
    ------
    FormulaError
        If it is no formula of this language.
    """
    if CASES.search(text) or INLINE.search(text):
        return _in_pieces(text)
    found, remarks = _closed(tokens(text.strip().rstrip(".,;")))
    pieces, signs = _sides(found)
    if len(pieces) < 2 or not all(pieces):
        raise FormulaError(f"'{shortened(text)}' is no equation; write one as in dZ2 = A2 - Y")
    sides = tuple(MathematicsParser(piece, text).whole() for piece in pieces)
    wide = tuple(WideParser(piece, text).whole() for piece in pieces) if "\\sum" in text else sides
    if len(sides) == 2 and signs[0] in ("+=", "-="):
        if signs[0] == "-=":
            sides = (sides[0], Binary("-", sides[0], sides[1]))
        return Statement(sides, text, "mathematics", adds=signs[0] == "+=")
    other = None if wide == sides else Statement(wide, text, "mathematics", remarks=remarks)
    return Statement(sides, text, "mathematics", remarks=remarks, other=other)


def _in_pieces(text: str) -> Statement:
    """Read an equation whose last side is given in pieces."""

    def read(piece: str) -> Expression:
        return MathematicsParser(tokens(piece), text).whole()

    left, _, right = text.partition("=")
    middle, sign, last = right.rpartition("=") if "=" in CASES.sub("", right) else ("", "", right)
    whole = piecewise(last if sign else right, read)
    if whole is None:
        raise FormulaError(f"'{shortened(text)}' is given in pieces that are not understood")
    sides = [read(left), *([read(middle)] if middle.strip() else []), whole]
    return Statement(tuple(sides), text, "mathematics")


def _closed(found: list[Token]) -> tuple[list[Token], tuple[str, ...]]:
    """Leave out a closing bracket at the end that was never opened."""
    depth = sum((token.text == "(") - (token.text == ")") for token in found)
    if depth == -1 and found and found[-1].text == ")":
        return found[:-1], ("a bracket at the end is never opened",)
    return found, ()


def _sides(found: list[Token]) -> tuple[list[list[Token]], list[str]]:
    """Cut at the signs of equality that stand in no bracket."""
    pieces: list[list[Token]] = [[]]
    signs: list[str] = []
    depth = 0
    for token in found:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if depth == 0 and token.text in (*EQUALS, "+=", "-="):
            signs.append(token.text)
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces, signs


class MathematicsParser(Atoms):
    """Sums, products and powers; what a letter with its marks is stands in ``Atoms``."""

    def whole(self) -> Expression:
        """Read everything there is."""
        try:
            value = self.sum()
        except RecursionError:
            raise FormulaError(f"'{shortened(self.text)}' is nested too deep") from None
        if self.position < len(self.tokens):
            raise self.unexpected()
        return value

    def sum(self) -> Expression:
        """Read terms with plus and minus between them."""
        value = self.signed_term()
        while self.peek() in ("+", "-"):
            operator: Sign = "+" if self.next().text == "+" else "-"
            value = Binary(operator, value, self.term())
        return value

    def signed_term(self) -> Expression:
        """Read a term that may have a sign of its own."""
        if self.peek() == "-":
            self.next()
            return Negate(self.term())
        if self.peek() == "+":
            self.next()
        return self.term()

    def term(self) -> Expression:
        """Read factors, with or without signs between them, from left to right."""
        value = self.factor()
        while True:
            sign = self.peek()
            if sign in PRODUCTS:
                self.next()
                value = Binary(PRODUCTS[sign], value, self.factor())
            elif sign == "/":
                self.next()
                below = self.tight_factor()
                value = _over(value, below)
            elif self.begins_factor():
                value = self.juxtaposed(value)
            else:
                return value

    def juxtaposed(self, value: Expression) -> Expression:
        """Read a factor behind another without a sign."""
        factor = self.factor()
        if isinstance(value, Name) and value.id.startswith("d/"):
            return applied(value, factor)
        return Binary("·", value, factor)

    def tight_factor(self) -> Expression:
        """Read what stands below a slash: ``1/2m`` is one over 2m."""
        number = self.peek_kind() == "number"
        value = self.factor()
        if number and self.begins_factor() and not self.tokens[self.position].spaced:
            if self.peek() == "(":
                return value
            return Binary("·", value, self.factor())
        return value

    def factor(self) -> Expression:
        """Read one factor: a minus, a sum over an index, or an atom with its powers."""
        sign = self.peek()
        if sign == "-":
            self.next()
            return Negate(self.factor())
        if sign in ("\\sum", "\\prod"):
            return self.series()
        return self.powers(self.atom())

    def series(self) -> Expression:
        """Read a sum over an index: it goes on to the next plus or minus."""
        product = self.next().text == "\\prod"
        index, last = "", ""
        while self.peek() in ("_", "^"):
            below = self.next().text == "_"
            inside = "".join(token.text for token in self.group_tokens())
            if below:
                index = inside.partition("=")[0]
            else:
                last = inside
        operand = self.summand()
        return Series(index or "i", last, operand, product)

    def summand(self) -> Expression:
        """Read what is summed: up to the next plus or minus."""
        return self.term()

    def powers(self, value: Expression) -> Expression:
        """Read ``^2``, ``^T``, ``**2`` behind an atom."""
        while True:
            sign = self.peek()
            if sign == "^":
                self.next()
                power = self.group_tokens()
                if [token.text for token in power] == ["T"]:
                    value = Transpose(value)
                else:
                    value = self.raised(value, MathematicsParser(power, self.text).whole())
            elif sign == "**":
                self.next()
                value = self.raised(value, self.factor())
            else:
                return value

    def raised(self, value: Expression, power: Expression) -> Expression:
        """Raise to a power; a power of e is the exponential."""
        return Call("exp", power) if value == Name("e") else Binary("**", value, power)

    def parenthesised(self, closing: str) -> Expression:
        """Read a sum up to the closing bracket."""
        value = self.sum()
        self.expect(closing)
        return value

    def bare_argument(self) -> Expression:
        r"""Read the argument of ``\log a``: factors without a sign between them."""
        value = self.factor()
        while self.begins_factor() and self.peek() not in ("\\log", "log", "\\ln", "ln"):
            value = Binary("·", value, self.factor())
        return value

    def begins_factor(self) -> bool:
        """Whether the next token can be a factor."""
        if self.position >= len(self.tokens):
            return False
        token = self.tokens[self.position]
        if token.kind in ("number", "letter", "word"):
            return token.text not in ("if", "otherwise", "else", "for")
        return token.text in ("(", "[", "{")


class WideParser(MathematicsParser):
    """Reads a sum as going on to the end, as it is often written without brackets."""

    def summand(self) -> Expression:
        """Read what is summed: everything behind."""
        return self.sum()


def _over(value: Expression, below: Expression) -> Expression:
    """Divide; the last factor may be the upper half of a derivative, as in ``alpha dJ/dw``."""
    match value:
        case Binary("·" | "*" | "⋅" as operator, left, right) if derivative := ratio(right, below):
            return Binary(operator, left, derivative)
    return ratio(value, below) or Binary("/", value, below)
