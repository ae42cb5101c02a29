#!/bin/sh
# Makes the pictures of the documentation from real commands: four of a report and two of the technician's sheet as it is
# printed (need chromium and pdftoppm); of an interview the first screen, a list, the drawings and the end (need tmux and python3).
# Run it from anywhere:
# docs/pictures/make.sh [CANDIDACY]
# CANDIDACY is the program to show; without it, the one on the path.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
candidacy=${1:-candidacy}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

browser=
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" > /dev/null; then browser=$name; break; fi
done
[ -n "$browser" ] || { echo "chromium is needed for the pictures of a report" >&2; exit 1; }

# A page as a picture: width, height, page, picture.
shoot() {
    browse --window-size="$1,$2" --screenshot="$4" ${5:+--blink-settings=preferredColorScheme=0} "file://$3"
}
browse() {
    "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --disable-sync \
        --disable-background-networking --disable-component-update --user-data-dir="$work/profile" \
        --allow-file-access-from-files "$@" > /dev/null 2>&1
}

people="$here/../../tests/it/smp"
report() { "$candidacy" assess smp --answers "$people/$1.yaml" --no-input --today 2026-11-22 --output "$2"; }

report defer "$work/report.html"
shoot 1280 1240 "$work/report.html" "$here/report.png"

# As it is printed: its first page.
browse --no-pdf-header-footer --print-to-pdf="$work/report.pdf" "file://$work/report.html"
pdftoppm -r 60 -f 1 -l 1 -png -singlefile "$work/report.pdf" "$here/report-print"

# A browser window cannot be as narrow as a phone, so the page stands in a frame.
report conditions "$work/phone.html"
printf '<body style="margin:0"><iframe src="phone.html" style="width:375px;height:667px;border:0"></iframe>' > "$work/frame.html"
shoot 500 667 "$work/frame.html" "$work/phone.png"
python3 "$here/crop.py" "$work/phone.png" 375 667 "$here/report-phone.png"
shoot 500 667 "$work/frame.html" "$work/dark.png" dark
python3 "$here/crop.py" "$work/dark.png" 375 667 "$here/report-dark.png"

# Both sides of the technician's sheet, printed.
"$candidacy" assess smp --answers "$people/defer.yaml" --no-input --today 2026-11-22 --for technician --client c-0042 \
    --output "$work/sheet.html"
"$browser" --headless --no-sandbox --disable-gpu --no-pdf-header-footer --user-data-dir="$work/profile" \
    --print-to-pdf="$work/sheet.pdf" "file://$work/sheet.html" > /dev/null 2>&1
pdftoppm -r 75 -gray -png "$work/sheet.pdf" "$here/sheet"

# A picture of an interview in a real terminal: what it is called, how many columns and lines the terminal has, the answers that it
# begins from (or nothing), and the keys that lead there.
screen() {
    picture=$1; size="-x $2 -y $3"; answers=
    [ -z "$4" ] || answers="--answers '$4'"
    shift 4
    session="candidacy-$$-$picture"
    # shellcheck disable=SC2086  # the size is two options
    tmux -f /dev/null new-session -d -s "$session" $size \
        "XDG_STATE_HOME='$work/state' '$candidacy' assess smp $answers --today 2026-11-22; sleep 99"
    sleep "${PAUSE:-4}"
    for key in "$@"; do tmux send-keys -t "$session" "$key"; sleep "${PAUSE:-4}"; done
    tmux capture-pane -e -N -p -t "$session" > "$work/screen.txt"
    tmux kill-session -t "$session"
    python3 "$here/screen.py" < "$work/screen.txt" > "$here/$picture.svg"
}

sed '/^  health_list:/d' "$people/suitable.yaml" > "$work/most.yaml"
screen first 80 24 ""
screen list 80 24 "$work/most.yaml" Enter
screen end 80 24 "$work/most.yaml" Enter 7 Enter y Enter
screen interview 100 40 "$here/interview.yaml" Enter 7
echo "made: $(cd "$here" && ls ./*.png ./*.svg | tr '\n' ' ')"
