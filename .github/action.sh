#!/usr/bin/env bash
# Tests and lints a policy, and writes what a change of it does. action.yml gives the RDSIM_*
# variables. Exit: 0 nothing to report, 1 a test failed or lint found something, 2 could not run.
#
# The checkout may be a stranger's: nothing in it is run, and no path or link in it leads out of it.
# No token is needed here, and none is in the environment of rdsim.
set -euo pipefail

policy=${RDSIM_POLICY:-}
tests=${RDSIM_TESTS:-.}
fail_on=${RDSIM_FAIL_ON:-error}
base=${RDSIM_BASE:-}
base_file=${RDSIM_BASE_FILE:-}
head=${RDSIM_HEAD:-}
sarif=${RDSIM_SARIF:-rdsim.sarif}
comment=${RDSIM_COMMENT:-true}
upload=${RDSIM_UPLOAD:-auto}
rdsim=${RDSIM_BINARY:-${RUNNER_TEMP:-}/rdsim/bin/rdsim}
summary=${GITHUB_STEP_SUMMARY:-/dev/null}
outputs=${GITHUB_OUTPUT:-/dev/null}

# Files of a pull request can look like a bare repository, whose settings git would obey.
export GIT_DIR=$PWD/.git

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
worst=0

# Keep the worst exit code seen.
note() {
  if (($1 > worst)); then worst=$1; fi
}

# Replace what a terminal would act on: control characters but for tabs and line ends, and those
# that turn the direction of what follows (U+0080-9F, U+061C, U+200E-F, U+2028-E, U+2066-9).
clean() {
  LC_ALL=C tr '\000-\010\013-\037\177' '[?*]' | LC_ALL=C sed \
    -e $'s/\xc2[\x80-\x9f]/?/g' -e $'s/\xd8\x9c/?/g' \
    -e $'s/\xe2\x80[\x8e\x8f\xa8-\xae]/?/g' -e $'s/\xe2\x81[\xa6-\xa9]/?/g'
}

# Show a file that may quote the policy: until the token comes, the runner takes no commands.
show() {
  if [[ ! -s $1 ]]; then return; fi
  local token
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '::stop-commands::%s\n' "$token"
  clean <"$1"
  printf '\n::%s::\n' "$token"
}

# Let the runner take the annotations in a file, and show the rest.
annotate() {
  LC_ALL=C grep -aE '^::(error|warning|notice) file=' "$1" | clean || true
  LC_ALL=C grep -avE '^::(error|warning|notice) file=' "$1" >"$temp/rest" || true
  show "$temp/rest"
}

# Run rdsim with its output in a file; `code` is how it ended.
run() {
  local out=$1
  shift
  code=0
  env -i ${SYSTEMROOT:+"SYSTEMROOT=$SYSTEMROOT"} PATH="$PATH" \
    "$rdsim" "$@" >"$out" 2>"$temp/errors" </dev/null || code=$?
  show "$temp/errors"
}

# The lines of a file that fit into a number of bytes.
fitting() {
  LC_ALL=C awk -v most="$2" '{ size += length($0) + 1 } size > most { print "\nThe rest is left out."; exit } { print }' "$1"
}

# Print a file as text that is no Markdown: a longer run of the fence's character is broken by a
# space that nobody sees.
fenced() {
  local fence=~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  clean <"$1" | LC_ALL=C sed $'s/~\\{39\\}/&\xe2\x80\x8b/g' >"$temp/text"
  printf '%stext\n' "$fence"
  # A summary has 1 MiB.
  fitting "$temp/text" 200000
  printf '\n%s\n\n' "$fence"
}

# Add a part to the job summary.
summarize() {
  {
    printf '### %s\n\n' "$1"
    fenced "$2"
  } >>"$summary"
}

stop() {
  printf '::error title=rdsim::%s\n' "$1"
  exit 2
}

# Whether a path stays in the checkout, with no link on its way.
inside() {
  local at=. part
  local -a parts
  case $1 in
    /* | *$'\n'*) return 1 ;;
  esac
  IFS=/ read -r -a parts <<<"$1"
  for part in "${parts[@]}"; do
    if [[ $part == .. ]]; then return 1; fi
    at=$at/$part
    if [[ -L $at ]]; then return 1; fi
  done
}

# A path that begins with a hyphen would be read as an option.
plain() {
  case $1 in
    -*) printf './%s' "$1" ;;
    *) printf '%s' "$1" ;;
  esac
}

if [[ -z $policy ]]; then
  stop 'the input policy is empty; give the path of a policy file'
fi
if ! inside "$policy"; then
  stop 'the input policy leaves the repository, or a link stands on its way; give a path of a file inside'
fi
if [[ ! -f $policy ]]; then
  stop 'the file that the input policy names does not exist; give a path relative to the root of the repository'
fi
if ! inside "$tests"; then
  stop 'the input tests leaves the repository, or a link stands on its way; give a path inside'
fi
if ! inside "$sarif" || [[ -d $sarif ]]; then
  stop 'the input sarif leaves the repository, is a folder, or a link stands on its way; give the path of a file inside'
fi
case $comment in
  true | false) ;;
  *) stop 'the input comment is neither "true" nor "false"' ;;
esac
case $upload in
  true | false | auto) ;;
  *) stop 'the input upload is neither "true", "false" nor "auto"' ;;
esac
if [[ -n $base && -n $base_file ]]; then
  stop 'both inputs base and base-file are given; give one'
fi
if [[ -n $base_file ]] && { ! inside "$base_file" || [[ ! -f $base_file ]]; }; then
  stop 'the input base-file names no file of the repository; give a path of a file inside, without links'
fi
if ! command -v "$rdsim" >/dev/null; then
  stop 'there is no rdsim to run; the input rdsim must be the path of one'
fi
# rdsim is also run from another folder.
case $rdsim in
  /* | [A-Za-z]:*) ;;
  */*) rdsim=$PWD/$rdsim ;;
esac
policy=$(plain "${policy#./}")
tests=$(plain "$tests")
sarif=$(plain "$sarif")
base_file=$(plain "$base_file")

# Whether what is checked out is a commit, or merges it; the base would be compared with itself.
checked_out() {
  local commit
  if [[ $(git rev-parse --verify --quiet 'HEAD^{commit}' 2>/dev/null) == "$1" ]]; then return; fi
  commit=$(git cat-file commit HEAD 2>/dev/null) || return 1
  case ${commit%%$'\n\n'*}$'\n' in
    *$'\n'"parent $1"$'\n'*) ;;
    *) return 1 ;;
  esac
}
if [[ -n $head ]] && ! checked_out "$head"; then
  stop 'the checkout does not hold the pull request: at the event pull_request_target it is the base, unless its ref says otherwise'
fi

run_tests() {
  run "$temp/test" test --color never --root . "$tests"
  note "$code"
  cat "$temp/errors" >>"$temp/test"
  summarize 'Tests' "$temp/test"
  run "$temp/annotations" test --quiet --format github --root . "$tests" >/dev/null
  annotate "$temp/annotations"
}

lint() {
  run "$temp/lint" lint --color never --fail-on "$fail_on" "$policy"
  note "$code"
  cat "$temp/errors" >>"$temp/lint"
  summarize 'Lint' "$temp/lint"
  run "$temp/annotations" lint --format github "$policy" >/dev/null
  annotate "$temp/annotations"
  run "$temp/sarif" lint --format sarif "$policy" >/dev/null
  if ((code < 2)); then
    if ! { mkdir -p -- "$(dirname -- "$sarif")" && mv -- "$temp/sarif" "$sarif"; } 2>"$temp/errors"; then
      show "$temp/errors"
      stop 'the findings cannot be written to the file that the input sarif names'
    fi
    printf 'sarif=%s\n' "$sarif" >>"$outputs"
  fi
}

# The commit that the input base names, fetched if the checkout lacks it. No file is asked.
commit_of() {
  if git rev-parse --verify --quiet --end-of-options "$1^{commit}" 2>"$temp/errors"; then return; fi
  git fetch --quiet --no-tags --no-recurse-submodules --depth=1 -- origin "$1" 2>"$temp/errors" &&
    git rev-parse --verify --quiet 'FETCH_HEAD^{commit}' 2>"$temp/errors"
}

# Put the policy of a commit at a path; `found` says whether the commit has one.
extract() {
  local entry mode object
  found=true
  if ! entry=$(git --literal-pathspecs ls-tree "$1" -- "./$2" 2>"$temp/errors"); then
    show "$temp/errors"
    stop 'the commit that the input base names cannot be read'
  fi
  read -r mode _ object _ <<<"$entry"
  case $mode in
    '') found=false ;;
    100*)
      if ! git cat-file blob "$object" >"$3" 2>"$temp/errors"; then
        show "$temp/errors"
        stop 'the policy of the commit that the input base names is not in this checkout; check out with fetch-depth: 0 and without a filter'
      fi
      ;;
    *) printf 'what the base has at this path is no file\n' >"$3" ;;
  esac
}

# Write what the change does to $temp/diff. `compared` says whether that could be done, and
# `changed` whether it does anything.
compare() {
  local name=${policy#./} commit before after here=$PWD
  compared=true
  changed=true
  if [[ -n $base_file ]]; then
    before=$base_file
    after=$policy
  else
    if ! commit=$(commit_of "$base"); then
      show "$temp/errors"
      stop 'the input base names no commit that is here or can be fetched; check out with fetch-depth: 0, or give another base. A file is named by the input base-file'
    fi
    # Laid out so that the report names the files as people know them.
    before=base/$name
    after=$(plain "$name")
    mkdir -p -- "$temp/tree/$(dirname -- "$before")" "$temp/tree/$(dirname -- "$name")"
    extract "$commit" "$name" "$temp/tree/$before"
    if [[ $found == false ]]; then
      printf '%s\n' "$name" >"$temp/name"
      {
        printf '### Mail flow: a new policy\n\nThe base has no such file, so there is nothing to compare it with:\n\n'
        fenced "$temp/name"
      } >"$temp/diff"
      return
    fi
    cp -- "$policy" "$temp/tree/$name"
    cd "$temp/tree"
  fi
  run "$temp/diff" diff --quiet --format markdown "$before" "$after"
  case $code in
    0) changed=false ;;
    1) ;;
    2)
      mv -- "$temp/errors" "$temp/told"
      # The policy as it is now was judged by lint; the old one may be what it repairs.
      run "$temp/diff" diff --quiet --format markdown "$before" "$before" >/dev/null
      if ((code == 2)); then
        unread
      else
        note 2
        compared=false
      fi
      ;;
    *)
      note "$code"
      compared=false
      ;;
  esac
  cd "$here"
}

# Tell that the old policy cannot be read.
unread() {
  {
    printf '### Mail flow: the policy before the change cannot be read\n\nSo nobody knows what the change does.\n\n'
    fenced "$temp/told"
  } >"$temp/diff"
  echo '::warning title=rdsim::the policy before the change cannot be read, so nobody knows what the change does'
}

run_tests
lint
if [[ -z $base && -z $base_file ]]; then
  echo 'no comparison: this is no pull request, and the inputs base and base-file are empty'
  exit "$worst"
fi
compare
if [[ $compared == true ]]; then
  clean <"$temp/diff" >"$temp/clean"
  fitting "$temp/clean" 500000 >>"$summary"
  body=$(mktemp "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/rdsim-comment.XXXXXX")
  mv -- "$temp/clean" "$body"
  printf 'comment=%s\nchanged=%s\n' "$body" "$changed" >>"$outputs"
fi
exit "$worst"
