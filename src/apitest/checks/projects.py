"""What is required of projects."""

from apitest.checks.setting import Gathering, RecordCheck

RECORDS: dict[str, RecordCheck] = {}

GATHERINGS: dict[str, Gathering] = {}
