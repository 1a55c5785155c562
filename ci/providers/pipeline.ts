/** When a job runs. */
export type Event = "pullRequest" | "main" | "tag";

/** One job of the pipeline, in no provider's words. */
export interface Job {
  name: string;
  title: string;
  on: Event;
  /**
   * What a shallow clone lacks for it: `base`, the history back to where a pull request left its target;
   * `tags`, those on the commit.
   */
  history?: "base" | "tags";
  /** Words after `./daggerw call`; `{base}` and the like are each provider's own variables. */
  calls: string[];
  /** The environment that it changes; then it gets the registry's credentials and runs alone. */
  environment?: string;
  /** Builds images, so that its caches are kept. */
  builds?: boolean;
  minutes: number;
}

export interface Pipeline {
  name: string;
  mainBranch: string;
  /** Pattern of the tags that promote. */
  versionTags: string;
  /** Where reports are written, below {@link WORKSPACE}. */
  reports: string;
  jobs: Job[];
}

/** Directory for what a run leaves in the checkout; it ignores itself, so that the tree stays clean. */
export const WORKSPACE = ".multistage";

const REPORTS = `${WORKSPACE}/reports`;

/** The pipeline of every provider: its file is generated from this. */
export const PIPELINE: Pipeline = {
  name: "multistage",
  mainBranch: "main",
  versionTags: "v*",
  reports: REPORTS,
  jobs: [
    {
      name: "verify",
      title: "Test and build what a pull request changes",
      on: "pullRequest",
      history: "base",
      calls: [
        `test-all --affected-since {base} --junit ${REPORTS}/test.xml`,
        `build-all --affected-since {base} --junit ${REPORTS}/build.xml --dotenv ${REPORTS}/images.env`,
      ],
      builds: true,
      minutes: 60,
    },
    {
      name: "publish",
      title: "Publish to testing",
      on: "main",
      history: "tags",
      calls: [
        `publish-all --environment testing {registry} --junit ${REPORTS}/publish.xml --dotenv ${REPORTS}/images.env`,
      ],
      environment: "testing",
      builds: true,
      minutes: 60,
    },
    {
      name: "promote",
      title: "Promote to production",
      on: "tag",
      calls: ["promote --from testing --to production --version {tag} --revision {revision} {registry}"],
      environment: "production",
      minutes: 15,
    },
  ],
};
