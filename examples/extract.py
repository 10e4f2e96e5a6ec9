#!/usr/bin/python3
"""Prints what newsarc finds in a saved page, through ctypes alone:  extract.py FILE [URL]

The library is looked for as libnewsarc.so.0; NEWSARC_LIBRARY names another file.
"""
import ctypes as c
import os
import sys


class Error(c.Structure):
    _fields_ = [("code", c.c_int32), ("subsystem", c.c_char * 12), ("offset", c.c_uint64),
                ("input", c.c_char * 256), ("message", c.c_char * 512)]


class Options(c.Structure):
    _fields_ = [("struct_size", c.c_size_t), ("url", c.c_char_p), ("content_type", c.c_char_p),
                ("fetch_time", c.c_int64), ("max_html_bytes", c.c_uint64), ("max_memory", c.c_uint64),
                ("max_cpu_ms", c.c_uint32), ("explain", c.c_uint32)]


FIELDS = {"url": 0, "title": 3, "date": 4, "source": 6, "author": 11, "section": 12, "text": 9}


def load():
    lib = c.CDLL(os.environ.get("NEWSARC_LIBRARY", "libnewsarc.so.0"))
    lib.newsarc_extract_options_init.argtypes = [c.POINTER(Options), c.c_size_t]
    lib.newsarc_extractor_new.argtypes = [c.POINTER(c.c_void_p)]
    lib.newsarc_extractor_free.argtypes = [c.c_void_p]
    lib.newsarc_extractor_free.restype = None
    lib.newsarc_extract.argtypes = [c.c_void_p, c.c_char_p, c.c_size_t, c.POINTER(Options), c.POINTER(c.c_void_p),
                                    c.POINTER(Error)]
    lib.newsarc_article_free.argtypes = [c.c_void_p]
    lib.newsarc_article_free.restype = None
    lib.newsarc_article_count.argtypes = [c.c_void_p, c.c_int32]
    lib.newsarc_article_count.restype = c.c_size_t
    lib.newsarc_article_item.argtypes = [c.c_void_p, c.c_int32, c.c_size_t]
    lib.newsarc_article_item.restype = c.c_char_p
    return lib


def extract(lib, page, url=None):
    """All values of each field as a dict of lists; raises ValueError."""
    extractor, article, err, opts = c.c_void_p(), c.c_void_p(), Error(), Options()
    lib.newsarc_extract_options_init(c.byref(opts), c.sizeof(opts))
    opts.url = url.encode() if url else None
    if lib.newsarc_extractor_new(c.byref(extractor)) != 0:
        raise MemoryError
    try:
        if lib.newsarc_extract(extractor, page, len(page), c.byref(opts), c.byref(article), c.byref(err)) != 0:
            raise ValueError(err.message.decode())
        return {name: [lib.newsarc_article_item(article, field, i).decode()
                       for i in range(lib.newsarc_article_count(article, field))]
                for name, field in FIELDS.items()}
    finally:
        lib.newsarc_article_free(article)
        lib.newsarc_extractor_free(extractor)


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: extract.py FILE [URL]")
    with open(sys.argv[1], "rb") as f:
        page = f.read()
    try:
        found = extract(load(), page, sys.argv[2] if len(sys.argv) > 2 else None)
    except ValueError as e:
        sys.exit("%s: %s" % (sys.argv[1], e))
    body = found.pop("text")
    for name, values in found.items():
        for value in values:
            print("%-9s %s" % (name, value))
    print("\n" + (body[0] if body else "(no body)"))


if __name__ == "__main__":
    main()
