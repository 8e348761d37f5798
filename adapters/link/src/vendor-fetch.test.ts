import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createVendorFetch } from "./vendor-fetch.ts";

let port = 0;
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  response.writeHead(request.url === "/v1/moved" ? 302 : 200, { location: "/v2/other", "set-cookie": "a=b" });
  response.end("x".repeat(request.url === "/v1/long" ? 101 : 5));
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

const call = (path: string, at = `http://127.0.0.1:${port}`) =>
  createVendorFetch({ url: `http://127.0.0.1:${port}/v1`, maxBytes: 100 })(`${at}${path}`, {
    method: "POST",
    body: "{}",
  });

it("reaches the address that was allowed and what lies below it, and nothing else", async () => {
  expect(await (await call("/v1/messages")).text()).toBe("xxxxx");
  await expect(call("/v2/messages")).rejects.toMatchObject({ code: "peer_not_allowed" });
  await expect(call("/v1/../v2/messages")).rejects.toMatchObject({ code: "peer_not_allowed" });
  await expect(call("/v1x/messages")).rejects.toMatchObject({ code: "peer_not_allowed" });
  await expect(call("/v1/messages", "http://localhost:1")).rejects.toMatchObject({ code: "peer_not_allowed" });
});

it("follows no redirect", async () => {
  expect((await call("/v1/moved")).status).toBe(302);
  expect(asked).not.toContain("/v2/other");
});

it("takes no more bytes than it may", async () => {
  await expect(call("/v1/long")).rejects.toMatchObject({ code: "too_large" });
});

it("speaks without TLS to this machine alone", () => {
  for (const url of ["http://model.example/v1", "https://user@model.example", "ftp://127.0.0.1", "nonsense"]) {
    expect(() => createVendorFetch({ url, maxBytes: 100 })).toThrow(/no address of a service/);
  }
});
