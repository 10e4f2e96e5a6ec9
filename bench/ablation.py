"""ablation.py NEWSARC [SUBSTRING...]: what each family of rules is worth. NEWSARC is built with
-DNEWSARC_ABLATION=ON; the labelled pages of ../shared/eval (NEWSARC_SHARED names another place) are
extracted with all rules and then without each family of lib/article/ablation.h in turn; scored
again are the pages whose article differs. Prints the table of bench/README.md: what a set loses in
thousandths when the family is missing (body: mean F1 of a page), the most useful first; a negative
figure says that the set would be better off. Without the labelled pages it does nothing."""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("NEWSARC_SHARED") or os.path.join(HERE, "..", "..", "shared")
SCORE = os.path.join(SHARED, "eval", "score.py")
FIELDS = ("body", "snippet", "title", "date", "source", "authors")
SETS = ("zh", "aeb", "fundus", "magic", "traf", "hdate", "post")
ROW = re.compile(r'X\((\w+), "([^"]*)",\s*"([^"]*)"\)')


def families():
    path = os.path.join(HERE, "..", "lib", "article", "ablation.h")
    with open(path, encoding="utf-8") as file:
        text = file.read().replace("\\\n", " ")
    return [(name, what) for _, name, what in ROW.findall(text)]


def page_list(root):
    out = subprocess.run([sys.executable, SCORE, "--root", root, "--list"], check=True,
                         capture_output=True)
    return out.stdout


def extract(newsarc, pages, without):
    """{page: line of JSON}"""
    out = subprocess.run([newsarc, "extract", "--batch"], input=pages, capture_output=True,
                         env=dict(os.environ, NEWSARC_WITHOUT=without))
    return {json.loads(line)["id"]: line for line in out.stdout.splitlines()}


def score(root, articles):
    """The scorer's record of each label of these pages, by set and id."""
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "dev"))
        os.symlink(os.path.join(root, "dev", "pages"), os.path.join(folder, "dev", "pages"))
        with open(os.path.join(root, "dev", "labels.jsonl"), encoding="utf-8") as labels, \
                open(os.path.join(folder, "dev", "labels.jsonl"), "w", encoding="utf-8") as few:
            for line in labels:
                label = json.loads(line)
                if label.get("page", label["id"]) in articles:
                    few.write(line)
        with open(os.path.join(folder, "articles.jsonl"), "wb") as file:
            file.write(b"\n".join(articles.values()))
        out = os.path.join(folder, "scores.jsonl")
        subprocess.run([sys.executable, SCORE, "--root", folder, "--results", file.name, "--pages",
                        out, "--bootstrap", "0", "--quiet"], check=True)
        with open(out, encoding="utf-8") as lines:
            return {(r["set"], r["id"]): r for r in map(json.loads, lines)}


def figures(records):
    """{(field, set): what accuracy.sh shows of it}"""
    marks = collections.defaultdict(list)
    snippets = collections.defaultdict(lambda: [0, 0, 0, 0])
    for (name, _), r in records.items():
        if "body_f1" in r:
            marks["body", name].append(r["body_f1"])
        for key, field in (("title_ok", "title"), ("date_ok", "date"), ("source_ok", "source"),
                           ("authors_ok", "authors")):
            if key in r:
                marks[field, name].append(r[key] in (1, "tp", "tn"))
        for i, n in enumerate(r.get("snip", ())):
            snippets["snippet", name][i] += n
    found = {key: sum(values) / len(values) for key, values in marks.items()}
    for key, (tp, fp, fn, _) in snippets.items():
        found[key] = 2 * tp / (2 * tp + fp + fn)
    return found


def losses(whole, part):
    lost = {}
    for field in FIELDS:
        for name in SETS:
            if (field, name) in whole:
                figure = round(1000 * (whole[field, name] - part[field, name]))
                if figure:
                    lost[field, name] = figure
    return lost


def cell(lost, field):
    return ", ".join("%s %+d" % (s, lost[field, s]) for s in SETS if (field, s) in lost)


def print_table(rows):
    rows.sort(key=lambda row: -sum(row[3].values()))
    print("| family | what it does | pages | sum | " + " | ".join(FIELDS) + " |")
    print("| --- | --- | ---: | ---: |" + " --- |" * len(FIELDS))
    for name, what, pages, lost in rows:
        cells = " | ".join(cell(lost, field) for field in FIELDS)
        print("| %s | %s | %d | %d | %s |" % (name, what, pages, sum(lost.values()), cells))


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: ablation.py NEWSARC [SUBSTRING...]")
    root = os.environ.get("NEWSARC_EVAL") or os.path.expanduser("~/.cache/newsarc-eval")
    if not os.path.exists(os.path.join(root, "dev", "labels.jsonl")):
        print("skipped: no labelled pages (%s)" % root)
        return
    pages, rows = page_list(root), []
    articles = extract(sys.argv[1], pages, "")
    records = score(root, articles)
    whole = figures(records)
    for name, what in families():
        if sys.argv[2:] and not any(part in name for part in sys.argv[2:]):
            continue
        without = extract(sys.argv[1], pages, name)
        changed = {page: line for page, line in without.items() if line != articles[page]}
        lost = losses(whole, figures({**records, **(score(root, changed) if changed else {})}))
        print("%-26s %4d pages %s" % (name, len(changed), lost), file=sys.stderr, flush=True)
        rows.append((name, what, len(changed), lost))
    print_table(rows)


if __name__ == "__main__":
    main()
