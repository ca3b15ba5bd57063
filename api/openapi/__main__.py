"""`python -m api.openapi FILE` writes the API's description to a file: for those who generate clients from it."""

import json
import sys
from pathlib import Path

from api.openapi.catalogue import catalogue
from api.openapi.document import openapi_document
from jobs.registry import JOB_TYPES

_document = openapi_document(catalogue(JOB_TYPES), "none")
Path(sys.argv[1]).write_text(json.dumps(_document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
