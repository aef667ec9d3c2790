#!/bin/sh
# From nothing to the first page: clone, `make serve`, and ask until a page answers. Package caches stay warm.
#
#   bench/fresh_clone.sh [PORT]
#
# Run it twice and believe the second figure, as the first fills the caches.
set -eu

PORT=${1:-8765}
PATIENCE=300 # seconds
SOURCE=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
PLACE=$(mktemp -d)
SITE=

leave() {
    if [ -n "$SITE" ]; then
        kill -TERM "$SITE" 2>/dev/null || true
        wait "$SITE" 2>/dev/null || true
    fi
    rm -rf "$PLACE"
}
trap leave EXIT INT TERM

now() { date +%s.%N; }
since() { echo "$(now) - $1" | bc; }

start=$(now)
git clone --quiet "$SOURCE" "$PLACE/site"
cd "$PLACE/site"
printf 'cloned            %6.1f s\n' "$(since "$start")"

make serve ARGS="--port $PORT" >"$PLACE/log" 2>&1 &
SITE=$!
while ! curl --silent --fail --output "$PLACE/page" --max-time 5 "http://127.0.0.1:$PORT/sign-in"; do
    if ! kill -0 "$SITE" 2>/dev/null || [ "$(since "$start" | cut -d. -f1 | sed 's/^$/0/')" -gt "$PATIENCE" ]; then
        cat "$PLACE/log"
        exit 1
    fi
    sleep 0.1
done
printf 'first page        %6.1f s (%s bytes)\n' "$(since "$start")" "$(wc -c <"$PLACE/page")"
printf 'load of the machine: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
