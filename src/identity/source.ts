// In: nothing. Out: what all who look for containers have in common.

/** Where facts about containers come from. It may be missing now and come later. */
export interface IdentitySource {
  /** Begins to look, and goes on until stop(). Resolves after the first look; never rejects. */
  start(): Promise<void>;
  stop(): void;
  /** Whether it is there. */
  readonly found: boolean;
}
