#!/usr/bin/python3
"""The library from Python, through ctypes alone: examples/extract.py gives the fixture's article, structures
have the size the library expects, every status has a name, the versions agree.

usage: check_ctypes.py SOURCE_DIR LIBRARY.so
"""
import ctypes
import os
import re
import sys
import threading

SOURCE, LIBRARY = sys.argv[1], sys.argv[2]
os.environ["NEWSARC_LIBRARY"] = LIBRARY
sys.path.insert(0, os.path.join(SOURCE, "examples"))
sys.dont_write_bytecode = True
import extract  # noqa: E402  (the example)

FIXTURES = os.path.join(SOURCE, "tests", "fixtures", "article229")
faults = []


def check(condition, message):
    if not condition:
        faults.append(message)


def check_article(lib):
    with open(os.path.join(FIXTURES, "plain.html"), "rb") as f:
        page = f.read()
    url = "http://example.org/index.php/News/view/id/229.html"
    found = extract.extract(lib, page, url)
    check(found["url"] == [url], "url is %s: the structure of options has moved" % found["url"])
    check(found["date"] == ["2015-09-01"], "date is %s" % found["date"])
    check(found["source"] == [], "source is %s" % found["source"])
    check(len(found["title"]) == 1 and found["title"][0], "title is %s" % found["title"])
    check(len(found["text"]) == 1 and found["text"][0], "the body is missing")
    results = []
    threads = [threading.Thread(target=lambda: results.append(extract.extract(lib, page, url))) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    check(results == [found, found], "two threads give other results than one")


def check_error(lib):
    try:
        extract.extract(lib, b"")
        faults.append("an empty page gives no error")
    except ValueError as e:
        check(str(e) != "", "the error of an empty page has no text")


def check_options(lib):
    """Fields behind the first are where the header says: a ceiling set through ctypes is obeyed."""
    extractor, article, opts, err = ctypes.c_void_p(), ctypes.c_void_p(), extract.Options(), extract.Error()
    lib.newsarc_extract_options_init(ctypes.byref(opts), ctypes.sizeof(opts))
    opts.max_html_bytes = 10
    lib.newsarc_extractor_new(ctypes.byref(extractor))
    page = b"<p>more than ten bytes</p>"
    status = lib.newsarc_extract(extractor, page, len(page), ctypes.byref(opts), ctypes.byref(article), ctypes.byref(err))
    check(status == -3 and err.code == -3, "a page above its ceiling gives %d, %d" % (status, err.code))
    check(not article.value, "a failed call leaves an article")
    lib.newsarc_extractor_free(extractor)


def check_status_names(lib):
    with open(os.path.join(SOURCE, "include", "newsarc", "status.h"), encoding="utf-8") as f:
        codes = re.findall(r"#define (NEWSARC_(?:OK|E_\w+)) \(?(-?\d+)\)?", f.read())
    lib.newsarc_status_name.restype = ctypes.c_char_p
    names = {code: lib.newsarc_status_name(int(value)).decode() for code, value in codes}
    check(len(codes) >= 16, "only %d statuses found in status.h" % len(codes))
    for code, name in names.items():
        check(name and name != "unknown", "%s has no name" % code)
    check(len(set(names.values())) == len(names), "two statuses share a name")
    check(lib.newsarc_status_name(-9999) == b"unknown", "an unknown status has a name")


def check_version(lib):
    lib.newsarc_version.restype = ctypes.c_char_p
    lib.newsarc_version_number.restype = ctypes.c_uint32
    version, number = lib.newsarc_version().decode(), lib.newsarc_version_number()
    check(version == "%d.%d.%d" % (number >> 16, number >> 8 & 255, number & 255), "versions disagree")


def check_free(lib):
    """Every free accepts NULL."""
    with open(os.path.join(SOURCE, "tests", "exported-symbols.txt"), encoding="utf-8") as f:
        names = re.findall(r"^newsarc_\w*free$", f.read(), re.M)
    for name in names:
        if hasattr(lib, name):
            getattr(lib, name).restype = None
            getattr(lib, name)(ctypes.c_void_p(None))


lib = extract.load()
for step in (check_article, check_error, check_options, check_status_names, check_version, check_free):
    step(lib)
print("\n".join(faults) if faults else "article, errors, statuses and version are right through ctypes")
sys.exit(1 if faults else 0)
