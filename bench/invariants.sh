#!/bin/sh
# invariants.sh NEWSARC: over all labelled pages of ../shared/eval
#   - every character of the chosen containers is in the text or under a named rule (extract --explain)
#   - two runs, and one thread and four, give the same bytes
# Without ../shared (NEWSARC_SHARED names another place) it does nothing. NEWSARC_EVAL names a folder where the
# pages are unpacked already.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
eval_dir=${NEWSARC_SHARED:-$here/../../shared}/eval
newsarc=${1:?usage: invariants.sh NEWSARC}
if [ ! -f "$eval_dir/score.py" ]; then
    echo "skipped: no labelled pages ($eval_dir)"
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=${NEWSARC_EVAL:-}
if [ -z "$root" ]; then
    root=$work/pages
    mkdir "$root"
    tar -xJf "$eval_dir/dev.tar.xz" -C "$root"
fi
python3 "$eval_dir/score.py" --list --root "$root" >"$work/list.jsonl"
"$newsarc" extract --batch -j 1 <"$work/list.jsonl" >"$work/one" || [ $? -eq 3 ]
"$newsarc" extract --batch -j 1 <"$work/list.jsonl" >"$work/again" || [ $? -eq 3 ]
"$newsarc" extract --batch -j 4 <"$work/list.jsonl" >"$work/four" || [ $? -eq 3 ]
"$newsarc" extract --batch --explain -j 4 <"$work/list.jsonl" >"$work/explained" || [ $? -eq 3 ]
cmp "$work/one" "$work/again"
cmp "$work/one" "$work/four"
echo "$(wc -l <"$work/one") pages: two runs and four threads give the same bytes"
python3 "$here/invariants.py" "$work/one" "$work/explained"
