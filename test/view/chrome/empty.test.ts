import { afterEach, expect, it } from 'vitest';
import { startScreen, type TestScreen } from '../support/screen.ts';

let screen: TestScreen;
afterEach(() => screen.view.stop());

it.each([40, 60, 80])('an empty list of %i columns says all that it has to say', async (columns) => {
  screen = startScreen([], { columns });
  const lines = (await screen.lines()).slice(2, -1);
  expect(lines.join('\n')).not.toContain('…');
  const text = lines.join(' ').replace(/ +/g, ' ');
  expect(text).toContain('Watching 3 network namespaces on ports 53, 5353 since 12:00:00.');
  expect(text).toContain('No DNS message seen yet. To see one, run in another terminal:');
  expect(text).toContain(' dig example.com or getent hosts example.com ');
  expect(text).toContain('DNS on other ports: --ports LIST. ? shows the keys.');
});
