"""Which numbers and headings of a text begin a clause."""

import re
from collections.abc import Iterator
from dataclasses import replace

from shared.domain.classification.headings import type_of_heading
from shared.domain.segmentation.context import Before, what_is_before
from shared.domain.segmentation.headings import Case, Heading, read_heading
from shared.domain.segmentation.lines import Line
from shared.domain.segmentation.marks import SIGNATURE, Mark, Nesting, Unnumbered, mark_of
from shared.domain.segmentation.numbering import LETTERED, Number, NumberStyle, find_numbers
from shared.domain.segmentation.sequence import Sequence
from shared.domain.segmentation.unnumbered import unnumbered_heading

_ITEM = re.compile(r"\(?[a-zA-Z0-9]{1,3}[.)]")
_SHORT_HEADING = 4
_LIST_STARTS = frozenset({Before.LINE_START, Before.HEADING, Before.SENTENCE_END, Before.CAPITALS})
_TOP_RESTARTS = frozenset({Before.LINE_START, Before.HEADING, Before.CAPITALS})


def read_outline(text: str, lines: list[Line]) -> list[Mark]:
    """The marks of a text in order, nested. Linear in the text's length."""
    reader = _Reader(text, lines)
    for index, numbers in _numbers_by_line(text, lines):
        reader.read_line(index, numbers)
    return reader.nesting.marks


def _numbers_by_line(text: str, lines: list[Line]) -> Iterator[tuple[int, list[Number]]]:
    numbers = find_numbers(text)
    number = next(numbers, None)
    for index, line in enumerate(lines):
        here: list[Number] = []
        while number is not None and number.start < line.end:
            here.append(number)
            number = next(numbers, None)
        if line.is_body:
            yield index, here


class _Reader:
    """Goes through the lines once and keeps what was accepted."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.nesting = Nesting()
        self._text = text
        self._lines = lines
        self._sequence = Sequence()
        self._heading_end = -1
        self._signed = False
        self._read_up_to = 0
        self._line_start = 0

    def read_line(self, index: int, numbers: list[Number]) -> None:
        line = self._lines[index]
        self._line_start = line.start
        signature = self._signature(line)
        leads = bool(numbers) and numbers[0].start <= line.start + len("**[“#### ")
        if not leads and signature != line.start:
            self._try_unnumbered(index)
        for number in numbers:
            if number.start < self._read_up_to:
                continue
            if signature is not None and number.start > signature:
                self._sign(signature)
                signature = None
            self._try_number(number, index)
        if signature is not None:
            self._sign(signature)

    def _signature(self, line: Line) -> int | None:
        if not self.nesting.marks or self._signed:
            return None
        match = SIGNATURE.search(self._text, line.start, min(len(self._text), line.end + 1))
        return match.start("start") if match else None

    def _sign(self, start: int) -> None:
        if start < self._read_up_to:
            return
        self.nesting.add(Mark(start, start, Unnumbered.SIGNATURE))
        self._signed = True

    def _try_unnumbered(self, index: int) -> None:
        found = unnumbered_heading(self._text, self._lines, index, self.nesting.marks)
        if found is None or (self._signed and type_of_heading(found.heading) is None):
            return
        if self._signed:
            self._sequence = Sequence()
            self._signed = False
        self.nesting.add(found)
        self._heading_end = found.body_start
        self._read_up_to = found.body_start

    def _try_number(self, number: Number, index: int) -> None:
        line = self._lines[index]
        above = self._lines[index - 1] if index and self._lines[index - 1].text else None
        before = what_is_before(self._text, number.start, line, above, self._heading_end)
        counted = number.style in LETTERED and self._sequence.count_letter(number, begins=before in _LIST_STARTS)
        if before is Before.REFERENCE or not self._may_follow(number, line, before):
            return
        if number.style is NumberStyle.DECIMAL and not (self._signed or self._sequence.is_near(number)):
            return
        if not number.closed and before is not Before.LINE_START:
            return
        heading = read_heading(self._text, number.end, line.end)
        if number.keyword and heading is None and number.end >= line.end:
            heading = self._heading_below(index)
        number = self._as_part(number, before, heading)
        if number.style in LETTERED:
            accepted = counted and self._accepts_letter(number, before, heading)
        else:
            accepted = self._accepts(number, before, heading, line)
        if accepted:
            self._take(number, heading, before)

    def _may_follow(self, number: Number, line: Line, before: Before) -> bool:
        rest = self._text[number.end : min(line.end, number.end + 40)].lstrip(" \t*_\u2013—-")
        if not rest:
            return bool(number.keyword) or (number.style not in LETTERED and number.start == line.start)
        if number.keyword and rest[0] in ",;)":
            return False
        if number.style is NumberStyle.DECIMAL and before in (Before.HEADING, Before.LINE_START):
            return True
        word = rest.split()[0]
        if _ITEM.match(word):
            return True
        return not rest[0].islower() or any(char.isupper() for char in word[1:4])

    def _heading_below(self, index: int) -> Heading | None:
        for line in self._lines[index + 1 : index + 4]:
            if line.is_body:
                heading = read_heading(self._text, line.start, line.end)
                return heading if heading and heading.own_line and heading.case is not Case.SENTENCE else None
        return None

    def _accepts(self, number: Number, before: Before, heading: Heading | None, line: Line) -> bool:
        if number.style is NumberStyle.ATTACHMENT:
            return self._accepts_attachment(number, before, heading, line)
        if self._signed and not self._begins_anew(number, before, heading, line):
            return False
        if number.style is NumberStyle.DECIMAL:
            return self._accepts_decimal(number, before, heading)
        if number.style is NumberStyle.INTEGER:
            return self._accepts_integer(number, before, heading)
        return self._accepts_article(number, before, heading)

    def _as_part(self, number: Number, before: Before, heading: Heading | None) -> Number:
        """The number as that of a part, when a contract divides itself by capital letters: A. DEFINITIONS."""
        if number.style is not NumberStyle.UPPER_LETTER or before is not Before.LINE_START or heading is None:
            return number
        marked = self._text.startswith("#", self._line_start)
        titled = heading.own_line and (heading.case is Case.CAPITALS or marked)
        parted = self._sequence.is_fresh or NumberStyle.PART in self._sequence.last
        return replace(number, style=NumberStyle.PART) if titled and parted else number

    def _accepts_letter(self, number: Number, before: Before, heading: Heading | None) -> bool:
        if before in (Before.WORDS, Before.CAPITALS):
            return False
        if self._signed or heading is None or heading.case is Case.SENTENCE:
            return False
        upper = heading.case is Case.CAPITALS or number.style is NumberStyle.UPPER_LETTER
        return heading.closed or (heading.own_line and upper)

    def _accepts_attachment(self, number: Number, before: Before, heading: Heading | None, line: Line) -> bool:
        if not self.nesting.marks or before is not Before.LINE_START:
            return False
        alone = number.end >= line.end
        return alone or (heading is not None and (not line.text.endswith(".") or number.keyword.isupper()))

    def _accepts_decimal(self, number: Number, before: Before, heading: Heading | None) -> bool:
        if number.keyword and number.keyword.lower() not in ("section", "clause"):
            return False
        titled = heading is not None and heading.closed and before is Before.SENTENCE_END
        if titled or before in (Before.LINE_START, Before.HEADING):
            return self._sequence.is_near(number)
        if self._sequence.major is None and before is not Before.SENTENCE_END:
            return False
        return self._sequence.is_next(number)

    def _accepts_article(self, number: Number, before: Before, heading: Heading | None) -> bool:
        if before is Before.WORDS or (heading is None and not number.keyword):
            return False
        near = self._sequence.is_near(number) if before is Before.LINE_START else self._sequence.is_next(number)
        return near and (heading is not None or before is Before.LINE_START)

    def _accepts_integer(self, number: Number, before: Before, heading: Heading | None) -> bool:
        at_line = before is Before.LINE_START
        if not number.closed:
            return heading is not None and heading.own_line and self._sequence.is_next(number)
        if number.keyword:
            return before is not Before.WORDS and (self._sequence.is_near(number) or at_line)
        if self._restarts(number, before, heading):
            self._sequence = Sequence()
        needs_heading = not at_line or self._sequence.integers_have_headings is not False
        believable = heading is not None and self._is_believable(number, heading, before)
        surely_headed = heading is not None and (
            at_line or (heading.closed and before is Before.SENTENCE_END) or self._opens_its_own_count(number, heading)
        )
        fits = self._sequence.is_near(number) if surely_headed else self._sequence.is_next(number)
        in_list = self._continues_list(number, heading)
        fits = fits and not in_list
        if fits and (believable or (not needs_heading and self._sequence.listed is None)):
            return before is not Before.WORDS or (heading is not None and heading.case is not Case.SENTENCE)
        counts_on = NumberStyle.INTEGER in self._sequence.last and self._sequence.is_near(number)
        begins = not self._sequence.last and all(mark.style not in LETTERED for mark in self.nesting.marks)
        if at_line and not in_list and (counts_on or (fits and begins)):
            return True
        self._sequence.count_listed(number)
        return False

    def _begins_anew(self, number: Number, before: Before, heading: Heading | None, line: Line) -> bool:
        """Whether, below a signature block, a second text begins to count: terms under a signed cover page."""
        if before is Before.WORDS or heading is None or set(number.values) != {1}:
            return False
        if before is not Before.LINE_START and not heading.closed and heading.case is not Case.CAPITALS:
            return False
        self._sequence = Sequence()
        self._signed = False
        if before is not Before.LINE_START and line.start > self.nesting.marks[-1].start:
            title = read_heading(self._text, line.start, line.end)
            self.nesting.add(mark_of(line.start, Unnumbered.CAPITALS, title, line.start))
        return True

    def _opens_its_own_count(self, number: Number, heading: Heading) -> bool:
        """Whether 7.1 follows the heading of 7, which no item of a list has."""
        return self._text[heading.end : heading.end + 12].lstrip().startswith(f"{number.values[0]}.")

    def _is_believable(self, number: Number, heading: Heading, before: Before) -> bool:
        """Whether words after a number in the middle of a line are a heading and not an item of a list."""
        if self._opens_its_own_count(number, heading):
            return True
        if before is Before.LINE_START or heading.closed or heading.case is not Case.SENTENCE:
            return True
        return before is Before.SENTENCE_END and len(heading.words.split()) <= _SHORT_HEADING

    def _continues_list(self, number: Number, heading: Heading | None) -> bool:
        """Whether the number goes on a list inside a clause rather than the clauses themselves."""
        if self._sequence.listed is None or number.values[0] != self._sequence.listed + 1:
            return False
        case = self._sequence.heading_case
        return heading is None or not (heading.closed or heading.own_line) or heading.case is not case

    def _restarts(self, number: Number, before: Before, heading: Heading | None) -> bool:
        """A count that begins anew under a title of its own, such as a second set of provisions."""
        if number.values != (1,) or heading is None or before not in _TOP_RESTARTS or not self.nesting.marks:
            return False
        last = self.nesting.marks[-1]
        titled = last.style is Unnumbered.CAPITALS and before is Before.LINE_START
        titled = titled or (isinstance(last.style, Unnumbered) and before is Before.HEADING)
        return titled or (before is Before.CAPITALS and heading.case is Case.CAPITALS)

    def _take(self, number: Number, heading: Heading | None, before: Before) -> None:
        if number.style is NumberStyle.ATTACHMENT:
            self._sequence = Sequence()
            self._signed = False
        elif number.style not in LETTERED:
            self._sequence.note(number, heading)
        end = heading.end if heading else number.end
        words = heading.words if heading else ""
        self.nesting.add(Mark(number.start, end, number.style, number.printed, words, number.values))
        if heading is not None or before is Before.LINE_START:
            self._heading_end = end
        self._read_up_to = end
