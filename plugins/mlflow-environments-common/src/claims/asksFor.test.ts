import { asksFor } from './asksFor';
import { renderClaim } from './renderClaim';
import { aClaim } from './__testUtils__/aClaim';

const claim = async () => renderClaim(aClaim({ environmentID: 'churn' }));

describe('asksFor', () => {
  it('finds a name in whatever file asks for it', async () => {
    expect(await asksFor('churn', 'a/others.yml', claim)).toBe(true);
    expect(await asksFor('churn', 'a/fraud.yaml', claim)).toBe(true);
    expect(await asksFor('chur', 'a/churn.yaml', claim)).toBe(false);
    expect(await asksFor('churn', 'a/README.md', claim)).toBe(false);
  });

  it('takes a name as taken by the file that is called so, whatever is in it', async () => {
    const read = jest.fn(async () => '{');
    expect(await asksFor('churn', 'a/churn.yaml', read)).toBe(true);
    expect(read).not.toHaveBeenCalled();
  });
});
