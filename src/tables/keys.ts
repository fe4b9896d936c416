// In: texts that lookups are grouped by. Out: small numbers for them, given again once nobody uses them.

/** Numbers count from 0. A number that is free again waits while numbers are held, so that readers can trust it. */
export class Keys {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  #uses = new Uint32Array(256);
  #free: number[] = [];
  #released: number[] = [];
  #held = false;

  /** One more than the highest number in use. */
  get size(): number {
    return this.#texts.length;
  }

  text(number: number): string {
    return this.#texts[number];
  }

  /** The number of a text; to be released as often as it was taken. */
  take(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#free.pop() ?? this.#texts.length;
      this.#numbers.set(text, number);
      this.#texts[number] = text;
      this.#reserve();
    }
    this.#uses[number]++;
    return number;
  }

  release(number: number): void {
    if (--this.#uses[number] > 0) return;
    this.#numbers.delete(this.#texts[number]);
    (this.#held ? this.#released : this.#free).push(number);
  }

  /** Until `letGo`, no number stands for another text than now. */
  hold(): void {
    this.#held = true;
  }

  letGo(): void {
    this.#held = false;
    for (const number of this.#released) this.#free.push(number);
    this.#released = [];
  }

  #reserve(): void {
    if (this.#texts.length <= this.#uses.length) return;
    const larger = new Uint32Array(2 * this.#uses.length);
    larger.set(this.#uses);
    this.#uses = larger;
  }
}
