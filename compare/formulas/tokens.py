"""The pieces of a formula in LaTeX or in half-code: letters, numbers, marks, commands."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from compare.formulas.functions import NAMES
from compare.formulas.limits import shortened
from compare.formulas.read import FormulaError

Kind = Literal["number", "letter", "word", "mark", "operator"]

GREEK = {
    "alpha": "alpha",
    "eta": "alpha",
    "sigma": "sigma",
    "omega": "w",
    "lambda": "lambd",
    **dict.fromkeys(("delta", "Delta"), "delta"),
    **dict.fromkeys(("theta", "Theta"), "theta"),
    **dict.fromkeys(("epsilon", "varepsilon"), "epsilon"),
}
COMMANDS = {
    **dict.fromkeys(("times", "ast", "bullet"), "*"),
    **dict.fromkeys(("cdot",), "⋅"),
    **dict.fromkeys(("odot", "circ", "otimes"), ".*"),
    **dict.fromkeys(("leftarrow", "gets"), ":="),
    **dict.fromkeys(("prime",), "'"),
    **dict.fromkeys(("mid", "vert", "lvert", "rvert"), "|"),
    **dict.fromkeys(("partial", "part", "mathrm d", "nabla"), "d"),
    **dict.fromkeys(("dots", "ldots", "cdots"), "..."),
    **dict.fromkeys(("top", "intercal"), "T"),
    **dict.fromkeys(("geq", "geqslant", "ge"), ">="),
    **dict.fromkeys(("leq", "leqslant", "le"), "<="),
    "div": "/",
    "lt": "<",
    "gt": ">",
    "equiv": "=",
    "approx": "≈",
    "colon": ":",
    "ell": "l",
    "lbrack": "[",
    "rbrack": "]",
    "lbrace": "(",
    "rbrace": ")",
    "to": "→",
}
WITHOUT_MEANING = (
    *("left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "limits"),
    *("displaystyle", "textstyle", "quad", "qquad", "nolimits", "nonumber", "hfill", "middle"),
)
ALPHABETS = (
    *("mathbf", "boldsymbol", "bm", "mathcal", "mathrm", "text", "textbf", "mathit", "rm", "bf"),
    *("operatorname", "textit", "mathsf", "vec", "overrightarrow", "pmb", "textrm", "mathop"),
)
FUNCTIONS = ("log", "ln", "exp", "tanh", "max", "min", "sum", "prod", "frac", "sqrt", "hat")
VARIANTS = {"dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "widehat": "hat"}
CHARACTERS = str.maketrans({
    "−": "-", "–": "-", "×": "*", "·": "⋅", "∗": "*", "•": "*", "⊙": " .* ",
    "∘": " .* ", "◦": " .* ", "²": "^2", "³": "^3", "ᵀ": "^T", "⊤": "^T", "′": "'", "’": "'",
    "∂": " d", "σ": "\\sigma ", "α": "\\alpha ", "ŷ": "\\hat{y}", "Ŷ": "\\hat{Y}", "ω": "w",
    "∑": "\\sum ", "Σ": "\\sum ", "λ": "\\lambda ", "δ": "\\delta ", "η": "\\eta ", "ε": "epsilon",
    "←": ":=", "≔": ":=", "⁻": "^-", "…": "...", "⟵": ":=", "≥": ">=", "≤": "<=", "ℒ": "L",
    "⁽": "^(", "⁾": ")", "ⁱ": "i", "₁": "_1", "₂": "_2", "₃": "_3", "₀": "_0", "【": "[",
    "】": "]", "`": " ", "½": "1/2", "∏": "\\prod ",
})  # fmt: skip  # alike stand together
WORDS = tuple(
    sorted(
        {
            *NAMES, "np.dot", "np.sum", "np.mean", "np.log", "np.exp", "np.multiply", "np.tanh",
            "np.power", "np.square", "np.maximum", "max", "min", "sum", "mean", "dot", "axis",
            "keepdims", "True", "False", "yhat", "y_hat", "y_pred", "alpha", "learning_rate",
            "lambda", "omega", "cost", "loss", "learningrate", "truth", "true", "pred", "prev",
            "next", "train", "epsilon", "delta", "sqrt", "np.sqrt", "if", "otherwise", "else",
            "for", "maximum", "np.max", "n_x", "n_h", "n_y", "multiply", "abs",
        },
        key=len,
        reverse=True,
    )
)  # fmt: skip  # alike stand together
TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<command>\\[A-Za-z]+|\\.)"
    r"|(?P<letters>[A-Za-z][A-Za-z]*(?:[._][A-Za-z]+)*)"
    r"|(?P<operator>:=|\.\*|\*\*|>=|<=|\+=|-=|\.\.\.|[-+*/@=<>≈→⋅])"
    r"|(?P<mark>[\^_{}()\[\]|',;:!&])"
    r"|(?P<space>\s+)"
)


@dataclass(frozen=True)
class Token:
    """A piece, and whether a space stands before it."""

    kind: Kind
    text: str
    spaced: bool = False


STYLED = re.compile(rf"\\(?:{'|'.join(ALPHABETS)})\s*\{{([^{{}}]*)\}}")
LABEL = re.compile(r"\\(?:tag|label)\s*\{[^{}]*\}")
LONE = re.compile(
    r"(?:(?<![A-Za-z])|(?<=^d)|(?<=[^A-Za-z\\]d))\{(d?[A-Za-z])\}(?=\s*[\^_'])|\{(np\.\w+|axis|keepdims)\}"
)
BRACED = re.compile(r"\{(d?[A-Za-z]\^\{\[[^\[\]{}]*\]\})\}(?=\s*[\^'(])")
SPACED = re.compile(r"\\(?:left|right)\s*(?=[\[\]()])")
NO_BRACKET = re.compile(r"\\(?:left|right|big|Big|bigg)\s*\.")


def plain(text: str) -> str:
    """Write letters of other alphabets, wide brackets and typographic signs as plain ones."""
    text = LABEL.sub(" ", NO_BRACKET.sub(" ", STYLED.sub(r"\1", text)))
    text = LONE.sub(lambda found: found[1] or found[2], SPACED.sub("", text))
    text = BRACED.sub(r"\1", text)
    return unicodedata.normalize("NFKC", text.translate(CHARACTERS))


def tokens(text: str) -> list[Token]:
    """Take a formula apart.

    Raises
    ------
    FormulaError
        At the first sign that no formula has.
    """
    source = plain(text)
    found: list[Token] = []
    position, spaced = 0, False
    while position < len(source):
        match = TOKEN.match(source, position)
        if match is None:
            raise FormulaError(f"'{shortened(text)}': {source[position]!r} is no sign of a formula")
        position = match.end()
        if match["space"]:
            spaced = True
            continue
        new = list(_token(match, text))
        if new:
            found += [Token(new[0].kind, new[0].text, spaced), *new[1:]]
            spaced = False
    return found


def _token(match: "re.Match[str]", text: str) -> "list[Token]":
    if match["number"]:
        return [Token("number", match["number"])]
    if match["operator"]:
        return [Token("operator", match["operator"])]
    if match["mark"]:
        return [] if match["mark"] in "&!" else [Token("mark", match["mark"])]
    if match["command"]:
        return _command(match["command"], text)
    return _words(match["letters"])


def _command(command: str, text: str) -> list[Token]:
    name = command[1:]
    if name in WITHOUT_MEANING or name in ALPHABETS or name in ",;:! >\n":
        return []
    if name in "{}|":
        return [Token("mark", {"{": "(", "}": ")", "|": "|"}[name])]
    if name in GREEK:
        return [Token("word", GREEK[name])]
    if name in COMMANDS:
        sign = COMMANDS[name]
        kind: Kind = "letter" if sign.isalpha() else "mark" if sign in "'|[]():" else "operator"
        return [Token(kind, sign)]
    if name in FUNCTIONS or name in VARIANTS:
        return [Token("word", "\\" + VARIANTS.get(name, name))]
    raise FormulaError(f"'{shortened(text)}': \\{shortened(name, 20)} is not known here")


def _words(letters: str) -> list[Token]:
    """Split a run of letters: known words, else one letter each."""
    found: list[Token] = []
    position = 0
    while position < len(letters):
        word = next((word for word in WORDS if _is_word(letters, position, word)), None)
        if word is not None:
            found.append(Token("word", word))
            position += len(word)
        elif letters[position] in "._":
            found.append(Token("mark", letters[position]))
            position += 1
        else:
            found.append(Token("letter", letters[position]))
            position += 1
    if sum(token.kind == "letter" for token in found) > 4:
        return [Token("word", letters)]
    return found


def _is_word(letters: str, position: int, word: str) -> bool:
    if not letters.startswith(word, position):
        return False
    if len(word) > 2:
        return True
    before = letters[position - 1 : position]
    after = letters[position + len(word) : position + len(word) + 1]
    return word in ("g",) and not before.isalpha() and not after.isalpha()
