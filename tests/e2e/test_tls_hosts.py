"""A site of several hosts behind nginx with TLS and HTTP/2, and a certificate authority of our own."""
import collections
import gzip
import os
import shutil
import socket
import subprocess
import time

import pytest
from conftest import responses

HOSTS = ("www.site.localhost", "news.site.localhost", "static.site.localhost", "elsewhere.localhost")
CONF = """{user}daemon off; worker_processes 1; pid {dir}/nginx.pid; error_log {dir}/error.log;
events {{ worker_connections 64; }}
http {{
  log_format line '$host $server_protocol $status $uri';
  access_log {dir}/access.log line;
  types {{ text/html html; image/png png; text/css css; text/plain txt; }}
  client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3; uwsgi_temp_path {dir}/t4;
  scgi_temp_path {dir}/t5;
  ssl_certificate {dir}/site.pem; ssl_certificate_key {dir}/site.key;
  charset utf-8;
  server {{ listen 127.0.0.1:{port} ssl http2; server_name {hosts}; root {dir}/www/$host; }}
}}
"""


def nginx_with_http2():
    path = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    told = path and subprocess.run([path, "-V"], capture_output=True, text=True).stderr
    if not told or "http_v2_module" not in told or not shutil.which("openssl"):
        pytest.skip("no nginx with HTTP/2, or no openssl")
    return path


def openssl(*args, **kw):
    subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True, **kw)


def make_certificates(d):
    """ca.pem signs site.pem, which names all hosts."""
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test CA", "-keyout", d / "ca.key",
            "-out", d / "ca.pem")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + HOSTS[0], "-keyout", d / "site.key", "-out", d / "site.csr")
    (d / "ext").write_text("subjectAltName=" + ",".join("DNS:" + h for h in HOSTS))
    openssl("x509", "-req", "-days", "2", "-in", d / "site.csr", "-CA", d / "ca.pem", "-CAkey", d / "ca.key", "-CAcreateserial",
            "-extfile", d / "ext", "-out", d / "site.pem")


def page(title, body):
    return "<!DOCTYPE html><html><head><meta charset=utf-8><title>%s</title></head><body>%s</body></html>" % (title, body)


def make_site(d, port):
    at = {h.split(".")[0]: "https://%s:%d" % (h, port) for h in HOSTS}
    nav = '<ul class="nav"><li><a href="%s/">首页</a></li><li><a href="%s/list.html">协会动态</a></li></ul>' % (at["www"], at["news"])
    text = "协会秘书处召开了年度工作会议,研究部署了下一阶段的重点工作,为行业健康发展奠定了坚实基础。"
    files = {"www/index.html": page("协会", nav), "static/i/1.png": "png", "static/s.css": "p{color:red}",
             "elsewhere/x.html": page("x", "out of scope")}
    items = ""
    for n in range(1, 7):
        items += '<li><a href="/a/%d.html">协会召开第%d次年度工作会议</a><span>2015-09-0%d</span></li>' % (n, n, n)
        paragraphs = "".join("<p>第%d号第%d段。%s</p>" % (n, i, text) for i in (1, 2, 3))
        files["news/a/%d.html" % n] = page(
            "协会召开第%d次年度工作会议" % n,
            '<link rel="stylesheet" href="%s/s.css"><h1>协会召开第%d次年度工作会议</h1><div>发布时间:2015-09-0%d 来源:新华网</div>'
            '<div class="content">%s<img src="%s/i/1.png"></div><a href="%s/x.html">友情链接</a>'
            % (at["static"], n, n, paragraphs, at["static"], at["elsewhere"]))
    files["news/index.html"] = files["news/list.html"] = page("协会动态", nav + '<ul class="list">%s</ul>' % items)
    for name, body in files.items():
        host, _, rest = name.partition("/")
        path = d / "www" / next(h for h in HOSTS if h.startswith(host + ".")) / rest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return at["www"] + "/"


@pytest.fixture
def tls_site(tmp_path):
    nginx = nginx_with_http2()
    d = tmp_path / "nginx"
    d.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as s:
        port = s.getsockname()[1]
    make_certificates(d)
    url = make_site(d, port)
    (d / "conf").write_text(CONF.format(dir=d, port=port, hosts=" ".join(HOSTS), user="user root; " if os.geteuid() == 0 else ""))
    server = subprocess.Popen([nginx, "-p", str(d), "-c", str(d / "conf")], stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    yield d, url
    server.terminate()
    server.wait()


def test_several_hosts_with_tls_and_http2(tls_site, run, tmp_path):
    d, url = tls_site
    collection = str(tmp_path / "c")
    # names of the loopback are only followed when they are seeds
    seeds = [url] + [url.replace(HOSTS[0], h) + "s.css" * (h == HOSTS[2]) for h in HOSTS[1:3]]
    done = run("crawl", *seeds, "-o", collection, "--delay=0", "--cacert", d / "ca.pem")
    assert done.returncode == 0, done.stderr
    assert " 6 new" in done.stderr
    asked = [line.split() for line in (d / "access.log").read_text().splitlines()]
    assert {protocol for _, protocol, _, _ in asked} == {"HTTP/2.0"}
    by_host = collections.Counter(host for host, _, status, _ in asked if status == "200")
    # home pages, list and six articles; style and image, which belong to them; nothing of a host out of scope
    assert by_host == {HOSTS[0]: 1, HOSTS[1]: 8, HOSTS[2]: 2}
    found = {u: records for u, records in responses(collection).items() if not u.endswith(("/robots.txt", "/sitemap.xml"))}
    assert len(found) == 11
    assert all(block.startswith(b"HTTP/1.1 200") for [(_, block)] in found.values())
    [name] = os.listdir(os.path.join(collection, "archive"))
    with gzip.open(os.path.join(collection, "archive", name)) as f:
        assert f.read().count(b"WARC-Protocol: h2\r\n") >= 2 * len(found)
    assert run("verify", collection).returncode == 0


def test_an_unknown_authority_is_refused(tls_site, run, tmp_path):
    _, url = tls_site
    done = run("crawl", url, "-o", tmp_path / "c", "--delay=0", "--max-time=20s")
    assert done.returncode in (5, 6), done.stderr
    assert done.returncode == 5 or "stopped" in done.stderr
    assert not (tmp_path / "nginx" / "access.log").read_text()
