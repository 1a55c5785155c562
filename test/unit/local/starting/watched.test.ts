import { expect, it } from "vitest";
import { onlyLoopback } from "../../../../ci/local/starting/watched.ts";

const IPV4 = { all: "00000000:0BB8", loopback: "0100007F:0BB8", other: "0B00007F:0BB9" };
const IPV6 = {
  all: "00000000000000000000000000000000:0BB8",
  loopback: "00000000000000000000000001000000:0BB8",
  mapped: "0000000000000000FFFF00000100007F:0BB8",
  network: "0000000000000000FFFF00000100000A:0BB8",
};

it.each([
  ["127.0.0.1", [IPV4.loopback], 3000],
  ["127.0.0.11", [IPV4.other], 3001],
  ["both loopbacks", [IPV4.loopback, IPV6.loopback], 3000],
  ["127.0.0.1 as IPv6 has it", [IPV6.mapped], 3000],
  ["all addresses", [IPV4.all], undefined],
  ["all addresses, both kinds at once", [IPV6.all], undefined],
  ["10.0.0.1 as IPv6 has it", [IPV6.network], undefined],
  ["one for itself, one for all", [IPV4.loopback, IPV6.all], undefined],
])("%s: the port that nobody else reaches", (_name, sockets, port) => {
  expect(onlyLoopback(sockets)).toBe(port);
});
