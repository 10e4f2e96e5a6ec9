"""robustness.py NEWSARC [CHANGE...]: how far accuracy falls when the labelled pages lose what an
extractor may lean on. Each change rewrites all pages of ../shared/eval (NEWSARC_SHARED names
another place) into a temporary folder, extracts and scores them, and prints the figures beside
those of the pages as they are. Without the pages it does nothing. Nothing of a page is kept.

An extractor that knows class names by heart falls with `classes`; one that trusts the head falls
with `head`; unseen sites are somewhere between."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("NEWSARC_SHARED") or os.path.join(HERE, "..", "..", "shared")
COLUMNS = (("zh", "body", "f1"), ("aeb", "body", "f1"), ("fundus", "body", "f1"),
           ("magic", "body", "f1"), ("zh", "snippet", "f1"), ("traf", "snippet", "f1"),
           ("traf", "title", "exact"), ("fundus", "title", "exact"), ("zh", "title", "exact"),
           ("hdate", "date", "accuracy"), ("zh", "date", "accuracy"),
           ("traf", "authors", "exact"), ("zh", "authors", "exact"), ("zh", "source", "accuracy"))
ATTRIBUTE = re.compile(r"""(\s(?:class|id|name|itemprop|role|data-testid|data-component))(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""", re.I)
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
CHARSET = re.compile(r"""(charset\s*=\s*["']?)[\w-]+""", re.I)


def nonsense(word):
    digest = hashlib.sha1(word.encode("utf-8", "replace")).hexdigest()
    return "".join(chr(ord("a") + int(c, 16)) for c in digest[:7])


def rename(tag, names):
    """The tag with nonsense, the same for the same word, for the values of these attributes."""
    def value(match):
        name = match.group(1).strip().lower()
        if name not in names:
            return match.group(0)
        words = match.group(3).strip("\"'").split()
        return '%s="%s"' % (match.group(1), " ".join(map(nonsense, words)))
    return ATTRIBUTE.sub(value, tag)


def is_meta(tag):
    return tag[:5].lower() in ("<meta", "<link")


def classes(text):
    names = ("class", "id", "data-testid", "data-component")
    return TAG.sub(lambda m: m.group(0) if is_meta(m.group(0)) else rename(m.group(0), names), text)


def marks(text):
    """Nonsense for class, id, role and itemprop; the elements of HTML 5 become div."""
    names = ("class", "id", "role", "itemprop", "data-testid", "data-component")
    text = TAG.sub(lambda m: m.group(0) if is_meta(m.group(0)) else rename(m.group(0), names), text)
    return re.sub(r"(</?)(?:article|main|section|aside|nav|header|footer|figure|time)(?=[\s>])",
                  r"\1div", text, flags=re.I)


def head(text):
    """No metas but the charset, no JSON-LD, no canonical link."""
    text = re.sub(r"<script[^>]*ld\+json.*?</script\s*>", "", text, flags=re.I | re.S)
    text = re.sub(r"<(?:meta|link)\b(?![^>]*charset)[^>]*>", "", text, flags=re.I)
    return text


def breaks(text):
    """Paragraphs as text between line breaks."""
    text = re.sub(r"<p(?=[\s>])[^>]*>", "", text, flags=re.I)
    return re.sub(r"</p\s*>", "<br><br>", text, flags=re.I)


def tables(text):
    """Every div a table, as templates were written in 2005."""
    text = re.sub(r"<div(?=[\s>])([^>]*)>", r"<table\1><tr><td>", text, flags=re.I)
    return re.sub(r"</div\s*>", "</td></tr></table>", text, flags=re.I)


def title(text):
    """A title element that says only where the page is from."""
    return re.sub(r"(<title[^>]*>).*?(</title)", r"\1Welcome\2", text, count=1, flags=re.I | re.S)


def charset(text):
    """The charset that the text's writers used before UTF-8."""
    return CHARSET.sub(r"\g<1>" + legacy_of(text), text)


def legacy_of(text):
    for low, high, name in (("\u3040", "\u30ff", "shift_jis"), ("\uac00", "\ud7a3", "euc-kr"),
                            ("\u4e00", "\u9fff", "gb18030"), ("\u0400", "\u04ff", "windows-1251")):
        if sum(low <= c <= high for c in text) > 200:
            return name
    return "windows-1252"


CHANGES = {"none": lambda text: text, "classes": classes, "marks": marks, "head": head,
           "title": title, "breaks": breaks, "tables": tables, "charset": charset,
           "all": lambda text: tables(breaks(head(marks(text))))}


def read_page(path, encoding):
    with open(path, "rb") as file:
        return file.read().decode(encoding if encoding else "utf-8", "replace")


def write_page(path, change, text):
    code = legacy_of(text) if change == "charset" else "utf-8"
    text = CHANGES[change](text)
    if change != "charset":
        text = CHARSET.sub(r"\g<1>utf-8", text)
    with open(path, "wb") as file:
        file.write(text.encode(code, "xmlcharrefreplace"))


def make_pages(root, change, target):
    source = os.path.join(root, "dev")
    os.makedirs(os.path.join(target, "dev", "pages"))
    shutil.copy(os.path.join(source, "labels.jsonl"), os.path.join(target, "dev"))
    with open(os.path.join(source, "labels.jsonl"), encoding="utf-8") as lines:
        rows = {row["id"]: row for row in map(json.loads, lines)}
    encodings = {}
    for row in rows.values():
        encodings[row.get("page", row["id"])] = row.get("enc")
    for name in os.listdir(os.path.join(source, "pages")):
        text = read_page(os.path.join(source, "pages", name), encodings.get(name[:-5]))
        write_page(os.path.join(target, "dev", "pages", name), change, text)


def score(newsarc, root, folder):
    out = os.path.join(folder, "score.json")
    subprocess.run([sys.executable, os.path.join(SHARED, "eval", "score.py"), "--root", root,
                    "--cmd", newsarc + " extract --batch", "--bootstrap", "0", "--quiet",
                    "--out", out], check=True, env=dict(os.environ, NEWSARC_EVAL=root))
    with open(out, encoding="utf-8") as file:
        return json.load(file)


def figures(result):
    row = [result["sets"].get(name, {}).get(field, {}).get(key) for name, field, key in COLUMNS]
    return row + [result["macro"].get("overall")]


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: robustness.py NEWSARC [CHANGE...]; changes: " + " ".join(CHANGES))
    root = os.environ.get("NEWSARC_EVAL") or os.path.expanduser("~/.cache/newsarc-eval")
    if not os.path.exists(os.path.join(root, "dev", "labels.jsonl")):
        print("skipped: no labelled pages (%s)" % root)
        return
    print("%-8s" % "change" + "".join(" %6s" % c[0][:6] for c in COLUMNS))
    print("%-8s" % "" + "".join(" %6s" % c[1][:6] for c in COLUMNS) + " overall")
    for change in sys.argv[2:] or CHANGES:
        with tempfile.TemporaryDirectory() as folder:
            make_pages(root, change, folder)
            row = figures(score(sys.argv[1], folder, folder))
        print("%-8s" % change + "".join(" %6.3f" % (f or 0) for f in row), flush=True)


if __name__ == "__main__":
    main()
