"""Crawls that are killed and started again; kill_series.py does it as often as one likes."""
import subprocess

from kill_series import Series


def test_killed_at_random_moments_it_loses_nothing(newsarc, sample_site, tmp_path):
    series = Series(newsarc, sample_site.url, str(tmp_path), ["--delay=15ms"], seed=7)
    series.undisturbed()
    assert (len(series.urls), len(series.articles)) == (53, 30)
    series.kill(5)
    assert len(series.moments) == 5 and series.judged >= 1
    assert not series.faults, "\n".join(series.faults)


def test_a_tar_that_lacks_its_name_gets_it(run, sample_site, tmp_path):
    """Killed between the commit of the state and the rename."""
    def crawl():
        done = run("crawl", sample_site.url, "-o", tmp_path / "c", "--delay=0")
        assert done.returncode == 0, done.stderr
    crawl()
    folder = tmp_path / "c" / "articles"
    [tar] = list(folder.iterdir())
    tar.rename(folder / ("." + tar.name))
    (folder / ".left.tar.gz.open").write_bytes(b"torn")
    crawl()
    assert list(folder.iterdir()) == [tar]
    assert subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path / "c").returncode == 0
