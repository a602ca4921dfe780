"""The atoms of a formula of mathematics: numbers, letters with marks, fractions, calls."""

from collections.abc import Sequence
from dataclasses import replace

from compare.formulas.derivative import OPERATOR, ratio
from compare.formulas.expression import (
    Apply,
    Binary,
    Call,
    Expression,
    Name,
    Number,
    Reduce,
)
from compare.formulas.functions import NAMES
from compare.formulas.index import superscript, written
from compare.formulas.limits import shortened
from compare.formulas.read import FormulaError
from compare.formulas.symbol import Symbol
from compare.formulas.tokens import Token
from compare.formulas.written_letters import Letters

OF_TWO = {
    "np.dot": "dot",
    "dot": "dot",
    "np.maximum": "maximum",
    "maximum": "maximum",
    "max": "maximum",
    "\\max": "maximum",
    "min": "minimum",
    "\\min": "minimum",
}
PLAIN_WORDS = {
    "alpha": "alpha", "learning_rate": "alpha", "learningrate": "alpha", "lambda": "lambd",
    "lambd": "lambd", "omega": "w", "w": "w", "cost": "J", "loss": "L", "y_hat": "yhat",
    "yhat": "yhat", "y_pred": "yhat", "epsilon": "epsilon", "n_x": "n_x", "n_h": "n_h",
    "n_y": "n_y",
}  # fmt: skip  # a row an idea
CALLED = ("L", "J", "p", "P")


class Atoms(Letters):
    """What begins with a number, a letter or a bracket; ``sum`` and the like are the parser's."""

    def sum(self) -> Expression:
        """Read a sum."""
        raise NotImplementedError

    def parenthesised(self, closing: str) -> Expression:
        """Read a sum up to the closing bracket."""
        raise NotImplementedError

    def bare_argument(self) -> Expression:
        """Read an argument without brackets."""
        raise NotImplementedError

    def raised(self, value: Expression, power: Expression) -> Expression:
        """Raise to a power."""
        raise NotImplementedError

    def parsed(self, tokens: Sequence[Token]) -> Expression:
        """Read some tokens on their own."""
        parser = type(self)(tokens, self.text)
        value = parser.sum()
        if parser.position < len(parser.tokens):
            raise parser.unexpected()
        return value

    def atom(self) -> Expression:
        """Read one atom."""
        token = self.next()
        if token.kind == "number":
            return Number(float(token.text))
        if token.text in ("(", "[", "{"):
            return self.parenthesised({"(": ")", "[": "]", "{": "}"}[token.text])
        if token.kind in ("letter", "word"):
            return self.lettered(token)
        self.position -= 1
        raise self.unexpected()

    def lettered(self, token: Token) -> Expression:
        """Read what begins with a letter or a word."""
        text = token.text
        name = text.removeprefix("\\").removeprefix("np.")
        if text == "\\frac":
            above, below = self.parsed(self.group_tokens()), self.parsed(self.group_tokens())
            return ratio(above, below) or Binary("/", above, below)
        if text == "\\hat":
            self.group_tokens()
            return self.marked(Symbol("yhat"))
        if text in OF_TWO:
            return self.of_two(OF_TWO[text])
        if name in ("sum", "mean") and self.peek() == "(":
            return self.reduced(name)
        if name in ("multiply", "power") and self.peek() == "(":
            left, right = self.arguments(2)
            return Binary("*", left, right) if name == "multiply" else self.raised(left, right)
        if name in ("sqrt", "abs", "square", "log2", "log10", "log1p"):
            return Apply(name, (self.argument(),))
        if name in NAMES:
            return self.called(NAMES[name])
        if text == "d" or text == "delta":
            return self.derived(text)
        if text in CALLED and self.peek() == "(":
            return self.named_call(text)
        return self.marked(self.symbol(text))

    def symbol(self, text: str) -> Symbol:
        """Know a letter or a word."""
        if text in PLAIN_WORDS:
            return Symbol(PLAIN_WORDS[text])
        if len(text) == 1 and text.isalpha():
            return Symbol(text)
        raise FormulaError(f"'{shortened(self.text)}': {shortened(text, 20)!r} is not known here")

    def derived(self, text: str) -> Expression:
        """Read the letter behind a ``d``."""
        if text == "delta":
            return self.marked(Symbol("Z", "d"))
        if self.peek_kind() not in ("letter", "word") or self.peek() in ("d", "\\frac"):
            return OPERATOR
        token = self.next()
        if token.text == "\\hat":
            self.group_tokens()
            return self.marked(Symbol("yhat", "d"))
        if token.text in ("L", "J", "loss", "cost") and self.peek() == "(":
            value = self.named_call(PLAIN_WORDS.get(token.text, token.text))
            sample = value.id[1:] if isinstance(value, Name) else ""
            return Name(f"d{PLAIN_WORDS.get(token.text, token.text)}{sample}")
        symbol = self.symbol(token.text)
        return self.marked(replace(symbol, derivative="d"))

    def named_call(self, letter: str) -> Expression:
        """Read ``L(y_hat, y)`` and ``J(w, b)`` as what they are called; of which sample is kept."""
        inside = self.bracket("(", ")")
        text = written(inside)
        sample = "i" if "(i)" in text or "^i" in text or "^{i}" in text else ""
        if letter == "P" and text.startswith("y=1"):
            return Name(Symbol("yhat", sample=sample).id)
        return Name(Symbol(letter.replace("P", "p"), sample=sample).id)

    def called(self, function: str) -> Expression:
        """Read a function with its marks and its argument."""
        prime, power, layer = False, None, ""
        while self.peek() in ("^", "'", "[", "_"):
            sign = self.peek()
            if sign == "[" and (function != "g"):
                break
            if sign == "[":
                layer = written(self.bracket("[", "]"))
                continue
            self.next()
            if sign == "'":
                prime = True
                continue
            marks = superscript(self.group_tokens(), of_data=False)
            prime, layer = prime or marks.prime, layer or marks.layer
            power = self.parsed(marks.power) if marks.power else power
        name = f"g[{layer}]" if function == "g" and layer else function
        value: Expression = Call(name, self.argument(), prime)
        return value if power is None else self.raised(value, power)

    def argument(self) -> Expression:
        """Read one argument, in brackets or bare."""
        if self.peek() in ("(", "[", "{"):
            opening = self.next().text
            return self.parenthesised({"(": ")", "[": "]", "{": "}"}[opening])
        return self.bare_argument()

    def arguments(self, number: int) -> list[Expression]:
        """Read so many arguments in brackets."""
        closing = {"(": ")", "\\{": "}", "{": "}", "[": "]"}.get(self.next().text, ")")
        found = [self.sum()]
        while self.peek() == ",":
            self.next()
            found.append(self.sum())
        self.expect(closing)
        if len(found) != number:
            raise FormulaError(
                f"'{shortened(self.text)}': {number} arguments are wanted, not {len(found)}"
            )
        return found

    def of_two(self, operation: str) -> Expression:
        """Read ``max(0, z)``, ``np.dot(a, b)``."""
        left, right = self.arguments(2)
        return Apply(operation, (left, right))

    def reduced(self, name: str) -> Expression:
        """Read ``np.sum(..., axis=1, keepdims=True)``."""
        self.expect("(")
        operand = self.sum()
        axis: int | None = None
        while self.peek() == ",":
            self.next()
            option = self.next().text
            self.expect("=")
            value = self.next().text
            if option == "axis" and value in ("0", "1"):
                axis = int(value)
            elif option != "keepdims":
                raise self.unexpected(f"; {option!r} is no option of a sum")
        self.expect(")")
        return Reduce("sum" if name == "sum" else "mean", operand, axis)
