package main

import (
	"context"

	"dagger/examples/internal/dagger"
)

// One service's image
func (m *Examples) MultistageBuild(source *dagger.Directory, service string) *dagger.Container {
	return dag.Multistage().Build(dagger.MultistageBuildOpts{Source: source, Service: service})
}

// The images of all services: a row for each; fails where one does
func (m *Examples) MultistageBuildAll(ctx context.Context, source *dagger.Directory) (string, error) {
	return dag.Multistage().BuildAll(dagger.MultistageBuildAllOpts{Source: source}).Check(ctx)
}
