"""The batch protocol: JSON lines in, one JSON line out for each, in order; what fails, fails alone."""
import json
import os
import subprocess

import pytest

from conftest import FIXTURES

PAGE = os.path.join(FIXTURES, "article229", "plain.html")


def batch(run, lines, *args):
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    done = run("extract", "--batch", *args, input=text)
    return done, [json.loads(line) for line in done.stdout.splitlines()]


def test_every_line_has_its_answer(run):
    requests = [{"id": "a", "path": PAGE}, {"id": "b", "path": PAGE, "url": "http://example.org/x/229.html"}]
    done, answers = batch(run, requests)
    assert done.returncode == 0 and done.stderr == ""
    assert [a["id"] for a in answers] == ["a", "b"]
    assert list(answers[0])[0] == "id"
    assert answers[0]["url"] is None and answers[1]["url"] == "http://example.org/x/229.html"
    assert answers[0]["date"] == "2015-09-01"


@pytest.mark.parametrize("id", ["page 1", "引号\"和\\", 17, -2.5, None, True, {"n": [1]}])
def test_an_id_comes_back_as_it_was(run, id):
    _, answers = batch(run, [{"id": id, "path": PAGE}, {"id": id, "path": "/nonexistent"}])
    assert [a["id"] for a in answers] == [id, id]
    assert "error" in answers[1]


def test_unknown_keys_are_ignored(run):
    done, answers = batch(run, [{"id": 1, "path": PAGE, "colour": "red", "deep": {"a": [1, 2]}}])
    assert done.returncode == 0 and answers[0]["date"] == "2015-09-01"


def test_failures_stand_in_their_place(run, tmp_path):
    (tmp_path / "empty").write_bytes(b"")
    lines = [{"id": 1, "path": PAGE}, {"id": 2, "path": str(tmp_path / "none")}, {"id": 3, "path": str(tmp_path)},
             {"id": 4, "path": str(tmp_path / "empty")}, {"id": 5}, {"id": 6, "path": PAGE}]
    done, answers = batch(run, lines)
    assert done.returncode == 3
    assert [a["id"] for a in answers] == [1, 2, 3, 4, 5, 6]
    assert ["error" in a for a in answers] == [False, True, True, True, True, False]
    for answer, words in zip(answers[1:5], ("No such file", "directory", "empty", '"path" is missing')):
        assert words in answer["error"] and list(answer) == ["id", "error"]
    assert done.stderr == "newsarc: incomplete: 6 pages, 4 failed (exit 3)\n"


@pytest.mark.parametrize("line", ["{bad", "[]", "3", '"x"', "null", '{"id":1,"path":"a"} trailing', "\u00ff{", '{"id":1,"path":"a\\u0000b"}'])
def test_a_malformed_line_says_which(run, line):
    done, answers = batch(run, [{"id": 1, "path": PAGE}, line, {"id": 3, "path": PAGE}])
    assert done.returncode == 3
    assert answers[1]["id"] is None and "line 2" in answers[1]["error"]
    assert [answers[0]["id"], answers[2]["id"]] == [1, 3]


def test_a_line_that_is_too_long(run):
    done, answers = batch(run, ['{"id":1,"path":"%s"}' % ("a" * (2 << 20)), {"id": 2, "path": PAGE}])
    assert answers[0]["id"] is None and "line 1" in answers[0]["error"]
    assert answers[1]["date"] == "2015-09-01"


def test_blank_lines_and_a_last_line_without_its_end(run):
    done = run("extract", "--batch", input="\n \r\n" + json.dumps({"id": 1, "path": PAGE}))
    assert done.returncode == 0 and json.loads(done.stdout)["id"] == 1


def test_bytes_that_are_not_utf8(newsarc):
    done = subprocess.run([newsarc, "extract", "--batch"], input=b'{"id":"\xff\xfe","path":"x"}\n', capture_output=True)
    assert done.returncode == 1
    assert json.loads(done.stdout.decode("utf-8"))["id"] is None


def test_nothing_in_nothing_out(run):
    done = run("extract", "--batch", input="")
    assert done.returncode == 0 and done.stdout == "" and done.stderr == ""


def test_only_failures(run):
    done, answers = batch(run, [{"id": 1, "path": "/nonexistent"}])
    assert done.returncode == 1 and len(answers) == 1


def test_the_order_holds_with_threads(run, tmp_path):
    slow = tmp_path / "slow.html"  # the first is the longest, so that the others are done before it
    slow.write_text("<title>S</title>" + "<p>A sentence that is long enough, and comes many times over.</p>" * 20000)
    lines = [{"id": i, "path": str(slow) if i % 8 == 0 else PAGE} for i in range(64)]
    one, _ = batch(run, lines)
    eight, answers = batch(run, lines, "-j", "8")
    assert [a["id"] for a in answers] == list(range(64))
    assert eight.stdout == one.stdout


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_a_client_may_wait_for_each_answer(newsarc, jobs):
    with subprocess.Popen([newsarc, "extract", "--batch", "-j", jobs], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True, bufsize=1) as process:
        for i in range(3):
            process.stdin.write(json.dumps({"id": i, "path": PAGE}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == i
        process.stdin.close()
        assert process.wait(timeout=20) == 0
