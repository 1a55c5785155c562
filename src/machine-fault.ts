/** What a machine lacked, and what gives it that. */
export interface MachineFault {
  message: string;
  /** On another machine, or later, the same call may work. */
  mayPass: boolean;
  next: string;
}

/** A full disk as the kernel and tools say it. */
const FULL = /ENOSPC|EDQUOT|no space left on device|disk quota exceeded/i;

/** What may not be written: a read-only file system, another user's directory, a home that isn't there. */
const UNWRITABLE = /^(EROFS|EACCES|EPERM)$/;

/** A name on the way that isn't there, or is a file. */
const NO_PLACE = /^(ENOENT|ENOTDIR|EEXIST)$/;

/** Whether a failed command's last lines say that the disk is full. */
export function saysFull(lines: string[]): boolean {
  return lines.some((line) => FULL.test(line));
}

/** The machine's fault, where an error is one: nothing of ours, and nothing of the service's. */
export function machineFault(error: unknown): MachineFault | undefined {
  const { code = "", path, syscall = "", message = "", stderr = "" } = Object(error) as Partial<SystemError>;
  const where = path ? `: ${path}` : "";
  if (saysFull([code, message, stderr])) return { message: `the disk is full${where}`, ...FREED };
  const isWrite = /^(open|mkdir|rename|write|copyfile|mkdtemp|symlink|link)/.test(syscall);
  if (UNWRITABLE.test(code) || (NO_PLACE.test(code) && /^mk/.test(syscall)))
    return isWrite && path ? { message: `can't write ${path} (${code})`, ...MOVED } : undefined;
  return undefined;
}

/** What gives a full disk space again. */
export const FREE_SPACE = "free some space: rm -r ~/.cache/multistage and buildah prune remove caches alone";

const FREED = {
  mayPass: true,
  next: FREE_SPACE,
};

const MOVED = {
  mayPass: false,
  next: "name directories that can be written: XDG_CACHE_HOME for what is kept, TMPDIR for what isn't",
};

interface SystemError {
  code: string;
  path: string;
  syscall: string;
  message: string;
  /** Of a command. */
  stderr: string;
}
