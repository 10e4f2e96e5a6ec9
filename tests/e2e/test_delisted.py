"""An article that is there, but that its list does not name any more: told as such, and only when it is known."""
import pytest

from conftest import response
from test_changes import changes, named
from test_nightly import Site, crawl


class Listed(Site):
    """`unlisted` articles answer but stand in no list; `dead` ones stand in it."""

    def __init__(self, server):
        self.unlisted, self.dead = set(), set()
        super().__init__(server)

    def publish(self):
        everything = self.articles
        self.articles = {n: more for n, more in everything.items() if n not in self.unlisted}
        super().publish()
        self.articles = everything
        for n in self.unlisted & set(everything):
            self.server.routes["/news/%d.html" % n] = self.article(n, everything[n])
        for n in self.dead:
            self.server.routes["/news/%d.html" % n] = response(b"", status="404 Not Found")


@pytest.fixture
def site(run, wire_server, tmp_path):
    site = Listed(wire_server)
    crawl(run, site, tmp_path / "c")
    return site


def night(run, site, out, *options):
    site.publish()
    done = run("crawl", site.server.url + "/", "-o", out, "--delay", "0", *options)
    assert done.returncode == 0, done.stderr
    return [change for change in named(changes(run, out)) if change[0] not in ("new", "changed")]


@pytest.mark.parametrize("options", [(), ("--full",)])
def test_it_is_delisted_not_gone_and_relisted(run, site, tmp_path, options):
    out = tmp_path / "c"
    site.unlisted = {8}
    assert night(run, site, out, *options) == [("delisted", "8.html")]
    assert night(run, site, out, *options) == []
    site.unlisted = set()
    assert night(run, site, out, *options) == [("relisted", "8.html")]
    site.unlisted = {8}
    assert night(run, site, out, *options) == [("delisted", "8.html")]


def test_the_newest_may_be_delisted_too_and_then_go(run, site, tmp_path):
    out = tmp_path / "c"
    site.unlisted = {10}
    assert night(run, site, out) == [("delisted", "10.html")]
    del site.articles[10]
    assert night(run, site, out) == [("gone", "10.html")]


def test_what_does_not_answer_is_gone_only(run, site, tmp_path):
    del site.articles[8]
    assert night(run, site, tmp_path / "c") == [("gone", "8.html")]


@pytest.mark.parametrize("options", [(), ("--full",)])
def test_old_entries_that_new_ones_push_out_are_not_delisted(run, site, tmp_path, options):
    for n in (11, 12):
        site.articles[n] = ""
        site.unlisted.add(n - 10)  # the list has ten places
        assert night(run, site, tmp_path / "c", *options) == []


def test_a_list_that_failed_says_nothing(run, site, tmp_path):
    out = tmp_path / "c"
    site.unlisted = {8}
    site.publish()
    site.server.routes["/list_2.html"] = response(b"", status="500 Internal Server Error")
    assert run("crawl", site.server.url + "/", "-o", out, "--delay", "0").returncode == 3
    assert ("delisted", "8.html") not in named(changes(run, out))


def test_an_article_that_another_list_names_is_listed(run, wire_server, tmp_path):
    site, out = Listed(wire_server), tmp_path / "c"

    def other_night(*names):
        site.publish()
        rows = "".join("<li><a href='/news/%d.html'>协会召开第%d次年度工作会议</a><span>2015-09-%02d</span></li>" % (n, n, n)
                       for n in names)
        site.server.routes["/other/"] = response("<title>通知公告</title><ul class='list'>%s</ul>" % rows)
        done = run("crawl", site.server.url + "/", site.server.url + "/other/", "-o", out, "--delay", "0")
        assert done.returncode == 0, done.stderr
        return named(changes(run, out))

    assert len(other_night(9, 8, 7)) == 10
    site.unlisted = {8}
    assert other_night(9, 8, 7) == []
    assert other_night(9, 7) == [("delisted", "8.html")]
    assert other_night(9, 8, 7) == [("relisted", "8.html")]


def nights_asked(run, site, out, path, nights):
    """The numbers of those nights, from 1 on, in which the path was asked for."""
    found = []
    for number in range(1, nights + 1):
        before = len(site.server.paths())
        night(run, site, out, "--recheck=0")
        if path in site.server.paths()[before:]:
            found.append(number)
    return found


def test_what_a_list_has_dropped_is_asked_for_ever_more_seldom(run, site, tmp_path):
    site.articles[11] = ""
    site.unlisted = {1}  # the list has ten places
    assert nights_asked(run, site, tmp_path / "c", "/news/1.html", 9) == [1, 2, 4, 8]
    del site.articles[1]
    assert nights_asked(run, site, tmp_path / "c", "/news/1.html", 8) == [7]  # the 16th


def test_a_dead_link_is_asked_for_ever_more_seldom_and_its_return_is_seen(run, site, tmp_path):
    out = tmp_path / "c"
    site.dead = site.unlisted = {8}
    assert night(run, site, out) == [("gone", "8.html")]
    site.unlisted = set()
    assert nights_asked(run, site, out, "/news/8.html", 9) == [1, 2, 4, 8]
    site.unlisted = {8}
    assert nights_asked(run, site, out, "/news/8.html", 1) == []
    site.dead = site.unlisted = set()
    assert night(run, site, out) == [("returned", "8.html")]
