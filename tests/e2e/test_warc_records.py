"""What stands in a collection's WARC files besides requests and responses."""
from conftest import response, warc_records

ARTICLE = "<html><head><title>t</title></head><body><h1>A</h1><img src='/i.png'><a href='/next'>next</a></body></html>"


def crawl(run, server, tmp_path, *options):
    collection = str(tmp_path / "c")
    done = run("crawl", server.url + "/", "-o", collection, "--delay=0", *options)
    assert done.returncode == 0, done.stderr
    return collection


def fields_of(block):
    return [tuple(line.split(": ", 1)) for line in block.decode().split("\r\n") if line]


def metadata_by_url(collection):
    """URL -> list of (metadata fields, record fields, name of the file's first record)."""
    records = warc_records(collection)
    captures = {f["WARC-Record-ID"]: f for f, _ in records if f["WARC-Type"] in ("response", "revisit")}
    found = {}
    for fields, block in records:
        if fields["WARC-Type"] == "metadata":
            capture = captures[fields["WARC-Concurrent-To"]]
            assert fields["WARC-Date"] == capture["WARC-Date"]
            assert fields["WARC-Warcinfo-ID"] == capture["WARC-Warcinfo-ID"]
            found.setdefault(capture["WARC-Target-URI"], []).append(fields_of(block))
    assert sum(map(len, found.values())) == len(captures)
    return found


def site(server):
    server.routes.update({
        "/": response("<html><body><a href='/moved'>m</a> <a href='/missing'>x</a></body></html>"),
        "/moved": response(b"", status="302 Found", fields=["Location: /a"]),
        "/a": response(ARTICLE), "/next": response("<p>end</p>"), "/i.png": response(b"\x89PNG", ctype="image/png"),
    })


def test_every_capture_says_how_it_came_about(run, wire_server, tmp_path):
    site(wire_server)
    base = wire_server.url
    found = metadata_by_url(crawl(run, wire_server, tmp_path))
    ways = {url[len(base):]: (dict(m).get("via", "")[len(base):], dict(m).get("hopsFromSeed", "")) for url, [m] in found.items()}
    assert ways["/"] == ("", "")
    assert ways["/robots.txt"] == ("", "P")
    assert ways["/moved"] == ways["/missing"] == ("/", "L")
    assert ways["/a"] == ("/moved", "LR")
    assert ways["/i.png"] == ("/a", "LRE")
    assert ways["/next"] == ("/a", "LRL")
    [article] = found[base + "/a"]
    links = sorted(value for name, value in article if name == "outlink")
    assert links == [base + "/i.png E", base + "/next L"]
    assert dict(article)["fetchTimeMs"].isdigit()
