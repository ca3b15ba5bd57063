"""Propositions judged over non-disclosure agreements, against the labels of ContractNLI."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adapters.offline_model.propositions.judging import EvidenceSpan, Judgement, Label, judge_proposition
from evaluation.scores import Counts, shown

LABELS: tuple[Label, ...] = ("entailed", "contradicted", "not_mentioned")

_CHOICES: dict[str, Label] = {
    "Entailment": "entailed",
    "Contradiction": "contradicted",
    "NotMentioned": "not_mentioned",
}
_EXPLANATION = """\
accuracy        share of the (agreement, proposition) pairs with the right one of three labels
majority        the accuracy of always giving the commonest label
by proposition  the accuracy of always giving each proposition's own commonest label, which needs the labels
evidence        of the pairs rightly found entailed or contradicted, the share in which some cited passage overlaps
                one that the annotators marked
The rules were written while looking at every second agreement; the others were held out. The 17 propositions are
the same in both halves, so the held-out figure says how the rules fare on other agreements, not on other questions."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """The right label of a proposition over an agreement, and the passages that show it."""

    proposition: str
    label: Label
    evidence: tuple[EvidenceSpan, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A labelled agreement."""

    text: str
    annotations: tuple[Annotation, ...]


@dataclass(slots=True)
class Result:
    """What came out: (right label, given label) pairs, and how often the evidence was right."""

    confusion: Counter[tuple[Label, Label]] = field(default_factory=Counter)
    by_proposition: dict[str, Counter[Label]] = field(default_factory=dict)
    evidence: Counts = field(default_factory=Counts)

    @property
    def total(self) -> int:
        """How many pairs were judged."""
        return sum(self.confusion.values())

    @property
    def accuracy(self) -> float:
        """The share of right labels."""
        return sum(self.confusion[label, label] for label in LABELS) / self.total

    @property
    def majority(self) -> float:
        """The share of the commonest right label."""
        return max(sum(self.confusion[label, given] for given in LABELS) for label in LABELS) / self.total

    @property
    def majority_by_proposition(self) -> float:
        """The share that each proposition's commonest label has."""
        return sum(max(counts.values()) for counts in self.by_proposition.values()) / self.total

    def counts_of(self, label: Label) -> Counts:
        """How often a label was given, was right, and should have been given."""
        counts = Counts()
        for (right, given), number in self.confusion.items():
            for _ in range(number):
                counts.add_pair(predicted=given == label, expected=right == label)
        return counts


def report(data: Path) -> str:
    """The figures for the agreements the rules were developed on, for those held out, and for all."""
    agreements = load(data)
    parts = (
        ("Developed on", agreements[0::2]),
        ("Held out", agreements[1::2]),
        ("All", agreements),
    )
    sections = [_section(f"{name} ({len(found)} agreements)", measure(found)) for name, found in parts]
    return "\n\n".join(["Propositions over NDAs (ContractNLI)", _EXPLANATION, *sections])


def load(data: Path) -> list[Agreement]:
    """The agreements of `data/contractnli/dev.json`, in its order.

    Raises:
        FileNotFoundError: the data is not there.
    """
    content = json.loads((data / "contractnli" / "dev.json").read_text(encoding="utf-8"))
    propositions = {key: value["hypothesis"] for key, value in content["labels"].items()}
    return [_agreement(document, propositions) for document in content["documents"]]


def measure(agreements: Iterable[Agreement]) -> Result:
    """Judge every annotated proposition and count."""
    result = Result()
    for agreement in agreements:
        for annotation in agreement.annotations:
            judgement = judge_proposition(agreement.text, annotation.proposition)
            result.confusion[annotation.label, judgement.label] += 1
            result.by_proposition.setdefault(annotation.proposition, Counter())[annotation.label] += 1
            if judgement.label == annotation.label != "not_mentioned":
                result.evidence.add_predicted(right=_overlaps(judgement, annotation))
    return result


def _agreement(document: dict[str, object], propositions: dict[str, str]) -> Agreement:
    text, spans, sets = document["text"], document["spans"], document["annotation_sets"]
    if not (isinstance(text, str) and isinstance(spans, list) and isinstance(sets, list)):
        raise TypeError("A document of contractnli/dev.json needs text, spans and annotation_sets.")
    annotations = (
        Annotation(
            propositions[key],
            _CHOICES[value["choice"]],
            tuple(EvidenceSpan(start=spans[n][0], end=spans[n][1]) for n in value["spans"]),
        )
        for key, value in sets[0]["annotations"].items()
    )
    return Agreement(text, tuple(annotations))


def _overlaps(judgement: Judgement, annotation: Annotation) -> bool:
    return any(
        one.start < other.end and other.start < one.end for one in judgement.evidence for other in annotation.evidence
    )


def _section(title: str, result: Result) -> str:
    figures = (
        f"accuracy {result.accuracy:.3f} ({result.total} pairs)   majority {result.majority:.3f}   "
        f"by proposition {result.majority_by_proposition:.3f}   evidence {shown(result.evidence.precision)}"
    )
    lines = [
        title,
        figures,
        f"{'label':15} precision  recall    F1   given as: {'  '.join(LABELS)}",
        *(_row(result, label) for label in LABELS),
    ]
    return "\n".join(lines)


def _row(result: Result, label: Label) -> str:
    counts = result.counts_of(label)
    given: Sequence[str] = [f"{result.confusion[label, other]:{len(other)}}" for other in LABELS]
    return (
        f"{label:15} {shown(counts.precision):>9}  {shown(counts.recall):>6}  {shown(counts.f1)}   "
        f"          {'  '.join(given)}"
    )
