"""How a function uses its parameter: its keys, what is called on it, what it is compared with."""

from dataclasses import dataclass, field


@dataclass
class Usage:
    """What is done with a value.

    Attributes
    ----------
    keys
        The strings it is subscripted with; for ``parameters["W" + str(l)]`` the ``W``.
    attributes
        What is read from it, ``shape`` and methods included.
    item_attributes
        What is read from its items, in loops or by subscript.
    strings
        What it is compared with, or looked up by.
    unpacked
        The names it is unpacked into.
    looked_up
        Whether it is the name of an attribute: ``getattr(self, activation)``.
    paired, parts
        Whether its items are taken apart, and the names they are taken apart into.
    """

    keys: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    item_attributes: set[str] = field(default_factory=set)
    strings: list[str] = field(default_factory=list)
    unpacked: tuple[str, ...] = ()
    is_called: bool = False
    items_called: bool = False
    is_iterated: bool = False
    is_indexed: bool = False
    arguments: int = 1
    paired: bool = False
    looked_up: bool = False
    parts: tuple[str, ...] = ()

    @property
    def is_a_list(self) -> bool:
        """Whether it is gone through or subscripted, as a list is and a number is not."""
        return self.is_iterated or self.is_indexed

    @property
    def is_data(self) -> bool:
        """Whether it is used as an array is."""
        return self.is_a_list or bool(self.attributes) or bool(self.keys)

    def merge(self, other: "Usage") -> None:
        """Add what is done elsewhere."""
        self.keys |= other.keys
        self.attributes |= other.attributes
        self.item_attributes |= other.item_attributes
        self.strings += [each for each in other.strings if each not in self.strings]
        self.unpacked = self.unpacked or other.unpacked
        self.is_called |= other.is_called
        self.items_called |= other.items_called
        self.is_iterated |= other.is_iterated
        self.is_indexed |= other.is_indexed
        self.arguments = max(self.arguments, other.arguments)
        self.paired |= other.paired
        self.looked_up |= other.looked_up
        self.parts = self.parts or other.parts
