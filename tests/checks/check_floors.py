#!/usr/bin/python3
"""The rule of floors: what each room of the library may include.

usage: check_floors.py SOURCE_DIR

Reads every #include of include/, lib/ and cli/ and compares it with the tables below. An include
never goes up a floor; a foreign header belongs to the room that is named for it.
"""
import os
import re
import sys

# Room -> rooms below it whose headers it may include (its own are always allowed).
FLOORS = {
    "core": [],
    "text": ["core"],
    "url": ["core", "text"],
    "html": ["core", "text", "url"],
    "article": ["core", "text", "url", "html"],
    "listing": ["core", "text", "url", "html", "article"],
    "http": ["core", "text", "url"],
    "archive": ["core", "text", "url", "http"],
    "pack": ["core", "text", "url", "html", "article", "http", "archive"],
    "site": ["core", "text", "url"],
    "fetch": ["core", "text", "url", "http"],
    "crawl": ["core", "text", "url", "html", "article", "listing", "http", "archive", "pack", "site", "fetch"],
}

# Public header -> rooms that may include it; the others are for everybody.
PUBLIC = {
    "rules.h": ["article", "crawl"],
    "article.h": ["html", "article", "listing", "pack", "crawl"],
    "listing.h": ["listing", "crawl"],
    "profile.h": ["article"],
    "warc.h": ["archive", "pack", "crawl"],
    "fetch.h": ["fetch", "crawl"],
    "collection.h": ["crawl"],
    "crawl.h": ["crawl"],
    "newsarc.h": [],
}

# Foreign header (prefix) -> rooms that may include it.
FOREIGN = {
    "gumbo.h": ["html"],
    "curl/": ["fetch"],
    "sqlite3.h": ["crawl"],
    "archive.h": ["archive"],
    "archive_entry.h": ["archive"],
    "iconv.h": ["text"],
    "uchardet": ["text"],
    "idn2.h": ["url"],
    "libpsl.h": ["url"],
    "libxml/": ["site"],
}

# The command: standard headers, its own, the public ones and two libraries.
CLI_FOREIGN = ["jansson.h", "zlib.h"]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def includes(path):
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            m = INCLUDE.match(line)
            if m:
                yield number, m.group(1) == "<", m.group(2)


def sources(root):
    for folder, _, names in sorted(os.walk(root)):
        for name in sorted(names):
            if name.endswith((".c", ".h", ".h.in")):
                yield os.path.join(folder, name)


def library_fault(room, angle, target):
    if target.startswith("newsarc/"):
        allowed = PUBLIC.get(target[len("newsarc/"):])
        if allowed is not None and room not in allowed:
            return "%s may not see this public header" % room
        return None
    if not angle:
        first = target.split("/")[0] if "/" in target else room
        if ".." in target or first not in FLOORS:
            return 'write "room/header.h"'
        if first != room and first not in FLOORS[room]:
            return "%s stands on %s only" % (room, ", ".join(FLOORS[room]) or "nothing")
        return None
    for prefix, rooms in FOREIGN.items():
        if target.startswith(prefix) and room not in rooms:
            return "belongs to %s alone" % ", ".join(rooms)
    return None


def cli_fault(angle, target, own):
    if not angle:
        return None if target in own else "the command uses <newsarc/...> and its own headers only"
    if target.startswith("newsarc/") or target in CLI_FOREIGN:
        return None
    for prefix in FOREIGN:
        if target.startswith(prefix):
            return "the command does not talk to this library itself"
    return None


def public_fault(angle, target):
    if angle and (target.startswith("newsarc/") or target in ("stddef.h", "stdint.h")):
        return None
    return "a public header includes <newsarc/...>, <stddef.h> and <stdint.h> only"


def main(root):
    faults, seen = [], 0
    own = os.listdir(os.path.join(root, "cli"))
    for part in ("include", "lib", "cli"):
        for path in sources(os.path.join(root, part)):
            relative = os.path.relpath(path, root)
            for number, angle, target in includes(path):
                seen += 1
                if part == "include":
                    fault = public_fault(angle, target)
                elif part == "cli":
                    fault = cli_fault(angle, target, own)
                else:
                    fault = library_fault(relative.split(os.sep)[1], angle, target)
                if fault:
                    faults.append("%s:%d: includes %s: %s" % (relative, number, target, fault))
    rooms = [d for d in sorted(os.listdir(os.path.join(root, "lib"))) if os.path.isdir(os.path.join(root, "lib", d))]
    faults += ["lib/%s: a room without a floor" % room for room in rooms if room not in FLOORS]
    print("\n".join(faults) if faults else "%d includes, %d rooms: every one stands on its floor" % (seen, len(rooms)))
    return 1 if faults or seen == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
