#!/usr/bin/env python3
"""nights.py --testsite DIR [--days 7] [--port 8911] [--work DIR] [--newsarc BIN] [--exclude REGEX]

Crawls the same site day after day into one collection, and compares what each night found with what the site's
generator says that it did: which articles are new, which were edited, which are gone. DIR holds gen.py and serve.py
of the test site, which are no part of this repository.

A night is judged by
  - its exit code: that of the first day
  - the new, changed and gone articles of the collection's state: exactly those of expected.json
  - its requests: at most 35 % of the first day's, robots.txt, error pages and traps aside
and the collection, in the end, by `newsarc verify`. Prints one line a night; exits with 0 when every night holds.
"""
import argparse
import collections
import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

SHARE = 0.35  # of the first day's requests
# they stall or never end, which takes the patience of a crawl and tells nothing of nights
STALLING = r"/hang|/endless|/never|/slow|-always|/429|/503|/err/500|/huge|/big"
# pages that answer with errors on purpose, and addresses without end
FAULTY = re.compile(r"robots\.txt|/err/|-once|/loop/|/calendar|/deep/|/grow|/facet|/sess/|/chain/|/cookie")

# of several addresses of one article only that which stands for it
STANDS = (" AND a.same_as IS NULL AND NOT EXISTS(SELECT 1 FROM articles b WHERE b.url = a.canonical AND "
          "b.title = a.title AND b.same_as IS NULL AND b.canonical IS NULL)")
FOUND = {
    "new": "SELECT f.url FROM articles a JOIN frontier f ON f.id = a.url WHERE a.first_run = ?" + STANDS,
    "changed": "SELECT f.url FROM versions v JOIN frontier f ON f.id = v.url WHERE v.until_run = ?",
    "gone": "SELECT f.url FROM articles a JOIN frontier f ON f.id = a.url WHERE a.gone_run = ?" + STANDS,
}


class Site:
    """The test site of one day, served until it is closed."""

    def __init__(self, testsite, work, day, port):
        self.folder = os.path.join(work, "site-%d" % day)
        self.log = os.path.join(work, "access-%d.jsonl" % day)
        self.url = "http://127.0.0.1:%d/" % port
        subprocess.run([sys.executable, os.path.join(testsite, "gen.py"), "--out", self.folder, "--day", str(day),
                        "--base", self.url[:-1], "--crawl-delay", "0"], check=True, stdout=subprocess.DEVNULL)
        if os.path.exists(self.log):
            os.remove(self.log)
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(testsite, "serve.py"), self.folder, "--port", str(port), "--quick",
             "--log", self.log], stdout=subprocess.DEVNULL)
        with open(os.path.join(self.folder, "expected.json"), encoding="utf-8") as f:
            self.expected = json.load(f)
        self._wait()

    def _wait(self):
        for _ in range(200):
            try:
                urllib.request.urlopen(self.url + "__reset", timeout=5).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the test site does not answer at %s" % self.url)

    def articles(self):
        return {a["url"] for a in self.expected["articles"]}

    def requests(self):
        with open(self.log, encoding="utf-8") as f:
            paths = [json.loads(line)["path"] for line in f]
        return [p for p in paths if not FAULTY.search(p)]

    def close(self):
        self.process.terminate()
        self.process.wait()


class Nights:
    def __init__(self, newsarc, testsite, work, port=8911, options=(), say=print):
        self.newsarc, self.testsite, self.work, self.port = newsarc, testsite, work, port
        self.options, self.say = list(options), say
        self.collection = os.path.join(work, "collection")
        self.faults = []
        self.known = self.first = self.code = None

    def _fault(self, day, text):
        self.faults.append("day %d: %s" % (day, text))
        self.say("FAULT " + self.faults[-1])

    def _found(self, day):
        with contextlib.closing(sqlite3.connect("file:%s/collection.db?mode=ro" % self.collection, uri=True)) as db:
            return {what: {row[0] for row in db.execute(sql, (day,))} for what, sql in FOUND.items()}

    def _judge(self, day, site, code):
        articles, expected = site.articles(), site.expected
        truth = {"new": set(expected["new_today"]), "changed": set(expected["edited_today"]),
                 "gone": (self.known or set()) - articles}
        found = self._found(day)
        if day == 1:
            found["new"] &= articles  # the site has pages, too, that its list of articles does not count
        for what, urls in truth.items():
            if found[what] != urls:
                self._fault(day, "%s: missing %s, too many %s" % (what, sorted(urls - found[what]),
                                                                   sorted(found[what] - urls)))
        requests = len(site.requests())
        self.first = self.first or requests
        self.code = code if self.code is None else self.code
        if code != self.code or code not in (0, 3):
            self._fault(day, "exit %d" % code)
        if day > 1 and requests > SHARE * self.first:
            self._fault(day, "%d requests of %d" % (requests, self.first))
        self.known = articles
        counts = collections.Counter({what: len(urls) for what, urls in found.items()})
        self.say("day %d: exit %d, %d new, %d changed, %d gone, %d requests (%.1f %%)" %
                 (day, code, counts["new"], counts["changed"], counts["gone"], requests, 100 * requests / self.first))

    def night(self, day):
        site = Site(self.testsite, self.work, day, self.port)
        try:
            done = subprocess.run([self.newsarc, "crawl", site.url, "-o", self.collection, "--delay", "0", "-q",
                                   *self.options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        finally:
            site.close()
        self._judge(day, site, done.returncode)

    def verify(self):
        done = subprocess.run([self.newsarc, "verify", self.collection], capture_output=True, text=True)
        if done.returncode or "0 errors, 0 warnings" not in done.stderr:
            self.faults.append("verify: %s%s" % (done.stdout, done.stderr))
        self.say(done.stderr.strip())


def main():
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--testsite", required=True)
    p.add_argument("--days", type=int, default=7)
    p.add_argument("--port", type=int, default=8911)
    p.add_argument("--work", help="a folder that is kept (default: one that is removed)")
    p.add_argument("--newsarc", default=os.environ.get("NEWSARC_BIN", os.path.join(here, "build/release/cli/newsarc")))
    p.add_argument("--exclude", default=STALLING, help="URLs that are not asked for (default: those that stall)")
    a = p.parse_args()
    work = os.path.abspath(a.work or tempfile.mkdtemp(prefix="newsarc-nights-"))
    os.makedirs(work, exist_ok=True)
    nights = Nights(os.path.abspath(a.newsarc), a.testsite, work, a.port, ["--exclude", a.exclude] if a.exclude else [])
    if os.path.exists(nights.collection):
        shutil.rmtree(nights.collection)
    try:
        for day in range(1, a.days + 1):
            nights.night(day)
        nights.verify()
    finally:
        if not a.work:
            shutil.rmtree(work)
    print("%d nights, %d faults" % (a.days, len(nights.faults)))
    return 1 if nights.faults else 0


if __name__ == "__main__":
    sys.exit(main())
