#!/bin/bash
# read_warc.sh BUILD FILE.warc.gz [ROUNDS]: reads every record of a WARC file and decodes the HTTP bodies, in turn with
# bench_read and with warcio.js (npm; WARCIO_JS names the folder that has it in node_modules), and checks its digests with
# `newsarc verify` and with `warcio check` (Python), as far as they are here. Medians of the rounds; the ratios are those of
# the CPU seconds, which a busy machine disturbs least.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: read_warc.sh BUILD FILE.warc.gz [ROUNDS]" >&2; exit 2; }
build=$(realpath "$1") file=$(realpath "$2") rounds=${3:-5}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Each reader prints: records, bytes of bodies, CPU seconds, wall seconds.
readers=(newsarc)
newsarc() { "$build/bench/bench_read" "$file"; }
if command -v node >/dev/null && [ -d "${WARCIO_JS:-/nonexistent}/node_modules/warcio" ]; then
  readers+=(warcio.js)
  cp "$here/read_warc.mjs" "$work"
  ln -s "$WARCIO_JS/node_modules" "$work/node_modules"
else
  echo "warcio.js: skipped (node, or WARCIO_JS/node_modules/warcio, is not here)"
fi
warcio.js() { node "$work/read_warc.mjs" "$file"; }

# Each checker prints the same; what it found does not matter here.
checkers=(verify)
timed() {
  /usr/bin/time -f '%U %S %e' -o "$work/time" "$@" >/dev/null 2>&1 || true
  tail -n 1 "$work/time" | awk '{ print 0, 0, $1 + $2, $3 }'
}
verify() { timed "$build/cli/newsarc" verify "$file"; }
if command -v warcio >/dev/null; then checkers+=(check); else echo "warcio check (Python): skipped, not here"; fi
check() { timed warcio check "$file"; }

for ((i = 1; i <= rounds; i++)); do
  for name in "${readers[@]}" "${checkers[@]}"; do "$name" >>"$work/$name.runs"; done
done

# column NAME N: median of a column of the runs.
column() { awk -v n="$2" '{ print $n }' "$work/$1.runs" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
table() {
  local first=$1 name
  for name in "$@"; do
    echo "$name $(column "$first" 1) $(column "$first" 2) $(column "$name" 3) $(column "$name" 4) $(column "$first" 3)" |
      awk '{ printf "%-10s %7.2f s CPU %7.2f s wall", $1, $4, $5
        if ($2) printf "  %8.0f records/s %7.0f MB/s", $2 / $4, $3 / 1e6 / $4
        printf "  %5.1f times the CPU of the first\n", $4 / $6 }'
  done
}
cmp <(cut -d' ' -f1,2 "$work/newsarc.runs" | sort -u) <(cat "$work"/*.js.runs "$work/newsarc.runs" 2>/dev/null | cut -d' ' -f1,2 | sort -u) ||
  echo "the readers do not agree in the number of records or bytes"
table "${readers[@]}"
table "${checkers[@]}"
