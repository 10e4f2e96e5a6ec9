"""Rules of sites: extract --rules on files, batches and WARC files, and what is said of rules that find nothing."""
import json
import os
import tarfile

import pytest

from conftest import ROOT, response

PAGE = """<html><head><title>Portal</title></head><body><h1>The wrong headline of the page</h1>
<h2 class="ours">The quay is repaired</h2><div class="by">2014-01-02 来源：<b>Harbour News</b></div>
<div id="box"><p>The harbour board met on Tuesday evening, and after two hours of debate it agreed to repair the
northern quay before the winter storms arrive.</p><p class="ad">Buy this, it is cheap, and it is good for you.</p></div>
</body></html>"""
RULES = """# of a test
sites:
  - host: '*.example.org'
    path: /news/*
    title: ['.none', h2.ours]
    source: '.by'
    body: '#box'
    drop: .ad
  - host: [other.example.net, '*']
    date: .none
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def extract(run, files, url, *more):
    url_args = ["--url", url] if url else []
    done = run("extract", "--rules", files / "rules.yaml", *url_args, *more, files / "page.html")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


def test_rules_of_the_address_override(run, files):
    article, said = extract(run, files, "http://www.example.org/news/1.html", "-v")
    assert article["title"] == "The quay is repaired"
    assert article["source"] == "Harbour News"
    assert "northern quay" in article["text"] and "Buy this" not in article["text"]
    assert {k: article["evidence"][k]["from"] for k in ("title", "source", "text")} == dict.fromkeys(("title", "source", "text"), "rule")
    assert "rule" not in said


def test_rules_that_find_nothing_are_told(run, files):
    article, said = extract(run, files, "http://www.example.org/else/1.html", "-v")
    assert article["date"] == "2014-01-02"
    assert article["evidence"]["date"]["rule"] == "found nothing"
    assert article["evidence"]["date"]["from"] != "rule"
    assert "page.html: date: the rule found nothing" in said
    _, quiet = extract(run, files, "http://www.example.org/else/1.html")
    assert quiet == ""


def test_without_an_address_only_rules_for_any_host_count(run, files):
    article, _ = extract(run, files, None)
    assert article["evidence"]["date"]["rule"] == "found nothing"


def test_explain_shows_selectors(run, files):
    explained, _ = extract(run, files, "http://www.example.org/news/1.html", "--explain", "--format", "json")
    assert explained["rules_of"] == "*.example.org/news/*"
    tried = [(r["rule"], r["selector"], r["found"]) for r in explained["rules"]]
    assert tried == [("title", ".none", False), ("title", "h2.ours", True), ("source", ".by", True),
                     ("body", "#box", True), ("drop", ".ad", True)]


def test_a_batch_has_rules_too(run, files):
    lines = [{"id": i, "path": str(files / "page.html"), "url": url}
             for i, url in enumerate(["http://a.example.org/news/", "http://b.example.com/news/"])]
    done = run("extract", "--batch", "-j", "2", "--rules", files / "rules.yaml",
               input="".join(json.dumps(line) + "\n" for line in lines))
    titles = [json.loads(line)["title"] for line in done.stdout.splitlines()]
    assert titles[0] == "The quay is repaired" and titles[1] != titles[0]


def test_without_rules_nothing_changes(run, files):
    (files / "none.yaml").write_text("sites: []\n")
    plain = run("extract", "--url", "http://www.example.org/news/1.html", files / "page.html")
    empty = run("extract", "--url", "http://www.example.org/news/1.html", "--rules", files / "none.yaml", files / "page.html")
    assert plain.stdout == empty.stdout


WRONG = [
    ("sites:\n  - host: a.cn\n    title: 'h1:hover'\n", ":3:15: title: \":hover\" is not known"),
    ("sites:\n  - host: a.cn\n    title: [h1, p > > b]\n", ":3:21: title: \">\" stands where"),
    ("sites:\n  - host: a.cn\n    title: \"\\x68\\x31 !\"\n", ":3:12: title: \"!\" stands where"),
    ("sites:\n  - host: a.cn\n    title: #id\n", "a # outside of quotes begins a comment"),
    ("sites:\n  - host: a.cn\n    titel: h1\n", ":3:5: unknown key \"titel\"; did you mean \"title\"?"),
    ("sites:\n  - host: a.cn\n    body: p\n    body: b\n", ":4:5: body: the key comes again"),
    ("sites:\n  - title: h1\n", ":2:5: host is missing"),
    ("sites:\n  - host: '*x.cn'\n    title: h1\n", ":2:11: host: * stands for"),
    ("sites:\n  - host: a.cn/x\n    title: h1\n", ":2:11: host: a host alone"),
    ("sites:\n  - host: a.cn\n    path: news\n", ":3:11: path: a path that begins with /"),
    ("sites:\n  - host: a.cn\n    drop: {a: b}\n", ":3:11: drop: a value or a list"),
    ("sites:\n  - host: a.cn\n    drop: [[a]]\n", ":3:12: drop: one value"),
    ("sites:\n  - host: *.a.cn\n", ":2:12: not YAML: "),
    ("sites: x\n", ":1:8: a list is expected"),
    ("seeds: []\n", ":1:1: only one key"),
    ("", ":1:1: a list is expected"),
]


@pytest.mark.parametrize("text,says", WRONG)
def test_wrong_rules_end_with_exit_code_4(run, files, text, says):
    (files / "wrong.yaml").write_text(text)
    done = run("extract", "--rules", files / "wrong.yaml", files / "page.html")
    assert (done.returncode, done.stdout) == (4, "")
    assert "wrong.yaml" + says in done.stderr or ("#" in says and says in done.stderr), done.stderr


def test_a_rules_file_that_is_not_there(run, files):
    done = run("extract", "--rules", files / "no.yaml", files / "page.html")
    assert done.returncode == 4 and "no.yaml: cannot read" in done.stderr


def test_config_check_reads_rules_files(run, files):
    done = run("config", "check", "-v", files / "rules.yaml")
    assert done.returncode == 0 and done.stdout.endswith("rules.yaml: ok\nrules: 2 sites, 7 selectors\n")
    (files / "wrong.yaml").write_text(RULES.replace("'.by'", "'.by['"))
    done = run("config", "check", files / "wrong.yaml")
    assert done.returncode == 4 and "wrong.yaml:6:18: source: the selector ends where" in done.stderr


def test_the_example_is_good(run):
    done = run("config", "check", os.path.join(ROOT, "examples", "rules.yaml"))
    assert done.returncode == 0, done.stderr


CRAWL_RULES = """sites:
  - host: localhost
    path: /index.php/News/view/*
    source: .position a:last-child
    authors: .none
    body: .con
    drop: '.con > p:first-child'
"""


def records(run, collection, out):
    assert run("export", collection, "-o", out).returncode == 0
    with open(out, encoding="utf-8") as f:
        return {article["url"]: article for article in map(json.loads, f)}


def test_a_crawl_with_rules(run, sample_site, tmp_path):
    """The crawl file names the rules file beside it; articles have what the rules find."""
    site = sample_site.url.rstrip("/")
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "rules.yaml").write_text(CRAWL_RULES)
    (tmp_path / "conf" / "site.yaml").write_text(
        "seeds: ['%s/index.php/News/view/id/229.html']\nrules: rules.yaml\ndelay: 0\nmax-pages: 3\n" % site)
    checked = run("config", "check", tmp_path / "conf" / "site.yaml", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    done = run("crawl", "-c", os.path.join("conf", "site.yaml"), "-o", "out", cwd=tmp_path)
    assert done.returncode in (0, 6), done.stderr
    articles = records(run, tmp_path / "out", tmp_path / "out.jsonl")
    article = articles[site + "/index.php/News/view/id/229.html"]
    assert article["source"] == "协会动态" and article["evidence"]["source"]["from"] == "rule"
    assert article["evidence"]["text"]["from"] == "rule" and article["text"].startswith("大会听取并审议通过了")
    assert article["evidence"]["authors"] == {"from": None, "confidence": 0.0, "rule": "found nothing"}
    plain, ruled = (tar_texts(run, tmp_path, *options)
                    for options in ((), ("--rules", tmp_path / "conf" / "rules.yaml")))
    assert any("大会听取并审议通过了" in text and not text.partition("\n\n")[2].startswith("大会听取") for text in plain)
    assert any(text.partition("\n\n")[2].startswith("大会听取并审议通过了") for text in ruled)


def tar_texts(run, tmp_path, *options):
    """article.txt of each article in an export, which reads the pages again."""
    out = tmp_path / "out.tar"
    assert run("export", tmp_path / "out", "-o", out, *options).returncode == 0
    with tarfile.open(out) as members:
        return [members.extractfile(m).read().decode() for m in members if m.name.endswith("/article.txt")]


def test_the_rules_file_of_a_crawl_file_is_checked(run, tmp_path):
    (tmp_path / "rules.yaml").write_text("sites:\n  - host: a.cn\n    body: 'div['\n")
    (tmp_path / "site.yaml").write_text("seeds: ['http://127.0.0.1:1/']\noutput: out\nrules: rules.yaml\n")
    for command in (("config", "check"), ("crawl", "-c")):
        done = run(*command, tmp_path / "site.yaml", cwd=tmp_path)
        assert done.returncode == 4 and "rules.yaml:3:16: body: the selector ends where" in done.stderr, done.stderr
    assert not os.path.exists(tmp_path / "out")


def test_a_rule_names_the_next_page(run, wire_server, tmp_path):
    """Addresses that tell nothing of parts; the rule's chain is joined in its order."""
    chain = {"/story/start": "/z/continued", "/z/continued": "/b/the-end", "/b/the-end": None}
    words = ("The harbour board met on Tuesday evening, and after two hours it agreed to repair the quay of part %s. "
             "Work begins in October, said the engineer, who expects that the costs will stay within the budget. ") * 2
    for path, following in chain.items():
        more = '<div class="more"><a href="%s">continue</a></div>' % following if following else ""
        body = "<html><head><title>Quay</title></head><body><h1>Board agrees to repair the quay</h1><div id=t><p>%s</p></div>%s</body></html>"
        wire_server.routes[path] = response((body % (words % (path, path), more)).encode())
    wire_server.routes["/"] = response(b"<html><body><a href='/story/start'>Board agrees to repair the quay</a></body></html>")
    (tmp_path / "rules.yaml").write_text("sites:\n  - host: 127.0.0.1\n    body: '#t'\n    next-page: .more\n")
    done = run("crawl", wire_server.url + "/", "-o", tmp_path / "out", "--rules", tmp_path / "rules.yaml", "--delay", "0")
    assert done.returncode == 0, done.stderr
    articles = records(run, tmp_path / "out", tmp_path / "out.jsonl")
    joined = articles[wire_server.url + "/story/start"]
    assert joined["parts"] == [wire_server.url + path for path in chain]
    assert [joined["text"].index("of part %s." % path) for path in chain] == sorted(joined["text"].index("of part %s." % path) for path in chain)
    assert "next_page" not in joined and len(articles) == 1
