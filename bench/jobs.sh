#!/bin/bash
# jobs.sh NEWSARC FILE.warc.gz [ROUNDS]: `extract` over a WARC file with one thread and with two, in turn: wall and CPU
# seconds, memory, and whether the bytes are the same. Beside it two processes of one thread at the same time, each over
# the whole file: what two cores of this machine can do at most, since they share caches and clock. The speed-up stands
# beside that ceiling.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: jobs.sh NEWSARC FILE.warc.gz [ROUNDS]" >&2; exit 2; }
newsarc=$(realpath "$1") file=$(realpath "$2") rounds=${3:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# run NAME COMMAND...: wall seconds, CPU seconds, KiB into $work/NAME.
run() { /usr/bin/time -f '%e %U %S %M' -o "$work/$1" "${@:2}"; }
now() { date +%s.%N; }

for ((i = 1; i <= rounds; i++)); do
  run one "$newsarc" extract -j 1 "$file" >"$work/one.out"
  run two "$newsarc" extract -j 2 "$file" >"$work/two.out"
  cmp "$work/one.out" "$work/two.out"
  begin=$(now)
  "$newsarc" extract "$file" >/dev/null & "$newsarc" extract "$file" >/dev/null
  wait
  echo "$(cat "$work/one") $(cat "$work/two") $(now) $begin $(cut -d' ' -f1 /proc/loadavg)" | awk '{
    printf "-j 1 %6.2f s (CPU %6.2f, %3.0f MiB)  -j 2 %6.2f s (CPU %6.2f, %3.0f MiB)  faster %.2f times, two processes %.2f  load %s\n",
      $1, $2 + $3, $4 / 1024, $5, $6 + $7, $8 / 1024, $1 / $5, 2 * $1 / ($9 - $10), $11 }'
done
