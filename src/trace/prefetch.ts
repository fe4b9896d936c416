// In: the addon. Out: what of it is for memory of ours: it asks for that without waiting for it, as only native code can.
import type { Addon } from '../capture/addon.ts';

/** The addon, or none: without it every read is waited for. */
export type Prefetch = Pick<Addon, 'lookUp' | 'prefetch'>;
