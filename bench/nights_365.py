#!/usr/bin/env python3
"""nights_365.py [--nights 365] [--articles 5000] [--newsarc BIN] [--every 10] [--work DIR]

Crawls a site of 5,000 articles every night for a year into one collection. Each night the site adds an article, edits
a young one and removes one that is not old. The clock of the crawl is advanced by a day a night (../tests/e2e/fault_shim.c,
preloaded); time is measured as CPU seconds, of ten nights the least, so that others on the machine matter little.

Prints for every tenth night: requests, CPU seconds, peak memory, articles known and gone, and the bytes of what a
collection consists of. What grows by its nature is printed, and not judged: WARC, tar and log files, one of each a
night; SHA256SUMS, which names them; the report, until it shows its 400 runs. The state is judged by its bytes, and
printed for each article known, too: it knows one more each night, for those that are gone are kept. Nights 356 to 365
are held against nights 6 to 15. Exits with 0 when nothing that is judged has grown by more than 10 %.
"""
import argparse
import contextlib
import http.server
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
CATEGORIES = ["协会动态", "行业新闻", "通知公告", "政策法规", "会员风采"]
ON_A_PAGE = 20
ALLOWED = 1.10
BEGUN = 1764547200  # 2025-12-01
WORDS = "协会 会员 单位 召开 年度 工作 会议 行业 标准 发展 组织 专家 培训 交流 合作 研究 推进 服务 调研 发布".split()


def day(n):
    return time.strftime("%Y-%m-%d", time.gmtime(BEGUN + n * 86400))


class News:
    """What the site holds: articles by number, each with the day it is of and how often it was edited."""

    def __init__(self, count, seed=1):
        self.random = random.Random(seed)
        self.articles = {n: [(n - count) // 8, 0] for n in range(count)}
        self.next = count
        self.lists = [sorted((n for n in self.articles if n % len(CATEGORIES) == c), reverse=True)
                      for c in range(len(CATEGORIES))]

    def night(self, number):
        self.articles[self.next] = [number, 0]
        self.lists[self.next % len(CATEGORIES)].insert(0, self.next)
        self.next += 1
        self.articles[self.random.choice(range(self.next - 5, self.next))][1] += 1
        gone = self.random.choice(sorted(self.articles)[-min(200, len(self.articles) // 2):-20])
        del self.articles[gone]
        self.lists[gone % len(CATEGORIES)].remove(gone)

    def title(self, n):
        r = random.Random(n)
        return "%s(第%d号)" % ("".join(r.choice(WORDS) for _ in range(7)), n)

    def article(self, n):
        r = random.Random(-n)
        date, edition = self.articles[n]
        text = "".join("<p>%s。</p>" % ",".join("".join(r.choice(WORDS) for _ in range(8)) for _ in range(4))
                       for _ in range(6))
        more = "<p>第%d次更正:会议时间已经调整,请各会员单位知悉。</p>" % edition if edition else ""
        return ("<!DOCTYPE html><html><head><meta charset='utf-8'><title>%s</title></head><body><h1>%s</h1>"
                "<div class='info'>发布时间:%s 来源:本会</div><div class='content'>%s%s</div></body></html>"
                % (self.title(n), self.title(n), day(date), text, more))

    def page(self, c, number):
        names = self.lists[c][(number - 1) * ON_A_PAGE:number * ON_A_PAGE]
        rows = "".join("<li><a href='/news/%d.html'>%s</a><span>%s</span></li>"
                       % (n, self.title(n), day(self.articles[n][0])) for n in names)
        further = "<a href='/c%d/list_%d.html'>下一页</a>" % (c, number + 1)
        return ("<html><head><meta charset='utf-8'><title>%s</title></head><body><ul class='list'>%s</ul>"
                "<div class='page'>%s</div></body></html>"
                % (CATEGORIES[c], rows, further if number * ON_A_PAGE < len(self.lists[c]) else ""))

    def home(self):
        return ("<html><head><meta charset='utf-8'><title>示例协会</title></head><body><div class='nav'><ul>%s</ul>"
                "</div></body></html>" % "".join("<li><a href='/c%d/list_1.html'>%s</a></li>" % (c, name)
                                                 for c, name in enumerate(CATEGORIES)))

    def answer(self, path):
        """Body and ETag; None, None: there is no such page."""
        part = path.strip("/").split("/")
        if path == "/":
            return self.home(), None
        if part[0] == "news" and int(part[1][:-5]) in self.articles:
            n = int(part[1][:-5])
            return self.article(n), '"%d-%d"' % (n, self.articles[n][1])
        if part[0][:1] == "c" and part[0][1:].isdigit() and part[-1].startswith("list_"):
            return self.page(int(part[0][1:]), int(part[-1][5:-5])), None
        return None, None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        self.server.count += 1
        body, tag = self.server.news.answer(self.path)
        status = 404 if body is None else 304 if tag and self.headers.get("If-None-Match") == tag else 200
        data = (body or "").encode() if status == 200 else b""
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(data)))
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def serve(news):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.news, server.count, server.daemon_threads = news, 0, True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def size(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(path, n)) for n in os.listdir(path)) if os.path.isdir(path) else 0


def crawl(newsarc, url, collection, shim, offset):
    """Exit code, CPU seconds and peak memory in KiB of one night's run."""
    environment = dict(os.environ, LD_PRELOAD=shim, CLOCK_OFFSET=str(offset))
    process = os.posix_spawn(newsarc, [newsarc, "crawl", url, "-o", collection, "--delay", "0", "-q"], environment)
    _, status, used = os.wait4(process, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss


MEASURES = ["requests", "cpu", "memory", "known", "gone", "state", "each", "report", "sums", "logs", "archive", "articles"]
JUDGED = {"requests": statistics.median, "cpu": min, "memory": statistics.median, "state": statistics.median}


def measure(collection, requests, cpu, memory):
    with contextlib.closing(sqlite3.connect("file:%s/collection.db?mode=ro" % collection, uri=True)) as db:
        known, gone = db.execute("SELECT count(*), total(gone_run > 0) FROM articles").fetchone()
    place = {name: size(os.path.join(collection, name))
             for name in ("collection.db", "collection.db-wal", "reports", "SHA256SUMS", "logs", "archive", "articles")}
    state = place["collection.db"] + place["collection.db-wal"]
    return {"requests": requests, "cpu": cpu, "memory": memory, "known": known, "gone": gone, "state": state,
            "each": state / known, "report": place["reports"], "sums": place["SHA256SUMS"], "logs": place["logs"],
            "archive": place["archive"], "articles": place["articles"]}


def judge(nights):
    """nights[0] is the first crawl."""
    held = True
    for name, of in JUDGED.items():
        before, after = of(n[name] for n in nights[6:16]), of(n[name] for n in nights[-10:])
        grown = after / before if before else 1.0
        held &= grown <= ALLOWED
        print("%-9s night 10: %-10.6g  end: %-10.6g  x %.3f%s" % (name, before, after, grown,
                                                               "" if grown <= ALLOWED else "  GROWN"))
    return held


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--nights", type=int, default=365)
    p.add_argument("--articles", type=int, default=5000)
    p.add_argument("--every", type=int, default=10)
    p.add_argument("--newsarc", default=os.environ.get("NEWSARC_BIN", os.path.join(ROOT, "build/release/cli/newsarc")))
    p.add_argument("--work", help="a folder that is kept (default: one that is removed)")
    a = p.parse_args()
    work = os.path.abspath(a.work or tempfile.mkdtemp(prefix="newsarc-nights-"))
    os.makedirs(work, exist_ok=True)
    shim = os.path.join(work, "clock_shim.so")
    source = os.path.join(HERE, "..", "tests", "e2e", "fault_shim.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl"], check=True)
    news, collection, nights = News(a.articles), os.path.join(work, "collection"), []
    shutil.rmtree(collection, ignore_errors=True)
    server = serve(news)
    url = "http://127.0.0.1:%d/" % server.server_address[1]
    print("night " + " ".join("%9s" % m for m in MEASURES), flush=True)
    try:
        for number in range(a.nights + 1):
            if number:
                news.night(number)
            server.count = 0
            code, cpu, memory = crawl(os.path.abspath(a.newsarc), url, collection, shim,
                                      BEGUN + number * 86400 - int(time.time()))
            if code:
                print("night %d: exit %d" % (number, code))
                return 1
            nights.append(measure(collection, server.count, cpu, memory))
            if number % a.every == 0 or number == 1 or number == a.nights:
                print("%5d " % number + " ".join("%9.6g" % nights[-1][m] for m in MEASURES), flush=True)
        return 0 if a.nights < 26 or judge(nights) else 1
    finally:
        if not a.work:
            shutil.rmtree(work)


if __name__ == "__main__":
    sys.exit(main())
