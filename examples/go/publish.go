package main

import (
	"context"

	"dagger/examples/internal/dagger"
)

// Every image to a registry, for the environment testing: no tag moves before all are up
//
// +cache="never"
func (m *Examples) MultistagePublish(ctx context.Context, source *dagger.Directory, registry, version string) (string, error) {
	return dag.Multistage().PublishAll(dagger.MultistagePublishAllOpts{
		Source: source, Environment: "testing", Registry: registry, Version: version,
	}).Check(ctx)
}

// What testing has becomes production's, by digest: nothing is built
//
// +cache="never"
func (m *Examples) MultistagePromote(ctx context.Context, source *dagger.Directory, registry string) (string, error) {
	options := dagger.MultistagePromoteOpts{Source: source, Registry: registry}
	return dag.Multistage().Promote("testing", "production", options).Table(ctx)
}
