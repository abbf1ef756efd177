#!/usr/bin/env bash
# Test and lint a policy, and tell what changed in it. Called by action.yml, which
# passes its inputs in the environment. Exit: 0 all is well, 1 a case failed or lint
# found something, 2 something could not be done.
set -euo pipefail

: "${RDSIM_POLICY:?the input policy is missing}"
: "${RUNNER_TEMP:?}" "${GITHUB_STEP_SUMMARY:?}"
rdsim=${RDSIM_BINARY:-"$RUNNER_TEMP/rdsim/bin/rdsim"}
worst=0

# Run a command, let the others still run, and remember how bad it was.
try() {
  local status=0
  "$@" || status=$?
  if ((status > worst)); then worst=$status; fi
}

lint_sarif() {
  "$rdsim" lint --fail-on "${RDSIM_FAIL_ON:-error}" --format sarif -- "$RDSIM_POLICY" > "${RDSIM_SARIF:-rdsim.sarif}"
}

try "$rdsim" test --format github -- "${RDSIM_TESTS:-.}"
try lint_sarif
try "$rdsim" lint --fail-on "${RDSIM_FAIL_ON:-error}" --format github -- "$RDSIM_POLICY"

# What the change does: information, not a failure.
base=${RDSIM_BASE:-}
if [[ -z $base && -n ${GITHUB_BASE_REF:-} ]]; then
  git fetch --quiet --depth=1 origin "$GITHUB_BASE_REF"
  base=FETCH_HEAD
fi
[[ -n $base ]] || exit "$worst"

compared=$(mktemp -d "$RUNNER_TEMP/compared.XXXXXX")
mkdir -p "$compared/before" "$compared/after"
name=$(basename -- "$RDSIM_POLICY")
if ! git show "$base:./$RDSIM_POLICY" > "$compared/before/$name"; then
  echo "::notice title=rdsim::the policy is new: there is nothing to compare it with"
  exit "$worst"
fi
cp -- "$RDSIM_POLICY" "$compared/after/$name"
body=$compared/comment.md
marker='<!-- rdsim: what changes -->'
status=0
(cd "$compared" && "$rdsim" diff --quiet --format markdown -- "before/$name" "after/$name") > "$compared/diff.md" || status=$?
if ((status > 1)); then exit 2; fi
# A comment holds 65,536 characters.
{
  echo "$marker"
  head -c 60000 "$compared/diff.md"
  if (($(wc -c < "$compared/diff.md") > 60000)); then
    printf '\n\nThe rest does not fit here: see the summary of the job.\n'
  fi
} > "$body"
cat "$compared/diff.md" >> "$GITHUB_STEP_SUMMARY"

# One comment a pull request, written anew in place.
if [[ ${RDSIM_COMMENT:-true} == true && ${GITHUB_REF:-} =~ ^refs/pull/([0-9]+)/ ]]; then
  comments="repos/$GITHUB_REPOSITORY/issues/${BASH_REMATCH[1]}/comments"
  ids=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$marker\")) | .id")
  id=${ids%%$'\n'*}
  if [[ -n $id ]]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$body"
  else
    gh api --silent --method POST "$comments" --field "body=@$body"
  fi
fi
exit "$worst"
