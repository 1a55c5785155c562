/** What a lost or overloaded network makes tools say. A number is a status only among the words around it. */
const SAID: RegExp[] = [
  // No such name: libc, Go, curl, Node, Maven, the JVM.
  /temporary failure in name resolution|name or service not known|no such host|could not resolve host/i,
  /EAI_AGAIN|ENOTFOUND|unknown host [\w-]+\.[\w.-]+|UnknownHostException/i,
  // No connection, or one that broke: most tools, Go, Node, pip, curl with its number.
  /connection (refused|reset)|i\/o timeout|TLS handshake timeout/i,
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|NewConnectionError|\[\d+\] could(n't| not) connect to server/i,
  // A busy server: "503 Service Unavailable", "503 (Service", "Service Unavailable (503)", then single tools' words.
  /\b(429|50[234])\b\W{1,3}(Too Many|Bad Gateway|Service|Gateway)/i,
  /(Too Many Requests|Bad Gateway|Service Unavailable|Gateway Time-?out)\W{1,3}(429|50[234])\b/i,
  /toomanyrequests|successful HTTP response from .*, got (429|50[234])\b/i,
  /HTTP response code: (429|50[234]) for URL|Received status code (429|50[234]) from server/i,
];

/** Whether a failed command's last lines say that the same may work later: the network's fault, or a registry's. */
export function worthRetrying(lines: string[]): boolean {
  return lines.some((line) => SAID.some((words) => words.test(line)));
}
