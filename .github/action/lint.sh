#!/usr/bin/env bash
# The linting step of action.yml. Reads SINCE, FOLDER, VERSION, FAIL_ON and ARGS; writes its reports to a folder, and what
# became of them to $GITHUB_OUTPUT. It does not fail: the last step of the action does, when the comment is written.
set -uo pipefail

reports=$(mktemp -d "${RUNNER_TEMP:-/tmp}/migration-lint-XXXXXX")
version=${VERSION:-$(node -p 'require(process.argv[1]).version' "$GITHUB_ACTION_PATH/package.json")}
options=(--fail-on "$FAIL_ON" --format terminal)
for format in json markdown sarif github; do options+=(--format "$format:$reports/$format"); done
read -r -a more <<<"${ARGS:-}"

cd "$FOLDER" || exit 2
if [ -n "$SINCE" ]; then
  # The merge base is not in a shallow clone.
  if [ "$(git rev-parse --is-shallow-repository)" = true ]; then git fetch --quiet --no-tags --unshallow origin; fi
  git cat-file -e "$SINCE^{commit}" 2>/dev/null || git fetch --quiet --no-tags origin "$SINCE"
  options+=("--since=$SINCE")
fi

status=0
npx --yes "prisma-migration-lint@$version" "${options[@]}" ${more[@]+"${more[@]}"} || status=$?
if [ -f "$reports/github" ]; then cat "$reports/github"; fi
{
  echo "exit-code=$status"
  echo "reports=$reports"
  if [ -f "$reports/sarif" ]; then echo "sarif-file=$reports/sarif"; fi
} >>"$GITHUB_OUTPUT"
