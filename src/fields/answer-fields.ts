// In: nothing. Out: the fields of answers, EDNS and anomalies.
import type { Columns } from '../capture/columns.ts';
import type { FieldContext } from './context.ts';
import type { ResourceRecord } from './detail.ts';
import type { Field, FieldKind } from './field.ts';
import { reaches, UP_TO } from './header.ts';
import { makeField } from './make.ts';

/** edns_flags, see native/columns.def. */
const OPT_PRESENT = 1;
const DNSSEC_OK = 2;
/** Option code of a DNS cookie (RFC 7873 4). */
const COOKIE = 10;

/** Records of the answer section; messages without are not decoded again. */
function answers(context: FieldContext, row: number): readonly ResourceRecord[] {
  const { columns, capacity } = context.store;
  return columns.num_answers[row % capacity] === 0 ? [] : context.details.of(row).answers;
}

function cookie(context: FieldContext, row: number): string {
  const { columns, capacity } = context.store;
  if (!(columns.edns_flags[row % capacity] & OPT_PRESENT)) return '';
  return context.details.of(row).edns?.options.find((option) => option.code === COOKIE)?.data ?? '';
}

function answerPart(
  part: 'name' | 'type' | 'ttl' | 'data',
  kind: FieldKind,
  width: number,
  description: string,
): Field {
  const read = (context: FieldContext, row: number) => answers(context, row).map((record) => record[part]);
  return makeField({
    name: `answers.${part}`,
    description,
    kind,
    width,
    json: false,
    operand: { from: 'row', read },
  });
}

type TextColumn = 'addresses' | 'cname' | 'edns_ecs' | 'edns_ede';

function textField(
  name: string,
  column: TextColumn,
  kind: FieldKind,
  width: number,
  description: string,
): Field {
  const index = (columns: Columns, place: number) => columns[column][place];
  return makeField({
    name,
    description,
    kind,
    width,
    operand: { from: 'text', index, read: (text) => text },
  });
}

function edns(
  part: string,
  kind: FieldKind,
  description: string,
  read: (columns: Columns, place: number) => number,
): Field {
  return makeField({ name: `edns.${part}`, description, kind, width: 12, operand: { from: 'number', read } });
}

const recordText = ({ name, ttl, type, data }: ResourceRecord) => `${name} ${ttl} ${type} ${data}`;

export const ANSWER_FIELDS: readonly Field[] = [
  makeField({
    name: 'num_answers',
    description: 'records in the answer section, by the header',
    kind: 'number',
    width: 11,
    operand: {
      from: 'number',
      read: (columns, place) =>
        reaches(columns, place, UP_TO.answers) ? columns.num_answers[place] : Number.NaN,
    },
  }),
  textField('addresses', 'addresses', 'address', 32, 'addresses answered, in order'),
  textField('cname', 'cname', 'name', 32, 'canonical names answered, in order'),
  makeField({
    name: 'answers',
    description: 'records of the answer section',
    kind: 'text',
    width: 48,
    operand: { from: 'row', read: (context, row) => answers(context, row).map(recordText).join('; ') },
    value: (context, row) =>
      answers(context, row).map(({ name, type, ttl, data }) => ({ name, type, ttl, data })),
    text: (context, row) => answers(context, row).map(recordText).join('; '),
  }),
  answerPart('name', 'name', 32, 'owner names of the answer section'),
  answerPart('type', 'text', 10, 'types of the answer section'),
  answerPart('ttl', 'number', 10, 'times to live of the answer section, in seconds'),
  answerPart('data', 'text', 32, 'data of the answer section'),
  edns(
    'udp_size',
    'number',
    'size of UDP messages the sender takes (0: no EDNS)',
    (columns, place) => columns.edns_udp_size[place],
  ),
  edns('version', 'number', 'version of EDNS', (columns, place) => columns.edns_version[place]),
  edns(
    'do',
    'flag',
    'DNSSEC records wanted',
    (columns, place) => +((columns.edns_flags[place] & DNSSEC_OK) !== 0),
  ),
  textField('edns.ecs', 'edns_ecs', 'text', 20, 'client subnet: ADDRESS/SOURCE/SCOPE'),
  textField('edns.ede', 'edns_ede', 'text', 32, 'extended errors'),
  makeField({
    name: 'edns.cookie',
    description: 'DNS cookie',
    kind: 'text',
    width: 32,
    operand: { from: 'row', read: cookie },
  }),
  makeField({
    name: 'anomalies',
    description: 'what is wrong with the message',
    kind: 'list',
    width: 20,
    operand: {
      from: 'bits',
      read: (columns, place) => columns.anomalies[place],
      names: (context) => context.mnemonics.anomalies,
    },
  }),
];
