#!/usr/bin/env bash
# Prints the technician's sheet of every scenario in a browser, on A4 and on US Letter, and counts the pages that come out: two
# sides for whoever may be treated, one above that, three with the consent, and one page for each letter. Prints how many of each
# there were, and what came to more.
#
#   tests/long/sheets.sh [EVERY]    every page if nothing is said, else each EVERYth; needs chromium and pdfinfo (poppler-utils)
#
# SHEETS_OF=FOLDER prints another set in place of the shipped one, such as a copy of it with a letterhead.
# Takes half an hour for all, after the build.
set -euo pipefail
cd "$(dirname "$0")/../.."
for one in chromium pdfinfo; do
  command -v "$one" > /dev/null || { echo "sheets: install $one, and run this again" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "${SHEETS:-}" ]; then
  mkdir "$work/pages"
  SHEETS=$work/pages cargo test --locked --test it -- --ignored smp_sheets::write_sheets_to_print > /dev/null
  SHEETS=$work/pages
fi
more=0
number=0
for page in "$SHEETS"/*.html; do
  number=$((number + 1))
  [ $((number % ${1:-1})) -eq 0 ] || continue
  name=$(basename "$page" .html)
  for paper in A4 Letter; do
    sed "s|</head>|<style>@page { size: $paper; }</style></head>|" "$page" > "$work/page.html"
    chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --user-data-dir="$work/profile" \
      --print-to-pdf="$work/page.pdf" "file://$work/page.html" > /dev/null 2>&1
    pages=$(pdfinfo "$work/page.pdf" | awk '/^Pages:/ { print $2 }')
    echo "$paper ${name%%-*} $(echo "$name" | cut -d- -f2) $pages" >> "$work/counted"
    if [ "$pages" -gt "${name%%-*}" ]; then
      echo "$name: $pages pages of $paper" >&2
      more=$((more + 1))
    fi
  done
done
echo "   how many, paper, pages that it may have, what, pages that came out"
sort "$work/counted" | uniq -c
[ "$more" -eq 0 ] || { echo "sheets: $more came to more pages" >&2; exit 1; }
