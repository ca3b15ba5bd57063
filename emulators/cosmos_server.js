// @vercel/cosmosdb-server with five of its answers corrected to Cosmos DB's own, on a free port of 127.0.0.1.
// Usage: node cosmos_server.js [--no-ssl]
"use strict";

const LIBRARY = "@vercel/cosmosdb-server/lib";
const items = require(`${LIBRARY}/account/items`).default;
const documents = require(`${LIBRARY}/account/documents`).default;
const { parsePartitionKey } = require(`${LIBRARY}/utils/get-partition-from-header`);
const patching = require(`${LIBRARY}/handler/_patch-operations`);
const helpers = require("@zeit/cosmosdb-query/lib/helpers");

const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

// Handlers are wrapped before the server takes them from their modules.
function wrapHandler(name, wrap) {
  const module_ = require(`${LIBRARY}/handler/${name}`);
  module_.default = wrap(module_.default);
}

// 1. A document that is not there is answered with 404; the original stumbles over its absence and answers 500.
wrapHandler("read-document", handler => (account, req, res, params) => {
  const collection = account.database(params.dbId).collection(params.collId);
  const partition = parsePartitionKey(req.headers["x-ms-documentdb-partitionkey"], params.docId);
  if (collection.read() && !collection.document(params.docId, partition).read()) {
    res.statusCode = 404;
    return { code: "NotFound", message: "Entity with the specified id does not exist in the system." };
  }
  return handler(account, req, res, params);
});

// 2. A document over 2 MiB is refused with 413.
for (const name of ["create-document", "upsert-document", "replace-document", "patch-document"]) {
  wrapHandler(name, handler => async (account, req, res, params) => {
    try {
      return await handler(account, req, res, params);
    } catch (error) {
      if (!error.tooLarge) throw error;
      res.statusCode = 413;
      return { code: "RequestEntityTooLarge", message: error.message };
    }
  });
}

for (const name of ["create", "replace"]) {
  documents.prototype[name] = function checked(document, ...rest) {
    if (Buffer.byteLength(JSON.stringify(document)) > MAX_DOCUMENT_BYTES) {
      throw Object.assign(new Error("Request size is too large."), { tooLarge: true });
    }
    return items.prototype[name].call(this, document, ...rest);
  };
}

// 3. A sum that is no number of JSON is refused with 400; the original stores it as null.
const originalPatch = patching.patchOperation;
patching.patchOperation = (collection, input) => {
  const stored = collection.document(input.id, parsePartitionKey(input.partitionKey, input.id)).read() || {};
  const isBeyond = ({ op, path, value }) =>
    op === "incr" && typeof stored[path.slice(1)] === "number" && !Number.isFinite(stored[path.slice(1)] + value);
  if (input.operations.some(isBeyond)) {
    return { statusCode: 400, body: { code: "BadRequest", message: "A number is out of range." } };
  }
  return originalPatch(collection, input);
};

// 4. Texts are ordered by code point; the original orders UTF-16 units, by which an emoji comes before U+FFFF.
function order(a, b) {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at >= a.length || at >= b.length) return a.length - b.length;
  const inPair = at > 0 && (a.charCodeAt(at - 1) & 0xfc00) === 0xd800;
  return a.codePointAt(inPair ? at - 1 : at) - b.codePointAt(inPair ? at - 1 : at);
}

const areTexts = values => values.every(value => typeof value === "string");

const originalCompare = helpers.compare;
helpers.compare = (operator, a, b) => {
  if (!areTexts([a, b])) return originalCompare(operator, a, b);
  const found = order(a, b);
  return { ">": found > 0, ">=": found >= 0, "<": found < 0, "<=": found <= 0 }[operator];
};

const originalSort = helpers.sort;
helpers.sort = (collection, getRid, compositeIndexes, ...orders) => {
  const sorted = originalSort(collection, getRid, compositeIndexes, ...orders);
  const keys = new Map(sorted.map(row => [row, orders.map(([path]) => path.reduce((value, key) => value[key], row))]));
  if (!areTexts([...keys.values()].flat())) return sorted;
  return sorted.sort((a, b) => {
    for (let at = 0; at < orders.length; at += 1) {
      const found = order(keys.get(a)[at], keys.get(b)[at]);
      if (found !== 0) return orders[at][1] ? -found : found;
    }
    return 0;
  });
};

// 5. A partition's id is a text; the SDK does not find the session of one whose id is a number.
wrapHandler("read-partition-key-ranges", handler => async (...request) => {
  const body = await handler(...request);
  const ranges = (body.PartitionKeyRanges || []).map(range => ({ ...range, id: String(range.id) }));
  return { ...body, PartitionKeyRanges: ranges };
});

const { createHttpServer, createHttpsServer } = require("@vercel/cosmosdb-server");
const isPlain = process.argv.includes("--no-ssl");
const server = (isPlain ? createHttpServer : createHttpsServer)({ keepAlive: true });
server.listen(0, "127.0.0.1", () => {
  console.log(`Ready to accept ${isPlain ? "HTTP" : "HTTPS"} connections at 127.0.0.1:${server.address().port}`);
});
