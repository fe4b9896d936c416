// In: nothing. Out: every field there is, in the order in which JSON has them.
import { ANSWER_FIELDS } from './answer-fields.ts';
import { ENDPOINT_FIELDS } from './endpoint-fields.ts';
import type { Field } from './field.ts';
import { MESSAGE_FIELDS } from './message-fields.ts';
import { OWNER_FIELDS } from './owner-fields.ts';
import { POINT_FIELDS } from './point-fields.ts';
import { TRACE_FIELDS } from './trace-fields.ts';

export const FIELDS: readonly Field[] = [
  ...POINT_FIELDS,
  ...OWNER_FIELDS,
  ...ENDPOINT_FIELDS,
  ...MESSAGE_FIELDS,
  ...ANSWER_FIELDS,
  ...TRACE_FIELDS,
];
