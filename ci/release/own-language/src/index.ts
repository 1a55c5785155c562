/**
 * A language of a team's own, here C with make: its build is theirs, the image multistage's.
 */
import { type Container, type Directory, dag, func, object } from "@dagger.io/dagger";

@object()
export class OwnLanguage {
  /**
   * Builds a service
   *
   * @param source Directory of the service
   * @param program What its Makefile makes
   * @param port TCP port that it listens on
   */
  @func()
  build(source: Directory, program: string, port: number): Container {
    const artifact = dag
      .directory()
      .withFile(program, this.compiled(source, program).file(`/src/${program}`));
    return dag.multistage().image(artifact, [`/${program}`], { port });
  }

  /** Only the program crosses into the image, so what compiles may be as large as it likes. */
  private compiled(source: Directory, program: string): Container {
    return dag
      .container()
      .from("docker.io/library/debian:bookworm-slim")
      .withExec(["sh", "-c", "apt-get update && apt-get install --yes gcc libc6-dev make"])
      .withWorkdir("/src")
      .withDirectory(".", source)
      .withExec(["make", program]);
  }
}
