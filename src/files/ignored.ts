/** What no build needs, wherever it lies: the ignore list of contextual sources and of build contexts. */
export const IGNORED = [
  "**/.git",
  "**/node_modules",
  "**/target",
  "**/dist",
  "**/.venv",
  "**/__pycache__",
  "**/.pytest_cache",
  "**/.gradle",
  "**/.bsp",
  "**/.idea",
  "**/.vscode",
  "**/.DS_Store",
];
