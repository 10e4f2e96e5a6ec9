#!/bin/bash
# check.sh [PART...]: everything that must hold before a change goes in.
#
# Installs what the tests need (Debian 12, root or sudo), builds with sanitizers, runs every test and the
# static checks. Parts: tests, e2e, nocrawl, static; none named: all. The last line has the counts; exit 0
# when nothing failed.
# shellcheck disable=SC2317 # parts and checks are called by name
set -uo pipefail
cd "$(dirname "$0")" || exit 1
. scripts/packages.sh

passed=0 failed=0 skipped=0
build=build/asan
log=build/check
jobs=$(nproc)
began=$SECONDS
failures=()
export UBSAN_OPTIONS=print_stacktrace=1

step() { printf '\n== %s (%d s)\n' "$*" "$((SECONDS - began))"; }
finish() {
  printf '\n'
  [ "${#failures[@]}" -eq 0 ] || printf 'failed: %s\n' "${failures[@]}"
  printf '%d min %02d s\n' "$(((SECONDS - began) / 60))" "$(((SECONDS - began) % 60))"
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ]
  exit
}

# one NAME COMMAND...: a check that counts as one; its output is shown when it fails.
one() {
  local name=$1
  shift
  if "$@" >"$log/$name.log" 2>&1; then
    passed=$((passed + 1))
    echo "ok    $name"
  else
    failed=$((failed + 1))
    failures+=("$name")
    echo "FAIL  $name"
    tail -n 40 "$log/$name.log"
  fi
}

# must NAME COMMAND...: the same, and without it the rest makes no sense.
must() {
  local before=$failed
  one "$@"
  [ "$failed" -eq "$before" ] || finish
}

# count_junit FILE: adds the counts of a JUnit report and names what failed.
count_junit() {
  local counts
  counts=$(/usr/bin/python3 - "$1" <<'PYTHON'
import sys
import xml.etree.ElementTree as tree
cases = list(tree.parse(sys.argv[1]).getroot().iter("testcase"))
state = lambda c: ("skipped" if c.find("skipped") is not None else
                   "failed" if c.find("failure") is not None or c.find("error") is not None or
                   c.get("status") == "fail" else "passed")
states = [state(c) for c in cases]
print(*(states.count(s) for s in ("passed", "failed", "skipped")))
for case, s in zip(cases, states):
    if s == "failed":
        print(*dict.fromkeys((case.get("classname", ""), case.get("name"))))
PYTHON
  ) || { failed=$((failed + 1)) failures+=("no report: $1"); return; }
  local p f s name
  {
    read -r p f s
    while read -r name; do failures+=("$name"); done
  } <<<"$counts"
  echo "$p passed, $f failed, $s skipped"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

# failed_tests LOG: what the failed tests of a ctest run printed.
failed_tests() {
  awk '/\*\*\*(Failed|Timeout|Exception|Not Run)/ { show = 1 }
       /^ +Start +[0-9]+:/ || /Test +#[0-9]+:.* (Passed|\*\*\*Skipped)/ { show = 0 }
       show' "$1"
}

# run_ctest BUILD NAME [OPTIONS...]
run_ctest() {
  local dir=$1 name=$2
  shift 2
  rm -f "$log/$name.xml"
  ctest --test-dir "$dir" -j "$jobs" --output-on-failure --output-junit "$PWD/$log/$name.xml" "$@" \
    >"$log/$name.log" 2>&1 || failed_tests "$log/$name.log"
  count_junit "$log/$name.xml"
}

part_tests() {
  step "unit tests, fuzz seeds and checks under AddressSanitizer and UndefinedBehaviorSanitizer"
  run_ctest "$build" ctest
}

part_e2e() {
  step "end-to-end tests against local servers, the same build"
  rm -f "$log/e2e.xml"
  ASAN_OPTIONS=detect_leaks=1 NEWSARC_BIN=$PWD/$build/cli/newsarc /usr/bin/python3 -B -m pytest -q -p no:cacheprovider \
    --junitxml="$log/e2e.xml" tests/e2e >"$log/e2e.log" 2>&1 || tail -n 60 "$log/e2e.log"
  count_junit "$log/e2e.xml"
}

check_nocrawl_libraries() {
  local needed
  needed=$(readelf -d build/nocrawl/lib/libnewsarc.so) || return 1
  ! grep -E 'NEEDED.*(libcurl|libsqlite3)' <<<"$needed"
}

part_nocrawl() {
  step "extraction alone: NEWSARC_CRAWL=OFF"
  must nocrawl-configure cmake --preset dev -B build/nocrawl -DNEWSARC_CRAWL=OFF
  must nocrawl-build cmake --build build/nocrawl --target newsarc newsarc_static newsarc_cli
  run_ctest build/nocrawl nocrawl-tests -R '^check\.(symbols|ctypes|installed)$'
  one nocrawl-libraries check_nocrawl_libraries
}

sources() { git ls-files '*.c' '*.h' | grep -v '^tests/fixtures/'; }

check_format() { sources | xargs clang-format --dry-run --Werror; }

# With the commands of a build without sanitizers: their headers are the compiler's, not clang-tidy's.
check_tidy() {
  cmake --preset dev -B build/tidy >/dev/null || return 1
  git ls-files 'lib/*.c' 'cli/*.c' | xargs -P "$jobs" -n 4 clang-tidy --quiet -p build/tidy 2>&1 |
    grep -v -E '^[0-9]+ warnings? (generated|treated)' | tee "$log/tidy.out"
  ! grep -q -E '(warning|error):' "$log/tidy.out"
}

check_cppcheck() {
  cppcheck --quiet -j "$jobs" --std=c11 --error-exitcode=1 --inline-suppr --force \
    --enable=warning,performance,portability --suppressions-list=.cppcheck-suppressions \
    --library=scripts/cppcheck-jansson.cfg -D__GNUC__ -D_GNU_SOURCE -I include -I lib -I "$build/include" lib cli
}

check_shell() { git ls-files '*.sh' .ci/run | xargs shellcheck -x; }

check_manuals() {
  local out
  out=$(mandoc -T lint -W warning man/*.[135] 2>&1)
  printf '%s\n' "$out"
  [ -z "$out" ]
}

part_static() {
  step "static checks"
  one clang-format check_format
  one shellcheck check_shell
  one manuals check_manuals
  one cppcheck check_cppcheck
  one clang-tidy check_tidy
}

mkdir -p "$log"
for part in "$@"; do
  case $part in
  tests | e2e | nocrawl | static) ;;
  *) echo "check.sh: no part \"$part\"; there are tests, e2e, nocrawl, static" >&2; exit 2 ;;
  esac
done
[ $# -gt 0 ] || set -- tests e2e nocrawl static

step "Debian packages"
install_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}" || exit 1
step "build with sanitizers ($build)"
must asan-configure cmake --preset asan
must asan-build cmake --build --preset asan
for part in "$@"; do
  "part_$part"
done
finish
