#!/bin/sh
# Runs the tests in a browser: Debian's Chromium, which is installed where the rights allow it.
set -eu
cd "$(dirname "$0")/.."
chromium=${CHROMIUM:-/usr/bin/chromium}
if [ ! -x "$chromium" ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  echo "Installing Chromium for the tests in a browser."
  { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; } > /dev/null 2>&1 || true
fi
if [ ! -x "$chromium" ]; then
  echo "There is no $chromium, and it could not be installed: apt-get install chromium, or name another in CHROMIUM."
  [ -z "${CI:-}" ] || exit 1
  echo "The tests in a browser are skipped."
  exit 0
fi
exec npx playwright test "$@"
