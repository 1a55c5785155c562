/** What no build needs, wherever it lies, whether git has it or not: the ignore list of contextual sources and of build contexts. */
export const IGNORED = [
  "**/.git",
  "**/node_modules",
  "**/.venv",
  "**/__pycache__",
  "**/.pytest_cache",
  "**/.gradle",
  "**/.bsp",
  "**/.idea",
  "**/.vscode",
  "**/.DS_Store",
];
