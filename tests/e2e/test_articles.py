"""Invented pages in the shapes of common content management systems: tests/fixtures/articles/CASE
has page.html and expected.json, whose "url" is the page's address and whose other members are the
fields that the page must give (attachments by their URLs)."""
import json
import os

import pytest

from conftest import FIXTURES

CASES = os.path.join(FIXTURES, "articles")


@pytest.mark.parametrize("case", sorted(os.listdir(CASES)))
def test_fields(run, case):
    with open(os.path.join(CASES, case, "expected.json"), encoding="utf-8") as file:
        expected = json.load(file)
    page = os.path.join(CASES, case, "page.html")
    done = run("extract", "--format=json", "--url", expected.pop("url"), page)
    assert done.returncode == 0, done.stderr
    article = json.loads(done.stdout)
    article["attachments"] = [attachment["url"] for attachment in article["attachments"]]
    assert {field: article[field] for field in expected} == expected
