"""Reads a SARIF and a JUnit report as other programs do, and says as JSON what it saw.

usage: read.py FILE.sarif FILE.xml
"""

import json
import sys

import junitparser
from sarif import loader


def sarif(path):
    records = loader.load_sarif_file(path).get_records()
    return [
        {"rule": record["Code"].split(" ")[0], "severity": record["Severity"], "file": record["Location"], "line": record["Line"]}
        for record in records
    ]


def junit(path):
    xml = junitparser.JUnitXml.fromfile(path)
    suites = list(xml)
    return {
        "files": [suite.name for suite in suites],
        "tests": sum(suite.tests for suite in suites),
        "failures": sum(suite.failures for suite in suites),
        "errors": sum(suite.errors for suite in suites),
        "outcomes": [
            {"type": outcome.type, "message": outcome.message, "text": outcome.text}
            for suite in suites
            for case in suite
            for outcome in case.result
        ],
    }


print(json.dumps({"sarif": sarif(sys.argv[1]), "junit": junit(sys.argv[2])}))
