"""The result of an analysis."""

from typing import Literal

from pydantic import BaseModel, Field

from shared.domain.job import ItemError
from shared.domain.timestamps import Timestamp

ColumnType = Literal["integer", "decimal", "boolean", "date", "timestamp", "time", "text", "empty"]
Encoding = Literal["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "windows-1252", "latin-1"]
LineEnding = Literal["lf", "crlf", "cr", "mixed", "none"]
NoteCode = Literal[
    "ambiguous_dates",
    "blank_lines",
    "empty_file",
    "encoding_guessed",
    "extra_columns",
    "header_guessed",
    "mixed_line_endings",
    "nearly_typed",
    "nul_bytes",
    "only_header",
    "renamed_columns",
    "spaces_before_quotes",
    "too_few_fields",
    "too_many_fields",
    "unbalanced_quotes",
    "unclosed_quote",
    "undecodable_bytes",
]


class AnalysedFile(BaseModel):
    """The file that was analysed. `size` is in bytes, `sha256` is of its content."""

    id: str
    filename: str
    size: int = Field(ge=0)
    sha256: str


class Note(BaseModel):
    """Something unusual about the file."""

    code: NoteCode
    message: str = Field(description="A sentence for people.")
    count: int | None = Field(default=None, description="How often it occurs.")
    lines: list[int] = Field(default=[], description="The first five lines where it occurs, counted from 1.")
    offsets: list[int] = Field(default=[], description="The first five places, in bytes from the file's start.")
    columns: list[str] = Field(default=[], description="The columns it is about, the first twenty.")


class Column(BaseModel):
    """One column's figures, over all rows but those left out."""

    name: str
    position: int = Field(ge=1, description="Counted from 1.")
    type: ColumnType = Field(
        description="The narrowest type that every value has. Numbers with leading zeros are text."
    )
    format: str | None = Field(default=None, description="How dates, times and decimals are written: DD/MM/YYYY.")
    nulls: int = Field(ge=0, description="Empty cells, exactly.")
    distinct: int = Field(ge=0, description="Different values; empty cells do not count.")
    distinct_exact: bool = Field(description="False: an estimate, usually within 5 % (HyperLogLog).")
    min: int | float | str | None = Field(
        description="Numbers that JSON cannot hold exactly are text, dates and times are ISO 8601, text may be cut."
    )
    max: int | float | str | None
    samples: list[str] = Field(description="Up to five different values, each cut.")
    longest: int = Field(ge=0, description="Characters of the longest value.")


class Analysis(BaseModel):
    """What is in a CSV or TSV file."""

    file: AnalysedFile
    encoding: Encoding
    encoding_confidence: Literal["certain", "likely", "guess"]
    delimiter: Literal[",", ";", "\t", "|"]
    quote: Literal['"', "'"]
    header: bool
    line_ending: LineEnding
    rows: int = Field(ge=0, description="Data rows, those left out too; without the header and blank lines.")
    rows_left_out: int = Field(ge=0, description="Malformed rows that are not in the columns' figures: see the notes.")
    columns: list[Column]
    notes: list[Note]


class AnalysisRow(BaseModel):
    """The file in short."""

    file_id: str
    filename: str
    rows: int
    columns: int


class AnalysisMetadata(BaseModel):
    """What the analysis is about, for lists."""

    title: str
    description: str
    job_id: str


class SavedAnalysis(BaseModel):
    """The result of an analysis job."""

    id: str
    type: Literal["file_analysis"]
    record: Literal["result"]
    user_id: str
    job_id: str
    created_date: Timestamp
    modified_date: Timestamp
    metadata: AnalysisMetadata
    overview: list[AnalysisRow]
    errors: list[ItemError]
    not_analysed: int = Field(ge=0)
    analysis: Analysis
