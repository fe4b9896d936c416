// Recursive resolvers: whose lookup a query to an authoritative server is for.
import { describe, expect, it } from 'vitest';
import { type Dns, HOST, OUTGOING, type Point, Scene } from '../scene.ts';

const RESOLVER = { pid: 500, tid: 500, comm: 'unbound' };
const DIG = { pid: 11, tid: 11, comm: 'dig' };
const MS = 1e6;

/** From a client to the resolver, or back. */
function client(name: string, port: number, back = false): Point[] {
  const own = { netns: name, iface: 'eth0', process: { ...DIG, pid: port } };
  const resolver = { netns: 'dns', iface: 'eth0', process: RESOLVER };
  const ends = [`10.0.0.${port % 250}:${port}`, '10.0.0.53:53'];
  const [src, dst] = back ? ends.reverse() : ends;
  const points = [
    { ...own, pkt: back ? HOST : OUTGOING, src, dst },
    { ...resolver, pkt: back ? OUTGOING : HOST, src, dst },
  ];
  return back ? points.reverse() : points;
}

const server = (port: number, back = false): Point[] => {
  const ends = [`10.0.0.53:${port}`, '192.0.2.1:53'];
  const [src, dst] = back ? ends.reverse() : ends;
  return [{ netns: 'dns', iface: 'eth0', process: RESOLVER, pkt: back ? HOST : OUTGOING, src, dst }];
};

/** One resolver, told step by step: who asks it what, what it asks, what it hears. Times in milliseconds. */
class Story {
  readonly scene = new Scene();
  #id = 100;

  asks(at: number, who: number, name: string): void {
    this.scene.query(at * MS, { id: who, name }, client(`pod-${who}`, who));
  }

  answered(at: number, who: number, name: string, dns: Partial<Dns> = {}): void {
    this.scene.response(
      at * MS,
      { id: who, name, addresses: '192.0.2.7', flags: 0x0180, ...dns },
      client(`pod-${who}`, who, true),
    );
  }

  /** The resolver asks for `name` at `from` and hears at `to`. */
  resolves(from: number, to: number, name: string, dns: Partial<Dns> = {}): void {
    const port = 30_000 + ++this.#id;
    this.scene.query(from * MS, { id: this.#id, name, qtype: dns.qtype, flags: 0x0010 }, server(port));
    this.scene.response(to * MS, { id: this.#id, name, flags: 0x0010, ...dns }, server(port, true));
  }

  /** By the name that a client asked for: what was asked for it, and how sure that is. */
  links(): Record<string, string[]> {
    const views = this.scene.run().all();
    return Object.fromEntries(
      views.map(({ root, transactions }) => [
        root.name,
        transactions.slice(1).map((view) => `${view.name} ${view.relation} ${view.confidence}`),
      ]),
    );
  }
}

describe('a recursive resolver', () => {
  it.each([20, 300])('goes on with an old lookup after %i others were answered from its cache', (others) => {
    const story = new Story();
    story.asks(0, 1, 'www.a.example.');
    story.resolves(1, 5, 'www.a.example.', { cname: 'web.c.info.' });
    for (let n = 0; n < others; n++) {
      story.asks(10 + n, 1000 + n, `cached-${n}.test.`);
      story.answered(10.1 + n, 1000 + n, `cached-${n}.test.`);
    }
    story.resolves(400, 405, 'web.c.info.', { addresses: '192.0.2.7' });
    story.answered(410, 1, 'www.a.example.', { cname: 'web.c.info.' });
    expect(story.links()['www.a.example.']).toEqual([
      'www.a.example. forwarded certain',
      'web.c.info. resolving likely',
    ]);
  });

  it('asks for minimised names, servers of zones, targets of aliases', () => {
    const story = new Story();
    story.asks(0, 1, 'www.a.example.');
    story.asks(0.5, 2, 'mail.b.test.');
    story.resolves(1, 5, 'example.');
    story.resolves(1.1, 5.1, 'test.');
    story.resolves(6, 10, 'a.example.', { referral: ['a.example.', 'ns.hosting.net.'] });
    story.resolves(11, 15, 'ns.hosting.net.', { addresses: '192.0.2.2' });
    story.resolves(16, 20, 'www.a.example.', { cname: 'web.c.info.' });
    story.resolves(21, 25, 'web.c.info.', { addresses: '192.0.2.7' });
    story.answered(26, 1, 'www.a.example.', { cname: 'web.c.info.' });
    story.answered(30, 2, 'mail.b.test.');
    expect(story.links()).toEqual({
      'www.a.example.': [
        'example. resolving likely',
        'a.example. resolving likely',
        'ns.hosting.net. resolving likely',
        'www.a.example. forwarded certain',
        'web.c.info. resolving likely',
      ],
      'mail.b.test.': ['test. resolving likely'],
    });
  });

  it('says by what it knows, and that the answers are equal', () => {
    const story = new Story();
    story.asks(0, 1, 'www.a.example.');
    story.resolves(1, 5, 'a.example.', { referral: ['a.example.', 'ns.hosting.net.'] });
    story.resolves(6, 10, 'ns.hosting.net.', { addresses: '192.0.2.2' });
    story.resolves(11, 15, 'www.a.example.', { addresses: '192.0.2.7' });
    story.answered(16, 1, 'www.a.example.');
    const [, zone, address, last] = story.scene.run().only().transactions;
    expect(zone.evidence).toContain('its name is the asked name or a zone above it');
    expect(address.evidence).toContain('on the way to a name server of the zone');
    expect(address.evidence).not.toContain('the same addresses in its answer');
    expect(last.evidence).toContain('the same addresses in its answer');
  });

  it('that needs one answer for two lookups asks once: both show it', () => {
    const story = new Story();
    story.asks(0, 1, 'one.a.example.');
    story.resolves(1, 20, 'a.example.');
    story.asks(5, 2, 'two.a.example.');
    story.resolves(21, 30, 'one.a.example.', { addresses: '192.0.2.7' });
    story.resolves(21.1, 30.5, 'two.a.example.', { addresses: '192.0.2.7' });
    story.answered(31, 1, 'one.a.example.');
    story.answered(31.5, 2, 'two.a.example.');
    expect(story.links()).toEqual({
      'one.a.example.': ['a.example. resolving likely', 'one.a.example. forwarded certain'],
      'two.a.example.': ['a.example. resolving likely', 'two.a.example. forwarded certain'],
    });
    const [, second] = story.scene.all();
    expect(second.transactions[1].evidence).toContain('asked for another lookup that needed the same');
    expect(second.hops[0].offsetNs).toBe(-4 * MS);
  });

  // Both need the address of the name server, and `two` comes before it is heard.
  function behind(one: number, two: number): Record<string, string[]> {
    const story = new Story();
    story.asks(0, 1, 'one.a.example.');
    story.resolves(1, 5, 'a.example.', { referral: ['a.example.', 'ns.hosting.net.'] });
    story.resolves(6, 20, 'ns.hosting.net.', { addresses: '192.0.2.2' });
    story.asks(10, 2, 'two.a.example.');
    story.resolves(one, one + 9, 'one.a.example.');
    story.resolves(two, two + 9, 'two.a.example.');
    return story.links();
  }

  it('that falls behind reads an answer late: both that go on then had waited for it', () => {
    expect(behind(420, 420.1)['two.a.example.']).toContain('ns.hosting.net. resolving likely');
  });

  it('that went on with one at once did not let the other wait for the same', () => {
    expect(behind(21, 420)['two.a.example.']).toEqual(['two.a.example. forwarded certain']);
  });

  it('works once for equal questions, and both show all of it', () => {
    const story = new Story();
    story.asks(0, 1, 'www.a.example.');
    story.asks(2, 2, 'WWW.a.example.');
    story.resolves(1, 5, 'a.example.');
    story.resolves(6, 10, 'www.a.example.', { addresses: '192.0.2.7' });
    story.answered(11, 2, 'WWW.a.example.');
    story.answered(11.1, 1, 'www.a.example.');
    const asked = ['a.example. resolving likely', 'www.a.example. forwarded likely'];
    expect(story.links()).toEqual({ 'www.a.example.': asked, 'WWW.a.example.': asked });
  });

  it('with two lookups that came at the same moment and need the same: which one asked is not known', () => {
    const story = new Story();
    story.asks(0, 1, 'one.a.example.');
    story.asks(0.01, 2, 'two.a.example.');
    story.resolves(1, 5, 'a.example.');
    expect(story.links()).toMatchObject({ 'one.a.example.': ['a.example. resolving ambiguous'] });
  });

  it('whose client asks for a name on the way of another: nothing is certain', () => {
    const story = new Story();
    story.asks(0, 1, 'www.a.example.');
    story.asks(0.5, 2, 'a.example.');
    story.resolves(1, 5, 'a.example.');
    expect(story.links()).toMatchObject({ 'a.example.': ['a.example. forwarded likely'] });
  });

  it('goes on with a name server after the answer: it belongs to the lookup still', () => {
    const story = new Story();
    story.asks(0, 1, 'www.a.example.');
    story.resolves(1, 5, 'a.example.', { referral: ['a.example.', 'ns.hosting.net.'] });
    story.resolves(6, 10, 'ns.hosting.net.', { addresses: '192.0.2.2' });
    story.resolves(11, 15, 'www.a.example.', { addresses: '192.0.2.7' });
    story.answered(15.2, 1, 'www.a.example.');
    story.resolves(15.4, 20, 'ns.hosting.net.', { qtype: 28 });
    const view = story.scene.run().only();
    expect(view.transactions).toHaveLength(5);
    expect(view.transactions[4].evidence).not.toContain('before the parent was answered');
    expect(view.verdict).toBe(
      'answered by 192.0.2.1 through unbound in dns in 15.2 ms, 12.0 ms of them waiting for 4 queries to 1 server, longest 4.0 ms for a.example. A',
    );
  });

  it('made an error of those it got', () => {
    const story = new Story();
    story.asks(0, 1, 'www.a.example.');
    story.resolves(1, 5, 'www.a.example.', { rcode: 5 });
    story.resolves(6, 10, 'www.a.example.', { rcode: 5 });
    story.answered(11, 1, 'www.a.example.', { rcode: 2, addresses: '' });
    expect(story.scene.run().only().verdict).toBe(
      'SERVFAIL made by unbound in dns after REFUSED from 192.0.2.1 to 2 queries, in 11.0 ms',
    );
  });
});
