"""Recording a text, for the tests."""

import ast
from textwrap import dedent
from typing import Any

import numpy as np

from compare.recording.graph import Naming, Node, Recording
from compare.recording.recorder import Recorder

X = np.random.RandomState(0).randn(11, 3)
Y = (np.random.RandomState(1).rand(11, 1) > 0.5) * 1.0


class Run:
    """A recorded text: its variables, and what was noted."""

    def __init__(self, text: str, **options: Any) -> None:
        given = {name: options.pop(name) for name in list(options) if name.isupper()}
        substitute = options.pop("substitute", {})
        self.recorder = Recorder(**options)
        self.recorder.substitute = substitute
        self.variables = self.recorder.namespace()
        for name, value in given.items():
            self.variables[name] = self.recorder.input(name, value)
        self.text = dedent(text)
        body = ast.parse("import numpy as np\n" + self.text).body
        self.recorder.run([(0, body)], self.variables)

    def __getitem__(self, name: str) -> Any:
        return self.variables[name]

    @property
    def recording(self) -> Recording:
        return self.recorder.recording

    @property
    def nodes(self) -> list[Node]:
        return self.recording.nodes

    def ops(self) -> list[str]:
        """The operations in order, without leaves."""
        leaves = ("input", "parameter", "create", "constant")
        return [node.op for node in self.nodes if node.op not in leaves]

    def node(self, name: str) -> Node:
        """The node that a variable holds."""
        number = self.recorder.node_of(self.variables[name])
        assert number is not None, f"{name} is no node"
        return self.nodes[number]

    def namings(self, name: str) -> list[Naming]:
        """What was put under a name, as it is written."""
        return [naming for naming in self.recording.namings if naming.name == name]

    def operands(self, name: str) -> list[str]:
        """The operations, or names, of a variable's operands."""
        return [
            self.nodes[operand].name or self.nodes[operand].op
            for operand in self.node(name).operands
        ]

    def line(self, node: Node) -> int:
        """The line of the text."""
        assert node.site is not None
        return node.site.line - 1

    def source(self, node: Node) -> str:
        """The text of a node, if it is on one line."""
        assert node.site is not None
        line = ("import numpy as np\n" + self.text).splitlines()[node.site.line - 1]
        return line[node.site.column : node.site.end_column]
