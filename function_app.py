"""The composition root: settings, adapters, functions. The Functions host looks for `app` here."""

import os

from adapters.bootstrap import connect
from api.application import create_app
from jobs.registry import JOB_TYPES
from shared.settings import load_settings

_settings = load_settings(os.environ)
app = create_app(_settings, connect(_settings, os.environ), JOB_TYPES)
