import { auditorApi, collectorApi, executorApi, orchestratorApi, sandboxApi } from "@trias/protocol";
import { expect, test } from "vitest";
import { openApi } from "./open-api.ts";

const apis = [auditorApi, executorApi, collectorApi, orchestratorApi, sandboxApi];

test("every endpoint stands in the document once, under its process", () => {
  const document = openApi(apis);
  const operations = Object.values(document["paths"] as Record<string, Record<string, { operationId: string }>>)
    .flatMap((path) => Object.values(path))
    .map((operation) => operation.operationId);
  const expected = apis.flatMap((api) => Object.values(api)).map((e) => `${e.process}_${e.name}`);
  expect(operations.sort()).toEqual(expected.sort());
});

test("parameters, bodies, limits and who may call are described", () => {
  const paths = openApi([auditorApi])["paths"] as Record<string, unknown>;
  expect(paths["/auditor/cases/{case}"]).toMatchObject({
    get: {
      security: [{ person: [] }],
      parameters: [
        { name: "case", in: "path", required: true },
        { name: "after", in: "query", required: false },
        { name: "wait", in: "query", required: false },
      ],
    },
  });
  expect(paths["/auditor/plans"]).toMatchObject({
    post: {
      security: [{ certificate: [] }],
      "x-peers": ["orchestrator"],
      requestBody: {
        description: "at most 12582912 bytes",
        content: { "application/json": { schema: { required: ["case", "plan"], additionalProperties: false } } },
      },
    },
  });
  expect(paths["/auditor/events"]).toMatchObject({
    post: { requestBody: { content: { "application/octet-stream": {} } } },
  });
});

test("the document is plain JSON", () => {
  const document = openApi(apis);
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});
