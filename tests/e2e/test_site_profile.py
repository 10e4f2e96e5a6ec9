"""newsarc extract --learn and --profile: what repeats on the pages of a site."""
import json
import tarfile

import pytest

from conftest import response

NOTICE = "免责声明：本站转载的文章仅代表作者本人的观点，与本站立场无关，如有侵权请与编辑部联系。"
CITIES = ["武汉", "长沙", "南昌", "合肥", "郑州", "西安", "成都", "昆明"]


def page(n, notice=NOTICE):
    city = CITIES[n]
    return """<html><head><meta charset=utf-8><title>%s会议召开_某某协会</title></head><body>
<div class=top><a href=/>首页</a> <a href=/news/>新闻中心</a> <a href=/about/>关于协会</a></div>
<table><tr><td class=main><h1>%s会议召开</h1><p>发布时间：2015-09-0%d 来源：%s日报</p>
<p>%s的会议在第%d会议室召开，来自全国各地的%d名代表参加了会议，会议由秘书长主持。</p>
<p>代表们讨论了%s的工作安排，认为今年的任务比往年更重，需要各个单位在第%d季度前完成准备。</p>
<p>会议最后通过了%s方案，决定明年在同一地点再次召开会议，届时将邀请%d家企业参加。</p>
<p>%s</p></td></tr></table><div class=foot>某某协会 版权所有 地址：北京市海淀区</div></body></html>""" % (
        city, city, n + 1, city, city, n + 3, n * 7 + 40, city, n + 2, city, n * 3 + 11, notice)


@pytest.fixture
def pages(tmp_path):
    names = []
    for n in range(8):
        path = tmp_path / ("%d.html" % n)
        path.write_text(page(n), encoding="utf-8")
        names.append(str(path))
    return names


def texts(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["text"] for line in done.stdout.splitlines()]


def test_a_notice_on_every_page_is_left_out(run, pages, tmp_path):
    profile = tmp_path / "site.json"
    done = run("extract", "--learn=%s" % profile, *pages[:6])
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    seen = json.loads(profile.read_text(encoding="utf-8"))
    assert (seen["format"], seen["version"], len(seen["pages"])) == ("newsarc-site-profile", 1, 6)
    assert any(block["text"].startswith("免责声明本站转载") and block["pages"] == 6 for block in seen["repeated"])
    plain = texts(run("extract", "--format=jsonl", *pages[6:]))
    known = texts(run("extract", "--profile=%s" % profile, *pages[6:]))
    for n, (before, after) in enumerate(zip(plain, known), 6):
        assert CITIES[n] in after and "免责" not in after
        assert before.replace("\n" + NOTICE, "") == after, "nothing else goes"
    told = json.loads(run("extract", "--explain", "--format=json", "--profile=%s" % profile, pages[7]).stdout)
    assert NOTICE in [drop["text"] for drop in told["dropped"] if drop["rule"] == "site-repeat"]


def test_the_order_and_the_number_of_runs_do_not_matter(run, pages, tmp_path):
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    assert run("extract", "--learn=%s" % one, *pages).returncode == 0
    for name in reversed(pages):
        assert run("extract", "--learn=%s" % other, name).returncode == 0
    assert json.loads(one.read_text())["pages"] == json.loads(other.read_text())["pages"]
    known = [texts(run("extract", "--format=jsonl", "--profile=%s" % p, *pages)) for p in (one, other)]
    assert known[0] == known[1]


def test_threads_and_batches_use_a_profile(run, pages, tmp_path):
    profile = tmp_path / "site.json"
    run("extract", "--learn=%s" % profile, *pages)
    one = run("extract", "--profile=%s" % profile, *pages).stdout
    assert one == run("extract", "-j4", "--profile=%s" % profile, *pages).stdout
    lines = "".join(json.dumps({"id": n, "path": n}) + "\n" for n in pages)
    batch = run("extract", "--batch", "--profile=%s" % profile, input=lines)
    assert texts(batch) == [json.loads(line)["text"] for line in one.splitlines()]


def test_what_goes_wrong_is_said(run, pages, tmp_path):
    profile = tmp_path / "site.json"
    done = run("extract", "--profile=%s" % profile, pages[0])
    assert done.returncode == 4 and "site.json" in done.stderr and done.stdout == ""
    profile.write_text('{"format": "other"}')
    for option in ("--profile", "--learn"):
        done = run("extract", "%s=%s" % (option, profile), pages[0])
        assert done.returncode == 4 and "not a site profile" in done.stderr
    assert profile.read_text() == '{"format": "other"}', "not written over"
    for other in (["--explain"], ["-j2"], ["--profile=x"], ["--format=text"]):
        assert run("extract", "--learn=%s" % profile, *other, pages[0]).returncode == 2
    done = run("extract", "--learn=%s" % (tmp_path / "new.json"), str(tmp_path / "missing.html"))
    assert done.returncode == 1 and not (tmp_path / "new.json").exists()
    done = run("extract", "--learn=%s" % (tmp_path / "no" / "new.json"), pages[0])
    assert done.returncode == 1 and "cannot make the profile" in done.stderr


def test_a_crawl_uses_the_profile_it_is_given(run, wire_server, pages, tmp_path):
    for n in range(8):
        wire_server.routes["/news/%d.html" % n] = response(page(n))
    links = "".join("<li><a href=/news/%d.html>%s会议召开的详细情况报道</a></li>" % (n, CITIES[n]) for n in range(8))
    front = "<html><head><meta charset=utf-8></head><body><ul>%s</ul></body></html>" % links
    wire_server.routes["/"] = response(front)
    assert run("extract", "--learn=%s" % (tmp_path / "site.json"), *pages).returncode == 0
    (tmp_path / "site.yaml").write_text("seeds: ['%s/']\nprofile: site.json\ndelay: 0\n" % wire_server.url)
    texts_of = {}
    for name, options in (("plain", [wire_server.url + "/", "--delay=0"]), ("known", ["-c", tmp_path / "site.yaml"])):
        done = run("crawl", *options, "-o", tmp_path / name)
        assert done.returncode == 0, done.stderr
        tar = next((tmp_path / name / "articles").glob("*.tar.gz"))
        with tarfile.open(tar) as members:
            texts_of[name] = [json.load(members.extractfile(m))["text"] for m in members if m.name.endswith("article.json")]
    assert len(texts_of["known"]) == len(texts_of["plain"]) == 8
    assert all(NOTICE in text for text in texts_of["plain"])
    assert not any("免责" in text for text in texts_of["known"])
    done = run("crawl", "-c", tmp_path / "site.yaml", "-o", tmp_path / "none", "--profile", tmp_path / "missing.json")
    assert done.returncode == 4 and "missing.json" in done.stderr and not (tmp_path / "none").exists()
