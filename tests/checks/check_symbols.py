#!/usr/bin/python3
"""What the shared library exports and what it needs from outside.

usage: check_symbols.py SOURCE_DIR LIBRARY.so CRAWL(0|1)

Exported symbols equal tests/exported-symbols.txt (the part [crawl] only in builds that crawl) and the
functions that the public headers declare; the SONAME is set; nothing that ends the process or prints is
called.
"""
import os
import re
import subprocess
import sys

# Undefined symbols that a library may not have (glibc names and their fortified forms).
FORBIDDEN = re.compile(r"^(_?exit|_Exit|quick_exit|abort|__assert_fail|v?printf|__v?printf_chk|puts|putchar|"
                       r"perror|signal|sigaction|stdout|stderr|stdin|setlocale|system|"
                       r"localtime|gmtime|strtok)$")
CRAWL_HEADERS = ("collection.h", "crawl.h", "fetch.h")


def listed(path, crawl):
    names, part = set(), "always"
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.split("#")[0].strip()
            if line.startswith("["):
                part = line.strip("[]")
            elif line and (part == "always" or crawl):
                names.add(line)
    return names


def declared(folder, crawl):
    names = set()
    for name in sorted(os.listdir(folder)):
        if name in CRAWL_HEADERS and not crawl:
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            text = re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S)
        names.update(re.findall(r"NEWSARC_API[^;(]*?\b(newsarc_\w+)\s*\(", text))
    return names


def nm(library, *flags):
    out = subprocess.run(["nm", "-D", *flags, library], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1].split("@")[0] for line in out.splitlines() if line.split()}


def soname(library):
    out = subprocess.run(["readelf", "-d", library], capture_output=True, text=True, check=True).stdout
    m = re.search(r"SONAME.*\[(.*)\]", out)
    return m.group(1) if m else None


def differences(what, have, want):
    return ["%s: not in the list: %s" % (what, n) for n in sorted(have - want)] + \
           ["%s: missing: %s" % (what, n) for n in sorted(want - have)]


def main(root, library, crawl):
    want = listed(os.path.join(root, "tests", "exported-symbols.txt"), crawl)
    # What the toolchain adds to instrumented builds is not ours.
    have = {n for n in nm(library, "--defined-only") if not re.match(r"^(__(asan|odr_asan|ubsan|tsan|gcov|llvm)|_init$|_fini$)", n)}
    faults = differences("exported", have, want)
    faults += differences("declared in include/", declared(os.path.join(root, "include", "newsarc"), crawl), want)
    instrumented = "__asan_init" in nm(library, "--undefined-only") or "__tsan_init" in nm(library, "--undefined-only")
    needs = nm(library, "--undefined-only")
    faults += ["calls %s: a library does not do that" % n for n in sorted(needs) if FORBIDDEN.match(n)]
    if soname(library) is None or not re.match(r"^libnewsarc\.so\.\d+$", soname(library)):
        faults.append("SONAME is %s" % soname(library))
    print("\n".join(faults) if faults else "%d symbols exported, as listed%s; %s" % (
        len(have), " (instrumented build)" if instrumented else "", soname(library)))
    return 1 if faults or not have else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3] not in ("0", "OFF", "")))
