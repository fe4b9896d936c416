import { expect, it } from 'vitest';
import { Store } from '../../src/store/store.ts';
import { Rates } from '../../src/view/rates.ts';
import { BatchBuilder } from '../support/batch.ts';

const query = {};
const answer = { response: true };
const failure = (rcode: number) => ({ response: true, columns: { rcode } });

it('counts queries, responses and errors per second; a name that is not there is no error', () => {
  const store = new Store(100);
  const rates = new Rates(store, 0);
  store.append(
    new BatchBuilder().add(query, query, query, answer, failure(3), failure(2), failure(5)).batch(),
  );
  rates.count();
  expect(rates.figures(1000)).toEqual({ queries: 3, responses: 4, errors: 2 });
});

it('forgets what is older than two seconds', () => {
  const store = new Store(100);
  const rates = new Rates(store, 0);
  store.append(new BatchBuilder().add(query).batch());
  rates.count();
  for (let now = 250; now <= 3000; now += 250) rates.figures(now);
  expect(rates.figures(3000).queries).toBe(0);
  expect(rates.moving()).toBe(false);
});

it('counts each event once, also when rows were evicted', () => {
  const store = new Store(4);
  const rates = new Rates(store, 0);
  const builder = new BatchBuilder();
  for (let batch = 0; batch < 5; batch++) {
    store.append(builder.add(query, answer, query).batch());
    rates.count();
    rates.count();
  }
  expect(rates.figures(1000)).toEqual({ queries: 10, responses: 5, errors: 0 });
});
