#!/usr/bin/python3
"""The text format of Prometheus, as strict as "promtool check metrics" is: one HELP and TYPE for each metric, in
front of its samples, no series twice, names of the usual form, and a line end at the end.

usage: check_metrics.py FILE...
"""
import re
import sys

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(r"^(%s)(?:\{(.*)\})? ([^ ]+)$" % NAME)
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)')
UNITS = ("seconds", "bytes", "ratio", "total")
NOT_BASE_UNITS = ("milliseconds", "ms", "minutes", "hours", "kilobytes", "megabytes", "kb", "mb", "percent")


class Metrics:
    def __init__(self):
        self.help, self.type, self.samples = {}, {}, {}

    def value(self, name):
        (value,) = [v for (n, _), v in self.samples.items() if n == name]
        return value

    def labels(self, name):
        (labels,) = [dict(x) for n, x in self.samples if n == name]
        return labels


def labels_of(text):
    labels, at = [], 0
    while at < len(text or ""):
        m = LABEL.match(text, at)
        assert m, "bad labels: %s" % text
        labels.append((m.group(1), re.sub(r"\\(.)", lambda e: "\n" if e.group(1) == "n" else e.group(1), m.group(2))))
        at = m.end()
    assert len({k for k, _ in labels}) == len(labels), "a label twice: %s" % text
    return tuple(labels)


def comment(metrics, line):
    _, kind, name, rest = line.split(" ", 3)
    table = {"HELP": metrics.help, "TYPE": metrics.type}[kind]
    assert re.fullmatch(NAME, name) and rest, line
    assert name not in table, "%s twice: %s" % (kind, name)
    assert not any(n == name for n, _ in metrics.samples), "%s behind samples: %s" % (kind, name)
    if kind == "TYPE":
        assert rest in ("counter", "gauge", "histogram", "summary", "untyped"), line
    table[name] = rest


def lint(metrics):
    for name, kind in metrics.type.items():
        assert metrics.help.get(name), "no HELP: %s" % name
        assert kind != "gauge" or not name.endswith("_total"), "a gauge named _total: %s" % name
        assert kind != "counter" or name.endswith("_total"), "a counter not named _total: %s" % name
        assert not name.endswith(tuple("_" + u for u in NOT_BASE_UNITS)), "not a base unit: %s" % name
        assert name == name.lower(), "camelCase: %s" % name
    for name, _ in metrics.samples:
        assert name in metrics.type, "no TYPE: %s" % name


def parse(text):
    """Metrics; AssertionError names the fault."""
    metrics = Metrics()
    assert text.endswith("\n"), "no line end at the end"
    last = None
    for line in text[:-1].split("\n"):
        if line.startswith("# "):
            comment(metrics, line)
            continue
        m = SAMPLE.match(line)
        assert m, "not a sample: %s" % line
        key = (m.group(1), labels_of(m.group(2)))
        assert key not in metrics.samples, "a series twice: %s" % line
        assert m.group(1) == last or not any(n == m.group(1) for n, _ in metrics.samples), "not in one group: %s" % line
        last = m.group(1)
        metrics.samples[key] = float(m.group(3))
    lint(metrics)
    return metrics


if __name__ == "__main__":
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as f:
            print("%s: %d series" % (path, len(parse(f.read()).samples)))
