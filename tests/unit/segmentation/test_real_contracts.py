import json
from pathlib import Path

import pytest

from adapters.text_extraction import FileTextExtractor
from shared.domain.clauses import Clause, ClauseType
from shared.domain.segmentation import segment
from tests.unit.segmentation.outlines import DATA, NO_DATA, assert_invariants, assert_nothing_lost

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=NO_DATA)

SHORT = "COMPLETION AND LIQUIDITY"  # a letter of two pages in poor recognition, with two numbers in it


def contract_texts() -> list[Path]:
    return sorted((DATA / "cuad" / "txt").glob("*.txt"))


def standards() -> list[Path]:
    found = sorted((DATA / "standards").rglob("*"))
    named = (".md", ".docx", ".pdf")
    return [path for path in found if path.suffix in named and not path.name.startswith(("README", "LICENSE"))]


def read(path: Path) -> str:
    return FileTextExtractor().extract(path.name, path.read_bytes())


def largest_share(clauses: list[Clause], text: str) -> float:
    return max(len(clause.text) for clause in clauses) / len(text)


@pytest.mark.parametrize("path", contract_texts(), ids=lambda path: path.stem[:30])
def test_a_real_contract_has_a_plausible_outline(path: Path) -> None:
    text = read(path)
    clauses = segment(text)
    assert_invariants(text, clauses)
    assert_nothing_lost(text, clauses)
    if SHORT not in path.name:
        assert len(clauses) >= 20
        assert largest_share(clauses, text) < 0.25
        assert {ClauseType.GOVERNING_LAW, ClauseType.ASSIGNMENT} <= {kind for one in clauses for kind in one.types}


@pytest.mark.parametrize("path", standards(), ids=lambda path: f"{path.parent.name[-20:]}-{path.name[:30]}")
def test_a_standard_agreement_has_a_plausible_outline(path: Path) -> None:
    text = read(path)
    clauses = segment(text)
    assert_invariants(text, clauses)
    assert_nothing_lost(text, clauses)
    assert len(clauses) >= 3
    assert largest_share(clauses, text) < 0.5


@pytest.mark.parametrize("name", ["RESELLER", "HOSTING", "Alliance", "SPONSORSHIP", "MAINTENANCE AGREEMENT"])
def test_the_pdf_and_the_text_of_a_contract_have_the_same_types_of_clause(name: str) -> None:
    pdfs = [path for path in (DATA / "cuad" / "pdf").iterdir() if name in path.name and SHORT not in path.name]
    types = [
        {clause.clause_type for clause in segment(read(path))}
        for pdf in pdfs
        for path in (pdf, DATA / "cuad" / "txt" / f"{pdf.stem}.txt")
    ]
    assert len(types) == 2
    assert len(types[0] & types[1]) / len(types[0] | types[1]) >= 0.9


def test_the_markdown_and_the_pdf_of_a_standard_have_the_same_headings() -> None:
    folder = DATA / "standards" / "bonterms" / "Mutual-NDA"
    markdown, pdf = (
        [clause.heading for clause in segment(read(folder / name)) if clause.number]
        for name in ("Mutual-NDA.md", "Bonterms-Mutual-NDA-Version-1.pdf")
    )
    assert markdown == pdf


def test_few_confidentiality_agreements_stay_in_one_piece() -> None:
    documents = json.loads((DATA / "contractnli" / "dev.json").read_text(encoding="utf-8"))["documents"]
    lumps = [one["file_name"] for one in documents if largest_share(segment(one["text"]), one["text"]) > 0.5]
    assert len(documents) == 61
    assert len(lumps) <= 2
