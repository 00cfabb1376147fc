// Asks and prints as receiptio does. Reads lines of JSON, ["markdown", "options"], and
// answers each with one of its words: online, coveropen, success...
import { createInterface } from "node:readline";
import { print } from "receiptio";

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write((await print(...JSON.parse(line))) + "\n");
}
