import ast

import pytest

from tests.compare.reading.published import defined, read, told

CLASS = "```python\nclass Net:\n    def __init__(self):\n        pass\n```\n"


def code(text):
    return [ast.unparse(s) for unit in read(text, "markdown").units for s in unit.statements]


@pytest.mark.parametrize(
    "block",
    [
        "```python\na = 1\n```",
        "```py\na = 1\n```",
        "```\na = 1\n```",
        "~~~python\na = 1\n~~~",
        "```{python}\na = 1\n```",
        "```{code-block} python\na = 1\n```",
        "``` {.python .numberLines}\na = 1\n```",
        "```python\na = 1",
        "1. first\n\n   ```python\n   a = 1\n   ```",
        "> ```python\n> a = 1\n> ```",
        "{% highlight python linenos %}\na = 1\n{% endhighlight %}",
        '<pre><code class="language-python">a = 1\n</code></pre>',
        "<pre lang=\"python\">\n<span class='n'>a</span> = 1\n</pre>",
        "text\n\n    a = 1\n\ntext",
        "text\n\n\ta = 1\n",
        "```python\n>>> a = 1\n>>> a\n1\n```",
    ],
)
def test_a_block_of_code_however_it_is_set(block):
    assert code(f"# Title\n\n{block}\n")[0] == "a = 1"


@pytest.mark.parametrize(
    "block",
    [
        "```bash\nls = 1\n```",
        '```json\n{"a": 1}\n```',
        "```\n$ pip install numpy\n```",
        "```\nEpoch 1: cost = 0.69\n```",
        "```\n```",
        "```text\nx = 1\n```",
        "---\nx:\n\n    a = 1\n---\n",
        "text\n\n    some words set apart\n",
        "text\n    a = 1\n",
        "- item\n\n    more of the item\n",
    ],
)
def test_what_is_no_python_is_left_alone_silently(block):
    source = read(f"{block}\n", "markdown")
    assert source.units == []
    assert source.problems == []


def test_python_under_another_name_is_read_if_it_is_sound():
    assert code("```text\nimport numpy as np\n```") == ["import numpy as np"]
    assert code("```javascript\nimport numpy as np\nlet x = 1\n```") == []


def test_entities_are_undone_and_columns_stay():
    (statement,) = read("<pre>\nmask = a &lt; b &amp; c\n</pre>", "markdown").units[0].statements
    assert ast.unparse(statement) == "mask = a < b & c"


@pytest.mark.parametrize("indentation", ["", "    "])
def test_methods_in_a_later_block_belong_to_the_class_before(indentation):
    method = f"{indentation}def forward(self, X):\n{indentation}    return X\n"
    text = f"{CLASS}And then\n```python\n{method}```\n```python\ndef relu(Z):\n    return Z\n```\n"
    assert defined(read(text, "markdown")) == ["Net.__init__", "Net.forward", "relu"]


def test_methods_before_any_class_stay_functions():
    assert defined(read(f"```python\ndef f(self):\n    pass\n```\n{CLASS}", "markdown")) == [
        "f",
        "Net.__init__",
    ]


def test_a_broken_block_names_its_line_in_the_file():
    source = read(
        f"{CLASS}```python\ndef f(x):\n    return x x\ndef g(x):\n    return x\n```", "markdown"
    )
    assert told(source) == [("lost", None, 8, "f")]
    assert defined(source) == ["Net.__init__", "g"]


def test_a_line_of_a_body_alone_is_read():
    assert code("```python\n    dW = dZ @ A.T\n    db = dZ.sum()\n```") == [
        "dW = dZ @ A.T",
        "db = dZ.sum()",
    ]
