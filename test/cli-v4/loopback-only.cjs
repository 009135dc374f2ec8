// Loaded before the CLI (NODE_OPTIONS): a connection to anything but loopback is refused and noted, for example the
// telemetry that goes to anypoint.mulesoft.com after a wrong flag.
const { appendFileSync } = require('node:fs');
const net = require('node:net');

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  const host = typeof options === 'object' && options !== null ? options.host : args[1];
  if (host === undefined || /^(localhost|127\.0\.0\.1|::1)$/.test(host)) return connect.apply(this, args);
  appendFileSync(process.env.LOOPBACK_ONLY_LOG, `${host} ${process.argv.slice(2).join(' ')}\n`);
  process.nextTick(() => this.destroy(new Error(`${host} is not loopback`)));
  return this;
};
