#!/bin/bash
# quickstart.sh [URL]: from a fresh clone on Debian 12 to a first collection.
#
# Installs the Debian packages (root or sudo), builds newsarc, and crawls: without URL the sample site of
# the tests, served on the loopback, into ./newsarc-demo; with URL that site, politely and at most 200
# pages, into ./newsarc-HOST. Run again it resumes.
set -euo pipefail
cd "$(dirname "$0")"
. scripts/packages.sh

step() { printf '\n== %s\n' "$*"; }

site_pid=
trap '[ -z "$site_pid" ] || kill "$site_pid" 2>/dev/null' EXIT

# serve_sample_site FOLDER PORT: serves the sample site and puts its address into $url.
serve_sample_site() {
  local ready=$1/site-url
  : >"$ready"
  /usr/bin/python3 tests/fixtures/serve_site.py --port "$2" >"$ready" 2>"$1/site.log" &
  site_pid=$!
  for _ in $(seq 100); do
    [ ! -s "$ready" ] || break
    kill -0 "$site_pid" 2>/dev/null || break
    sleep 0.1
  done
  url=$(head -n 1 "$ready")
  [ -n "$url" ]
}

# Runs a crawl; a run that stopped at its limit or missed some pages still left a valid collection.
crawl() {
  local code=0
  build/release/cli/newsarc crawl "$@" || code=$?
  case $code in
  0 | 3 | 6) ;;
  *) return "$code" ;;
  esac
}

case ${1:-} in
-*) sed -n '2,6s/^# \{0,1\}//p' "$0"; [ "$1" = --help ] || [ "$1" = -h ] || exit 2; exit 0 ;;
"" | http://* | https://*) ;;
*) echo "quickstart.sh: \"$1\" is not an http or https URL" >&2; exit 2 ;;
esac

step "Debian packages"
install_packages "${BUILD_PACKAGES[@]}" "${DEMO_PACKAGES[@]}"
echo "all there"

step "build (build/release)"
mkdir -p build
if ! { cmake --preset release && cmake --build --preset release; } >build/quickstart.log 2>&1; then
  tail -n 40 build/quickstart.log >&2
  exit 1
fi
build/release/cli/newsarc --version

if [ $# -eq 0 ]; then
  dir=newsarc-demo
  step "crawl the sample site into $dir/"
  work=$(mktemp -d)
  trap '[ -z "$site_pid" ] || kill "$site_pid" 2>/dev/null; rm -rf "$work"' EXIT
  # The same port each time, so that a second run knows the pages; another one when it is taken.
  serve_sample_site "$work" 8229 || serve_sample_site "$work" 0 || { cat "$work/site.log" >&2; exit 1; }
  crawl "$url" -o "$dir" --delay=20ms
else
  url=$1
  dir=newsarc-$(printf %s "$url" | sed -E 's|^https?://||; s|[/?#].*||; s|[^A-Za-z0-9.-]|-|g')
  step "crawl $url into $dir/, at most 200 pages"
  crawl "$url" -o "$dir" --max-pages=200 --progress=bar
fi

step "verify the WARC files"
build/release/cli/newsarc verify "$dir"

step "where it stands"
build/release/cli/newsarc status "$dir"

step "one article"
build/release/cli/newsarc export "$dir" -o "$dir/articles.jsonl" --quiet
/usr/bin/python3 scripts/show_article.py "$dir/articles.jsonl"

step "where the files lie"
find "$dir" -type f | sort
printf '\nThe article tar opens with tar or any archive program; the WARC files with any web-archive tool.\n'
