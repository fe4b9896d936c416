// In: a context. Out: the names under which notes and verdicts of traces speak of places, parties and values.
import type { Naming } from '../trace/path/naming.ts';
import type { FieldContext } from './context.ts';
import { MESSAGE_FIELDS } from './message-fields.ts';
import { netnsName } from './point-fields.ts';

/** Pods and services where they are known; error codes as servers and their tools print them. */
export function traceNaming(context: FieldContext): Naming {
  const { store, identities, mnemonics } = context;
  return {
    place: (row) => {
      const name = netnsName(store.netns.at(store.columns.netns[row % store.capacity]), context);
      return /^\d+$/.test(name) ? `netns ${name}` : name;
    },
    address: (address) => {
      const known = identities.endpoint(address);
      return known?.name ? `${known.namespace}/${known.name}` : address;
    },
    type: (qtype) => mnemonics.types.name(qtype),
    rcode: (rcode) => mnemonics.rcodes.synonyms(rcode)[0] ?? mnemonics.rcodes.name(rcode),
  };
}

/** The same for JSON, where values are named as in events. */
export function jsonNaming(context: FieldContext): Naming {
  const field = (name: string) => MESSAGE_FIELDS.find((known) => known.name === name)!;
  const fields = { id: field('id'), qtype: field('qtype') };
  return {
    ...traceNaming(context),
    rcode: (rcode) => context.mnemonics.rcodes.name(rcode),
    shown: (what, row) => fields[what].text(context, row),
  };
}
