// The rcode, the anomalies or the state of a row -> the text that says how it went, as the list shows it.

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
