#!/usr/bin/env bash
# Puts rdsim into the runner's temporary folder: the released binary whose checksum stands in
# release.sha256, or one that is built here. action.yml gives the RDSIM_* variables.
# Exit: 0 done, 2 could not run.
set -euo pipefail

build=${RDSIM_BUILD:-false}
repository=${RDSIM_REPOSITORY:-}
server=${GITHUB_SERVER_URL:-https://github.com}
into=$RUNNER_TEMP/rdsim
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)

# Not in the checkout: its rust-toolchain.toml would say which program is run as cargo.
cd -- "$here/.."

stop() {
  printf '::error title=rdsim::%s\n' "$1"
  exit 2
}

case $build in
  true)
    cargo install --locked --path . --root "$into"
    exit
    ;;
  false) ;;
  *) stop 'the input build is neither "true" nor "false"' ;;
esac

program=rdsim
case ${RUNNER_OS:-}-${RUNNER_ARCH:-} in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  Windows-ARM64) target=aarch64-pc-windows-msvc ;;
  *) stop 'no binary is released for this platform; set the input build to "true", or give one as rdsim' ;;
esac
case $target in *-windows-*) program=rdsim.exe ;; esac
# A line of sha256sum; a tag of this repository has those of its release.
if ! line=$(grep -E "^[0-9a-f]{64}  rdsim-v[0-9A-Za-z.-]+-$target\.tar\.gz\$" .github/release.sha256); then
  stop 'this commit of the action is of no release; use a tag of it, or set the input build to "true"'
fi
archive=${line#*  }
folder=${archive%.tar.gz}
tag=${folder#rdsim-}
tag=${tag%"-$target"}

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
if ! curl --fail --silent --show-error --location --retry 3 --output "$temp/$archive" \
  "$server/$repository/releases/download/$tag/$archive"; then
  stop 'the released binary cannot be downloaded; set the input build to "true", or give one as rdsim'
fi
check=(sha256sum)
if ! command -v sha256sum >/dev/null; then
  check=(shasum -a 256)
fi
if ! (cd -- "$temp" && printf '%s\n' "$line" | "${check[@]}" --check --status); then
  stop 'the released binary is not the one whose checksum the action names; it was not run'
fi
mkdir -p -- "$into/bin"
tar -xzf "$temp/$archive" -C "$temp" -- "$folder/$program"
mv -- "$temp/$folder/$program" "$into/bin/$program"
