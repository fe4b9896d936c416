// In: a name as tshark shows it. Out: its presentation form (RFC 1035 5.1).

const ROOT = '<Root>';
const SPECIAL = /["();@$\\]/g;

/** tshark shows no final dot and does not tell a dot within a label from one between labels. */
export function tsharkName(show: string): string {
  if (show === ROOT || show === '') return '.';
  const escaped = show
    .replace(SPECIAL, '\\$&')
    .replace(/[\x00-\x20\x7f-\xff]/g, (octet) => `\\${String(octet.charCodeAt(0)).padStart(3, '0')}`);
  return `${escaped}.`;
}
