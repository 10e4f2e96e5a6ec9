"""Crawls that are killed and started again; kill_series.py does it as often as one likes."""
from kill_series import Series


def test_killed_at_random_moments_it_loses_nothing(newsarc, sample_site, tmp_path):
    series = Series(newsarc, sample_site.url, str(tmp_path), ["--delay=15ms"], seed=7)
    series.undisturbed()
    assert (len(series.urls), len(series.articles)) == (53, 30)
    series.kill(5)
    assert len(series.moments) == 5 and series.judged >= 1
    assert not series.faults, "\n".join(series.faults)
