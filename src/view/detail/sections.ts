// What could be read of a message, and its bytes -> its questions and answers, and where there should be more, why there is not.
import type { Detail } from '../../fields/detail.ts';
import type { Block } from './block.ts';

type Question = Detail['questions'][number];

/** 0 is reserved for both (RFC 6895 3.1, 3.2): in a damaged message it stands for what was not reached. */
const NO_TYPE = 'TYPE0';
const NO_CLASS = 'CLASS0';
/** Where the header has the numbers of questions and answers (RFC 1035 4.1.1). */
const QUESTIONS_AT = 4;
const ANSWERS_AT = 6;

/** `name class type` of each; of one that is cut what there is, and why there is no more. */
export function questionLines(detail: Detail, message: Uint8Array): string[] {
  const { questions, anomalies } = detail;
  const lines = questions.map((question) => {
    const { name, class: qclass, type } = question;
    if (!isCut(question, anomalies)) return `${name} ${qclass} ${type}`;
    const known = [name, type].filter((part) => part !== NO_TYPE);
    return `${known.join(' ')} (${reason(anomalies)})`;
  });
  if (questions.length === 0 && countIn(message, QUESTIONS_AT) !== 0) return [reason(anomalies)];
  return lines.length === 0 ? ['none'] : lines;
}

/** The answers that there are, of as many as the header says. */
export function answersBlock({ answers, anomalies }: Detail, message: Uint8Array): Block {
  const count = countIn(message, ANSWERS_AT);
  const isWhole = anomalies.length === 0 || (count !== undefined && count <= answers.length);
  if (isWhole) return { title: `Answers (${answers.length})`, records: answers };
  const title = count === undefined ? 'Answers' : `Answers (${answers.length} of ${count})`;
  return { title, ...(answers.length > 0 && { records: answers }), lines: [reason(anomalies)] };
}

/** The class is the last of it. */
function isCut({ class: qclass }: Question, anomalies: readonly string[]): boolean {
  return qclass === NO_CLASS && anomalies.length > 0;
}

/** How many there should be; undefined where the message ends before it says so. */
function countIn(message: Uint8Array, at: number): number | undefined {
  return message.length < at + 2 ? undefined : (message[at] << 8) | message[at + 1];
}

function reason(anomalies: readonly string[]): string {
  if (anomalies.includes('truncated')) return 'cut: no more was captured';
  const isShort = anomalies.includes('count_mismatch') || anomalies.includes('short_header');
  return isShort ? 'cut: the message ends here' : 'no more can be read';
}
