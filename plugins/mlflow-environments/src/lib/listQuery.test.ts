import fc from 'fast-check';
import {
  formatChoice,
  isFiltered,
  parseChoice,
  toggleOrder,
  toggleValue,
  toQuery,
  withoutFilters,
  type ListChoice,
} from './listQuery';

const parse = (address: string) => parseChoice(new URLSearchParams(address));

const values = fc.array(fc.string({ minLength: 1 }));
const choices: fc.Arbitrary<ListChoice> = fc.record({
  text: fc.string(),
  selected: fc.record({
    status: values,
    stage: values,
    owner: values,
    namespace: values,
    cluster: values,
  }),
  orderField: fc.constantFrom('name', 'status', 'since'),
  orderDirection: fc.constantFrom('asc', 'desc'),
});

describe('a choice in the address', () => {
  it('can be read back', () => {
    fc.assert(
      fc.property(choices, choice => {
        expect(parse(formatChoice(choice).toString())).toEqual(choice);
      }),
    );
  });

  it('leaves no trace when nothing is chosen', () => {
    expect(formatChoice(parse('')).toString()).toBe('');
  });

  it('falls back on what it does not know', () => {
    const choice = parse('orderField=colour&orderDirection=sideways');
    expect(choice).toMatchObject({ orderField: 'name', orderDirection: 'asc' });
  });
});

describe('toQuery', () => {
  it('asks only for statuses that exist, as the API refuses others', () => {
    const query = toQuery(parse('status=Failed&status=Green&text=%20churn '), {
      limit: 50,
    });
    expect(query).toMatchObject({ status: ['Failed'], text: 'churn' });
  });
});

describe('changing a choice', () => {
  it('selects a value and deselects it again', () => {
    const once = toggleValue(parse(''), 'stage', 'dev');
    expect(once.selected.stage).toEqual(['dev']);
    expect(toggleValue(once, 'stage', 'dev').selected.stage).toEqual([]);
  });

  it('turns the order round at the same column and starts anew at another', () => {
    const byStatus = toggleOrder(parse(''), 'status');
    expect(byStatus).toMatchObject({
      orderField: 'status',
      orderDirection: 'asc',
    });
    const turned = toggleOrder(byStatus, 'status');
    expect(turned.orderDirection).toBe('desc');
    expect(toggleOrder(turned, 'name').orderDirection).toBe('asc');
  });

  it('clears filters and keeps the order', () => {
    const choice = parse('text=a&stage=dev&orderField=since');
    expect(isFiltered(choice)).toBe(true);
    const cleared = withoutFilters(choice);
    expect(isFiltered(cleared)).toBe(false);
    expect(cleared.orderField).toBe('since');
  });
});
