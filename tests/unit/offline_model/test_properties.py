from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.offline_model.comparison.comparing import compare
from adapters.offline_model.comparison.variables import ComparedContract, ComparisonVariables
from jobs.contract_comparison.models import ComparisonAnswer, FindingStatus, Risk
from shared.domain.clauses import Clause, ClauseType
from tests.unit.offline_model.contracts import STANDARD, Part, clauses_of

_SENTENCES = [sentence + "." for _, _, body in STANDARD for sentence in body.rstrip(".").split(". ")]
_TEXTS = st.one_of(
    st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=4).map(" ".join),
    st.text(alphabet="abcdefg 0123456789.;:()%$£\n*_#\"'", max_size=80),
)
_HEADINGS = st.sampled_from(["", "Payment", "Liability", "General", "Term and Termination", "7", "(a)"])
_PARTS = st.lists(st.tuples(st.sampled_from(list(ClauseType)), _HEADINGS, _TEXTS), max_size=8)
_MODES = st.sampled_from(["clauses", "full"])


@settings(max_examples=60, deadline=None)
@given(parts=_PARTS)
def test_a_contract_is_present_in_itself_and_without_risk(parts: list[Part]) -> None:
    answer = _compare(clauses_of(parts), clauses_of(parts), "full")
    assert {finding.status for finding in answer.findings} <= {FindingStatus.PRESENT}
    assert answer.overall_risk is Risk.NONE


@settings(max_examples=80, deadline=None)
@given(standard=_PARTS, contract=_PARTS, mode=_MODES)
def test_every_compared_clause_is_in_exactly_one_finding(standard: list[Part], contract: list[Part], mode: str) -> None:
    ours, theirs = clauses_of(standard), clauses_of(contract)
    answer = _compare(ours, theirs, mode)
    named = [one for finding in answer.findings for one in finding.standard_clause_ids]
    assert len(named) == len(set(named))
    expected = {one.clause_id for one in ours if mode == "full" or one.clause_type is not ClauseType.OTHER}
    assert expected <= set(named)


@settings(max_examples=80, deadline=None)
@given(standard=_PARTS, contract=_PARTS, mode=_MODES)
def test_every_finding_is_well_formed_and_names_clauses_that_exist(
    standard: list[Part], contract: list[Part], mode: str
) -> None:
    ours, theirs = clauses_of(standard), clauses_of(contract)
    for finding in _compare(ours, theirs, mode).findings:
        assert set(finding.standard_clause_ids) <= {clause.clause_id for clause in ours}
        assert set(finding.contract_clause_ids) <= {clause.clause_id for clause in theirs}
        assert bool(finding.standard_clause_ids) == (finding.status is not FindingStatus.EXTRA)
        assert bool(finding.contract_clause_ids) == (finding.status is not FindingStatus.MISSING)
        assert 0 < len(finding.summary) <= 200
        assert "\n" not in finding.summary
        assert finding.reason
        assert bool(finding.changes) == (finding.status in {FindingStatus.CHANGED, FindingStatus.EXTRA})


@settings(max_examples=40, deadline=None)
@given(standard=_PARTS, contract=_PARTS)
def test_comparing_twice_gives_the_same_answer(standard: list[Part], contract: list[Part]) -> None:
    ours, theirs = clauses_of(standard), clauses_of(contract)
    assert _compare(ours, theirs, "full").model_dump_json() == _compare(ours, theirs, "full").model_dump_json()


def _compare(standard: list[Clause], contract: list[Clause], mode: str) -> ComparisonAnswer:
    return compare(
        ComparisonVariables.model_validate(
            {
                "standard": ComparedContract(contract_id="s", title="Standard", clauses=standard),
                "contract": ComparedContract(contract_id="c", title="Contract", clauses=contract),
                "comparison_mode": mode,
            }
        )
    )
