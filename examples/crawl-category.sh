#!/bin/sh
# crawl-category.sh URL CATEGORY DIR: one category of a site, politely; made for a person or a timer.
#
#     examples/crawl-category.sh http://www.example.org/ 协会动态 example
#
# The first run takes the whole category, later ones resume. Exit codes: newsarc(1); 6 says that the hour
# was over, the next run goes on.
set -eu
[ $# -eq 3 ] || { echo "usage: crawl-category.sh URL CATEGORY DIR" >&2; exit 2; }
newsarc crawl "$1" --category "$2" -o "$3" \
  --delay=2 --max-time=1h --min-free=1G --exclude='/(login|search)([/?]|$)'
newsarc verify "$3"
