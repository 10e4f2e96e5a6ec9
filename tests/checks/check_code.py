#!/usr/bin/python3
"""Habits that a machine can hold: banned functions, lengths of functions and files.

usage: check_code.py SOURCE_DIR

Function lengths need universal-ctags; without it they are not checked and the script says so.
"""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys

MAX_FUNCTION = 100
MAX_FILE = 800

# What it is replaced by, for the message.
BANNED = {
    "strcpy": "memcpy with a length", "strcat": "a buffer", "strncpy": "memcpy with a length",
    "strncat": "a buffer", "stpcpy": "memcpy with a length",
    "sprintf": "snprintf", "vsprintf": "vsnprintf", "gets": "a bounded read", "scanf": "a parser",
    "sscanf": "a parser", "fscanf": "a parser", "strtok": "a scanner over na_str",
    "atoi": "a checked parser", "atol": "a checked parser", "atoll": "a checked parser",
    "atof": "a checked parser", "strtod": "a parser that ignores the locale",
    "strtof": "a parser that ignores the locale",
    "localtime": "gmtime_r or the project's own dates", "gmtime": "gmtime_r", "ctime": "own code",
    "asctime": "own code", "strftime": "own code: it follows the locale",
    "strptime": "own code: it follows the locale",
    "mktime": "own code: it follows the time zone", "setlocale": "nothing: the process's locale is not ours",
    "rand": "a seeded generator", "srand": "a seeded generator", "system": "nothing", "popen": "nothing",
    "tmpnam": "mkstemp", "mktemp": "mkstemp", "alloca": "the arena", "strerror": "strerror_r",
    "isalpha": "an ASCII test", "isdigit": "an ASCII test", "isspace": "an ASCII test",
    "isalnum": "an ASCII test", "isupper": "an ASCII test", "islower": "an ASCII test",
    "tolower": "an ASCII table", "toupper": "an ASCII table",
}

# Besides, in the library: it never ends the process and never prints.
LIBRARY_BANNED = {
    "exit": "return a status", "_exit": "return a status", "abort": "return a status",
    "assert": "return NEWSARC_E_INTERNAL", "printf": "an error text", "vprintf": "an error text",
    "puts": "an error text", "putchar": "an error text",
    "perror": "an error text", "signal": "nothing: signals are the program's",
    "sigaction": "nothing: signals are the program's",
}

NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
CALL = re.compile(r"(?<![\w.>])([A-Za-z_]\w*)\s*\(")


STREAM = re.compile(r"\b(stdin|stdout|stderr)\b")


def code_only(text):
    """The text with comments and literals blanked, line numbers kept."""
    return NOISE.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)


def sources(root, parts):
    for part in parts:
        for folder, _, names in sorted(os.walk(os.path.join(root, part))):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(folder, name), root)


def banned_calls(root, path):
    banned = dict(BANNED)
    if path.startswith("lib" + os.sep):
        banned.update(LIBRARY_BANNED)
    with open(os.path.join(root, path), encoding="utf-8") as f:
        text = code_only(f.read())
    for number, line in enumerate(text.split("\n"), 1):
        for m in CALL.finditer(line):
            if m.group(1) in banned:
                yield "%s:%d: %s is banned; use %s" % (path, number, m.group(1), banned[m.group(1)])
        if path.startswith("lib" + os.sep) and STREAM.search(line):
            yield "%s:%d: %s belongs to the program, not to a library" % (path, number, STREAM.search(line).group(1))


def function_lengths(root, paths):
    command = ["ctags", "--languages=C", "--kinds-C=f", "--fields=+ne", "--output-format=json", "-f", "-", *paths]
    out = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        tag = json.loads(line)
        if tag.get("_type") == "tag" and "end" in tag:
            yield tag["path"], tag["line"], tag["name"], tag["end"] - tag["line"] + 1


def has_ctags():
    if not shutil.which("ctags"):
        return False
    version = subprocess.run(["ctags", "--version"], capture_output=True, text=True).stdout
    return "Universal Ctags" in version and "json" in subprocess.run(
        ["ctags", "--list-features"], capture_output=True, text=True).stdout


def main(root):
    paths = list(sources(root, ("include", "lib", "cli")))
    tests = list(sources(root, ("tests", "examples")))
    faults = []
    for path in paths:
        faults += banned_calls(root, path)
    for path in paths + tests:
        with open(os.path.join(root, path), encoding="utf-8") as f:
            lines = sum(1 for _ in f)
        if lines > MAX_FILE:
            faults.append("%s: %d lines, the most is %d" % (path, lines, MAX_FILE))
    report = "%d files" % len(paths)
    if has_ctags():
        functions = list(function_lengths(root, paths))
        for path, line, name, length in functions:
            if length > MAX_FUNCTION:
                faults.append("%s:%d: %s has %d lines, the most is %d" % (path, line, name, length, MAX_FUNCTION))
        lengths = sorted(f[3] for f in functions)
        if lengths:
            report += ", %d functions, median %d lines, 90 %% within %d, longest %d" % (
                len(lengths), statistics.median(lengths), lengths[len(lengths) * 9 // 10], lengths[-1])
    else:
        report += "; function lengths not checked: universal-ctags is missing"
    print("\n".join(faults + [report]))
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
