package main

import (
	"context"
	"fmt"
	"regexp"

	"dagger/examples/internal/dagger"
)

var root = regexp.MustCompile(`^(root|0)?(:|$)`)

// Tests, images within their budgets, and a rule of the team's own: no image runs as root
func (m *Examples) Multistage_Gate(ctx context.Context, source *dagger.Directory) (string, error) {
	options := dagger.MultistageImagesOpts{Source: source, Environment: "production", Tested: true}
	images, err := dag.Multistage().Images(ctx, options)
	for _, built := range images {
		user, failed := built.Image().User(ctx)
		if failed != nil {
			return "", failed
		}
		if root.MatchString(user) {
			service, _ := built.Service(ctx)
			return "", fmt.Errorf("%s runs as root", service)
		}
	}
	return fmt.Sprintf("%d images are fine", len(images)), err
}
