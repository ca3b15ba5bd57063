"""A saved query as a report."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shared.domain.report import Fact, Finding, Quote, Report, Row, Section, Table, TableRow
from shared.domain.report.facts import closing_facts
from shared.domain.report.left_out import LeftOut, left_out, not_told, noticed
from shared.domain.report.text import one_line
from shared.job_types.capabilities import Titles

_COLUMNS = (
    *("contract_id", "contract_title", "status", "answer", "confidence", "quotes", "places", "dropped_quotes"),
    *("clauses_read", "clauses", "model"),
)
_STATUS = {"stated": "Stated", "not_stated": "Not stated"}
_OVERVIEW = ("Answer", "Confidence", "Quotes")
_GUIDANCE = (
    "For every contract the report gives the answer to the question and the passages that show it, word by word as "
    "they stand in the contract.\n"
    "Not stated means that no answer was found in the clauses that were read. The confidence is the model's own."
)


def ids_without_title(header: Mapping[str, Any]) -> list[str]:
    """The contracts that the header of a saved query names only by their ids."""
    return not_told(header, header["contract_ids"])


def query_report(result: Mapping[str, Any], titles: Titles) -> Report:
    """The report of a saved query; `titles` are those of contracts that it names only by their ids."""
    response = result["results"]
    unread = left_out(result, result["contract_ids"], titles)
    return Report(
        kind="Answers from contracts",
        title=result["metadata"]["title"],
        facts=_facts(result),
        guidance=_GUIDANCE.splitlines(),
        notices=noticed(unread, "read"),
        overview=Table(_OVERVIEW, [_overview_row(answer) for answer in response["answers"]]),
        sections=[_section(answer) for answer in response["answers"]],
        columns=_COLUMNS,
        rows=[_unread(contract) for contract in unread],
        answer=response["answer_summary"].splitlines(),
        flowing=True,
    )


def _facts(result: Mapping[str, Any]) -> list[Fact]:
    answers = result["results"]["answers"]
    return [
        Fact("Question", result["query_text"]),
        Fact("Contracts", f"{len(answers)} of {len(result['contract_ids'])} read"),
        *closing_facts(result, (answer["model"] for answer in answers), "Asked on"),
    ]


def _overview_row(answer: Mapping[str, Any]) -> TableRow:
    return TableRow([_STATUS[answer["status"]], _percent(answer), str(len(answer["quotes"]))])


def _percent(answer: Mapping[str, Any]) -> str:
    return f"{answer['confidence']:.0%}"


def _section(answer: Mapping[str, Any]) -> Section:
    shown = Finding(
        heading=_STATUS[answer["status"]],
        status=f"Confidence {_percent(answer)}",
        summary="",
        reason=" ".join(_cautions(answer)),
        quotes=[Quote(quote["text"], _place(quote)) for quote in answer["quotes"]],
    )
    return Section(answer["contract_title"], answer["answer"], findings=[shown], rows=[_row(answer)])


def _cautions(answer: Mapping[str, Any]) -> Iterator[str]:
    read, dropped = answer["read"], answer["dropped_quotes"]
    if not read["complete"]:
        yield f"Read were {read['clauses']} of {read['of']} clauses, those nearest to the question."
    if dropped:
        yield f"Passages that the model quoted and the contract does not have, left out: {dropped}."


def _place(quote: Mapping[str, Any]) -> str:
    return one_line(f"Clause {quote['clause_number']} {quote['clause_heading']}")


def _row(answer: Mapping[str, Any]) -> Row:
    quotes: Sequence[Mapping[str, Any]] = answer["quotes"]
    return [
        *(answer[name] for name in ("contract_id", "contract_title", "status", "answer")),
        str(answer["confidence"]),
        "\n\n".join(quote["text"] for quote in quotes),
        "; ".join(map(_place, quotes)),
        str(answer["dropped_quotes"]),
        str(answer["read"]["clauses"]),
        str(answer["read"]["of"]),
        answer["model"],
    ]


def _unread(contract: LeftOut) -> Row:
    return contract.row(["contract_id", "contract_title", "status", "answer"], _COLUMNS)
