import { describe, expect, it } from 'vitest';
import { FilterError } from '../../src/filter/error.ts';
import { type Expression, parseFilter } from '../../src/filter/parse.ts';

/** The tree in one line, fully bracketed. */
function shown(expression: Expression): string {
  if (expression.type === 'not') return `!${shown(expression.of)}`;
  if (expression.type !== 'rule') {
    return `(${expression.of.map(shown).join(expression.type === 'and' ? ' && ' : ' || ')})`;
  }
  const values = expression.values.map((value) => `<${value.text}>`).join('');
  return `${expression.field.name} ${expression.operator} ${values}`;
}

describe('parseFilter', () => {
  it.each([
    ['name==inspektor-gadget.io.', 'name == <inspektor-gadget.io.>'],
    ['qr==R,rcode!=Success', '(qr == <R> && rcode != <Success>)'],
    ['k8s.podName~mypod|coredns-.*', 'k8s.podName ~ <mypod|coredns-.*>'],
    ['name ~ a|b || qr = Q', '(name ~ <a|b> || qr == <Q>)'],
    ['qr==Q||qr==R&&tc==true,aa==true', '(qr == <Q> || (qr == <R> && tc == <true> && aa == <true>))'],
    ['(qr==Q||qr==R)&&tc==true', '((qr == <Q> || qr == <R>) && tc == <true>)'],
    ['!qr==R', '!qr == <R>'],
    ['! ( qr==R , !tc==true )', '!(qr == <R> && !tc == <true>)'],
    ['!!qr==R', '!!qr == <R>'],
    ['COMM==dig', 'proc.comm == <dig>'],
    ['K8S.PODNAME==x', 'k8s.podName == <x>'],
    ['latency_ns>50ms', 'latency_ns > <50ms>'],
    ['latency_ns>=1.5ms,latency_ns <= 2s', '(latency_ns >= <1.5ms> && latency_ns <= <2s>)'],
    ['pid in (12,13)', 'proc.pid in <12><13>'],
    ['pid IN(12 , 13)', 'proc.pid in <12><13>'],
    ['src.addr in 10.0.0.0/8', 'src.addr in <10.0.0.0/8>'],
    ['src.addr in cidr(10.0.0.0/8,fd00::/8)', 'src.addr in <10.0.0.0/8><fd00::/8>'],
    ['name in ("a.","b,c.")', 'name in <a.><b,c.>'],
    ['(pid in (1,2))', 'proc.pid in <1><2>'],
    ['rcode==""', 'rcode == <>'],
    ['comm=="a \\"b\\" \\\\ \\."', 'proc.comm == <a "b" \\ \\.>'],
    ['comm==Isolated Web Co,qr==Q', '(proc.comm == <Isolated Web Co> && qr == <Q>)'],
    ['  qr == Q  &&  name ~ x  ', '(qr == <Q> && name ~ <x>)'],
    ['name~^(a|b)[,)]{1,2}\\.$,qr==Q', '(name ~ <^(a|b)[,)]{1,2}\\.$> && qr == <Q>)'],
    ['(name~(a||b)&&qr==Q)', '(name ~ <(a||b)> && qr == <Q>)'],
    ['comm==a\\,b', 'proc.comm == <a,b>'],
    ['name==a\\.b.', 'name == <a\\.b.>'],
    ['dst==[2001:db8::1]:53', 'dst == <[2001:db8::1]:53>'],
    ['src.addr==fe80::1', 'src.addr == <fe80::1>'],
    ['(comm==(sd-pam),qr==Q)', '(proc.comm == <(sd-pam)> && qr == <Q>)'],
    ['rcode!~Success|Name', 'rcode !~ <Success|Name>'],
  ])('reads %s', (text, tree) => expect(shown(parseFilter(text))).toBe(tree));

  const errorOf = (text: string): FilterError => {
    try {
      parseFilter(text);
    } catch (error) {
      if (error instanceof FilterError) return error;
      throw error;
    }
    throw new Error(`no error in ${text}`);
  };

  it.each([
    ['', 1, 'ends too early', undefined],
    ['qr==Q,', 7, 'ends too early', undefined],
    ['qr==Q && ', 10, 'ends too early', undefined],
    ['qtyp==A', 1, 'unknown field "qtyp"', 'qtype'],
    ['qr==Q && podname~x', 10, 'unknown field "podname"', 'k8s.podName'],
    ['qr', 3, 'no operator after "qr"', undefined],
    ['qr Q', 4, 'no operator after "qr"', undefined],
    ['pid === 12', 5, 'unknown operator "==="', '=='],
    ['name=~x', 5, 'unknown operator "=~"', '~'],
    ['qr==', 5, 'no value after "qr=="', undefined],
    ['qr==,tc==true', 5, 'no value', undefined],
    ['(qr==Q', 7, '"(" of column 1 is not closed', undefined],
    ['qr==Q)', 6, 'unexpected ")"', undefined],
    ['qr==Q tc==true', 7, 'unexpected "tc==true"', undefined],
    ['comm=="a', 7, 'unfinished quoted value', undefined],
    ['comm=="a"b', 10, 'unexpected "b"', undefined],
    ['pid in (1,2', 12, 'ends too early', undefined],
    ['pid in ()', 9, 'no value', undefined],
    ['==Q', 1, 'unexpected "==Q"', undefined],
    [`${'('.repeat(5000)}qr==Q`, 202, 'unexpected', undefined],
  ])('explains what is wrong with %s', (text, column, message, nearest) => {
    const error = errorOf(text);
    expect(error.message).toContain(message);
    expect(error.message).toContain(`at column ${column}`);
    expect(error.message).not.toContain('\n');
    expect([error.column, error.nearest]).toEqual([column, nearest]);
  });
});
