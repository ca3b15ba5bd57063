"""Prints every measurement: `python -m evaluation [--data FOLDER] [--misses]`."""

import argparse
import sys
from pathlib import Path

from evaluation import cuad_report

_DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def main() -> int:
    """0 when all was measured, 2 when the labelled documents are not there."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--data", type=Path, default=_DEFAULT_DATA, help="folder with cuad/ (default: %(default)s)")
    parser.add_argument("--misses", action="store_true", help="list what the rules missed, where they were developed")
    options = parser.parse_args()
    if not (options.data / "cuad" / "index.json").is_file():
        sys.stderr.write(f"There is no cuad/index.json in {options.data}. Name the folder with --data.\n")
        return 2
    sys.stdout.write(cuad_report.report(options.data, show_misses=options.misses) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
