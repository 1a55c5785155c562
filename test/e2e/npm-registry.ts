import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";

/** As much of npm's registry as one package needs: its packument, and its archives. */
export class NpmRegistry {
  readonly #archives = new Map<string, Buffer>();
  readonly #versions: Record<string, object> = {};
  readonly #server: Server;

  constructor(name: string) {
    this.#server = createServer((request, response) => {
      const archive = this.#archives.get(basename(request.url ?? ""));
      if (archive) return response.end(archive);
      if (request.url !== `/${name}`) return response.writeHead(404).end("{}");
      const versions = Object.keys(this.#versions);
      response.end(
        JSON.stringify({ name, "dist-tags": { latest: versions.at(-1) }, versions: this.#versions }),
      );
    });
  }

  /** @returns the address, for `npm_config_registry`. */
  async start(): Promise<string> {
    await new Promise<void>((listens) => this.#server.listen(0, "127.0.0.1", listens));
    return this.address;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** A version that is there already is passed off as what this file holds. */
  publish(name: string, version: string, file: string): void {
    const bytes = readFileSync(file);
    this.#archives.set(basename(file), bytes);
    const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
    const dist = { tarball: `${this.address}${name}/-/${basename(file)}`, integrity };
    this.#versions[version] = { name, version, dist };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
