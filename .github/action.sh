#!/usr/bin/env bash
# Tests and lints a policy, and tells what a change of it does. action.yml gives the RDSIM_*
# variables. Exit: 0 nothing to report, 1 a test failed or lint found something, 2 could not run.
set -euo pipefail

policy=${RDSIM_POLICY:-}
tests=${RDSIM_TESTS:-.}
fail_on=${RDSIM_FAIL_ON:-error}
base=${RDSIM_BASE:-}
sarif=${RDSIM_SARIF:-rdsim.sarif}
comment=${RDSIM_COMMENT:-true}
pull_request=${RDSIM_PULL_REQUEST:-}
rdsim=${RDSIM_BINARY:-${RUNNER_TEMP:-}/rdsim/bin/rdsim}
summary=${GITHUB_STEP_SUMMARY:-/dev/null}

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
worst=0

# Keep the worst exit code seen.
note() {
  if (($1 > worst)); then worst=$1; fi
}

# Show a file that may quote the policy: until the token comes, the runner takes no commands.
show() {
  if [[ ! -s $1 ]]; then return; fi
  local token
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '::stop-commands::%s\n' "$token"
  cat -- "$1"
  printf '\n::%s::\n' "$token"
}

# Run rdsim with its output in a file; `code` is how it ended.
run() {
  local out=$1
  shift
  code=0
  "$rdsim" "$@" >"$out" 2>"$temp/errors" || code=$?
  show "$temp/errors"
}

# Add a part to the job summary, its text as it stands.
summarize() {
  {
    printf '### %s\n\n~~~~~~text\n' "$1"
    cat -- "$2"
    printf '\n~~~~~~\n\n'
  } >>"$summary"
}

stop() {
  printf '::error title=rdsim::%s\n' "$1"
  exit 2
}

if [[ -z $policy ]]; then
  stop 'the input policy is empty; give the path of a policy file'
fi
if [[ ! -f $policy ]]; then
  stop 'the file that the input policy names does not exist; give a path relative to the root of the repository'
fi
case $comment in
  true | false) ;;
  *) stop 'the input comment is neither "true" nor "false"' ;;
esac
if ! command -v "$rdsim" >/dev/null; then
  stop 'there is no rdsim to run; the input rdsim must be the path of one'
fi
# A path that begins with a hyphen would be read as an option.
plain() {
  case $1 in
    -*) printf './%s' "$1" ;;
    *) printf '%s' "$1" ;;
  esac
}
policy=$(plain "${policy#./}")
tests=$(plain "$tests")
sarif=$(plain "$sarif")

run_tests() {
  run "$temp/test" test --color never "$tests"
  note "$code"
  cat "$temp/errors" >>"$temp/test"
  summarize 'Tests' "$temp/test"
  # The errors were shown; what is written here is for the runner, and escaped.
  run "$temp/annotations" test --quiet --format github "$tests" >/dev/null
  cat "$temp/annotations"
}

lint() {
  run "$temp/lint" lint --color never --fail-on "$fail_on" "$policy"
  note "$code"
  cat "$temp/errors" >>"$temp/lint"
  summarize 'Lint' "$temp/lint"
  run "$temp/annotations" lint --format github "$policy" >/dev/null
  cat "$temp/annotations"
  run "$temp/sarif" lint --format sarif "$policy" >/dev/null
  if ((code < 2)); then
    mkdir -p -- "$(dirname -- "$sarif")"
    mv -- "$temp/sarif" "$sarif"
    if [[ -n ${GITHUB_OUTPUT:-} ]]; then
      printf 'sarif=%s\n' "$sarif" >>"$GITHUB_OUTPUT"
    fi
  fi
}

# The commit that a ref names, fetched if the checkout lacks it.
commit_of() {
  if git rev-parse --verify --quiet --end-of-options "$1^{commit}"; then return; fi
  git fetch --quiet --no-tags --depth=1 -- origin "$1" 2>"$temp/errors" &&
    git rev-parse --verify --quiet 'FETCH_HEAD^{commit}'
}

# Write what the change does to $temp/diff. `compared` says whether that could be done, and
# `changed` whether it does anything.
compare() {
  local name=${policy#./} commit here=$PWD
  compared=true
  changed=true
  if [[ -f $base ]]; then
    run "$temp/diff" diff --quiet --format markdown "$(plain "$base")" "$policy"
  else
    case /$name/ in
      //* | */../*) stop 'the input policy leaves the repository, so git knows no earlier version of it; give a path inside, or a file as base' ;;
    esac
    if ! commit=$(commit_of "$base"); then
      show "$temp/errors"
      stop 'the input base is neither a file nor a git ref that can be fetched; check out with fetch-depth: 0, or give another base'
    fi
    # Laid out so that the report names the files as people know them.
    mkdir -p -- "$temp/tree/base/$(dirname -- "$name")" "$temp/tree/$(dirname -- "$name")"
    if ! git show "$commit:./$name" >"$temp/tree/base/$name" 2>/dev/null; then
      printf '### Mail flow: a new policy\n\n%s is not in the base, so there is nothing to compare it with.\n' "$name" >"$temp/diff"
      return
    fi
    cp -- "$policy" "$temp/tree/$name"
    case $rdsim in
      /*) ;;
      */*) rdsim=$here/$rdsim ;;
    esac
    cd "$temp/tree"
    run "$temp/diff" diff --quiet --format markdown "base/$name" "$(plain "$name")"
    cd "$here"
  fi
  case $code in
    0) changed=false ;;
    1) ;;
    *)
      note "$code"
      compared=false
      ;;
  esac
}

# Keep one comment of this policy in the pull request.
write_comment() {
  local comments=repos/$GITHUB_REPOSITORY/issues/$pull_request/comments
  local marker id
  # A hash, so that nothing in a path can end the HTML comment.
  marker="<!-- rdsim diff $(printf %s "$policy" | git hash-object --stdin) -->"
  id=$(gh api --paginate "$comments?per_page=100" \
    --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id" |
    sed -n 1p) || return 1
  # Where nothing changes, silence; but what was said before is put right.
  if [[ -z $id && $changed == false ]]; then return; fi
  # GitHub takes 65,536 characters.
  {
    printf '%s\n' "$marker"
    awk '{ size += length($0) + 1 } size > 60000 { print "\nThe rest is in the summary of the job."; exit } { print }' "$temp/diff"
  } >"$temp/comment"
  if [[ -n $id ]]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$temp/comment"
  else
    gh api --silent --method POST "$comments" --field "body=@$temp/comment"
  fi
}

run_tests
lint
if [[ -z $base ]]; then
  echo 'no comparison: this is no pull request, and the input base is empty'
  exit "$worst"
fi
compare
if [[ $compared == false ]]; then
  exit "$worst"
fi
cat -- "$temp/diff" >>"$summary"
if [[ $comment == true && -n $pull_request ]] && ! write_comment 2>"$temp/errors"; then
  show "$temp/errors"
  echo '::warning title=rdsim::the comment could not be written; the job needs pull-requests: write, which pull requests from forks do not have. What changes is in the summary of the job'
fi
exit "$worst"
