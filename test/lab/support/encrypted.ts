// A lab in, a resolver that answers over TLS and HTTPS only and real forwarders that ask it so out.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import type { Lab, Namespace } from './lab.ts';
import { join } from './links.ts';
import { type Running, run } from './process.ts';

export const FORWARDER = '10.79.0.1';
export const RESOLVER = '10.79.0.2';
export const ENCRYPTED_ZONE = 'encrypted.example.';
export const ENCRYPTED_ANSWER = '192.0.2.79';
const NAME = 'resolver.test';

export interface Encrypted {
  /** Clients and forwarders. */
  near: Namespace;
  /** The resolver. */
  far: Namespace;
  /** unbound: any name of the zone exists. */
  resolver: Running;
  /** Asks the forwarder at this address from `near` and waits until it has answered, or never will. */
  lookup(server: string, name: string, ...options: string[]): Promise<unknown>;
  lookupFrom(from: Namespace, server: string, name: string, ...options: string[]): Promise<unknown>;
}

export async function makeEncrypted(lab: Lab): Promise<Encrypted> {
  const near = await lab.namespace('near');
  const far = await lab.namespace('far');
  await join(
    { namespace: near, name: 'eth0', addresses: [`${FORWARDER}/24`] },
    { namespace: far, name: 'eth0', addresses: [`${RESOLVER}/24`] },
  );
  const folder = mkdtempSync(path(lab.folder, 'resolver-'));
  const [key, certificate] = [path(folder, 'key.pem'), path(folder, 'certificate.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`];
  await run(['openssl', 'req', '-x509', ...curve, ...names, '-keyout', key, '-out', certificate]);
  const resolver = await unbound(
    lab,
    far,
    `  interface: ${RESOLVER}@853
  interface: ${RESOLVER}@443
  tls-port: 853
  https-port: 443
  tls-service-key: "${key}"
  tls-service-pem: "${certificate}"
  local-zone: "${ENCRYPTED_ZONE}" redirect
  local-data: "${ENCRYPTED_ZONE} 300 A ${ENCRYPTED_ANSWER}"
`,
  );
  const lookupFrom = (from: Namespace, server: string, name: string, ...options: string[]) =>
    lab.start(['kdig', '+retry=0', '+timeout=10', `@${server}`, ...options, name], from).ended;
  const lookup = (server: string, name: string, ...options: string[]) =>
    lookupFrom(near, server, name, ...options);
  return { near, far, resolver, lookup, lookupFrom };
}

/** getdns' stub: no cache, DNS over TLS. */
export async function stubby(lab: Lab, namespace: Namespace, listen: string): Promise<Running> {
  const file = path(mkdtempSync(path(lab.folder, 'stubby-')), 'stubby.yml');
  writeFileSync(
    file,
    `resolution_type: GETDNS_RESOLUTION_STUB
dns_transport_list: [GETDNS_TRANSPORT_TLS]
tls_authentication: GETDNS_AUTHENTICATION_NONE
idle_timeout: 60000
timeout: 30000
listen_addresses: [${listen}@53]
upstream_recursive_servers:
  - address_data: ${RESOLVER}
    tls_port: 853
`,
  );
  const running = lab.start(['stubby', '-C', file, '-v', '7'], namespace);
  await running.line('stderr', /Starting DAEMON/);
  return running;
}

/** unbound with its cache, DNS over TLS. */
export function cachingForwarder(lab: Lab, namespace: Namespace, listen: string): Promise<Running> {
  const zone = `forward-zone:\n  name: "."\n  forward-tls-upstream: yes\n  forward-addr: ${RESOLVER}@853\n`;
  return unbound(lab, namespace, `  interface: ${listen}\n  do-not-query-localhost: no\n`, zone);
}

/** dnsdist, DNS over HTTPS. */
export async function httpsForwarder(lab: Lab, namespace: Namespace, listen: string): Promise<Running> {
  const file = path(mkdtempSync(path(lab.folder, 'dnsdist-')), 'dnsdist.conf');
  const https = `tls="openssl", dohPath="/dns-query", subjectName="${NAME}", validateCertificates=false`;
  const check = `checkName="health.${ENCRYPTED_ZONE}", checkType="A"`;
  writeFileSync(
    file,
    `setLocal("${listen}:53")
setSecurityPollSuffix("")
newServer({address="${RESOLVER}:443", ${https}, ${check}})
`,
  );
  const running = lab.start(['dnsdist', '--supervised', '--disable-syslog', '-C', file], namespace);
  const up = /as 'up'/;
  await Promise.any([running.line('stdout', up), running.line('stderr', up)]);
  return running;
}

async function unbound(lab: Lab, namespace: Namespace, server: string, zones = ''): Promise<Running> {
  const folder = mkdtempSync(path(lab.folder, 'unbound-'));
  const file = path(folder, 'unbound.conf');
  writeFileSync(
    file,
    `server:
  directory: "${folder}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  module-config: "iterator"
  access-control: 0.0.0.0/0 allow
${server}${zones}remote-control:
  control-enable: no
`,
  );
  const running = lab.start(['unbound', '-d', '-c', file], namespace);
  await running.line('stderr', /start of service/);
  return running;
}
