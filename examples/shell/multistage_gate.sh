#!/bin/sh
# A gate: tests, images within their budgets, and a rule of the team's own: no image runs as root.
set -eu
dagger call --mod "$MODULE" test-all --source . check
dagger call --mod "$MODULE" build-all --source . --environment production check
dagger call --mod "$MODULE" service-list --source . name | while read -r service; do
  user=$(dagger call --mod "$MODULE" build --source . --service "$service" --environment production user)
  case $user in '' | root* | 0 | 0:*)
    echo "$service runs as root" >&2
    exit 3
    ;;
  esac
done
