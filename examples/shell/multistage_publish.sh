#!/bin/sh
# Every image to the registry, for the environment testing: no tag moves before all are up.
set -eu
dagger call --mod "$MODULE" publish-all --source . --git .git --environment testing --registry "$1" \
  --registry-username "$REGISTRY_USERNAME" --registry-password env://REGISTRY_PASSWORD check
