"""Crawling: what is not asked for (private hosts, traps, what robots directives forbid), cookies."""
import pytest
from conftest import WireServer, response
from test_crawl import DELAY, articles_in, body_page, crawl, tars  # noqa: F401 (a fixture)


def asked(server):
    """Without the guess where a sitemap may be."""
    return [p for p in server.paths() if p != "/sitemap.xml"]


def test_links_redirects_and_requisites_do_not_lead_to_private_hosts(wire_server, crawl):  # noqa: F811
    other = "http://127.0.0.2:%d" % wire_server.port
    wire_server.routes["/"] = body_page("p", "<p>x</p>", "<a href='%s/a'>a</a><img src='%s/b.png'>"
                                        "<img src='http://localhost:%d/c.png'><a href='/moved'>m</a><img src='/i.png'>"
                                        % (other, other, wire_server.port))
    for path in ("/moved", "/i.png"):
        wire_server.routes[path] = response(b"", status="302 Found", fields=["Location: %s%s" % (other, path)])
    done, _ = crawl(wire_server.url + "/", DELAY)
    assert done.returncode == 0, done.stderr
    assert sorted(asked(wire_server)) == ["/", "/i.png", "/moved", "/robots.txt"]


def test_a_cookie_wall_gets_its_cookie_back(wire_server, crawl):  # noqa: F811
    def wall(request):
        if b"seen=1" in request:
            return body_page("in", "<p>in</p>", "<a href='/next'>n</a>")
        return response(b"", status="302 Found", fields=["Location: /wall", "Set-Cookie: seen=1; Path=/"])

    wire_server.routes["/"] = body_page("p", "<p>x</p>", "<a href='/wall'>w</a>")
    wire_server.routes["/wall"] = wall
    wire_server.routes["/next"] = body_page("n", "<p>n</p>")
    done, _ = crawl(wire_server.url + "/", DELAY)
    assert done.returncode == 0, done.stderr
    assert asked(wire_server) == ["/robots.txt", "/", "/wall", "/wall", "/next"]


def test_a_wall_that_never_opens_is_left(wire_server, crawl):  # noqa: F811
    wire_server.routes["/"] = body_page("p", "<p>x</p>", "<a href='/wall'>w</a>")
    wire_server.routes["/wall"] = response(b"", status="302 Found", fields=["Location: /wall", "Set-Cookie: n=1"])
    crawl(wire_server.url + "/", DELAY)
    assert wire_server.paths().count("/wall") == 3


def with_calendar(server, articles):
    """A calendar without end, and articles of which each links to the next."""
    def answer(request):
        path = request.split(b" ", 2)[1].decode()
        n = int(path.rsplit("=", 1)[1])
        if path.startswith("/calendar"):
            return body_page("c%d" % n, "<p>nothing</p>", "".join(
                "<a href='/calendar?m=%d'>%d</a> " % (i, i) for i in range(n + 1, n + 20)))
        text = "<p>%s</p>" % ("The association held its meeting number %d and took note of the report. " % n * 8)
        return body_page("Meeting %d of the association" % n, text, "<a href='/show?id=%d'>next one</a>" % (n + 1))

    class Routes(dict):
        def get(self, path, default=None):
            if path.startswith("/calendar") or (path.startswith("/show") and int(path.rsplit("=", 1)[1]) <= articles):
                return answer
            return super().get(path, default)

    server.routes = Routes(server.routes)
    server.routes["/"] = body_page("p", "<p>x</p>", "<a href='/calendar?m=1'>c</a><a href='/show?id=1'>s</a>")


def test_a_calendar_without_end_is_left_and_articles_are_not(wire_server, crawl):  # noqa: F811
    with_calendar(wire_server, 120)
    done, collection = crawl(wire_server.url + "/", DELAY, "--max-time=60s", "--max-depth=500")
    assert done.returncode == 0, done.stderr
    paths = wire_server.paths()
    assert 5 <= len([p for p in paths if p.startswith("/calendar")]) <= 20
    assert len([p for p in paths if p.startswith("/show")]) == 121


def test_a_calendar_is_left_as_soon_when_the_crawl_is_stopped_again_and_again(wire_server, crawl):  # noqa: F811
    with_calendar(wire_server, 10)
    codes = []
    while not codes or codes[-1] == 6:
        assert len(codes) < 20
        codes.append(crawl(wire_server.url + "/", DELAY, "--max-pages=4", "--max-depth=500")[0].returncode)
    assert codes[-1] == 0 and len(codes) > 4
    assert 5 <= len([p for p in wire_server.paths() if p.startswith("/calendar")]) <= 20


def article_page(n, links="", head=""):
    text = "<p>%s</p>" % ("The association held its meeting number %d and took note of the report. " % n * 8)
    return ("<html><head><meta charset=utf-8>%s<title>Meeting %d of the association</title></head><body>"
            "<h1>Meeting %d of the association</h1><p>2015-09-01</p>%s%s</body></html>" % (head, n, n, text, links))


def test_robots_directives_of_pages_and_fields_are_obeyed(wire_server, crawl):  # noqa: F811
    wire_server.routes["/"] = body_page("p", "<p>x</p>", "".join("<a href='/%s'>%s</a>" % (p, p) for p in "abcd"))
    wire_server.routes["/a"] = response(article_page(1, "<a href='/a1'>n</a><img src='/a.png'>"),
                                        fields=["X-Robots-Tag: nofollow"])
    wire_server.routes["/b"] = response(article_page(2, "<a href='/b1'>n</a>", "<meta name=robots content=none>"))
    wire_server.routes["/c"] = response(article_page(3, "<a href='/c1'>n</a>"),
                                        fields=["X-Robots-Tag: newsarc: noindex"])
    wire_server.routes["/d"] = response(article_page(4, "<a href='/d1'>n</a>"),
                                        fields=["X-Robots-Tag: otherbot: none"])
    done, collection = crawl(wire_server.url + "/", DELAY)
    assert done.returncode == 0, done.stderr
    paths = asked(wire_server)
    assert "/a.png" in paths and "/c1" in paths and "/d1" in paths
    assert "/a1" not in paths and "/b1" not in paths
    assert len(articles_in(tars(collection)[0])) == 2  # a and d


def test_block_pages_and_soft_404s_are_no_articles(wire_server, crawl):  # noqa: F811
    wall = response("<html><head><title>Just a moment...</title></head><body><script>check()</script>"
                    "<noscript>Enable JavaScript and cookies to continue</noscript></body></html>")
    wire_server.routes["/"] = body_page("p", "<p>x</p>", "".join("<a href='/%d/'>%d</a>" % (n, n) for n in range(60)))
    for n in range(60):
        wire_server.routes["/%d/" % n] = wall
    done, collection = crawl(wire_server.url + "/", DELAY)
    assert done.returncode == 8, done.stderr
    assert "blocked" in done.stderr or "refusals" in done.stderr
    assert len(wire_server.paths()) < 60


def test_redirects_that_grow_end_soon(wire_server, crawl):  # noqa: F811
    class Routes(dict):
        def get(self, path, default=None):
            if path.startswith("/grow?n="):
                return response(b"", status="302 Found", fields=["Location: /grow?n=%d" % (int(path[8:]) + 1)])
            return super().get(path, default)

    wire_server.routes = Routes(wire_server.routes)
    wire_server.routes["/"] = body_page("p", "<p>x</p>", "<a href='/grow?n=1'>g</a>")
    done, _ = crawl(wire_server.url + "/", DELAY)
    assert done.returncode == 0, done.stderr
    assert 2 <= len([p for p in wire_server.paths() if p.startswith("/grow")]) <= 6


def test_refreshes_that_grow_end_soon(wire_server, crawl):  # noqa: F811
    class Routes(dict):
        def get(self, path, default=None):
            if path.startswith("/grow?n="):
                return response("<meta http-equiv=refresh content='0; url=/grow?n=%d'>" % (int(path[8:]) + 1))
            return super().get(path, default)

    wire_server.routes = Routes(wire_server.routes)
    wire_server.routes["/"] = body_page("p", "<p>x</p>", "<a href='/grow?n=1'>g</a>")
    done, _ = crawl(wire_server.url + "/", DELAY)
    assert done.returncode == 0, done.stderr
    assert 2 <= len([p for p in wire_server.paths() if p.startswith("/grow")]) <= 16


def test_a_chain_of_moves_is_followed_to_its_page(wire_server, crawl):  # noqa: F811
    for n in range(4):
        wire_server.routes["/chain/%d" % n] = response(b"", status="301 Moved", fields=["Location: /chain/%d" % (n + 1)])
    wire_server.routes["/chain/4"] = body_page("p", "<p>here</p>")
    wire_server.routes["/"] = body_page("p", "<p>x</p>", "<a href='/chain/0'>c</a>")
    done, _ = crawl(wire_server.url + "/", DELAY)
    assert done.returncode == 0, done.stderr
    assert "/chain/4" in wire_server.paths()
