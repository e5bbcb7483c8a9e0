#!/usr/bin/env bash
# The same as src/read-feed.ts with curl and the command `spikelog`:
#
#   * * * * *  /opt/rss-cron/read-feed.sh https://example.com/feed.xml
#
# Exit status: 0 when it could read the feed, 1 when not, with the reason on standard error.
set -uo pipefail

url=${1:?'usage: read-feed.sh URL'}
state=${RSS_CRON_STATE:-$HOME/.local/state/rss-cron}
timeout=${RSS_CRON_TIMEOUT_MS:-10000}

mkdir -p "$state"
feed=$state/feed.xml
seen=$state/seen.txt

if ! seconds=$(curl --silent --show-error --fail --location --output "$feed" \
  --max-time "$(awk "BEGIN { print $timeout / 1000 }")" --write-out '%{time_total}' "$url"); then
  spikelog add fetch_err 1
  exit 1
fi

# What names each post: `guid` in RSS, `id` in Atom.
grep -oE '<(guid|id)[^>]*>[^<]+' "$feed" | sed 's/^[^>]*>//' | sort -u > "$seen.new"
# The first run only remembers: the whole feed would be a spike.
[ -e "$seen" ] || cp "$seen.new" "$seen"

spikelog add new_posts "$(comm -13 "$seen" "$seen.new" | wc -l)"
spikelog add fetch_err 0 # a gap in the chart says that the script did not run
spikelog record avg_latency "$(awk "BEGIN { print $seconds * 1000 }")"
mv "$seen.new" "$seen"
