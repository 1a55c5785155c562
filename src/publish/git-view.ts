/**
 * A view of a repository for questions: a git directory with links to what is data in the real one, and
 * settings of its own. A source tree's settings can make git run commands in two dozen ways (`core.fsmonitor`,
 * filters, hooks, `core.sshCommand`, `textconv`, …), and every version of git adds some: so none is read.
 */

/** What a view links to: of each working tree's own directory, and of the one that linked working trees share. */
export const LINKED = {
  own: ["index", "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "info/sparse-checkout"],
  common: ["objects", "refs", "reftable", "packed-refs", "shallow", "logs", "info/exclude"],
};

/** Settings that are taken over: they say how files and objects are read, and can name no command. */
export const TAKEN = [
  "core.autocrlf",
  "core.checkstat",
  "core.eol",
  "core.filemode",
  "core.ignorecase",
  "core.precomposeunicode",
  "core.repositoryformatversion",
  "core.sparsecheckout",
  "core.sparsecheckoutcone",
  "core.symlinks",
  "core.trustctime",
  "extensions.objectformat",
  "extensions.refstorage",
];

/** What a view says besides, should git still ask: it never fetches, and looks for no repository. */
export const FIXED = {
  "core.fsmonitor": "false",
  "core.hooksPath": "/dev/null",
  "protocol.allow": "never",
  "safe.bareRepository": "explicit",
};
