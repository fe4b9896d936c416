// In: two names. Out: whether one lies below the other.

const DOT = 0x2e;

/** Whether `name` is `zone` or lies below it, letter case aside (RFC 4343); both with the final dot. */
export function isWithin(name: string, zone: string): boolean {
  if (zone === '.') return true;
  const ahead = name.length - zone.length;
  if (ahead < 0 || (ahead > 0 && name.charCodeAt(ahead - 1) !== DOT)) return false;
  for (let i = zone.length - 1; i >= 0; i--) {
    if (lower(name.charCodeAt(ahead + i)) !== lower(zone.charCodeAt(i))) return false;
  }
  return true;
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
