// In: fields with dotted names. Out: a function from a row to its text as a JSON line, indented JSON or YAML.
import type { FieldContext } from '../fields/context.ts';
import type { Field, FieldValue } from '../fields/field.ts';
import { NOTATIONS, type Notation } from './notation.ts';

export type RecordFormat = keyof typeof NOTATIONS;

/** The text of a row, with its final newline. */
export type RowText = (context: FieldContext, row: number) => string;

export type FieldObject = { readonly [name: string]: FieldValue };

/** Fields by the parts of their names: `src.addr` is addr within src. */
type Tree = Map<string, Tree | Field>;

/**
 * All that does not change from row to row (names, brackets, indentation) is laid out once: a row is the text before
 * each field, its value, and the text behind the last.
 */
export function recordText(fields: readonly Field[], format: RecordFormat): RowText {
  const notation: Notation = NOTATIONS[format];
  const before: string[] = [];
  const ordered: Field[] = [];
  const depths: number[] = [];
  let pending = notation.start;

  const lay = (tree: Tree, depth: number) => {
    pending += notation.open(depth);
    let first = true;
    for (const [name, node] of tree) {
      pending += notation.name(name, depth, first);
      first = false;
      if (node instanceof Map) {
        lay(node, depth + 1);
        continue;
      }
      before.push(pending);
      ordered.push(node);
      depths.push(depth);
      pending = '';
    }
    pending += notation.close(depth);
  };
  lay(treeOf(fields), 0);
  return rowText(notation, before, ordered, depths, pending + notation.end);
}

/** A whole value as text, with its final newline. */
export function valueText(value: FieldValue, format: RecordFormat): string {
  const notation: Notation = NOTATIONS[format];
  return notation.start + notation.value(value, -1) + notation.end;
}

/** A row as the object that its JSON would be read as, but for numbers of more digits than a float has. */
export function recordValue(fields: readonly Field[]): (context: FieldContext, row: number) => FieldObject {
  const tree = treeOf(fields);
  return (context, row) => objectOf(tree, context, row);
}

function objectOf(tree: Tree, context: FieldContext, row: number): FieldObject {
  const object: { [name: string]: FieldValue } = {};
  for (const [name, node] of tree)
    object[name] = node instanceof Map ? objectOf(node, context, row) : node.value(context, row);
  return object;
}

function rowText(
  notation: Notation,
  before: readonly string[],
  fields: readonly Field[],
  depths: readonly number[],
  behind: string,
): RowText {
  return (context, row) => {
    let text = '';
    for (let i = 0; i < fields.length; i++) {
      const value: FieldValue = fields[i].value(context, row);
      text += before[i] + notation.value(value, depths[i]);
    }
    return text + behind;
  };
}

function treeOf(fields: readonly Field[]): Tree {
  const root: Tree = new Map();
  for (const field of fields) {
    const parts = field.name.split('.');
    const last = parts.pop()!;
    let tree = root;
    for (const part of parts) {
      let inner = tree.get(part);
      if (!(inner instanceof Map)) {
        inner = new Map();
        tree.set(part, inner);
      }
      tree = inner;
    }
    tree.set(last, field);
  }
  return root;
}
