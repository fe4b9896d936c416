// In: nothing. Out: the points that the messages of a made-up lookup pass, by kind of network.

export const SERVER_PORT = 53;
const HOST = 0;
const OTHERHOST = 3;
const OUTGOING = 4;
/** A capture file that does not say. */
const UNKNOWN = 255;

/** One event of a lookup. */
export interface Point {
  readonly where: 'client' | 'node' | 'forwarder' | 'file';
  /** 0: the client's own interface on the node. */
  readonly ifindex: number;
  readonly pktType: number;
  readonly hopLimit: number;
  /** Which ends it shows: of the client's query before translation, after it, or of what is asked on for it. */
  readonly leg: 'service' | 'forwarder' | 'upstream';
  readonly response: boolean;
  /** On its way through: no process. */
  readonly passing: boolean;
}

/** The events of the queries of a lookup, and those of its responses. */
export interface Route {
  readonly there: readonly Point[];
  readonly back: readonly Point[];
}

type Short = readonly [Point['where'], number, number, number, Point['leg']];

const points = (response: boolean, all: readonly Short[]): Point[] =>
  all.map(([where, ifindex, pktType, hopLimit, leg]) => {
    const passing = where === 'node';
    return { where, ifindex, pktType, hopLimit, leg, response, passing };
  });

const TO_FORWARDER: Short[] = [
  ['client', 2, OUTGOING, 64, 'service'],
  ['node', 0, OTHERHOST, 64, 'service'],
  ['node', 9, OUTGOING, 63, 'forwarder'],
  ['forwarder', 2, HOST, 63, 'forwarder'],
];
const TO_UPSTREAM: Short[] = [
  ['forwarder', 2, OUTGOING, 64, 'upstream'],
  ['node', 9, OTHERHOST, 64, 'upstream'],
];
const FROM_UPSTREAM: Short[] = [
  ['node', 8, OUTGOING, 63, 'upstream'],
  ['node', 9, OUTGOING, 63, 'upstream'],
  ['forwarder', 2, HOST, 63, 'upstream'],
];
const FROM_FORWARDER: Short[] = [
  ['forwarder', 2, OUTGOING, 64, 'forwarder'],
  ['node', 9, OTHERHOST, 64, 'forwarder'],
  ['node', 0, OUTGOING, 63, 'service'],
  ['client', 2, HOST, 63, 'service'],
];

/** The 13 events of a pod's lookup through a service and a forwarder, as every namespace sees them. */
export const FORWARDED: Route = {
  there: points(false, [...TO_FORWARDER, ...TO_UPSTREAM]),
  back: points(true, [...FROM_UPSTREAM, ...FROM_FORWARDER]),
};

/** What the forwarder asks on: the part of FORWARDED behind it. */
export const ASKED_ON: Route = { there: points(false, TO_UPSTREAM), back: points(true, FROM_UPSTREAM) };

/** A lookup that the forwarder answers itself. */
export const CACHED: Route = { there: points(false, TO_FORWARDER), back: points(true, FROM_FORWARDER) };

/** Both again, where only the forwarder's own namespace is seen. */
export const AT_FORWARDER: Route = {
  there: points(false, [['forwarder', 2, HOST, 63, 'forwarder']]),
  back: points(true, [['forwarder', 2, OUTGOING, 64, 'forwarder']]),
};
export const ASKED_AT_FORWARDER: Route = {
  there: points(false, [['forwarder', 2, OUTGOING, 64, 'upstream']]),
  back: points(true, [['forwarder', 2, HOST, 63, 'upstream']]),
};

/** A lookup in a capture file: no namespaces, no processes, no directions. */
export const FILE: Route = {
  there: points(false, [['file', 1, UNKNOWN, 64, 'service']]),
  back: points(true, [['file', 1, UNKNOWN, 64, 'service']]),
};
