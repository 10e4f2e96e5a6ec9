#!/usr/bin/python3
"""What a packager would try: install into a DESTDIR, then build and run examples/extract.c against what
was installed, found through pkg-config and through find_package, shared and static.

usage: check_installed.py SOURCE_DIR BUILD_DIR CC CRAWL(0|1) [CFLAGS]
"""
import os
import re
import subprocess
import sys
import tempfile

PROJECT = """cmake_minimum_required(VERSION 3.25)
project(consumer C)
find_package(newsarc 0.1 REQUIRED%(components)s)
add_executable(consumer %(source)s/examples/extract.c)
target_link_libraries(consumer PRIVATE %(target)s)
"""

# Every header compiles alone, as C and as C++.
HEADER = '#include <newsarc/%s>\nint main(void) { return 0; }\n'


class Failure(Exception):
    pass


def run(*command, env=None, cwd=None):
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=cwd)
    if done.returncode != 0:
        raise Failure("%s\n  exit %d\n%s%s" % (" ".join(command), done.returncode, done.stdout, done.stderr))
    return done.stdout


def find(root, name):
    for folder, _, names in os.walk(root):
        if name in names:
            return folder
    raise Failure("%s was not installed" % name)


def generator_of(build):
    with open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8") as f:
        return re.search(r"^CMAKE_GENERATOR:INTERNAL=(.*)$", f.read(), re.M).group(1)


class Installed:
    def __init__(self, source, build, cc, flags, work):
        self.source, self.cc, self.flags, self.work = source, cc, flags, work
        self.generator = generator_of(build)
        self.root = os.path.join(work, "root")
        run("cmake", "--install", build, env=dict(os.environ, DESTDIR=self.root))
        self.pkgconfig = find(self.root, "newsarc.pc")
        self.libdir = find(self.root, "libnewsarc.so")
        self.include = os.path.dirname(find(self.root, "newsarc.h"))
        self.env = dict(os.environ, PKG_CONFIG_PATH=self.pkgconfig, PKG_CONFIG_SYSROOT_DIR=self.root)
        self.run_env = dict(os.environ, LD_LIBRARY_PATH=self.libdir)
        self.page = os.path.join(source, "tests", "fixtures", "article229", "plain.html")

    def pkg_config(self, *flags):
        return run("pkg-config", *flags, "newsarc", env=self.env).split()

    def expect_article(self, program, *args):
        out = run(program, *args, self.page, env=self.run_env)
        if "2015-09-01" not in out:
            raise Failure("%s prints no date:\n%s" % (program, out[:400]))

    def by_pkg_config(self, static):
        program = os.path.join(self.work, "consumer")
        flags = self.pkg_config("--cflags", "--libs", *(["--static"] if static else []))
        if static:
            flags = [os.path.join(self.libdir, "libnewsarc.a") if f == "-lnewsarc" else f for f in flags]
        run(self.cc, "-std=c17", *self.flags, os.path.join(self.source, "examples", "extract.c"), *flags, "-o", program)
        needs_library = "libnewsarc.so" in run("readelf", "-d", program)
        if needs_library == static:
            raise Failure("the program is linked the wrong way")
        self.expect_article(program)

    def readme(self):
        """The C program that README.md shows compiles and prints a title."""
        with open(os.path.join(self.source, "README.md"), encoding="utf-8") as f:
            code = re.search(r"^```c\n(.*?)^```", f.read(), re.M | re.S).group(1)
        path = os.path.join(self.work, "readme.c")
        with open(path, "w", encoding="utf-8") as f:
            f.write(code)
        run(self.cc, "-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Werror", *self.flags, path,
            *self.pkg_config("--cflags", "--libs"), "-o", path[:-2])
        with open(self.page, "rb") as page:
            done = subprocess.run([path[:-2]], stdin=page, capture_output=True, env=self.run_env)
        if done.returncode != 0 or not done.stdout.strip():
            raise Failure("README's program prints no title: %r" % done)

    def by_find_package(self, static):
        folder = os.path.join(self.work, "static" if static else "shared")
        os.mkdir(folder)
        with open(os.path.join(folder, "CMakeLists.txt"), "w", encoding="utf-8") as f:
            f.write(PROJECT % {"components": " COMPONENTS static" if static else "", "source": self.source,
                               "target": "newsarc::newsarc_static" if static else "newsarc::newsarc"})
        package = find(self.root, "newsarc-config.cmake")
        run("cmake", "-G", "Ninja", "-S", folder, "-B", folder + "/build", "-DCMAKE_C_COMPILER=" + self.cc,
            "-DCMAKE_C_FLAGS=" + " ".join(self.flags), "-Dnewsarc_DIR=" + package)
        run("cmake", "--build", folder + "/build")
        self.expect_article(os.path.join(folder, "build", "consumer"))

    def headers(self, crawl):
        names = sorted(os.listdir(os.path.join(self.include, "newsarc")))
        if ("crawl.h" in names) != crawl or ("fetch.h" in names) != crawl:
            raise Failure("installed headers do not fit the build: %s" % " ".join(names))
        for name in names:
            for language, standard in (("c", "c99"), ("c++", "c++11")):
                probe = os.path.join(self.work, "probe")
                with open(probe, "w", encoding="utf-8") as f:
                    f.write(HEADER % name)
                run(self.cc, "-x", language, "-std=" + standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror",
                    "-fsyntax-only", "-I" + self.include, probe)

    def manuals(self, crawl):
        """Each page of man/ is installed in its section; a build without crawling has less to describe."""
        wanted = {n for n in os.listdir(os.path.join(self.source, "man"))
                  if crawl or n not in ("newsarc-collection.5", "newsarc-crawl-file.5")}
        top = os.path.dirname(find(self.root, "newsarc.3"))
        there = {n for section in os.listdir(top) for n in os.listdir(os.path.join(top, section))
                 if section == "man" + n[-1]}
        if there != wanted:
            raise Failure("installed manual pages are %s, not %s" % (sorted(there), sorted(wanted)))

    def command(self):
        program = os.path.join(find(self.root, "newsarc"), "newsarc")
        self.expect_article(program, "extract")
        version = run(program, "--version", env=self.run_env).split()[-1]
        if version != self.pkg_config("--modversion")[0]:
            raise Failure("command and newsarc.pc disagree on the version")


def main(source, build, cc, crawl, flags):
    with tempfile.TemporaryDirectory() as work:
        try:
            there = Installed(source, build, cc, flags, work)
            there.headers(crawl)
            there.manuals(crawl)
            there.by_pkg_config(static=False)
            there.by_pkg_config(static=True)
            there.readme()
            there.by_find_package(static=False)
            there.by_find_package(static=True)
            there.command()
        except Failure as e:
            print(e)
            return 1
    print("installed; built and run through pkg-config and find_package, shared and static")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4] not in ("0", "OFF"), " ".join(sys.argv[5:]).split()))
