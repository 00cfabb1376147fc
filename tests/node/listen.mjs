// Listens for `new-reservation` as the booking system's own desktop does, and prints a
// line of JSON for each thing that happens. node listen.mjs URL TOKEN TRANSPORT
import { io } from "socket.io-client";

const [url, token, transport] = process.argv.slice(2);
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const socket = io(url, {
  auth: token ? { token } : {},
  ...(transport ? { transports: [transport] } : {}),
});

socket.on("connect", () => say({ connected: true }));
socket.on("new-reservation", (reservation) => say({ reservation }));
socket.on("connect_error", (error) => {
  if (error.message !== "xhr poll error" && error.message !== "websocket error") {
    say({ refused: error.message });
    process.exit(0);
  }
});
socket.on("disconnect", (reason) => say({ disconnected: reason }));
