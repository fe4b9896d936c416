// Lookups that fail in a tree of servers, through a recursive resolver: what the verdict says of them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab } from './support/lab.ts';
import { AT, makeTree, type Tree, unbound } from './support/recursion.ts';
import { skipReason } from './support/skip.ts';
import { TraceReader } from './support/traces.ts';

const impossible = skipReason('failures through unbound');

describe.skipIf(impossible)('a resolver that fails', () => {
  let lab: Lab;
  let tree: Tree;
  let reader: TraceReader;

  beforeAll(async () => {
    lab = await Lab.open();
    tree = await makeTree(lab, []);
    reader = await TraceReader.start(lab, '.', ['-F', `netns_id==${tree.resolver.inode}`]);
    await unbound(lab, tree.resolver, true);
  });
  afterAll(() => lab?.close());

  async function lookUp(name: string, ...options: string[]) {
    await lab.start(['kdig', '+retry=0', '+timeout=7', `@${AT.resolver}`, ...options, name], tree.pods.a)
      .ended;
    return reader.of(name, 30_000);
  }

  test('an answer: what was asked for it, and what took longest', async () => {
    const { verdict, transactions, breakdown } = await lookUp('x.z1.many-a.');
    expect(verdict).toMatch(
      /^answered by .*-one through unbound in .*-resolver in .*, .* of them waiting for \d+ queries to 3 servers, longest /,
    );
    const asked = transactions.map(({ name, relation }) => `${name.toLowerCase()} ${relation}`);
    expect(asked).toContain('z1.many-a. resolving');
    expect(asked).toContain('x.z1.many-a. forwarded');
    expect(breakdown.upstream_ns).toBeGreaterThan(40e6); // one round trip each to the root, the top level and the zone
  });

  test('no such name', async () => {
    const { verdict } = await lookUp('x.nowhere.many-a.');
    expect(verdict).toMatch(/^NXDOMAIN answered by .*-tld through unbound in .*-resolver in /);
  });

  test('a server that does not know the zone: the resolver made the error, and of what', async () => {
    const { verdict } = await lookUp('x.lame.many-a.');
    expect(verdict).toMatch(
      /^SERVFAIL made by unbound in .*-resolver.* after REFUSED from .*-one to \d+ queries, in /,
    );
  });

  test('a server that is not there', async () => {
    const { verdict } = await lookUp('x.dead.many-a.');
    expect(verdict).toMatch(
      /^no answer: 10\.61\.0\.99 did not answer \d+ queries for unbound in .*-resolver; last seen on /,
    );
  });
});
