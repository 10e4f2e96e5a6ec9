#!/bin/bash
# crawl.sh NEWSARC [PAGES] [ROUNDS]: crawls a tree of static pages from nginx on the loopback, without delay, in turn
# with newsarc (extraction, WARC, article tar) and with wget (WARC, tree), and prints what each needed and the ratio of
# the CPU seconds. Needs nginx, wget, GNU time and the generator of the test site (../shared); else it is skipped.
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: crawl.sh NEWSARC [PAGES] [ROUNDS]" >&2; exit 2; }
newsarc=$(realpath "$1") pages=${2:-10000} rounds=${3:-3}
here=$(cd "$(dirname "$0")" && pwd)
generator=${NEWSARC_SHARED:-$here/../../shared}/testsite/gen.py
port=${NEWSARC_BENCH_PORT:-8949}

nginx=$(command -v nginx || echo /usr/sbin/nginx)
for needed in "$nginx" "$(command -v wget)" /usr/bin/time "$generator"; do
  [ -e "$needed" ] || { echo "skipped: ${needed:-wget} is not here"; exit 0; }
done

work=$(mktemp -d)
stop() {
  [ ! -s "$work/nginx.pid" ] || kill "$(cat "$work/nginx.pid")" || true
  rm -rf "$work"
}
trap stop EXIT
chmod 755 "$work"
python3 "$generator" --static "$work/tree" --count "$pages" >/dev/null
cat >"$work/nginx.conf" <<CONF
worker_processes 1; pid $work/nginx.pid; error_log $work/nginx.err;
events { worker_connections 256; }
http {
  include /etc/nginx/mime.types; access_log off; sendfile on; keepalive_requests 1000000;
  gzip on; gzip_types text/css; gzip_min_length 500;
  server { listen 127.0.0.1:$port; root $work/tree; }
}
CONF
"$nginx" -c "$work/nginx.conf"
url=http://127.0.0.1:$port/

# run NAME COMMAND...: CPU seconds (user and system), wall seconds and peak memory into $work/NAME.
run() {
  local name=$1
  shift
  /usr/bin/time -f '%U %S %e %M' -o "$work/$name" "$@" >/dev/null 2>&1 || true
  tail -n 1 "$work/$name" | awk -v name="$name" '{ printf "%-8s user %6.2f s  system %6.2f s  wall %6.2f s  peak %5.1f MiB\n",
    name, $1, $2, $3, $4 / 1024 }'
}

for ((i = 1; i <= rounds; i++)); do
  rm -rf "$work/w" "$work/n"
  mkdir "$work/w"
  run wget wget -q -r -l inf -p --warc-file="$work/w/a" -P "$work/w" "$url"
  run newsarc "$newsarc" crawl "$url" -o "$work/n" --delay 0 --progress=none -q
  paste "$work/wget" "$work/newsarc" |
    awk '{ printf "ratio of CPU seconds, newsarc to wget: %.2f\n", ($5 + $6) / ($1 + $2) }'
done
