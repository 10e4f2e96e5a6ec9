"""The files for timers are such as cron and systemd take, and the commands in them are ours."""
import os
import re
import shutil
import subprocess

import pytest

from conftest import ROOT

SYSTEMD = os.path.join(ROOT, "examples", "systemd")


def test_cron(run):
    with open(os.path.join(ROOT, "examples", "cron", "newsarc")) as f:
        jobs = [x for x in f.read().splitlines() if x and x[0] not in "#" and not re.match(r"^\w+=", x)]
    assert len(jobs) == 2
    for job in jobs:
        *when, user, command = re.split(r"\s+", job, 6)
        assert len(when) == 5 and user == "newsarc"
        assert not re.search(r"(?<!\\)%", command), "cron takes a bare % for the end of the line"
        assert subprocess.run(["sh", "-n", "-c", command.replace("\\%", "%")]).returncode == 0
        for name in re.findall(r"newsarc ([a-z-]+) -q", command):
            assert run(name, "--help").returncode == 0


def test_systemd(newsarc, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze")
    for name in ("newsarc.service", "newsarc.timer"):
        with open(os.path.join(SYSTEMD, name)) as f:
            (tmp_path / name).write_text(f.read().replace("/usr/local/bin/newsarc", newsarc))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", tmp_path / "newsarc.service", tmp_path / "newsarc.timer"],
                          capture_output=True, text=True)
    ours = [x for x in done.stderr.splitlines() if str(tmp_path) in x or x.startswith("newsarc.")]
    assert done.returncode == 0 and not ours, done.stderr
