// Bytes as a terminal sends them, cut anywhere -> keys, pastes, mouse reports and answers.
import { FINAL_BYTE, type Input, keyOfCharacter, modifierPrefix, TILDE_NUMBER } from './key.ts';
import { pointed, pointedOld } from './pointed.ts';

const ESCAPE = '\x1b';
const PASTE_BEGIN = '\x1b[200~';
const PASTE_END = '\x1b[201~';
/** A paste longer than this is cut: nobody writes a filter of this size, and memory stays bounded. */
const LONGEST_PASTE = 65_536;
/** No sequence dnstop knows is this long; longer ones are given up, so that garbage cannot hold back input. */
const LONGEST_SEQUENCE = 64;
/** SS3 M is the enter of the keypad; CSI M begins a report of the mouse. */
const KEYPAD_ENTER = '\x1bOM';
const OLD_MOUSE = '\x1b[M';
/** An answer (OSC), its end (BEL or ST) or not yet. */
const ANSWER = /^\x1b\](\d[ -~]*)(\x07|\x1b\\)/;
const ANSWER_BEGUN = /^\x1b\]\d[ -~]*\x1b?$/;

/**
 * Decodes one terminal's input. `feed` returns the keys that are complete; bytes of an unfinished sequence wait.
 * A lone escape cannot be told from the start of a sequence: when `pending()` stays true for `ESCAPE_WAIT_MS`
 * after a feed, call `flush`.
 */
export class InputDecoder {
  private readonly utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  private rest = '';
  private pasted: string | undefined;

  feed(bytes: Uint8Array): Input[] {
    this.rest += this.utf8.decode(bytes, { stream: true });
    const out: Input[] = [];
    while (this.rest !== '') {
      const taken = this.pasted === undefined ? this.takeKey(out) : this.takePaste(out);
      if (!taken) break;
    }
    return out;
  }

  /** Whether an escape waits for what may follow it. A paste and an answer in progress wait without limit: they are no keys. */
  pending(): boolean {
    return this.rest !== '' && this.pasted === undefined && !ANSWER_BEGUN.test(this.rest);
  }

  /** What waits is taken for what it is: an escape key, then the characters after it. */
  flush(): Input[] {
    if (!this.pending()) return [];
    const waiting = this.rest;
    this.rest = '';
    if (waiting === ESCAPE) return [{ name: 'esc', text: '' }];
    // An unfinished sequence of a known kind (a terminal that died half way) is no text.
    return waiting.length === 2 && waiting[0] === ESCAPE ? [{ name: `alt-${waiting[1]}`, text: '' }] : [];
  }

  private takeKey(out: Input[]): boolean {
    if (!this.rest.startsWith(ESCAPE)) {
      const character = String.fromCodePoint(this.rest.codePointAt(0)!);
      this.rest = this.rest.slice(character.length);
      out.push(keyOfCharacter(character));
      return true;
    }
    if (this.rest.startsWith(PASTE_BEGIN)) {
      this.rest = this.rest.slice(PASTE_BEGIN.length);
      this.pasted = '';
      return true;
    }
    return this.takeSequence(out);
  }

  private takeSequence(out: Input[]): boolean {
    const second = this.rest[1];
    if (second === undefined) return false;
    if (this.rest.startsWith(OLD_MOUSE)) return this.takeOldMouse(out);
    if (second === ']' && (this.rest.length === 2 || /\d/.test(this.rest[2]))) return this.takeAnswer(out);
    if (second === '[') return this.takeMatch(/^\x1b\[([<=>?]?)([0-9;:]*)[ -/]*([@-~])/, out);
    if (second === 'O') return this.takeMatch(/^\x1bO()([0-9;]*)([A-Za-z])/, out);
    if (second === ESCAPE) {
      this.rest = this.rest.slice(1);
      out.push({ name: 'esc', text: '' });
      return true;
    }
    const key = keyOfCharacter(String.fromCodePoint(this.rest.codePointAt(1)!));
    this.rest = this.rest.slice(1 + (key.text || second).length);
    out.push({ name: `alt-${key.name}`, text: '', behindEscape: key });
    return true;
  }

  private takeMatch(pattern: RegExp, out: Input[]): boolean {
    const match = pattern.exec(this.rest);
    if (!match) return this.giveUpSequence();
    this.rest = this.rest.slice(match[0].length);
    const [, marker, parameters, final] = match;
    const numbers = parameters.split(';');
    const name = final === '~' ? TILDE_NUMBER[numbers[0]] : FINAL_BYTE[final];
    if (match[0] === KEYPAD_ENTER) out.push({ name: 'enter', text: '' });
    const report = marker === '<' && final === 'M' && pointed(+numbers[0], +numbers[1], +numbers[2]);
    if (report) out.push(report);
    if (marker === '?' && final === 'c') out.push({ answer: `?${parameters}c` });
    // Focus reports and other answers of the terminal are no keys.
    if (name && marker === '') out.push({ name: modifierPrefix(numbers[1]) + name, text: '' });
    return true;
  }

  private takeOldMouse(out: Input[]): boolean {
    const report = this.rest.slice(OLD_MOUSE.length, OLD_MOUSE.length + 3);
    if (report.length < 3) return false;
    this.rest = this.rest.slice(OLD_MOUSE.length + 3);
    const what = pointedOld(report);
    if (what) out.push(what);
    return true;
  }

  private takeAnswer(out: Input[]): boolean {
    const match = ANSWER.exec(this.rest);
    if (match) {
      this.rest = this.rest.slice(match[0].length);
      out.push({ answer: match[1] });
      return true;
    }
    if (this.rest.length === 2 || (ANSWER_BEGUN.test(this.rest) && this.rest.length < LONGEST_SEQUENCE))
      return false;
    this.rest = this.rest.replace(/^\x1b\][ -~]*/, '');
    return true;
  }

  /** True where the sequence cannot become a valid one any more: its escape and opener are dropped. */
  private giveUpSequence(): boolean {
    const valid = /^\x1b(\[[<=>?]?[0-9;:]*[ -/]*|O[0-9;]*)$/.test(this.rest);
    if (valid && this.rest.length < LONGEST_SEQUENCE) return false;
    this.rest = this.rest.slice(2);
    return true;
  }

  private takePaste(out: Input[]): boolean {
    const end = this.rest.indexOf(PASTE_END);
    // The end mark may be cut between two reads: keep what could be its beginning.
    const upTo = end >= 0 ? end : Math.max(0, this.rest.length - PASTE_END.length + 1);
    this.pasted = (this.pasted! + this.rest.slice(0, upTo)).slice(0, LONGEST_PASTE);
    this.rest = this.rest.slice(upTo);
    if (end < 0) return false;
    this.rest = this.rest.slice(PASTE_END.length);
    out.push({ paste: this.pasted });
    this.pasted = undefined;
    return true;
  }
}

/** How long a lone escape waits for the rest of a sequence; slow links deliver one within this time. */
export const ESCAPE_WAIT_MS = 30;
