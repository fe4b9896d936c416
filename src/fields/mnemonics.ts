// In: the addon's mnemonics as JSON text. Out: names of types, classes, opcodes, rcodes and anomalies, and back.

type Numbered = Readonly<Record<string, string>>;

/** Names for the numbers of one registry, and numbers for names. */
export class Registry {
  readonly names: readonly string[];
  readonly #names = new Map<number, string>();
  readonly #codes = new Map<string, number>();

  /** A number without a name is shown, and understood, as `prefix` and the number (RFC 3597 5). */
  constructor(
    numbered: Numbered,
    readonly prefix: string,
    private readonly otherNames: Numbered = {},
  ) {
    for (const [code, name] of Object.entries(numbered)) this.#names.set(Number(code), name);
    for (const [code, name] of [...Object.entries(numbered), ...Object.entries(otherNames)]) {
      this.#codes.set(name.toLowerCase(), Number(code));
    }
    this.names = [...Object.values(numbered), ...Object.values(otherNames)];
  }

  name(code: number): string {
    return this.#names.get(code) ?? `${this.prefix}${code}`;
  }

  /** Names beside the one that is shown. */
  synonyms(code: number): readonly string[] {
    return code in this.otherNames ? [this.otherNames[code]] : [];
  }

  /** The number of a name (in any case), of `prefix` and digits, or of digits; undefined for anything else. */
  code(text: string): number | undefined {
    const known = this.#codes.get(text.toLowerCase());
    if (known !== undefined) return known;
    const digits = text.toLowerCase().startsWith(this.prefix.toLowerCase())
      ? text.slice(this.prefix.length)
      : text;
    return /^\d{1,5}$/.test(digits) && Number(digits) <= 0xffff ? Number(digits) : undefined;
  }
}

// The names of RFC 1035 4.1.1 as servers and their tools print them, beside the ones the columns show.
const RCODE_SYNONYMS: Numbered = {
  0: 'NOERROR',
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  5: 'REFUSED',
};

export class Mnemonics {
  readonly types: Registry;
  readonly classes: Registry;
  readonly opcodes: Registry;
  readonly rcodes: Registry;
  /** By bit of the anomalies column. */
  readonly anomalies: readonly string[];

  /** `json` as the addon's mnemonics() gives it. */
  constructor(json: string) {
    const parsed = JSON.parse(json);
    this.types = new Registry(parsed.types, 'TYPE');
    this.classes = new Registry(parsed.classes, 'CLASS');
    this.opcodes = new Registry(parsed.opcodes, 'OPCODE');
    this.rcodes = new Registry(parsed.rcodes, 'RCODE', RCODE_SYNONYMS);
    this.anomalies = parsed.anomalies;
  }
}
