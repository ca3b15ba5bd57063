"""The analysis of a file on the local disk, from its sample to its figures. All of it blocks."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jobs.file_analysis.background import Stop
from jobs.file_analysis.columns import MAX_COLUMNS, Figures, Outline, outlines_of, profile_columns
from jobs.file_analysis.dialect import Layout, find_layout
from jobs.file_analysis.encoding import Decoding, decoded, decoding_of_sample, transcode_utf16
from jobs.file_analysis.names import column_names
from jobs.file_analysis.notes import Findings, empty_file_note, notes_of
from jobs.file_analysis.result import AnalysedFile, Analysis
from jobs.file_analysis.rewrite import Rewritten, rewrite
from jobs.file_analysis.sample import Sample
from jobs.file_analysis.scan import Scan, scan_file
from jobs.file_analysis.table import Format, IrregularFileError, opened_table
from shared.errors import PermanentError, TemporaryError

_LINE_ENDINGS = {"lf": "\n", "crlf": "\r\n", "cr": "\r", "none": "\n"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the sample says of the file."""

    sample: Sample
    decoding: Decoding
    layout: Layout


def outlook_of(sample: Sample, decoding: Decoding | None = None) -> Outlook:
    """Encoding and layout, as far as the sample shows them.

    Raises:
        PermanentError: the file has too many columns, or no row that ends within the sample.
    """
    decoding = decoding or decoding_of_sample(sample)
    text, *others = (decoded(part, decoding) for part in (sample.start, sample.middle, sample.end))
    layout = find_layout(text, [other for other in others if other], whole=sample.whole)
    if layout.width > MAX_COLUMNS:
        raise PermanentError(f"The file has {layout.width:,} columns. The limit is {MAX_COLUMNS:,}: split it.")
    if layout.width == 0 and not sample.whole:
        raise PermanentError("No row ends within the first MiB of the file. Check that it is CSV or TSV.")
    return Outlook(sample, decoding, layout)


def profile_file(path: Path, file: AnalysedFile, outlook: Outlook, stop: Stop) -> Analysis:
    """Analyse the file at a path, whose sample was taken before.

    Raises:
        PermanentError: it cannot be analysed; the message says why.
        TemporaryError: the disk is full.
        WorkStoppedError: the work is to stop.
    """
    if outlook.layout.width == 0:
        return _empty(file, outlook)
    with TemporaryDirectory(prefix="file-analysis-") as folder:
        try:
            return _Profiling(Path(folder), file, outlook, stop).profile(path)
        except OSError as error:
            raise TemporaryError(f"The file could not be read or copied for the analysis: {error.strerror}") from error


def _empty(file: AnalysedFile, outlook: Outlook) -> Analysis:
    return Analysis(
        file=file,
        encoding=outlook.decoding.encoding,
        encoding_confidence=outlook.decoding.confidence,
        delimiter=",",
        quote='"',
        header=False,
        line_ending="none",
        rows=0,
        rows_left_out=0,
        columns=[],
        notes=[empty_file_note()],
    )


class _Profiling:
    def __init__(self, folder: Path, file: AnalysedFile, outlook: Outlook, stop: Stop) -> None:
        self._folder = folder
        self._file = file
        self._outlook = outlook
        self._stop = stop

    def profile(self, path: Path) -> Analysis:
        undecodable = 0
        codec = self._outlook.decoding.codec
        if codec.startswith("utf-16"):
            target = self._folder / "utf-8.csv"
            undecodable = transcode_utf16(path, codec, target, self._stop)
            path = target
        scan = scan_file(path, self._outlook.layout.dialect.quote, self._stop)
        decoding = self._decide(scan)
        # What is left to read is UTF-8 if it was transcoded.
        on_disk = Decoding("utf-8", "certain", "utf-8-sig") if codec.startswith("utf-16") else decoding
        layout = self._outlook.layout
        names, renamed = column_names(layout.header, layout.width)
        outlines = outlines_of(names, layout.rows)
        figures = self._direct_figures(path, scan, outlines)
        rewritten = None
        if figures is None:
            rewritten, figures = self._rewritten_figures(path, on_disk, outlines)
        rows = figures.rows + (rewritten.left_out if rewritten else 0)
        found = Findings(decoding, layout, scan, rewritten, undecodable, rows, renamed, figures)
        return Analysis.model_validate(
            {
                "file": self._file,
                "encoding": decoding.encoding,
                "encoding_confidence": decoding.confidence,
                "delimiter": layout.dialect.delimiter,
                "quote": layout.dialect.quote,
                "header": layout.header is not None,
                "line_ending": scan.line_ending,
                "rows": rows,
                "rows_left_out": rows - figures.rows,
                "columns": figures.columns,
                "notes": notes_of(found),
            }
        )

    def _decide(self, scan: Scan) -> Decoding:
        """The encoding by all bytes. Where it is not the sample's, the sample is read anew."""
        decoding = self._outlook.decoding
        if decoding.codec.startswith("utf-16"):
            return decoding
        final = scan.utf8.decoding()
        if final.codec != decoding.codec:
            self._outlook = outlook_of(self._outlook.sample, final)
        return final

    def _direct_figures(self, path: Path, scan: Scan, outlines: list[Outline]) -> Figures | None:
        """The figures from the file as it is; None when it must be rewritten."""
        layout = self._outlook.layout
        if not scan.regular or layout.dialect.spaced:
            return None
        header = layout.header is not None
        form = Format(
            layout.dialect.delimiter,
            layout.dialect.quote,
            _LINE_ENDINGS[scan.line_ending],
            header=header,
            longest=scan.longest_record,
        )
        try:
            with opened_table(path, self._folder, layout.width, form, self._stop) as table:
                figures = profile_columns(table, outlines, self._file.size)
        except IrregularFileError:
            return None
        # DuckDB passes over a quote that is never closed. A line with nothing in it is a row of a single column.
        lines = scan.lines + (scan.blank if layout.width == 1 else 0)
        return figures if figures.rows == lines - header else None

    def _rewritten_figures(self, path: Path, decoding: Decoding, outlines: list[Outline]) -> tuple[Rewritten, Figures]:
        layout = self._outlook.layout
        target = self._folder / "rewritten.csv"
        header = layout.header is not None
        found = rewrite(path, target, decoding, layout.dialect, layout.width, header=header, stop=self._stop)
        form = Format(",", '"', "\n", header=False, longest=found.longest)
        try:
            with opened_table(target, self._folder, layout.width, form, self._stop) as table:
                figures = profile_columns(table, outlines, self._file.size)
        except IrregularFileError as error:
            raise PermanentError("The file could not be analysed: its rows cannot be read.") from error
        if figures.rows != found.kept:
            raise PermanentError(
                f"The file could not be analysed: it has {found.kept:,} rows, and {figures.rows:,} could be read."
            )
        return found, figures
