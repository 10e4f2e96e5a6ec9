"""invariants.py ARTICLES EXPLAINED: the second half of invariants.sh. Both are JSON lines of the same pages, from
extract --batch without and with --explain. Exit 1 when a character of a chosen container is neither in the
article's text nor under the name of a rule."""
import collections
import json
import sys
import unicodedata


def characters(texts):
    """How often each character occurs, without white space and what has no width."""
    bag = collections.Counter()
    for text in texts:
        bag.update(text or "")
    for c in list(bag):
        if c.isspace() or unicodedata.category(c) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
            del bag[c]
    return bag


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main():
    pages = lost = failed = 0
    rules = collections.Counter()
    touched = collections.Counter()
    for article, told in zip(read(sys.argv[1]), read(sys.argv[2]), strict=True):
        assert article["id"] == told["id"]
        if "error" in article or "error" in told:
            failed += 1
            continue
        pages += 1
        there = characters(root["text"] for root in told["chosen"])
        drops = told["dropped"]
        accounted = characters([article["text"]] + [drop["text"] for drop in drops])
        for drop in drops:
            rules[drop["rule"]] += sum(characters([drop["text"]]).values())
        touched.update({drop["rule"] for drop in drops})
        if there != accounted:
            lost += 1
            print("%s: lost %r, not from the container %r" % (
                article["id"], "".join((there - accounted).elements())[:200],
                "".join((accounted - there).elements())[:200]))
    print("%d pages, %d could not be read, %d with characters that no rule accounts for" % (pages, failed, lost))
    for rule, count in sorted(rules.items()):
        print("  %-16s %8d characters on %4d pages" % (rule, count, touched[rule]))
    sys.exit(1 if lost or not pages else 0)


if __name__ == "__main__":
    main()
