#!/usr/bin/env python3
"""kill_series.py --url URL [--kills 20] [--seed 1] [--work DIR] [--newsarc BIN] [-- CRAWL OPTIONS...]

Kills a crawl (SIGKILL) at random moments and starts the same command again, until it was killed often enough
and has then come to its end; compares what is there with a crawl that nobody disturbed. Of five kills one comes
while the run begins (what the last one left is repaired then) and two while it ends: from when its article tar is
begun, for as long as an undisturbed run takes for its end. A crawl that comes to its end before it is killed is
judged too, and the series goes on with a new collection.

A collection is judged by
  - its exit code: that of the undisturbed crawl
  - `newsarc verify`, which must find neither errors nor warnings; no file may be left unfinished
  - SHA256SUMS
  - the URLs that were answered with 200: those of the undisturbed crawl
  - the articles: each in one tar, once; the same as in the undisturbed crawl, byte for byte

The server must give the same site each time. Prints one line a kill; exits with 0 when every collection holds.
"""
import argparse
import collections
import gzip
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import time

LEAST = 0.02  # seconds: time to begin with anything
LONGEST = 2.5  # at least: state is saved each second, and a run that never gets there proves little
AIMS = ("run", "begin", "end", "run", "end")  # of the kills in turn
BEGINNING = 0.1  # seconds from when it has its lock, within which a run that begins is killed
ENDING = 0.15  # at least


class Series:
    def __init__(self, newsarc, url, work, options=(), seed=1, ignore=None, say=None):
        self.newsarc, self.url, self.work = newsarc, url, work
        self.options, self.random = list(options), random.Random(seed)
        self.ignore = re.compile(ignore) if ignore else None
        self.say = say or (lambda text: None)
        self.faults, self.judged, self.moments = [], 0, []
        self.aims = collections.Counter()
        self.whole = self.code = self.urls = self.articles = None

    def _start(self, collection):
        # the last line is wanted, and nothing may stand still for a full pipe
        self.messages = open(os.path.join(self.work, "messages"), "w+", encoding="utf-8")
        return subprocess.Popen([self.newsarc, "crawl", self.url, "-o", collection, *self.options],
                                stdout=subprocess.DEVNULL, stderr=self.messages)

    def _said(self):
        self.messages.seek(0)
        return self.messages.read().strip()

    def undisturbed(self):
        """The crawl that all others are held against."""
        collection = os.path.join(self.work, "undisturbed")
        begun = time.monotonic()
        process = self._start(collection)
        self._await(process, lambda: self._tars(collection))
        ending = time.monotonic()
        self.code = process.wait()
        self.whole, self.ending = time.monotonic() - begun, max(ENDING, time.monotonic() - ending)
        said = self._said()
        if self.code not in (0, 3):
            raise RuntimeError("the undisturbed crawl failed: %s" % said)
        self.urls, self.articles = self._urls(collection), self._articles(collection)
        self.say("undisturbed: %.1f s, %d URLs, %d articles, exit %d" %
                 (self.whole, len(self.urls), len(self.articles), self.code))

    def _urls(self, collection):
        found = set()
        folder = os.path.join(collection, "archive")
        for name in os.listdir(folder):
            with gzip.open(os.path.join(folder, name)) as f:
                found |= answered(f)
        return {u for u in found if not (self.ignore and self.ignore.search(u))}

    def _articles(self, collection):
        """Folder -> [bytes of its article.json, once for each time that it stands in a tar]."""
        found = collections.defaultdict(list)
        folder = os.path.join(collection, "articles")
        for name in sorted(n for n in os.listdir(folder) if not n.startswith(".") and not n.endswith(".open")):
            with tarfile.open(os.path.join(folder, name)) as tar:
                for member in tar:
                    if member.name.endswith("/article.json"):
                        found[os.path.dirname(member.name)].append(tar.extractfile(member).read())
        return found

    def _fault(self, collection, text):
        self.faults.append("%s: %s" % (os.path.basename(collection), text))
        self.say("FAULT " + self.faults[-1])

    def judge(self, collection, code):
        self.judged += 1
        if code != self.code:
            self._fault(collection, "exit %d instead of %d: %s" % (code, self.code, self._said()))
        done = subprocess.run([self.newsarc, "verify", collection], capture_output=True, text=True)
        if done.returncode or "0 errors, 0 warnings" not in done.stderr:
            self._fault(collection, "verify: %s%s" % (done.stdout, done.stderr))
        left = [n for _, _, names in os.walk(collection) for n in names if n.endswith(".open")]
        if left:
            self._fault(collection, "left unfinished: %s" % ", ".join(left))
        sums = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=collection, capture_output=True, text=True)
        if sums.returncode:
            self._fault(collection, "SHA256SUMS: %s" % (sums.stdout + sums.stderr))
        urls, articles = self._urls(collection), self._articles(collection)
        if urls != self.urls:
            self._fault(collection, "URLs missing: %s; more: %s" % (sorted(self.urls - urls), sorted(urls - self.urls)))
        for folder, copies in articles.items():
            if len(copies) > 1:
                self._fault(collection, "%s stands %d times in the tars" % (folder, len(copies)))
        if {f: c[0] for f, c in articles.items()} != {f: c[0] for f, c in self.articles.items()}:
            self._fault(collection, "other articles: %s" % sorted(
                f for f in set(articles) | set(self.articles) if articles.get(f) != self.articles.get(f)))

    def _tars(self, collection):
        folder = os.path.join(collection, "articles")
        return set(os.listdir(folder)) if os.path.isdir(folder) else set()

    def _has_lock(self, process, collection):
        try:
            with open(os.path.join(collection, "collection.lock"), encoding="utf-8") as f:
                return str(process.pid) in f.read().split()
        except OSError:
            return False

    def _await(self, process, condition):
        while process.poll() is None and not condition():
            time.sleep(0.002)

    def _wait(self, process, collection, aim):
        """Until it is to be killed; true: it has come to its end before."""
        before = self._tars(collection)
        seconds = LEAST + self.random.uniform(0, self.longest)
        if aim == "begin":
            seconds = self.random.uniform(0, BEGINNING)
            self._await(process, lambda: self._has_lock(process, collection))
        elif aim == "end":
            seconds = self.random.uniform(0, self.ending)
            self._await(process, lambda: self._tars(collection) - before)
        try:
            process.wait(timeout=seconds)
            return True
        except subprocess.TimeoutExpired:
            return False

    def kill(self, kills):
        self.longest = max(LONGEST, 2 * self.whole / len(AIMS))
        number, collection = 0, None
        while len(self.moments) < kills or collection:
            if not collection:
                number += 1
                collection = os.path.join(self.work, "killed-%d" % number)
            aim = AIMS[len(self.moments) % len(AIMS)]
            begun = time.monotonic()
            process = self._start(collection)
            if len(self.moments) == kills:
                process.wait()
            elif not self._wait(process, collection, aim):
                process.kill()
                process.wait()
                self.moments.append(time.monotonic() - begun)
                self.aims[aim] += 1
                self.say("kill %d (%s) after %.2f s" % (len(self.moments), aim, self.moments[-1]))
                continue
            before = len(self.faults)
            self.judge(collection, process.returncode)
            self.say("collection %d came to its end: %s" % (number, "see above" if len(self.faults) > before else "holds"))
            if len(self.faults) == before:
                shutil.rmtree(collection)
            collection = None


def answered(stream):
    """URLs of the responses with status 200 in an uncompressed WARC stream."""
    found = set()
    while True:
        line = stream.readline()
        if not line:
            return found
        if not line.startswith(b"WARC/"):
            raise ValueError("no record where one should begin: %r" % line[:80])
        fields = {}
        while (line := stream.readline().rstrip(b"\r\n")):
            name, _, value = line.partition(b":")
            fields[name.lower()] = value.strip()
        block = stream.read(int(fields[b"content-length"]))
        stream.read(4)
        if fields[b"warc-type"] == b"response" and block.split(b" ", 2)[1] == b"200":
            found.add(fields[b"warc-target-uri"].decode())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True, help="seed; the server must be there")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--work", default="kill-series", help="folder, made anew")
    parser.add_argument("--newsarc", default=os.environ.get("NEWSARC_BIN", "newsarc"))
    parser.add_argument("--ignore", metavar="REGEX", help="URLs that need not be the same (session ids, say)")
    parser.add_argument("options", nargs="*", help="of the crawl, behind --")
    args = parser.parse_args()
    shutil.rmtree(args.work, ignore_errors=True)
    os.makedirs(args.work)
    series = Series(args.newsarc, args.url, args.work, args.options, args.seed, args.ignore, lambda t: print(t, flush=True))
    series.undisturbed()
    series.kill(args.kills)
    print("%d kills (%s) with seed %d, %d collections judged, %d faults" %
          (len(series.moments), ", ".join("%d at the %s" % (n, a) for a, n in sorted(series.aims.items())), args.seed,
           series.judged, len(series.faults)))
    return 1 if series.faults else 0


if __name__ == "__main__":
    sys.exit(main())
