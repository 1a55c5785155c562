import re

import dagger
from dagger import dag, function, object_type


@object_type
class Examples:
    @function
    def multistage_build(self, source: dagger.Directory, service: str) -> dagger.Container:
        """One service's image"""
        return dag.multistage().build(source=source, service=service)

    @function
    async def multistage_build_all(self, source: dagger.Directory) -> str:
        """The images of all services: a row for each; fails where one does"""
        return await dag.multistage().build_all(source=source).check()

    @function
    async def multistage__gate(self, source: dagger.Directory) -> str:
        """Tests, images within their budgets, and a rule of the team's own: no image runs as root"""
        images = await dag.multistage().images(source=source, environment="production", tested=True)
        for built in images:
            if re.match(r"(root|0)?(:|$)", await built.image().user()):
                raise ValueError(f"{await built.service()} runs as root")
        return f"{len(images)} images are fine"

    @function(cache="never")
    async def multistage_publish(self, source: dagger.Directory, registry: str, version: str) -> str:
        """Every image to a registry, for the environment testing: no tag moves before all are up"""
        options = {"environment": "testing", "registry": registry, "version": version}
        return await dag.multistage().publish_all(source=source, **options).check()

    @function(cache="never")
    async def multistage_promote(self, source: dagger.Directory, registry: str) -> str:
        """What testing has becomes production's, by digest: nothing is built"""
        return await dag.multistage().promote("testing", "production", source=source, registry=registry).table()
