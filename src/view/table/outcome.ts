// The rcode, the anomalies, the state or the verdict of a row -> the text that says how it went, as the list shows it.

/** Between an rcode and what is wrong with the message. */
export const OUTCOME_SEPARATOR = ', ';

/** `Success`, `short_header`, `Success, trailing_bytes`; '' for a query that nothing is wrong with. */
export function outcomeText(rcode: string, anomalies: string): string {
  return [rcode, anomalies].filter((part) => part !== '').join(OUTCOME_SEPARATOR);
}

/** `pending` or `timeout` before the rcode of a lookup, if there is one: so it is seen without the column of the state. */
export function endingText(rcode: string, state: string): string {
  return outcomeText(state === 'answered' ? '' : state, rcode);
}

const USUAL_BEGINNING = 'answered by ';

/** A verdict without the words that most of them begin with, so that a narrow column shows what differs. */
export function shortVerdict(verdict: string): string {
  return verdict.startsWith(USUAL_BEGINNING) ? verdict.slice(USUAL_BEGINNING.length) : verdict;
}
