"""accuracy.py FOLDER SAVED: the second half of accuracy.sh. FOLDER holds newsarc.dev.score.json,
pages.jsonl and peers/*.dev.score.json; SAVED the pages.jsonl of a run before, if there was one."""
import glob
import json
import os
import sys

COLUMNS = (("overall", "overall"), ("body_f1_page", "body"), ("snippet_f1", "snippet"),
           ("title_exact", "title"), ("date_accuracy", "date"), ("authors_exact", "authors"),
           ("source_accuracy", "source"))
BODY_STEP = 0.02  # smaller changes of a body's F1 are not listed


def read_pages(path):
    with open(path, encoding="utf-8") as lines:
        return {page["id"]: page for page in map(json.loads, lines)}


def print_table(folder):
    paths = glob.glob(os.path.join(folder, "peers", "*.score.json"))
    systems = []
    for path in [os.path.join(folder, "newsarc.dev.score.json"), *paths]:
        with open(path, encoding="utf-8") as file:
            score = json.load(file)
        systems.append((score["name"], score["macro"]))
    systems[1:] = sorted(systems[1:], key=lambda s: -s[1].get("overall", 0))
    print("\n%-20s" % "system" + "".join("%9s" % title for _, title in COLUMNS))
    for name, macro in systems:
        print("%-20s" % name + "".join("%9.3f" % macro.get(key, 0) for key, _ in COLUMNS))


def is_good(value):
    return value in (1, "tp", "tn")


def snippet_faults(page):
    return page["snip"][1] + page["snip"][2]


def changes(old, new):
    """(field, better) of one page."""
    found = []
    if "body_f1" in old and "body_f1" in new and abs(new["body_f1"] - old["body_f1"]) >= BODY_STEP:
        found.append(("body %.3f -> %.3f" % (old["body_f1"], new["body_f1"]),
                      new["body_f1"] > old["body_f1"]))
    if "snip" in old and "snip" in new and snippet_faults(old) != snippet_faults(new):
        found.append(("snippets", snippet_faults(new) < snippet_faults(old)))
    for key in ("title_ok", "date_ok", "authors_ok", "source_ok"):
        if key in old and key in new and is_good(old[key]) != is_good(new[key]):
            found.append((key[:-3], is_good(new[key])))
    return found


def print_changes(old_pages, new_pages):
    lists = {True: [], False: []}
    for page_id, new in new_pages.items():
        for field, better in changes(old_pages.get(page_id, {}), new):
            lists[better].append("  %s: %s" % (page_id, field))
    for better, title in ((True, "better"), (False, "worse")):
        print("\n%s since the saved run: %d" % (title, len(lists[better])))
        print("\n".join(lists[better]))


def main():
    folder, saved = sys.argv[1:3]
    print_table(folder)
    if os.path.exists(saved):
        print_changes(read_pages(saved), read_pages(os.path.join(folder, "pages.jsonl")))


if __name__ == "__main__":
    main()
