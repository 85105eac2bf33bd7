import { DEFAULT_PRICES, estimateCost } from './cost';

describe('estimateCost', () => {
  it.each([
    [{}, 58.15],
    [{ database: { tier: 'Flex' } }, 31.15],
    [{ database: { tier: 'M40' } }, 760.15],
  ])('sums up %j to %s dollars a month', (parameters, monthly) => {
    const cost = estimateCost(parameters, DEFAULT_PRICES);
    expect(cost.monthly).toBe(monthly);
    const sum = cost.items.reduce((total, item) => total + item.monthly, 0);
    expect(sum).toBeCloseTo(monthly, 2);
  });

  it('leaves out what has no price, as of a tier that nobody knows', () => {
    const { items } = estimateCost(
      { database: { tier: 'M999' } },
      DEFAULT_PRICES,
    );
    expect(items.map(({ label }) => label)).toEqual(['S3 artifacts']);
    expect(
      estimateCost({ database: 'nonsense', owner: 7 }, DEFAULT_PRICES)
        .missingTags,
    ).toEqual(['owner', 'cost-center']);
  });

  it('names the cost tags that a claim lacks', () => {
    const tags = (parameters: object) =>
      estimateCost({ ...parameters }, DEFAULT_PRICES).missingTags;
    expect(tags({})).toEqual(['owner', 'cost-center']);
    expect(tags({ owner: 'team-a', costCenter: ' ' })).toEqual(['cost-center']);
    expect(tags({ owner: 'team-a', costCenter: '4711' })).toEqual([]);
  });
});
