import { setTimeout as sleep } from "node:timers/promises";
import { $ } from "zx";

const quietly = $({ quiet: true, nothrow: true });

/** Confined as a strict cluster would: nothing to write to, no rights, its own loopback alone; any port, as Docker allows. */
const FLAGS =
  "--runtime runc --read-only --user 65532 --cap-drop=all --network=none --sysctl=net.ipv4.ip_unprivileged_port_start=0 --pull=never".split(
    " ",
  );
const LIMITS = "--ulimit nofile=1024:1024 --ulimit nproc=1024:1024".split(" ");

/** What a loader, an interpreter or a program says when its image lacks a part. */
const LACKS = new RegExp(
  [
    "cannot find (module|package)",
    "(ModuleNotFound|Import|FileNotFound)Error",
    "(ClassNotFound|NoClassDefFound|UnsatisfiedLink|NoSuchMethod|FileNotFound)(Exception|Error)?",
    "no main manifest|could not find or load main class|unable to access jarfile",
    "error while loading shared libraries|cannot open shared object|exec format error",
    "no such file or directory|ENOENT|TemplateNotFound|TemplateDoesNotExist|EROFS|read-only file system",
    "executable file .* not found",
  ].join("|"),
  "i",
);

/** How an image behaved in its first seconds. */
export interface Started {
  /** Whether the image has all it needs: it answered, it runs, or it ended for want of something outside. */
  good: boolean;
  /** What it answered, or the line that says most. */
  told: string;
}

/** Starts an image and asks it on its port until it answers, ends, or `seconds` have passed. */
export async function start(image: string, port: string | undefined, seconds = 25): Promise<Started> {
  const ran = await quietly`podman run --detach ${FLAGS} ${LIMITS} ${image}`;
  if (ran.exitCode !== 0) return { good: false, told: lastLine(ran.stderr) };
  const container = ran.stdout.trim();
  try {
    return await watched(container, port, seconds);
  } finally {
    await quietly`podman rm --force --time 0 ${container}`;
  }
}

async function watched(container: string, port: string | undefined, seconds: number): Promise<Started> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    await sleep(1000);
    const state = await quietly`podman inspect --format ${"{{.State.Pid}} {{.State.ExitCode}}"} ${container}`;
    const [pid = "0", code = ""] = state.stdout.trim().split(" ");
    const { output, lack } = await said(container);
    if (pid === "0") return { good: !lack, told: `ended with ${code}: ${(lack ?? lastLine(output)).trim()}` };
    const answer = port ? await asked(pid, port) : "";
    if (answer) return { good: !lack, told: lack ? `${answer}, but: ${lack.trim()}` : answer };
  }
  const { output, lack } = await said(container);
  return { good: !lack, told: `runs: ${(lack ?? lastLine(output)).trim()}` };
}

async function said(container: string): Promise<{ output: string; lack?: string }> {
  const { stdout, stderr } = await quietly`podman logs ${container}`;
  const output = `${stdout}${stderr}`.trim();
  // Sources that a traceback shows are no message.
  return { output, lack: output.split("\n").find((line) => LACKS.test(line) && !line.startsWith("│")) };
}

/** The status that `/` answers inside the container's network, or nothing. */
async function asked(pid: string, port: string): Promise<string> {
  const url = `http://127.0.0.1:${port}/`;
  const answer = await quietly`nsenter -t ${pid} -n curl -s -o /dev/null -m 8 -w ${"%{http_code}"} ${url}`;
  return answer.stdout !== "000" ? `answers ${answer.stdout}` : answer.exitCode === 7 ? "" : "listens";
}

/** The last line that names an error; the very last where none does. */
function lastLine(text: string): string {
  const lines = text.trim().split("\n");
  const found = lines.findLast((line) => /error|exception|fatal|refused|missing|required/i.test(line));
  return (found ?? lines.at(-1) ?? "").trim().slice(0, 300);
}
