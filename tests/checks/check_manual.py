#!/usr/bin/python3
"""The manual page newsarc(1) and the help of the command name the same commands and options.

usage: check_manual.py SOURCE_DIR COMMAND
"""
import os
import re
import subprocess
import sys


def options_of_help(text):
    return set(re.findall(r"^ +(?:-\w, )?--([a-z-]+)", text, re.M))


def main(source, command):
    with open(os.path.join(source, "man", "newsarc.1"), encoding="utf-8") as f:
        page = f.read()
    description = page[page.index(".Sh DESCRIPTION"):]
    sections = dict(re.findall(r"^\.Ss ([\w-]+)\n(.*?)(?=^\.S[sh] )", description, re.M | re.S))
    common = description.split(".Ss ")[0]
    overview = subprocess.run([command, "--help"], capture_output=True, text=True, check=True).stdout
    commands = re.findall(r"^  ([\w-]+) ", overview, re.M)
    faults = ["the manual has no section for %s" % c for c in commands if c not in sections]
    # A build without crawling has fewer commands: the manual may describe more.
    for name in commands:
        shown = options_of_help(subprocess.run([command, name, "--help"], capture_output=True, text=True, check=True).stdout)
        mentioned = set(re.findall(r"\\-([a-z-]+)", sections.get(name, "") + common))
        of_command = set(re.findall(r"\\-([a-z-]+)", "\n".join(re.findall(r"^\.(?:It|Pq) .*$", sections.get(name, ""), re.M))))
        faults += ["%s: --%s is not in the manual" % (name, o) for o in sorted(shown - mentioned)]
        faults += ["%s: the manual describes --%s, the command does not know it" % (name, o) for o in sorted(of_command - shown)]
    print("\n".join(faults) if faults else "%d commands are described as they are" % len(commands))
    return 1 if faults or not commands else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
