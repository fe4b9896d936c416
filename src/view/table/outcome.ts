// The rcode and the anomalies of a row -> the one text that says how it went, as the list shows it.

/** Between an rcode and what is wrong with the message. */
export const OUTCOME_SEPARATOR = ', ';

/** `Success`, `short_header`, `Success, trailing_bytes`; '' for a query that nothing is wrong with. */
export function outcomeText(rcode: string, anomalies: string): string {
  return [rcode, anomalies].filter((part) => part !== '').join(OUTCOME_SEPARATOR);
}
