// In: a described transaction. Out: what to add about servers that its receiver asked unreadably.
import type { TransactionView } from './describe-transaction.ts';

/** `, which asked 192.0.2.1:853 encrypted`; empty where it did not. */
export function askedEncrypted({ encrypted }: TransactionView): string {
  if (encrypted.length === 0) return '';
  const dns = encrypted.filter(({ isDns }) => isDns);
  const [legs, done, guessed] =
    dns.length > 0
      ? [dns, 'asked', 'may have asked']
      : [encrypted, 'exchanged HTTPS with', 'may have asked over HTTPS'];
  const sure = legs.filter(({ confidence }) => confidence === 'likely');
  const servers = [...new Set((sure.length > 0 ? sure : legs).map(({ server }) => server))].join(', ');
  const what = dns.length > 0 ? ' encrypted' : ' meanwhile';
  return `, which ${sure.length > 0 ? done : guessed} ${servers}${what}`;
}
