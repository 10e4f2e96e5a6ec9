"""Crawl files: what they may say, which errors are told and where, and that options win over them."""
import json
import os

import pytest

from conftest import ROOT
from test_cli_usage import one_line


@pytest.fixture
def file(tmp_path):
    def write(text):
        (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
        return tmp_path / "c.yaml"
    return write


EVERY_KEY = """\
# a comment
seeds: ["http://example.org/", "https://example.net/"]
output: folder
category:
  - 协会动态
exclude: ['/login\\b', "x"]
scope: host
max-pages: 10
max-time: 1h30m
max-bytes: 2G
max-body: 1M
max-depth: 3
min-free: 500K
delay: 1.5s
concurrency: 4
full: true
dry-run: false
tar: a.tar.gz
prefix: p
user-agent: "me: 1.0"
proxy: http://127.0.0.1:1/
ca-file: ca.pem
digest: sha256
recheck: 7
compress: zstd
zstd-dictionary: d
warc-name: "{prefix}{serialno}"
warc-max-size: 100M
no-metadata: true
operator: Ann
is-part-of: news
description: all of it
from: ann@example.org
header: ["X-Token: 1"]
log-file: log
log-file-size: 1M
log-file-count: 3
metrics-file: m.prom
on-success: "true"
on-failure: 'echo "$NEWSARC_MESSAGE"'
hook-timeout: 10s
rules: rules.yaml
profile: site.json
"""


def test_every_option_is_a_key(run, file):
    path = file(EVERY_KEY)
    rules = os.path.join(os.path.dirname(path), "rules.yaml")  # looked at, too
    with open(rules, "w") as f:
        f.write("sites: []\n")
    with open(os.path.join(os.path.dirname(path), "site.json"), "w") as f:
        json.dump({"format": "newsarc-site-profile", "version": 1, "pages": []}, f)
    done = run("config", "check", "-v", path)
    assert done.returncode == 0 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0].endswith("c.yaml: ok")
    for line in ["  - https://example.net/", "  - 协会动态", "scope: host", "max-pages: 10", "max-time: 5400000ms",
                 "max-bytes: 2147483648", "delay: 1500ms", "full: true", "dry-run: false", "user-agent: me: 1.0", "rules: %s" % rules]:
        assert line in lines, done.stdout
    assert "(default)" not in done.stdout
    options = {word.split("=")[0] for line in run("crawl", "--help").stdout.splitlines()
               for word in line.split()[:2] if word.startswith("--")}
    common = {"--quiet", "--verbose", "--progress", "--log-format", "--help", "--config", "--cacert"}
    assert {o[2:] for o in options - common} | {"seeds"} == {x.split(":")[0] for x in lines[1:] if x[0] != " "}


def test_the_example_is_good(run):
    path = os.path.join(ROOT, "examples", "sdtzsb.yaml")
    assert run("config", "check", path).stdout == path + ": ok\n"
    shown = run("config", "check", "-v", path).stdout
    assert "  - http://www.sdtzsb.net/\n" in shown and "delay: 2000ms" in shown and "proxy: (default)" in shown


@pytest.mark.parametrize("text, line, words", [
    ("delay: 2\ndelya: 3\n", 2, ['"delya"', 'did you mean "delay"']),
    ("\n# c\ncategorys: [a]\n", 3, ['"categorys"', '"category"']),
    ("frobnicate: 3\n", 1, ["frobnicate"]),
    ("config: x\n", 1, ['unknown key "config"']),
    ("quiet: true\n", 1, ['unknown key "quiet"']),
    ("scope: host\nmax-pages: [1]\n", 2, ["max-pages", "one value"]),
    ("scope: host\nmax-pages: {a: 1}\n", 2, ["max-pages", "one value"]),
    ("scope: host\nseeds: http://a/\n", 2, ["seeds", "list"]),
    ("exclude:\n  - a\n  - [b]\n", 3, ["exclude", "one value"]),
    ("scope: host\n\nmax-pages: ten\n", 3, ["max-pages", '"ten" is not a number']),
    ("max-depth: 0\n", 1, ["max-depth", '"0"', "1 to 1000000"]),
    ("full: maybe\n", 1, ["full", "maybe", "true or false"]),
    ("scope: world\n", 1, ["scope", "world", "domain, host, prefix"]),
    ("# c\ndelay: soon\nscope: host\n", 2, ["delay", "soon", "500ms"]),
    ("max-bytes: 12Q\n", 1, ["max-bytes", "12Q", "20M"]),
    ("seeds: \n  - http://a/\n  - ftp://b/\n  - http://c/\n", 3, ["seeds", "ftp://b/", "http or https"]),
    ("seeds:\n  - localhost\n", 2, ["seeds", "localhost"]),
    ("exclude:\n  - a\n  - b\n  - '('\n", 4, ["exclude", '"("', "regular expression"]),
    ("scope: host\ndelay:\nfull: true\n", 2, ["delay", "missing"]),
    ("delay: 1\nscope: host\ndelay: 2\n", 1, ["delay", "again"]),
    ("scope: host\nexclude: [a]\nexclude: [b]\n", 2, ["exclude", "again"]),
    ("tar: &a x\nseeds: [*a]\n", 2, ["alias"]),
])
def test_errors_name_file_line_and_key(run, file, text, line, words):
    one_line(run("config", "check", file(text)), 4, "c.yaml:%d: " % line, *words)


@pytest.mark.parametrize("text", ['delay: "x\n', "delay: b: c\n", "\tdelay: 1\n", "- a\n", "word\n", "delay: \x01\n", "[" * 5000])
def test_what_is_no_mapping_is_refused(run, file, text):
    one_line(run("config", "check", file(text)), 4, "c.yaml: ")


def test_files_that_cannot_be_read(run, tmp_path):
    one_line(run("config", "check", tmp_path / "none.yaml"), 4, "none.yaml", "No such file")
    one_line(run("config", "check", tmp_path), 4, "directory")
    (tmp_path / "large.yaml").write_text("#" * 2_000_000)
    one_line(run("config", "check", tmp_path / "large.yaml"), 4, "large.yaml", "1 MiB")


def test_a_bad_file_starts_no_crawl(run, file, tmp_path):
    bad = file("output: c\nseeds: [http://127.0.0.1:9/]\ndelay: soon\n")
    one_line(run("crawl", "-c", bad, "--delay=1", cwd=tmp_path), 4, "c.yaml:3: ", "delay")
    assert os.listdir(tmp_path) == ["c.yaml"]


def test_wrong_usage(run, file):
    one_line(run("config"), 2, "check FILE")
    one_line(run("config", "chekc", "x"), 2, "chekc")
    one_line(run("crawl", "-c", file("output: c\n")), 2, "URL")
    one_line(run("crawl", "-c", file("seeds: [http://127.0.0.1:9/]\n")), 2, "-o DIR")
    assert run("config", "check", file("")).returncode == 0


def test_a_crawl_from_a_file(run, sample_site, file, tmp_path):
    path = file("seeds: [%s]\noutput: c\ndelay: 5ms\nuser-agent: from-the-file\nmax-pages: 3\n" % sample_site.url)
    done = run("crawl", "-c", path, cwd=tmp_path)
    assert done.returncode == 6 and "-> c (exit 6)" in done.stderr, done.stderr
    assert (tmp_path / "c" / "archive").is_dir()


def test_options_win_over_the_file(run, sample_site, file, tmp_path):
    path = file("seeds: [http://127.0.0.1:9/]\noutput: wrong\ndelay: 1h\nmax-pages: 1\nexclude: ['.']\n")
    done = run("crawl", sample_site.url, "--config", path, "-o", "right", "--delay=5ms", "--max-pages=0",
               "--exclude=/nothing/", cwd=tmp_path)
    assert done.returncode == 0 and "-> right (exit 0)" in done.stderr, done.stderr
    assert sorted(os.listdir(tmp_path)) == ["access.log", "c.yaml", "right"]
    assert len(sample_site.paths()) > 30
