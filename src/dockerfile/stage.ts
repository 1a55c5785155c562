/** One `FROM … AS …` with what follows it. */
export interface DockerfileStage {
  name: string;
  /** A stage's name, an image's address, or `scratch`. */
  base: string;
  /** Of the base, where it is not the image's. */
  platform?: string;
  instructions: string[];
  /** As somebody wrote it, with what stands before it; instead of the instructions. */
  text?: string;
}
