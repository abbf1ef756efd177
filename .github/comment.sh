#!/usr/bin/env bash
# Keeps one comment on the pull request for each policy. action.yml gives the RDSIM_* variables and
# the token. Exit: 0, also where no comment can be written, which fails nothing.
set -euo pipefail

policy=${RDSIM_POLICY:-}
body=${RDSIM_BODY:-}
changed=${RDSIM_CHANGED:-true}
comments=repos/$GITHUB_REPOSITORY/issues/${RDSIM_PULL_REQUEST:-}/comments

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

write() {
  local marker id
  # A hash, so that nothing in a path can end the HTML comment.
  marker="<!-- rdsim diff $(printf %s "${policy#./}" | git hash-object --stdin) -->"
  id=$(gh api --paginate "$comments?per_page=100" \
    --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id" |
    sed -n 1p) || return 1
  # Where nothing changes, silence; but what was said before is put right.
  if [[ -z $id && $changed == false ]]; then return; fi
  # GitHub takes 65,536 characters.
  {
    printf '%s\n' "$marker"
    LC_ALL=C awk '{ size += length($0) + 1 } size > 60000 { print "\nThe rest is in the summary of the job."; exit } { print }' "$body"
  } >"$temp/comment"
  # By standard input: the bash of Windows might take its name for no path.
  if [[ -n $id ]]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field body=@- <"$temp/comment"
  else
    gh api --silent --method POST "$comments" --field body=@- <"$temp/comment"
  fi
}

if ! write 2>"$temp/errors"; then
  # What GitHub answers is no command for the runner.
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '::stop-commands::%s\n' "$token"
  cat -- "$temp/errors"
  printf '\n::%s::\n' "$token"
  echo '::warning title=rdsim::the comment could not be written; the job needs pull-requests: write, which pull requests from forks do not have. What changes is in the summary of the job'
fi
