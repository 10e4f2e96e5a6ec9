# shellcheck shell=bash
# packages.sh: the Debian packages that quickstart.sh and check.sh install, and how. Sourced.

# What a build needs.
# shellcheck disable=SC2034 # used by those who source this file
BUILD_PACKAGES=(
  gcc libc6-dev cmake ninja-build pkg-config
  libgumbo-dev libarchive-dev libssl-dev libdeflate-dev zlib1g-dev libbrotli-dev libzstd-dev
  libidn2-dev libpsl-dev libjansson-dev libuchardet-dev libcurl4-openssl-dev libsqlite3-dev
  libxml2-dev libcyaml-dev libyaml-dev ca-certificates
)
# What the sample site needs to be served.
# shellcheck disable=SC2034
DEMO_PACKAGES=(python3)
# What the tests and checks need besides.
# shellcheck disable=SC2034
TEST_PACKAGES=(
  g++ libcmocka-dev python3 python3-pytest universal-ctags clang-format clang-tidy cppcheck
  shellcheck mandoc libarchive-tools
)

# missing_packages NAME...: those that are not installed, one a line.
missing_packages() {
  local name
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
  done
}

# install_packages NAME...: installs what is missing, as root or through sudo.
install_packages() {
  local -a missing=() as_root=()
  if ! command -v dpkg-query >/dev/null; then
    echo "no Debian package system: install what README.md lists under Dependencies by hand" >&2
    return 0
  fi
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "these packages are missing and neither root nor sudo is at hand: ${missing[*]}" >&2
      return 1
    }
    as_root=(sudo)
  fi
  echo "installing: ${missing[*]}"
  # A fresh machine has no lists or old ones; with good lists the update is not needed.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
    install "${missing[@]}" >/dev/null 2>&1 && return 0
  "${as_root[@]}" apt-get -qq update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
    install "${missing[@]}" >/dev/null
}
