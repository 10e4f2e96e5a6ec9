"""The sample site: what it promises in expected.json is what comes out of `newsarc extract`."""
import json
import os
import subprocess
import sys

import pytest

FIXTURES = os.path.join(os.path.dirname(__file__), "..", "fixtures")
SITE = os.path.join(FIXTURES, "site")
BASE = "http://localhost"
with open(os.path.join(SITE, "expected.json"), encoding="utf-8") as f:
    EXPECTED = json.load(f)["articles"]


def extract(newsarc, path, url):
    done = subprocess.run([newsarc, "extract", "--format=json", "--url=" + url, path], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def expected_text(article):
    return "\n".join(article["text"] + ["\t".join(row) for row in article["rows"]])


@pytest.mark.parametrize("article", EXPECTED, ids=lambda a: a["path"].rsplit("/", 1)[1])
def test_every_article(newsarc, article):
    got = extract(newsarc, SITE + article["path"], BASE + article["path"])
    for field in ("title", "date", "source", "authors", "sections", "charset"):
        assert got[field] == article[field], field
    assert got["type"] == "article"
    assert got["text"] == expected_text(article)
    assert [i["url"] for i in got["images"]] == [BASE + p for p in article["images"]]
    assert [a["url"] for a in got["attachments"]] == [BASE + p for p in article["attachments"]]


@pytest.mark.parametrize("dress", ["plain", "gbk", "table", "br"])
def test_one_article_in_four_dresses(newsarc, dress):
    article = EXPECTED[0]
    got = extract(newsarc, os.path.join(FIXTURES, "article229", dress + ".html"), BASE + article["path"])
    assert got["title"] == "海州市特种设备协会召开第三届会员代表大会 选举产生新一届理事会"
    assert got["date"] == "2015-09-01"
    assert got["source"] is None
    assert got["sections"] == ["新闻中心", "协会动态"]
    assert got["text"] == expected_text(article)
    for noise in ("首页", "相关推荐", "版权所有", "开户行", "电话"):
        assert noise not in got["text"]


def test_the_generator_writes_what_is_here(tmp_path):
    subprocess.run([sys.executable, os.path.join(FIXTURES, "make_site.py"), str(tmp_path)], check=True)
    for folder in ("site", "article229"):
        for root, _, names in os.walk(os.path.join(FIXTURES, folder)):
            for name in names:
                kept = os.path.join(root, name)
                made = os.path.join(tmp_path, os.path.relpath(kept, FIXTURES))
                with open(kept, "rb") as a, open(made, "rb") as b:
                    assert a.read() == b.read(), kept
