import type { Line } from "./logical-lines.ts";
import type { PythonSource } from "./source.ts";

/** What a file does when Python runs it. */
export interface Script {
  /** Where it is started: `if __name__ == "__main__":`, or the call at module level. */
  line: number;
  /** It listens: a server, not a tool. */
  serves?: Listening;
}

/** A call that listens. */
export interface Listening {
  line: number;
  /** As far as the code tells. */
  port?: number;
  /** It stands in what is run, not in a function. */
  isDirect: boolean;
  /** Nobody outside the container reaches it: the line says so, or leaves out the address. */
  isLocal: boolean;
}

/** A call that listens: where it says its port, what that is otherwise, and whether all addresses are its default. */
interface Call {
  pattern: RegExp;
  port?: number;
  /** Listens on 127.0.0.1 unless it is told otherwise. */
  isLocal?: boolean;
}

const CALLS: Call[] = [
  { pattern: /\buvicorn\.run\(/, port: 8000, isLocal: true },
  { pattern: /\b(web\.)?run_app\(/, port: 8080 },
  { pattern: /\b(\w+\.)?(add_insecure_port|add_secure_port)\(/ },
  { pattern: /\b(HTTPServer|ThreadingHTTPServer|TCPServer|ThreadingTCPServer|UDPServer)\(/ },
  { pattern: /\b(make_server|start_server|create_server|WSGIServer|TCPSite|simple_server)\(/ },
  { pattern: /\bwaitress\.serve\(|^serve\(\s*app\b/, port: 8080 },
  { pattern: /\bserve_forever\(|\bwait_for_termination\(/ },
  { pattern: /\b(server|http_server|app|application|sock|socket|s)\.(listen|bind)\(/ },
  { pattern: /\.launch\(/, port: 7860, isLocal: true },
  {
    pattern: /(\)|\b(app|application|server|api|web|socketio|sio|asgi|\w*app))\.run(_server)?\(/,
    isLocal: true,
  },
  { pattern: /\bbottle\.run\(|^run\(/, port: 8080, isLocal: true },
  { pattern: /\bcherrypy\.(quickstart|engine\.start)\(/, port: 8080, isLocal: true },
];

/** Calls at module level that keep a program running. */
const RUNS =
  /\b(main|serve|start|run|run_app|run_forever|serve_forever|start_consuming|listen|launch|cli)\s*\(/;

/** How a file runs; undefined where running it only defines things. */
export function scriptOf(source: PythonSource): Script | undefined {
  const started = source.main ?? source.lines.find((line) => line.within.length === 0 && starts(line));
  return started && { line: started.number, serves: listening(source) };
}

/** Whether running a file does anything at all: it may only define what others call. */
export function isProgram(source: PythonSource): boolean {
  const calls = source.lines.filter(({ within }) =>
    within.every(({ code }) => !/^(async\s+)?def\b|^class\b/.test(code)),
  );
  return calls.some(
    ({ code }) => /^[\w.]+\s*\(|^(for|while|with|async with|assert|raise)\b/.test(code) && !SETUP.test(code),
  );
}

const SETUP =
  /^(logging\.basicConfig|load_dotenv|dotenv\.load_dotenv|warnings\.\w+|sys\.path\.\w+|super)\s*\(/;

function starts({ code }: Line): boolean {
  return RUNS.test(code) && !/^(async\s+)?def\b|^class\b|^@|^(from|import)\b/.test(code);
}

/** The first call that listens when the file is run, or that a function of it makes. */
export function listening(source: PythonSource): Listening | undefined {
  for (const call of CALLS) {
    const line = source.lines.find(
      ({ code }) => call.pattern.test(code) && !/^(async\s+)?def\b|^class\b/.test(code),
    );
    if (line) {
      const isDirect = line.within.every(({ code }) => !/^(async\s+)?def\b|^class\b/.test(code));
      const port = portOf(line, source) ?? call.port;
      return { line: line.number, port, isDirect, isLocal: isLocal(line, call) };
    }
  }
  return undefined;
}

/** A port by keyword, by position after an address, in an address, or the only argument. */
function portOf({ text }: Line, source: PythonSource): number | undefined {
  const inAddress = /:(\d{2,5})["']/.exec(text)?.[1];
  const alone = /\(\s*(\d{2,5}|[A-Z_]*PORT)\s*[,)]/.exec(text)?.[1];
  const said =
    after(text, /\b(?:server_)?port\s*=\s*/) ??
    after(text, /["'][\w.:[\]]*["']\s*,\s*/) ??
    inAddress ??
    alone;
  return said === undefined ? undefined : numberOf(said.trim(), source);
}

/** The expression after a match, up to the comma or bracket that ends it. */
function after(text: string, start: RegExp): string | undefined {
  const match = start.exec(text);
  if (!match) return undefined;
  let depth = 0;
  const rest = text.slice(match.index + match[0].length);
  const end = [...rest].findIndex((character) => {
    if ("([{".includes(character)) depth += 1;
    if (")]}".includes(character)) depth -= 1;
    return depth < 0 || (depth === 0 && character === ",");
  });
  return end < 0 ? rest : rest.slice(0, end);
}

/** `8080`, `int(os.environ.get("PORT", 8080))`, or a name that is one of these. */
function numberOf(value: string, { lines }: PythonSource, depth = 0): number | undefined {
  const plain =
    /^["']?(\d{2,5})["']?$/.exec(value)?.[1] ??
    /,\s*(?:default\s*=\s*)?["']?(\d{2,5})["']?\s*\)/.exec(value)?.[1];
  const either = plain ?? /\bor\s+["']?(\d{2,5})\b/.exec(value)?.[1];
  if (either) return Number(either);
  const name = /^(?:int\()?([A-Za-z_]\w*)\)?$/.exec(value)?.[1];
  const bound = name && lines.find(({ code }) => new RegExp(`^${name}\\s*(:[^=]+)?=(?!=)`).test(code));
  if (!bound || depth > 2) return undefined;
  return numberOf(bound.text.slice(bound.text.indexOf("=") + 1).trim(), { lines } as PythonSource, depth + 1);
}

const EVERYWHERE = /0\.0\.0\.0|["']\[?::\]?[:"']|host\s*=\s*(?!["'])|["']["']/;

function isLocal({ text }: Line, call: Call): boolean {
  if (EVERYWHERE.test(text)) return false;
  return /["'](127\.0\.0\.1|localhost)[:"']/.test(text) || Boolean(call.isLocal && !/\bhost\s*=/.test(text));
}
