import { formatCause } from './formatCause';

describe('formatCause', () => {
  it('says what is known', () => {
    expect(
      formatCause({ resource: 'atlas-cluster', reason: 'X', message: 'y' }),
    ).toBe('atlas-cluster: X: y');
    expect(formatCause({ message: 'y' })).toBe('y');
  });
});
