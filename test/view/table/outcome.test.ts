import { describe, expect, it } from 'vitest';
import { endingText } from '../../../src/view/table/outcome.ts';

describe('endingText', () => {
  it('says what became of a lookup that was not answered, or not all of it', () => {
    expect(endingText('', 'timeout')).toBe('timeout');
    expect(endingText('', 'pending')).toBe('pending');
    expect(endingText('', 'answered')).toBe('');
    expect(endingText('NameError', 'answered')).toBe('NameError');
    expect(endingText('Success', 'pending')).toBe('pending, Success');
  });
});
