from jobs.contract_comparison.models import FindingStatus
from shared.domain.clauses import Clause, ClauseType
from tests.unit.offline_model.contracts import (
    STANDARD,
    Part,
    answered,
    clauses_of,
    compared,
    of_type,
    statuses,
)


async def test_the_order_of_clauses_does_not_matter() -> None:
    answer = await compared(STANDARD, STANDARD[::-1])
    assert set(statuses(answer).values()) == {FindingStatus.PRESENT}


async def test_a_clause_of_the_wrong_type_is_found_by_its_words() -> None:
    contract: list[Part] = [
        (ClauseType.WARRANTY if kind is ClauseType.INDEMNITY else kind, heading, body)
        for kind, heading, body in STANDARD
    ]
    finding = of_type(await compared(STANDARD, contract), ClauseType.INDEMNITY)
    assert finding.status is FindingStatus.PRESENT


async def test_a_clause_that_stands_inside_another_is_present() -> None:
    law = STANDARD[5][2]
    contract: list[Part] = [
        (kind, heading, f"{body} {law}" if kind is ClauseType.COUNTERPARTS else body)
        for kind, heading, body in STANDARD
        if kind is not ClauseType.GOVERNING_LAW
    ]
    answer = await compared(STANDARD, contract)
    assert of_type(answer, ClauseType.GOVERNING_LAW).status is FindingStatus.PRESENT
    assert of_type(answer, ClauseType.COUNTERPARTS).status is FindingStatus.PRESENT


async def test_a_clause_split_in_two_is_answered_by_both_parts() -> None:
    first, second = STANDARD[0][2].split(". ")
    contract: list[Part] = [
        (ClauseType.PAYMENT_TERMS, "Invoices", f"{first}."),
        (ClauseType.OTHER, "Late Payment", second),
        *STANDARD[1:],
    ]
    finding = of_type(await compared(STANDARD, contract), ClauseType.PAYMENT_TERMS)
    assert finding.contract_clause_ids == ["c001", "c002"]
    assert finding.status is FindingStatus.PRESENT


async def test_unheaded_sub_clauses_are_compared_with_the_clause_they_stand_in() -> None:
    standard = clauses_of(STANDARD)
    contract = _split_into_numbered_sentences(standard)
    answer = await answered(standard, contract)
    assert {finding.status for finding in answer.findings} == {FindingStatus.PRESENT}


async def test_an_unheaded_sub_clause_on_a_matter_of_its_own_changes_its_clause() -> None:
    standard = clauses_of(STANDARD)
    contract = _split_into_numbered_sentences(standard)
    alien = "1.2 Visitors wear a yellow badge at the gate and leave dogs outside."
    contract[2] = contract[2].model_copy(update={"text": alien, "body_offset": 4, "clause_type": ClauseType.OTHER})
    finding = of_type(await answered(standard, contract), ClauseType.PAYMENT_TERMS)
    assert finding.contract_clause_ids == ["c001", "c002", "c003"]
    assert f'The contract adds: "{alien[4:]}"' in finding.changes


async def test_a_counterpart_of_a_type_that_was_not_selected_is_still_found() -> None:
    contract: list[Part] = [
        (ClauseType.OTHER if kind is ClauseType.INDEMNITY else kind, heading, body) for kind, heading, body in STANDARD
    ]
    answer = await compared(STANDARD, contract, "clauses", ["indemnity"])
    assert statuses(answer) == {ClauseType.INDEMNITY: FindingStatus.PRESENT}


async def test_clauses_about_different_things_are_no_counterparts() -> None:
    standard: list[Part] = [(ClauseType.INSURANCE, "Insurance", "Supplier shall hold public liability insurance.")]
    contract: list[Part] = [(ClauseType.NOTICES, "Notices", "Notices are sent by post to the registered office.")]
    answer = await compared(standard, contract)
    assert of_type(answer, ClauseType.INSURANCE).status is FindingStatus.MISSING


def _split_into_numbered_sentences(clauses: list[Clause]) -> list[Clause]:
    split: list[Clause] = []
    for clause in clauses:
        parent_id = f"c{len(split) + 1:03d}"
        split.append(clause.model_copy(update={"clause_id": parent_id, "text": f"{clause.number} {clause.heading}"}))
        for n, sentence in enumerate(clause.body.strip().split(". "), start=1):
            split.append(
                clause.model_copy(
                    update={
                        "clause_id": f"c{len(split) + 1:03d}",
                        "number": f"{clause.number}{n}",
                        "heading": "",
                        "text": f"{clause.number}{n} {sentence}",
                        "body_offset": len(f"{clause.number}{n} "),
                        "level": 2,
                        "parent_id": parent_id,
                    }
                )
            )
    return split


async def test_each_partys_clause_finds_the_same_partys_clause() -> None:
    body = "{0} shall indemnify {1} against third-party claims that arise from the materials which {0} brings in."
    ours = (ClauseType.INDEMNITY, "Indemnity by Supplier", body.format("Supplier", "Customer"))
    theirs = (ClauseType.INDEMNITY, "Indemnity by Customer", body.format("Customer", "Supplier"))
    answer = await compared([ours, theirs], [theirs, ours])
    assert [(one.contract_clause_ids, one.status) for one in answer.findings] == [
        (["c002"], FindingStatus.PRESENT),
        (["c001"], FindingStatus.PRESENT),
    ]
