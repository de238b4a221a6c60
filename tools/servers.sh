#!/bin/sh
# Installs the servers and checkers that tests of behaviour run, from the distribution's packages.
set -eu

packages=""
have() { command -v "$1" >/dev/null 2>&1; }
have redis-server || packages="$packages redis-server"
have shellcheck || packages="$packages shellcheck"
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || have postgres || packages="$packages postgresql"
[ -n "$packages" ] || { echo "servers: all there"; exit 0; }

have apt-get || { echo "servers: no apt-get here; install by hand:$packages" >&2; exit 1; }
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
$as_root apt-get update -qq
# The packages would start their services; tests start their own, on their own ports.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod +x "$policy"
    trap '$as_root rm -f "$policy"' EXIT
fi
# shellcheck disable=SC2086 # a list of words on purpose
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $packages
echo "servers: installed$packages"
