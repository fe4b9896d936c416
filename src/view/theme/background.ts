// The user's setting, the environment and the terminal's answers -> what is known of the terminal's background.
import type { ThemeName } from '../../config/settings.ts';
import { ASK_BACKGROUND } from '../terminal/sequences.ts';
import type { Ground } from './tint.ts';

/** A terminal that has not answered by then will not. */
const ANSWER_MS = 1000;
/** Relative luminance (WCAG 2.2) at which black text is as far from a background as white text is. */
const EVEN = 0.179;

interface Surroundings {
  setting: ThemeName;
  /** False where no colours are shown. */
  color: boolean;
  env: Record<string, string | undefined>;
  now(): number;
}

/**
 * Asks once. The question for the terminal's attributes goes behind that for the colour, as every terminal answers it, and
 * in order: so it is known early that no answer comes, and an answer never comes to the shell that follows.
 */
export class Background {
  ground: Ground;
  readonly question: string;
  private readonly now: () => number;
  private askedAt = Number.NEGATIVE_INFINITY;
  private waiting = false;
  private onAnswered = () => {};

  constructor({ setting, color, env, now }: Surroundings) {
    this.now = now;
    const asks = setting === 'auto' && color && !/^(linux|dumb)/.test(env.TERM ?? '');
    this.question = asks ? ASK_BACKGROUND : '';
    this.ground = setting === 'auto' ? hinted(env) : setting === '16' ? 'unknown' : groundNamed(setting);
  }

  /** The question was sent. */
  asked(): void {
    this.waiting = true;
    this.askedAt = this.now();
  }

  /** Whether the background turned out to be another than was thought. */
  told(answer: string): boolean {
    if (answer.startsWith('?')) this.answered();
    const ground = this.question === '' ? undefined : groundOf(answer);
    if (ground === undefined || ground === this.ground) return false;
    this.ground = ground;
    return true;
  }

  /** Calls back when no answer is under way, or it takes too long: then never. */
  settled(then: () => void): void {
    if (this.waiting && this.now() - this.askedAt < ANSWER_MS) this.onAnswered = then;
    else then();
  }

  private answered(): void {
    this.waiting = false;
    this.onAnswered();
    this.onAnswered = () => {};
  }
}

const groundNamed = (setting: ThemeName): Ground => (setting === 'light' ? 'light' : 'dark');

/** COLORFGBG of rxvt and others: numbers of colours, that of the background last. The console of Linux is black. */
function hinted({ TERM = '', COLORFGBG = '' }: Record<string, string | undefined>): Ground {
  const [, color] = /;(\d+)$/.exec(COLORFGBG) ?? [];
  if (color === undefined) return TERM.startsWith('linux') ? 'dark' : 'unknown';
  return Number(color) < 7 || Number(color) === 8 ? 'dark' : 'light';
}

/** An answer to OSC 11: 'rgb:' and red, green, blue in one to four digits each (XParseColor). Undefined for any other. */
function groundOf(answer: string): Ground | undefined {
  const [, ...parts] = /^11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(answer) ?? [];
  if (parts.length === 0) return undefined;
  const [red, green, blue] = parts.map((digits) =>
    linear(Number.parseInt(digits, 16) / (16 ** digits.length - 1)),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > EVEN ? 'light' : 'dark';
}

/** sRGB to light (IEC 61966-2-1). */
const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
