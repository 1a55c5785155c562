#!/bin/sh
# One service's image, as an archive that `podman load` and `docker load` read. MODULE is multistage's address and version.
set -eu
dagger call --mod "$MODULE" build --source . --service "$1" export --path "$1.tar"
