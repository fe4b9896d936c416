// Whose files are meant: the variables of XDG, and sudo.
import { userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { homeOf, invokerOf } from '../../src/config/invoker.ts';
import { placesOf } from '../../src/config/places.ts';

const paths = (env: Record<string, string>, uid = 1000) => {
  const { config, state } = placesOf(env, uid);
  return { config, state };
};

test.each([
  [{ HOME: '/h' }, '/h/.config/dnstop/config.yaml', '/h/.local/state/dnstop/state.json'],
  [{ HOME: '/h', XDG_CONFIG_HOME: '/c' }, '/c/dnstop/config.yaml', '/h/.local/state/dnstop/state.json'],
  [{ HOME: '/h', XDG_STATE_HOME: '/s' }, '/h/.config/dnstop/config.yaml', '/s/dnstop/state.json'],
  // Relative and empty paths count as not set.
  [
    { HOME: '/h', XDG_CONFIG_HOME: 'c', XDG_STATE_HOME: '' },
    '/h/.config/dnstop/config.yaml',
    '/h/.local/state/dnstop/state.json',
  ],
])('%j', (env, config, state) => {
  expect(paths(env)).toEqual({ config, state });
});

test('without a home there is no place', () => {
  const { config, state } = placesOf({}, 1000, undefined);
  expect(homeOf(undefined, {})).toBe(userInfo().homedir);
  expect({ config, state }).toEqual(paths({ HOME: userInfo().homedir }));
});

describe('sudo', () => {
  const sudo = { SUDO_UID: '1000', SUDO_GID: '100', SUDO_USER: 'u', HOME: '/kept' };

  test('tells who ran it', () => {
    expect(invokerOf(sudo, 0)).toEqual({ uid: 1000, gid: 100 });
  });

  test.each([
    ['of others than root is hearsay', sudo, 1000],
    ['by root is root', { ...sudo, SUDO_UID: '0' }, 0],
    ['needs numbers', { ...sudo, SUDO_UID: 'x' }, 0],
    ['needs both numbers', { SUDO_UID: '1000' }, 0],
  ])('%s', (_, env, uid) => {
    expect(invokerOf(env, uid)).toBeUndefined();
    expect(placesOf(env, uid, '/h').invoker).toBeUndefined();
  });
});
