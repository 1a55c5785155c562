#!/bin/sh
# What testing has becomes production's, by digest: nothing is built.
set -eu
dagger call --mod "$MODULE" promote --source . --from testing --to production --registry "$1" \
  --registry-username "$REGISTRY_USERNAME" --registry-password env://REGISTRY_PASSWORD table
