"""newsarc extract: inputs, formats, order, exit codes."""
import json
import os
import pty
import subprocess

import pytest

from conftest import FIXTURES, response

ARTICLE = os.path.join(FIXTURES, "article229")
PAGES = [os.path.join(ARTICLE, n) for n in ("plain.html", "gbk.html", "table.html", "br.html")]
URL = "http://example.org/index.php/News/view/id/229.html"
KEYS = ["url", "canonical_url", "type", "title", "date", "modified", "source", "authors", "editor", "sections",
        "language", "text", "images", "attachments", "charset", "evidence"]


def test_one_page_is_one_json_object(run):
    done = run("extract", "--url", URL, PAGES[0])
    assert done.returncode == 0 and done.stderr == ""
    article = json.loads(done.stdout)
    assert list(article) == KEYS
    assert article["url"] == URL and article["type"] == "article"
    assert article["date"] == "2015-09-01" and article["source"] is None
    assert article["sections"] == ["新闻中心", "协会动态"]
    assert done.stdout.count("\n") > 5, "meant for reading: indented"


def test_the_fixture_in_four_shapes_is_one_article(run):
    lines = [json.loads(line) for line in run("extract", *PAGES).stdout.splitlines()]
    first = lines[0]
    assert first["title"] and first["text"]
    for other in lines[1:]:
        for key in ("title", "date", "source", "sections", "text"):
            assert other[key] == first[key], (other["id"], key)


def test_many_pages_are_json_lines_that_name_their_input(run):
    done = run("extract", *PAGES)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == PAGES


def test_many_pages_as_json_are_one_array(run):
    array = json.loads(run("extract", "--format=json", *PAGES).stdout)
    assert [a["id"] for a in array] == PAGES


def test_some_bad_inputs(run, tmp_path):
    missing = str(tmp_path / "missing.html")
    for form in ("json", "jsonl"):
        done = run("extract", "--format=" + form, missing, PAGES[0], str(tmp_path), PAGES[1])
        assert done.returncode == 3
        out = json.loads(done.stdout) if form == "json" else [json.loads(x) for x in done.stdout.splitlines()]
        assert [a["id"] for a in out] == PAGES[:2]
        assert done.stderr.splitlines()[-1] == "newsarc: incomplete: 4 pages, 2 failed (exit 3)"


def test_text_and_markdown(run):
    article = json.loads(run("extract", PAGES[0]).stdout)
    text = run("extract", "--format=text", PAGES[0]).stdout
    assert text == article["title"] + "\n\n" + article["text"] + "\n"
    markdown = run("extract", "--format=markdown", PAGES[0]).stdout
    assert article["title"] in markdown.splitlines()[0] and markdown.startswith("#")


def test_the_number_of_threads_changes_nothing(run):
    many = PAGES * 12
    one = run("extract", *many)
    for jobs in ("2", "8", "64"):
        assert run("extract", "-j", jobs, *many).stdout == one.stdout


def test_standard_input(newsarc):
    with open(PAGES[1], "rb") as f:
        page = f.read()
    for args in ([], ["-"]):
        done = subprocess.run([newsarc, "extract", *args], input=page, capture_output=True)
        assert done.returncode == 0 and json.loads(done.stdout)["date"] == "2015-09-01"


def test_a_url_is_fetched_and_names_the_page(run, wire_server):
    with open(PAGES[0], "rb") as f:
        page = f.read()
    wire_server.routes["/a/229.html"] = response(page)
    wire_server.routes["/old"] = response(b"", "301 Moved Permanently", fields=["Location: /a/229.html"])
    article = json.loads(run("extract", wire_server.url + "/a/229.html").stdout)
    assert article["url"] == wire_server.url + "/a/229.html" and article["date"] == "2015-09-01"
    moved = json.loads(run("extract", wire_server.url + "/old").stdout)
    assert moved["url"] == article["url"] and moved["text"] == article["text"]
    assert all(i["url"].startswith(wire_server.url) for i in article["images"])


def test_the_header_s_charset_counts(run, wire_server):
    body = "<title>标题</title><h1>标题很长的一篇文章</h1><p>这是正文的第一句话，写得足够长，可以算作一段正文。</p>".encode("gb18030")
    wire_server.routes["/gbk"] = response(body, ctype="text/html; charset=gb2312")
    article = json.loads(run("extract", wire_server.url + "/gbk").stdout)
    assert "这是正文的第一句话" in article["text"]


def test_an_answer_that_is_no_page(run, wire_server):
    wire_server.routes["/none"] = response(b"gone", "404 Not Found")
    done = run("extract", wire_server.url + "/none")
    assert done.returncode == 5 and "404" in done.stderr and done.stdout == ""
    done = run("extract", wire_server.url + "/none", PAGES[0])
    assert done.returncode == 3


def test_the_same_input_gives_the_same_bytes(run):
    assert run("extract", *PAGES).stdout == run("extract", *PAGES).stdout


def on_terminal(newsarc, *args):
    """What the command writes when stdout is a terminal."""
    parent, child = pty.openpty()
    process = subprocess.Popen([newsarc, *map(str, args)], stdout=child, stderr=subprocess.DEVNULL)
    os.close(child)
    data = b""
    while True:
        try:
            piece = os.read(parent, 65536)
        except OSError:
            break
        if not piece:
            break
        data += piece
    os.close(parent)
    process.wait()
    return data.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("form", ["json", "text", "markdown"])
def test_a_page_cannot_steer_the_terminal(newsarc, tmp_path, form):
    page = tmp_path / "evil.html"
    page.write_text("<meta charset=utf-8><title>A title\x1b]0;owned\x07</title><h1>A title\x1b]0;owned\x07</h1>"
                    "<p>First \x9b31m sentence\x7f of a body that is long enough to be one, \x1b[2J at least here.</p>",
                    encoding="utf-8")
    shown = on_terminal(newsarc, "extract", "--format", form, page)
    assert "sentence" in shown
    assert not [c for c in shown if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0]
    if form == "json":
        json.loads(shown)


def test_explain_as_text(run):
    done = run("extract", "--explain", PAGES[1])
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and done.stderr == "" and lines[0] == "type: article"
    chosen = lines[lines.index("chosen") + 1].strip()
    assert chosen in lines[2], "the container with the best value"
    for field in ("title", "date", "modified", "source", "authors"):
        assert any(line.startswith(field + ": ") for line in lines), field


def test_explain_as_json(run):
    done = run("extract", "--explain", "--format=json", PAGES[2])
    account = json.loads(done.stdout)
    article = json.loads(run("extract", PAGES[2]).stdout)
    assert {"containers", "steps", "chosen", "dropped", "candidates"} <= set(account)
    values = [c["value"] for c in account["containers"]]
    shown = run("extract", "--explain", PAGES[2]).stdout.splitlines()[2].split()[0]
    assert values == sorted(values, reverse=True) and abs(values[0] - float(shown)) < .06 and account["steps"][0]["why"]
    assert account["candidates"]["title"][0]["value"] == article["title"]
    assert account["candidates"]["date"][0]["value"] == article["date"]
    kept = "".join("".join(c["text"] for c in account["chosen"]).split())
    for paragraph in article["text"].split("\n"):
        assert "".join(paragraph.split()) in kept
    assert all(piece["rule"] and piece["text"] for piece in account["dropped"])


def test_explain_in_a_batch_and_of_many(run, newsarc):
    requests = "".join('{"id":%d,"path":%s}\n' % (n, json.dumps(p)) for n, p in enumerate(PAGES))
    done = subprocess.run([newsarc, "extract", "--batch", "--explain", "-j2"], input=requests, capture_output=True,
                          text=True)
    batch = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and [a["id"] for a in batch] == list(range(len(PAGES)))
    many = [json.loads(line) for line in run("extract", "--explain", "--format=jsonl", *PAGES).stdout.splitlines()]
    assert [a["id"] for a in many] == PAGES
    for one, other in zip(batch, many):
        assert one["chosen"] == other["chosen"] and one["dropped"] == other["dropped"]


def test_explain_has_no_markdown(run):
    done = run("extract", "--explain", "--format=markdown", PAGES[0])
    assert done.returncode == 2 and done.stdout == "" and "--explain" in done.stderr
