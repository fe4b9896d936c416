// In: numbers of columns. Out: times, durations and endpoints as people read them.

const UNITS: readonly (readonly [number, string])[] = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'us'],
];

/** Nanoseconds as `29.36ms`, `812ns`, `1.50s`. */
export function formatDuration(ns: number): string {
  for (const [size, unit] of UNITS) {
    if (Math.abs(ns) >= size) return `${(ns / size).toFixed(2)}${unit}`;
  }
  return `${ns}ns`;
}

/** `10.0.0.1:53`, `[2001:db8::1]:53`; a port behind a name as behind an address. */
export function formatEndpoint(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

const pad = (value: number, digits: number) => String(value).padStart(digits, '0');

/**
 * RFC 3339 with nine digits of a second in the local time zone, as `ig` prints it; `Z` where that is UTC.
 * The second is formatted once for all events in it.
 */
export class TimestampFormat {
  #second = -1;
  #head = '';
  #zone = '';

  text(seconds: number, nanoseconds: number): string {
    if (seconds !== this.#second) this.#prepare(seconds);
    return `${this.#head}.${pad(nanoseconds, 9)}${this.#zone}`;
  }

  #prepare(seconds: number): void {
    const eastMinutes = -new Date(seconds * 1000).getTimezoneOffset();
    const local = new Date((seconds + eastMinutes * 60) * 1000);
    this.#second = seconds;
    this.#head = local.toISOString().slice(0, 19);
    this.#zone = eastMinutes === 0 ? 'Z' : offset(eastMinutes);
  }
}

function offset(eastMinutes: number): string {
  const minutes = Math.abs(eastMinutes);
  return `${eastMinutes < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
}
