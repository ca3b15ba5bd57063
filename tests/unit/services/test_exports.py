"""Results of any size and state as files, over stores in memory."""

import csv
import io
from dataclasses import replace

import pytest

from jobs.contract_comparison.job import ContractComparisonJob
from shared.domain.caller import Caller
from shared.domain.report import Report
from shared.errors import NotFoundError, ReportTooLargeError
from shared.services.exports import MAX_PRINTED, Exports, Found
from tests.fakes.clock import SteerableClock
from tests.fakes.reports import saved
