// Hides and opens messages as Adyen's own library does. node nexo.mjs PASSPHRASE < message
// A message that is hidden already is opened and printed; any other is hidden.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const load = createRequire(import.meta.url);
const { default: NexoCrypto } = load("@adyen/api-library/lib/src/security/nexoCrypto.js");

const key = {
  AdyenCryptoVersion: 1,
  KeyIdentifier: "sotto",
  KeyVersion: 1,
  Passphrase: process.argv[2],
};
const text = readFileSync(0, "utf8");
const message = JSON.parse(text).SaleToPOIRequest;
if (message.NexoBlob) {
  process.stdout.write(new NexoCrypto().decrypt(message, key));
} else {
  const hidden = NexoCrypto.encrypt(message.MessageHeader, text, key);
  process.stdout.write(JSON.stringify({ SaleToPOIRequest: hidden }));
}
