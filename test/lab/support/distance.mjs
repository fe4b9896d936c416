// Two addresses (HOST:PORT) and a round trip time in ms in, UDP and TCP passed on between them that much later out.
// Stands for the way to a far server, where the kernel has no netem. Runs inside a namespace, hence its own program.
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';

const [listen, server, roundTripMs] = process.argv.slice(2);
const [listenHost, listenPort] = listen.split(':');
const [serverHost, serverPort] = server.split(':');
const late = (action) => setTimeout(action, Number(roundTripMs) / 2);

const datagrams = createSocket('udp4');
datagrams.on('message', (query, client) => {
  const back = createSocket('udp4');
  back.on('message', (response) => {
    back.close();
    late(() => datagrams.send(response, client.port, client.address));
  });
  late(() => back.send(query, Number(serverPort), serverHost));
});

const streams = createServer((client) => {
  const back = connect(Number(serverPort), serverHost);
  for (const [from, to] of [
    [client, back],
    [back, client],
  ]) {
    from.on('data', (bytes) => late(() => to.write(bytes)));
    from.on('end', () => late(() => to.end()));
    from.on('error', () => to.destroy());
  }
});

datagrams.bind(Number(listenPort), listenHost, () =>
  streams.listen(Number(listenPort), listenHost, () => console.log('ready')),
);
