#!/bin/sh
# accuracy.sh NEWSARC [SAVED]: extracts the labelled pages of ../shared/eval with the given newsarc,
# prints its figures beside those of the peers, and keeps the figures of each page in SAVED
# (default: build/accuracy.jsonl). When SAVED is there from a run before, prints the pages that got
# better or worse since. Without ../shared (NEWSARC_SHARED names another place) it does nothing.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
eval_dir=${NEWSARC_SHARED:-$here/../../shared}/eval
newsarc=${1:?usage: accuracy.sh NEWSARC [SAVED]}
saved=${2:-$here/../build/accuracy.jsonl}
if [ ! -f "$eval_dir/score.py" ]; then
    echo "skipped: no labelled pages ($eval_dir)"
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$eval_dir/score.py" --cmd "$newsarc extract --batch" --bootstrap 0 --name newsarc \
    --out "$work/newsarc.dev.score.json" --pages "$work/pages.jsonl"
if [ -f "$eval_dir/peers-dev.tar.xz" ]; then
    tar -xJf "$eval_dir/peers-dev.tar.xz" -C "$work" --wildcards '*.score.json'
fi
python3 "$here/accuracy.py" "$work" "$saved"
mkdir -p "$(dirname "$saved")"
cp "$work/pages.jsonl" "$saved"
