/** What a module in TypeScript does with multistage. */
import { type Container, type Directory, dag, func, object } from "@dagger.io/dagger";

@object()
export class Examples {
  /** One service's image */
  @func()
  multistageBuild(source: Directory, service: string): Container {
    return dag.multistage().build({ source, service });
  }

  /** The images of all services: a row for each; fails where one does */
  @func()
  multistageBuildAll(source: Directory): Promise<string> {
    return dag.multistage().buildAll({ source }).check();
  }

  /** Tests, images within their budgets, and a rule of the team's own: no image runs as root */
  @func()
  async multistage_gate(source: Directory): Promise<string[]> {
    const images = await dag.multistage().images({ source, environment: "production", tested: true });
    return Promise.all(
      images.map(async (built) => {
        const [service, user] = await Promise.all([built.service(), built.image().user()]);
        if (/^(root|0)?(:|$)/.test(user)) throw new Error(`${service} runs as root`);
        return `${service} runs as ${user}`;
      }),
    );
  }

  /** Every image to a registry, for the environment testing: no tag moves before all are up */
  @func({ cache: "never" })
  multistagePublish(source: Directory, registry: string, version: string): Promise<string> {
    return dag.multistage().publishAll({ source, environment: "testing", registry, version }).check();
  }

  /** What testing has becomes production's, by digest: nothing is built */
  @func({ cache: "never" })
  multistagePromote(source: Directory, registry: string): Promise<string> {
    return dag.multistage().promote("testing", "production", { source, registry }).table();
  }
}
