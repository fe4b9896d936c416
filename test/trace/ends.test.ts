// When transactions and traces are told as ended, live and at the end of input.
import { describe, expect, it } from 'vitest';
import { fromForwarder, fromUpstream, toForwarder, toUpstream } from './cluster.ts';
import { HOST, OUTGOING, type Point, Scene } from './scene.ts';

const EPOCH_MS = 1_735_689_600_000;
const NAME = 'www.example.org.';
const point: Point = {
  netns: 'pod',
  iface: 'eth0',
  pkt: OUTGOING,
  src: '10.0.0.2:4000',
  dst: '10.0.0.53:53',
};
const back: Point = { ...point, pkt: HOST, src: point.dst, dst: point.src };

function heard(scene: Scene): string[] {
  const told: string[] = [];
  scene.traces.listen({
    transactionEnded: (transaction) => told.push(`transaction ${transaction}`),
    traceEnded: (trace) => told.push(`trace ${trace}`),
  });
  return told;
}

describe('ends', () => {
  it('a transaction with its answer, its trace a second after the last event', () => {
    const scene = new Scene();
    const told = heard(scene);
    scene.query(0, { id: 1, name: NAME }, toForwarder());
    scene.query(200_000, { id: 2, name: NAME }, toUpstream());
    scene.response(9e6, { id: 2, name: NAME }, fromUpstream());
    scene.response(10e6, { id: 1, name: NAME }, fromForwarder());
    scene.run().traces.advanceClock(EPOCH_MS + 900);
    expect(told).toEqual(['transaction 2', 'transaction 1']);
    scene.traces.advanceClock(EPOCH_MS + 2100);
    expect(told).toEqual(['transaction 2', 'transaction 1', 'trace 1']);
  });

  it('a trace waits for all its transactions', () => {
    const scene = new Scene();
    const told = heard(scene);
    scene.query(0, { id: 1, name: NAME }, toForwarder());
    scene.query(200_000, { id: 2, name: NAME }, toUpstream(6001));
    scene.query(210_000, { id: 3, name: NAME }, toUpstream(6002, '198.51.100.1:53'));
    scene.response(9e6, { id: 2, name: NAME }, fromUpstream(6001));
    scene.response(10e6, { id: 1, name: NAME }, fromForwarder());
    scene.run().traces.advanceClock(EPOCH_MS + 4000);
    expect(told).toEqual(['transaction 2', 'transaction 1']);
    scene.traces.advanceClock(EPOCH_MS + 7500);
    expect(told).toEqual(['transaction 2', 'transaction 1', 'transaction 3', 'trace 1']);
  });

  it('timeouts in event time, with a retry counted from the last attempt', () => {
    const scene = new Scene({ timeoutNs: 2e9 });
    const told = heard(scene);
    scene.query(0, { id: 1, name: NAME }, [point]);
    scene.query(1e9, { id: 2, name: 'other.example.' }, [point]);
    scene.query(2.1e9, { id: 1, name: NAME, ipId: 5 }, [point]);
    scene.run().traces.advanceClock(EPOCH_MS + 3600);
    expect(told).toEqual(['transaction 2']);
    scene.traces.advanceClock(EPOCH_MS + 4700);
    expect(told).toEqual(['transaction 2', 'transaction 1', 'trace 2']);
  });

  it('each exactly once, also what is pending at the end of input', () => {
    const scene = new Scene();
    const told = heard(scene);
    for (let i = 0; i < 50; i++) {
      const own = { ...point, src: `10.0.0.2:${5000 + i}` };
      scene.query(i * 1e6, { id: i, name: `n${i}.example.` }, [own]);
      if (i % 3 !== 0)
        scene.response(i * 1e6 + 400, { id: i, name: `n${i}.example.` }, [{ ...back, dst: own.src }]);
    }
    scene.run().traces.finish();
    const expected = Array.from({ length: 50 }, (_, i) => [`transaction ${i + 1}`, `trace ${i + 1}`]).flat();
    expect([...told].sort()).toEqual(expected.sort());
  });
});

describe('bounds', () => {
  it('what was evicted is gone, and what is kept is still joined', () => {
    const scene = new Scene({ capacity: 64 });
    for (let i = 0; i < 500; i++) {
      const own = { ...point, src: `10.0.0.2:${5000 + i}` };
      scene.query(i * 1e6, { id: i, name: `n${i % 7}.example.` }, [own]);
      scene.response(i * 1e6 + 400_000, { id: i, name: `n${i % 7}.example.` }, [{ ...back, dst: own.src }]);
    }
    scene.run(16);
    const views = scene.all();
    expect(views).toHaveLength(32);
    expect(views.every((view) => view.root.state === 'answered' && view.hops.length === 2)).toBe(true);
  });

  it('a query that is resent for ever stays one transaction with its kept rows', () => {
    const scene = new Scene({ capacity: 64 });
    for (let i = 0; i < 300; i++) scene.query(i * 1e9, { id: 1, name: NAME, ipId: i }, [point]);
    const view = scene.run(16).only();
    expect(view.root.path.rows).toHaveLength(64);
    expect(view.root.attempts).toBe(255);
  });
});
