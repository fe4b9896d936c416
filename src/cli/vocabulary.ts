// In: the tables of options and keys. Out: what a config file may name.
import type { KnownAction, KnownOption, Vocabulary } from '../config/settings.ts';
import { isKeyName } from '../view/input/key.ts';
import { KEYMAP } from '../view/keymap.ts';
import { TYPED } from '../view/keys/binding.ts';
import { OPTIONS, type OptionEntry } from './table.ts';
import { checkSetting } from './values.ts';

export const VOCABULARY: Vocabulary = {
  actions: KEYMAP.filter(({ keys }) => !keys.includes('ctrl-c')).map(
    ({ name, description, keys, context }): KnownAction => ({
      name,
      description,
      keys,
      contexts: context,
      typing: context.some((part) => TYPED.includes(part)),
    }),
  ),
  options: (OPTIONS as readonly OptionEntry[])
    .filter(({ setting }) => setting)
    .map(
      ({ name, meaning, initial, choices }): KnownOption => ({
        name,
        meaning: choices ? `${choices.join('|')}: ${meaning}` : meaning,
        initial,
        check: (value) => checkSetting(name, value),
      }),
    ),
  isKey: isKeyName,
};
