// In: nothing. Out: filters worth a name, after those of classic dnstop, as expressions that a user sees and may change.

export interface Preset {
  readonly name: string;
  readonly meaning: string;
  readonly expression: string;
}

const OCTET = '(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';

/** By their usefulness at first sight. */
export const PRESETS: readonly Preset[] = [
  { name: 'servfail', meaning: 'answered ServerFailure', expression: 'rcode==SERVFAIL' },
  { name: 'nxdomain', meaning: 'answered NameError: the name is not there', expression: 'rcode==NXDOMAIN' },
  { name: 'refused', meaning: 'answered Refused', expression: 'rcode==REFUSED' },
  { name: 'unanswered', meaning: 'no answer within --query-timeout', expression: 'state==timeout' },
  {
    name: 'unknown-tlds',
    meaning: 'top-level domains that neither the root zone nor RFC 6761 knows',
    expression: 'tld_kind==unknown',
  },
  {
    name: 'a-for-a',
    meaning: 'the address asked for of what is an address already',
    // An IPv6 address in a name: hexadecimal digits and colons, which no host name has.
    expression: `qtype in (A,AAAA) && name~"^((${OCTET}[.]){4}|[0-9a-f]*:[0-9a-f:]*[.])$"`,
  },
  {
    name: 'rfc1918-ptr',
    meaning: 'the name asked for of a private address (RFC 1918, RFC 4193)',
    expression:
      'qtype==PTR && name~"(^|[.])((10|(1[6-9]|2[0-9]|3[01])[.]172|168[.]192)[.]in-addr|[cd][.]f[.]ip6)[.]arpa[.]$"',
  },
  { name: 'any', meaning: 'type ANY asked for', expression: 'qtype==ANY' },
];

/** The preset of that name, in any case. */
export function findPreset(name: string): Preset | undefined {
  return PRESETS.find((preset) => preset.name === name.toLowerCase());
}
