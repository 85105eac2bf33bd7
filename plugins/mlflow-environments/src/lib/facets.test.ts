import { facetOptions } from './facets';

describe('facetOptions', () => {
  it('keeps a selected value that nothing has any more', () => {
    expect(facetOptions([{ value: 'dev', count: 2 }], ['prod'])).toEqual([
      { value: 'dev', count: 2, selected: false },
      { value: 'prod', count: 0, selected: true },
    ]);
  });
});
