#!/usr/bin/env python3
"""make_warc.py FOLDER OUT.warc.gz [BYTES]: a WARC/1.1 file of `response` records with the HTML files of
a folder, again and again under other URLs until the records together have BYTES (default: 1 GB)
before compression. One gzip member a record; the same folder gives the same bytes."""
import base64
import gzip
import hashlib
import pathlib
import sys
import uuid

DATE = "2026-01-01T00:00:00Z"


def sha1(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def record(page, url):
    """The record's header and block, and the empty lines behind."""
    http = (f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n"
            "\r\n").encode() + page
    name = uuid.uuid5(uuid.NAMESPACE_URL, url)
    head = (f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n"
            f"WARC-Date: {DATE}\r\nWARC-Target-URI: {url}\r\n"
            "Content-Type: application/http;msgtype=response\r\n"
            f"WARC-Block-Digest: {sha1(http)}\r\nWARC-Payload-Digest: {sha1(page)}\r\n"
            f"Content-Length: {len(http)}\r\n\r\n")
    return head.encode() + http + b"\r\n\r\n"


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    pages = [p.read_bytes() for p in sorted(pathlib.Path(sys.argv[1]).rglob("*.htm*")) if p.is_file()]
    if not pages:
        sys.exit(f"no HTML files in {sys.argv[1]}")
    wanted = int(sys.argv[3]) if len(sys.argv) == 4 else 10**9
    done = count = 0
    with open(sys.argv[2], "wb") as out:
        while done < wanted:
            url = f"http://{count // len(pages)}.example/{count % len(pages)}.html"
            plain = record(pages[count % len(pages)], url)
            out.write(gzip.compress(plain, 6, mtime=0))
            done += len(plain)
            count += 1
    print(f"{count} records, {done} bytes")


if __name__ == "__main__":
    main()
