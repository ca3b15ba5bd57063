"""Counting along: whether a number is the next one a clause could bear."""

from dataclasses import dataclass, field

from shared.domain.segmentation.headings import Case, Heading
from shared.domain.segmentation.numbering import Number, NumberStyle

_GAP = 3
"""Numbers an editor may have left out, or that the text's extraction lost."""


@dataclass(slots=True)
class Sequence:
    """The numbers accepted so far in the contract's body or in the present attachment."""

    last: dict[NumberStyle, int] = field(default_factory=dict)
    decimals: dict[tuple[int, ...], int] = field(default_factory=dict)
    letters: dict[NumberStyle, int] = field(default_factory=dict)
    major: int | None = None
    integers_have_headings: bool | None = None
    heading_case: Case | None = None
    listed: int | None = None
    """The number of the last item in a list inside a clause, such as 1., 2., 3. under 4(a)."""

    def is_next(self, number: Number) -> bool:
        """Whether `number` follows its predecessor without a gap, or begins a count."""
        if number.style is NumberStyle.DECIMAL:
            return self._is_next_decimal(number.values)
        last = self.last.get(number.style)
        value = number.values[0]
        return value in (0, 1) if last is None else value == last + 1

    def is_near(self, number: Number) -> bool:
        """The same with a small gap: enough when the number stands where only a clause's can."""
        if self.is_next(number):
            return True
        if number.style is NumberStyle.DECIMAL:
            return self._is_near_decimal(number.values)
        last = self.last.get(number.style)
        return last is not None and last < number.values[0] <= last + _GAP

    def note(self, number: Number, heading: Heading | None) -> None:
        """Goes on counting from `number`, which begins a clause."""
        self.letters.clear()
        self.listed = None
        if number.style is NumberStyle.DECIMAL:
            self.decimals[number.values[:-1]] = number.values[-1]
            self.major = number.values[0]
            if self.last.get(NumberStyle.INTEGER, self.major) < self.major:
                self.last[NumberStyle.INTEGER] = self.major
            return
        self.last[number.style] = number.values[0]
        self.major = number.values[0]
        if number.style in (NumberStyle.ARTICLE, NumberStyle.PART):
            self.last.pop(NumberStyle.INTEGER, None)
        if number.style is NumberStyle.INTEGER and self.integers_have_headings is None:
            self.integers_have_headings = heading is not None
            self.heading_case = heading.case if heading else None

    @property
    def is_fresh(self) -> bool:
        """Whether nothing was counted yet."""
        return not self.last and not self.decimals

    def count_letter(self, number: Number, *, begins: bool) -> bool:
        """Notes a letter or small roman numeral, also of an item that is no clause of its own.

        Returns:
            False when it continues nothing and is not the first one in a place where a list `begins`.
        """
        value, last = number.values[0], self.letters.get(number.style)
        if number.style is NumberStyle.PAREN_ROMAN and self._is_letter_i(number):
            self.letters[NumberStyle.PAREN_LOWER] = _LETTER_I
            return True
        if last != value - 1 and not (value == 1 and begins):
            return False
        self.letters[number.style] = value
        return True

    def count_listed(self, number: Number) -> bool:
        """Whether the integer is an item of a list inside the present clause."""
        value = number.values[0]
        if (value == 1 and NumberStyle.INTEGER in self.last) or (self.listed is not None and value == self.listed + 1):
            self.listed = value
            return True
        return False

    def _is_letter_i(self, number: Number) -> bool:
        return number.printed == "(i)" and self.letters.get(NumberStyle.PAREN_LOWER) == _LETTER_I - 1

    def _is_next_decimal(self, values: tuple[int, ...]) -> bool:
        prefix, value = values[:-1], values[-1]
        last = self.decimals.get(prefix)
        if last is not None:
            return value == last + 1
        if len(prefix) > 1:
            return value in (0, 1) and self.decimals.get(prefix[:-1]) == prefix[-1]
        return value in (0, 1) and (self.major is None or prefix[0] in (self.major, self.major + 1))

    def _is_near_decimal(self, values: tuple[int, ...]) -> bool:
        prefix, value = values[:-1], values[-1]
        last = self.decimals.get(prefix)
        if last is not None:
            return last < value <= last + _GAP
        return value <= _GAP and self.major is not None and self.major < prefix[0] <= self.major + _GAP


_LETTER_I = 9
