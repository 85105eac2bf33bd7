import type { KubeObject } from '../model/objects';
import {
  bothSelectors,
  parseFieldSelector,
  parseLabelSelector,
} from './selectors';

function labelled(labels: { [key: string]: string }): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pod', namespace: 'ns', labels },
    status: { phase: 'Running' },
  };
}

describe('parseLabelSelector', () => {
  it.each([
    ['a=1', { a: '1' }, true],
    ['a==1', { a: '2' }, false],
    ['a!=1', {}, true],
    ['a!=1', { a: '1' }, false],
    ['a', { a: '' }, true],
    ['!a', { a: '' }, false],
    ['a in (1, 2)', { a: '2' }, true],
    ['a in (1,2)', {}, false],
    ['a notin (1,2)', {}, true],
    ['a=1,b in (x,y),!c', { a: '1', b: 'y' }, true],
    ['example.com/a=x-1.y_2', { 'example.com/a': 'x-1.y_2' }, true],
  ])('%s of %j is %s', (text, labels, expected) => {
    expect(parseLabelSelector(text)?.(labelled(labels))).toBe(expected);
  });

  it('selects everything when there is nothing to select by', () => {
    expect(parseLabelSelector(' ')).toBeUndefined();
  });

  it('refuses what it cannot read', () => {
    expect(() => parseLabelSelector('a b')).toThrow(
      'unable to parse requirement',
    );
  });
});

describe('parseFieldSelector', () => {
  it.each([
    ['metadata.name=pod', true],
    ['metadata.name!=pod', false],
    ['metadata.namespace=ns,status.phase=Running', true],
    ['status.phase=Pending', false],
  ])('%s is %s', (text, expected) => {
    expect(parseFieldSelector(text, '/pods')?.(labelled({}))).toBe(expected);
  });

  it('offers fields by kind', () => {
    expect(() => parseFieldSelector('status.phase=x', '/configmaps')).toThrow(
      '"status.phase" is not a known field selector',
    );
  });
});

describe('bothSelectors', () => {
  it('wants both', () => {
    const both = bothSelectors(
      parseLabelSelector('a=1'),
      parseFieldSelector('metadata.name=other', '/pods'),
    );
    expect(both?.(labelled({ a: '1' }))).toBe(false);
    expect(bothSelectors(undefined, undefined)).toBeUndefined();
  });
});
