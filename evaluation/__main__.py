"""Prints every measurement: `python -m evaluation [--data FOLDER] [--misses]`."""

import argparse
import sys
from pathlib import Path

from evaluation import contractnli, cuad_report, queries_report, samples

_PROJECT = Path(__file__).resolve().parents[1]
_NEEDED = ("cuad/index.json", "contractnli/dev.json")


def main() -> int:
    """0 when all was measured, 2 when labelled documents are missing."""
    options = _options()
    missing = [name for name in _NEEDED if not (options.data / name).is_file()]
    if missing:
        sys.stderr.write(f"There is no {' and no '.join(missing)} in {options.data}. Name the folder with --data.\n")
        return 2
    reports = (
        cuad_report.report(options.data, show_misses=options.misses),
        queries_report.report(options.data),
        contractnli.report(options.data),
        samples.report(_PROJECT / "samples"),
    )
    sys.stdout.write("\n\n\n".join(reports) + "\n")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    default = _PROJECT.parent / "shared" / "data"
    parser.add_argument("--data", type=Path, default=default, help="the labelled documents (default: %(default)s)")
    parser.add_argument("--misses", action="store_true", help="list what the clause rules missed, and found in vain")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
