#!/usr/bin/env python3
"""fault_series.py --url URL [--kind eio|enospc|short]... [--forever] [--first 1] [--last N] [--stride 1] [--work DIR]
                   [--newsarc BIN] [-- CRAWL OPTIONS...]

Crawls with a disk that fails at the n-th call that changes a file of the collection (fault_shim.c), for n over the
whole run; then the same command again, on a disk that works. --forever: all calls from the n-th on fail.

The first crawl is judged by
  - its exit code: 7 for a full disk, 1 for an error of the disk, 0 where it could do without the call
  - with 7 and 1, its last message, which names a file of the collection and the reason
and both together as in kill_series.py: exit code, `newsarc verify`, SHA256SUMS, URLs, articles; nothing is lost,
nothing is there twice. A first crawl that ends with 0 is judged so by itself.

Prints one line a fault; exits with 0 when all hold.
"""
import argparse
import collections
import os
import re
import shutil
import subprocess
import sys

from kill_series import Series

HERE = os.path.dirname(os.path.abspath(__file__))
CODES = {"enospc": (7, r"No space left on device"), "eio": (1, r"Input/output error"), "short": (None, None)}


def build_shim(folder):
    """The library to preload; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    path = os.path.join(folder, "fault_shim.so")
    if compiler:
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", path, os.path.join(HERE, "fault_shim.c"), "-ldl"], check=True)
    return path if compiler else None


def shim_environment(shim, **settings):
    """Of a process with the shim; the sanitizers want to be loaded first, and can do without."""
    env = dict(os.environ, LD_PRELOAD=shim, **settings)
    env["ASAN_OPTIONS"] = ":".join(filter(None, [env.get("ASAN_OPTIONS"), "verify_asan_link_order=0"]))
    return env


class Fault:
    """One crawl with one fault."""

    def __init__(self, kind, number, forever=False):
        self.kind, self.number, self.forever = kind, number, forever
        self.count, self.hits, self.calls = 0, [], []

    def environment(self, shim, collection, log):
        return shim_environment(shim, FAULT_DIR=collection, FAULT_KIND=self.kind, FAULT_AT=str(self.number),
                                FAULT_FOREVER="1" if self.forever else "0", FAULT_LOG=log,
                                FAULT_TRACE="0" if self.number else "1")

    def read(self, log):
        with open(log, encoding="utf-8") as f:
            for line in f:
                words = line.split(None, 3)
                if words[0] == "count":
                    self.count = int(words[1])
                else:
                    (self.hits if words[0] == "fault" else self.calls).append((int(words[1]), words[2], words[3].strip()))


class FaultSeries(Series):
    def __init__(self, shim, *args, **kw):
        super().__init__(*args, **kw)
        self.shim = shim
        self.codes = collections.Counter()

    def faulty(self, fault, collection):
        """-> exit code, what was said."""
        log = os.path.join(self.work, "faults.log")
        open(log, "w").close()
        done = subprocess.run([self.newsarc, "crawl", self.url, "-o", collection, *self.options], capture_output=True, text=True,
                              timeout=300, env=fault.environment(self.shim, collection, log))
        fault.read(log)
        return done.returncode, done.stderr.strip()

    def calls(self):
        """Those of an undisturbed run: [(number, call, path in the collection)]."""
        fault = Fault("eio", 0)
        collection = os.path.join(self.work, "counted")
        code, said = self.faulty(fault, collection)
        if code != self.code:
            raise RuntimeError("the counted crawl failed: %s" % said)
        shutil.rmtree(collection)
        return [(number, call, os.path.relpath(path, collection)) for number, call, path in fault.calls]

    def _judge_first(self, fault, collection, code, said):
        want, reason = CODES[fault.kind]
        if code not in (0, want):
            self._fault(collection, "exit %d instead of %s: %s" % (code, want, said))
        elif code:
            last = said.splitlines()[-1]
            if not re.search(reason, last):
                self._fault(collection, "the reason is not said: %s" % last)
            if not re.search(r"collection\.db|archive|warc|articles|logs|reports|SHA256SUMS|\.lock|" + re.escape(collection), last):
                self._fault(collection, "the file is not said: %s" % last)
        else:
            self.judge(collection, code)

    def fault(self, fault):
        collection = os.path.join(self.work, "%s-%d" % (fault.kind, fault.number))
        before = len(self.faults)
        code, said = self.faulty(fault, collection)
        _, call, path = fault.hits[0] if fault.hits else (0, "none", "")
        self.codes[(fault.kind, code)] += 1
        self._judge_first(fault, collection, code, said)
        if os.path.exists(os.path.join(collection, "collection.db")) and code:
            self._may_be_read(collection)
        again = self._start(collection)
        again.wait()
        self.judge(collection, again.returncode)
        holds = len(self.faults) == before
        self.say("%s %d: %s %s: exit %d: %s" % (fault.kind, fault.number, call, path.replace(collection, "DIR"), code,
                                              "holds" if holds else "see above"))
        if holds:
            shutil.rmtree(collection)

    def _may_be_read(self, collection):
        """What a failed run leaves may have an end that is torn, and no other fault."""
        done = subprocess.run([self.newsarc, "verify", collection], capture_output=True, text=True)
        bad = [x for x in done.stdout.splitlines() if ".open:" not in x and ": left-open: " not in x]
        if bad:
            self._fault(collection, "verify after the fault: %s" % "; ".join(bad))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True, help="seed; the server must be there")
    parser.add_argument("--kind", action="append", choices=sorted(CODES))
    parser.add_argument("--forever", action="store_true", help="all calls from the n-th on fail")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int, help="default: all that an undisturbed run makes")
    parser.add_argument("--stride", type=int, default=1)
    parser.add_argument("--work", default="fault-series", help="folder, made anew")
    parser.add_argument("--newsarc", default=os.environ.get("NEWSARC_BIN", "newsarc"))
    parser.add_argument("options", nargs="*", help="of the crawl, behind --")
    args = parser.parse_args()
    work = os.path.abspath(args.work)
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    series = FaultSeries(build_shim(work), args.newsarc, args.url, work, args.options, say=lambda t: print(t, flush=True))
    series.undisturbed()
    last = args.last or len(series.calls())
    kinds = args.kind or sorted(CODES)
    print("%d calls" % last, flush=True)
    for kind in kinds:
        for number in range(args.first, last + 1, args.stride):
            series.fault(Fault(kind, number, args.forever))
    for (kind, code), n in sorted(series.codes.items()):
        print("%s: %d runs ended with %d" % (kind, n, code))
    print("%d collections judged, %d faults" % (series.judged, len(series.faults)))
    return 1 if series.faults else 0


if __name__ == "__main__":
    sys.exit(main())
