// In: nothing. Out: what the addon's mnemonics() and describe() give for the made-up events, where the addon is not built.

export const MNEMONICS = JSON.stringify({
  types: { 1: 'A', 15: 'MX', 28: 'AAAA', 65: 'HTTPS' },
  classes: { 1: 'IN' },
  opcodes: { 0: 'QUERY' },
  rcodes: {
    0: 'Success',
    1: 'FormatError',
    2: 'ServerFailure',
    3: 'NameError',
    4: 'NotImplemented',
    5: 'Refused',
  },
  anomalies: ['truncated', 'short_header'],
});

export const DESCRIBED = JSON.stringify({
  questions: [{ name: 'example.', type: 'A', class: 'IN' }],
  answers: [
    { name: 'example.', type: 'A', class: 'IN', ttl: 3600, data: '192.0.2.1' },
    {
      name: 'example.',
      type: 'TXT',
      class: 'IN',
      ttl: 60,
      data: `"${'v=spf1 include:_spf.example. '.repeat(8)}"`,
    },
  ],
  authority: [{ name: 'example.', type: 'NS', class: 'IN', ttl: 86400, data: 'ns1.example.' }],
  additional: [],
  edns: {
    udp_size: 1232,
    version: 0,
    do: true,
    extended_rcode: 0,
    options: [{ code: 10, name: 'COOKIE', data: '0102030405060708' }],
  },
  anomalies: [],
});
