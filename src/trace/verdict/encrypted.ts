// In: a described transaction. Out: what to say of servers that its receiver asked unreadably.
import type { TransactionView } from '../path/describe-transaction.ts';

/** `asked 192.0.2.1:853 encrypted`, behind `before`; empty where it did not. */
export function askedEncrypted({ encrypted }: TransactionView, before: ', which ' | '; it '): string {
  if (encrypted.length === 0) return '';
  const dns = encrypted.filter(({ isDns }) => isDns);
  const legs = dns.length > 0 ? dns : encrypted;
  const likely = legs.filter(({ confidence }) => confidence === 'likely');
  const servers = [...new Set((likely.length > 0 ? likely : legs).map(({ server }) => server))].join(', ');
  const may = likely.length > 0 ? '' : 'may have ';
  // HTTPS is not DNS by its port.
  if (dns.length > 0) return `${before}${may}asked ${servers} encrypted`;
  return `${before}${may}exchanged HTTPS with ${servers} meanwhile`;
}
