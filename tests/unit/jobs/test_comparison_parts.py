"""Long contracts: cut into parts that fit, asked about part by part, put together again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.contract_comparison.answers import combined
from jobs.contract_comparison.models import ComparisonAnswer, FindingAnswer, Risk
from jobs.contract_comparison.parts import Part, halves, parts_of
from jobs.contract_comparison.prompt import comparison_questions, smaller_questions
from shared.domain.clauses import Clause, ClauseType
from shared.domain.contract import Contract
from shared.ports.model import ModelLimits
from tests.fakes.builders import STANDARD, finding, request_body
from tests.fakes.clock import START

Counterparts = Mapping[str, str]
"""Which clause of the contract says the same as a clause of the standard."""

LIMITS = ModelLimits(prompt_tokens=4_000, answer_tokens=6_000)


def document(contract_id: str, lengths: Sequence[int]) -> Contract:
    """A contract of clauses of so many characters, a token every four of them."""
    clauses, start = [], 0
    for number, length in enumerate(lengths, start=1):
        text = f"{number:04d}" + "x" * (length - 4)
        fields = {"clause_id": f"c{number:03d}", "clause_type": ClauseType.OTHER, "text": text}
        clauses.append(Clause(**fields, start=start, end=start + length))
        start += length
    text = "".join(clause.text for clause in clauses)
    return Contract(
        id=contract_id,
        user_id="ann",
        title=contract_id,
        text_characters=len(text),
        text_tokens=len(text) // 4,
        clause_count=len(clauses),
        sha256="",
        created_date=START,
        text=text,
        clauses=clauses,
    )


def ideal(part: Part, same: Counterparts) -> ComparisonAnswer:
    """What a perfect model says of the clauses that it sees."""
    ours = list(dict.fromkeys(clause.clause_id for clause in part.standard))
    theirs = list(dict.fromkeys(clause.clause_id for clause in part.contract))
    there = {mine: same[mine] for mine in ours if same.get(mine) in theirs}
    findings = [
        found("present", [mine], [there[mine]]) if mine in there else found("missing", [mine], []) for mine in ours
    ]
    findings += [found("extra", [], [other]) for other in theirs if other not in there.values()]
    return ComparisonAnswer(findings=findings, summary="Compared.", overall_risk=Risk.NONE)


def found(status: str, ours: list[str], theirs: list[str], **fields: Any) -> FindingAnswer:
    """One finding."""
    named = {"status": status, "standard_clause_ids": ours, "contract_clause_ids": theirs}
    return FindingAnswer.model_validate(finding(**named, **fields))


def said(answer: ComparisonAnswer) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """What an answer says of which clauses."""
    return {
        (str(entry.status), tuple(entry.standard_clause_ids), tuple(entry.contract_clause_ids))
        for entry in answer.findings
    }


lengths = st.lists(st.integers(4, 9_000), min_size=1, max_size=8)
few = st.lists(st.integers(4, 2_500), min_size=1, max_size=3)


@given(lengths, lengths, st.data())
def test_parts_put_together_say_what_the_whole_would_have_said(
    ours: list[int], theirs: list[int], data: st.DataObject
) -> None:
    standard, contract = document(STANDARD, ours), document("contract_other", theirs)
    places = [clause.clause_id for clause in contract.clauses]
    chosen = data.draw(st.permutations(places))
    same = dict(zip([clause.clause_id for clause in standard.clauses], chosen, strict=False))
    same = {mine: other for mine, other in same.items() if data.draw(st.booleans())}
    parts = parts_of(standard, contract, LIMITS)
    for part in list(parts):
        if data.draw(st.booleans()):
            parts.remove(part)
            parts += halves(part) or [part]
    whole = ideal(Part(standard.clauses, contract.clauses), same)
    assert said(combined([ideal(part, same) for part in parts])) == said(whole)


@given(lengths, lengths)
def test_every_part_of_the_standard_meets_every_part_of_the_contract(ours: list[int], theirs: list[int]) -> None:
    standard, contract = document(STANDARD, ours), document("contract_other", theirs)
    parts = parts_of(standard, contract, LIMITS)
    pairs = {
        (mine, other)
        for part in parts
        for mine in ((clause.start, clause.end) for clause in part.standard)
        for other in ((clause.start, clause.end) for clause in part.contract)
    }
    sides = {mine for mine, _ in pairs}, {other for _, other in pairs}
    assert len(pairs) == len(sides[0]) * len(sides[1])
    assert [sum(end - start for start, end in side) for side in sides] == [sum(ours), sum(theirs)]


@given(lengths, lengths)
def test_no_part_is_longer_than_the_model_can_read(ours: list[int], theirs: list[int]) -> None:
    questions = comparison_questions(
        request_body(), document(STANDARD, ours), document("contract_other", theirs), LIMITS
    )
    for question in questions:
        characters = sum(len(message.content) for message in question.messages[1:])
        # The sample texts have a token every four characters; what is around them has fewer characters a token.
        assert characters / 4 <= LIMITS.prompt_tokens


def test_what_fits_is_asked_in_one_question() -> None:
    standard, contract = document(STANDARD, [100] * 10), document("contract_other", [100] * 10)
    assert len(parts_of(standard, contract, LIMITS)) == 1
    assert parts_of(standard, contract, None) == [Part(standard.clauses, contract.clauses)]


def test_a_standard_of_many_clauses_is_cut_so_that_the_answer_fits() -> None:
    standard, contract = document(STANDARD, [10] * 100), document("contract_other", [10] * 3)
    parts = parts_of(standard, contract, ModelLimits(prompt_tokens=100_000, answer_tokens=6_000))
    assert [len(part.standard) for part in parts] == [40, 40, 20]
    assert {len(part.contract) for part in parts} == {3}


def test_the_questions_about_one_contract_share_the_instructions_and_differ_in_their_clauses() -> None:
    standard, contract = document(STANDARD, [2_000] * 9), document("contract_other", [2_000] * 9)
    questions = comparison_questions(request_body(), standard, contract, LIMITS)
    assert len(questions) > 1
    assert len({question.messages[0] for question in questions}) == 1
    assert len({question.messages[1:] for question in map(_frozen, questions)}) == len(questions)


def _frozen(question: Any) -> Any:
    return type(question)(question.task, {}, tuple(question.messages), {}, question.max_tokens, question.selection)


@given(few, few)
def test_a_question_is_halved_until_it_cannot_be_smaller(ours: list[int], theirs: list[int]) -> None:
    (whole,) = comparison_questions(request_body(), document(STANDARD, ours), document("contract_other", theirs), None)
    todo, smallest = [whole], []
    while todo:
        question = todo.pop()
        smaller = smaller_questions(question)
        assert len(smaller) in (0, 2)
        assert all(_size(part) < _size(question) for part in smaller)
        todo += smaller
        smallest += [] if smaller else [question]
    for question in smallest:
        shown = [question.variables[side]["clauses"] for side in ("standard", "contract")]
        assert all(len(clauses) == 1 and len(clauses[0]["text"]) < 800 for clauses in shown)


def _size(question: Any) -> int:
    return len(json.dumps(question.variables))


def test_a_clause_is_missing_only_where_no_part_has_it() -> None:
    first = ComparisonAnswer(
        findings=[found("missing", ["c001", "c002"], [], risk="high"), found("missing", ["c003"], [])],
        summary="First.",
        overall_risk=Risk.HIGH,
    )
    second = ComparisonAnswer(
        findings=[found("changed", ["c001"], ["c009"], risk="low"), found("missing", ["c003"], [])],
        summary="Second.",
        overall_risk=Risk.LOW,
    )
    whole = combined([first, second])
    assert said(whole) == {
        ("missing", ("c002",), ()),
        ("missing", ("c003",), ()),
        ("changed", ("c001",), ("c009",)),
    }
    assert (whole.summary, whole.overall_risk) == ("First. Second.", Risk.HIGH)


def test_clauses_that_are_missing_together_in_one_part_and_apart_in_another_are_missing_once() -> None:
    together = found("missing", ["c001", "c002"], [])
    apart = [found("missing", [clause_id], [], risk="high") for clause_id in ("c001", "c002")]
    answers = [
        ComparisonAnswer(findings=findings, summary="", overall_risk=Risk.LOW) for findings in ([together], apart)
    ]
    whole = combined(answers)
    assert [(f.standard_clause_ids, f.risk) for f in whole.findings] == [(["c001"], "high"), (["c002"], "high")]


def test_the_overall_risk_is_that_of_what_is_left() -> None:
    missing = ComparisonAnswer(
        findings=[found("missing", ["c001"], [], risk="high")], summary="Gone.", overall_risk=Risk.HIGH
    )
    there = ComparisonAnswer(
        findings=[found("present", ["c001"], ["c001"], risk="none")], summary="There.", overall_risk=Risk.NONE
    )
    assert combined([missing, there]).overall_risk is Risk.NONE


def test_of_two_that_say_the_same_of_the_same_clauses_the_graver_is_kept() -> None:
    answers = [
        ComparisonAnswer(findings=[found("missing", ["c001"], [], risk=risk)], summary="", overall_risk=Risk.LOW)
        for risk in ("low", "high", "medium")
    ]
    (kept,) = combined(answers).findings
    assert kept.risk is Risk.HIGH


@pytest.mark.parametrize("risk", list(Risk))
def test_a_single_answer_stays_as_the_model_gave_it(risk: Risk) -> None:
    answer = ComparisonAnswer(findings=[found("present", ["c001"], ["c001"])], summary="Fine.", overall_risk=risk)
    assert combined([answer]) is answer
