#!/bin/sh
# The images of all services: a row for each, and exit code 1 where one fails.
set -eu
dagger call --mod "$MODULE" build-all --source . check
