"""Precision, recall and F1 from counts."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """Predictions and expectations, counted apart, since one clause can cover several passages."""

    predicted: int = 0
    predicted_right: int = 0
    expected: int = 0
    expected_found: int = 0
    both_absent: int = 0

    def add_predicted(self, *, right: bool) -> None:
        """One prediction, right or not."""
        self.predicted += 1
        self.predicted_right += right

    def add_expected(self, *, found: bool) -> None:
        """One thing that should be found, and whether it was."""
        self.expected += 1
        self.expected_found += found

    def add_pair(self, *, predicted: bool, expected: bool) -> None:
        """A yes-or-no answer beside the right one."""
        if predicted:
            self.add_predicted(right=expected)
        if expected:
            self.add_expected(found=predicted)
        self.both_absent += not (predicted or expected)

    @property
    def precision(self) -> float | None:
        """The share of predictions that are right; None without a prediction."""
        return self.predicted_right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """The share of what should be found that was; None when there was nothing to find."""
        return self.expected_found / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two, None when either is."""
        precision, recall = self.precision, self.recall
        if precision is None or recall is None:
            return None
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    @property
    def accuracy(self) -> float | None:
        """The share of yes-or-no answers that are right; None without an answer."""
        wrong = (self.predicted - self.predicted_right) + (self.expected - self.expected_found)
        total = self.predicted_right + self.both_absent + wrong
        return (self.predicted_right + self.both_absent) / total if total else None


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of several counts: the base of micro averages."""
    summed = Counts()
    for one in counts:
        summed.predicted += one.predicted
        summed.predicted_right += one.predicted_right
        summed.expected += one.expected
        summed.expected_found += one.expected_found
        summed.both_absent += one.both_absent
    return summed


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values there are: the macro average."""
    present = [value for value in values if value is not None]
    return sum(present) / len(present) if present else None


def shown(value: float | None) -> str:
    """Two decimals, or a dash for a value that cannot be had."""
    return "   -" if value is None else f"{value:.2f}"
