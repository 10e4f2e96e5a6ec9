#!/usr/bin/python3
"""show_article.py FILE.jsonl: prints the longest article of an export, for quickstart.sh."""
import json
import sys

FIELDS = ("title", "date", "source", "authors", "sections", "url")


def main(path):
    with open(path, encoding="utf-8") as f:
        articles = [json.loads(line) for line in f]
    if not articles:
        print("no article was found")
        return
    article = max(articles, key=lambda a: len(a.get("text") or ""))
    for key in FIELDS:
        value = article.get(key)
        if isinstance(value, list):
            value = " > ".join(value)
        print("%-10s%s" % (key, value if value else "-"))
    print()
    for line in (article.get("text") or "").split("\n")[:6]:
        print(line)


if __name__ == "__main__":
    main(sys.argv[1])
