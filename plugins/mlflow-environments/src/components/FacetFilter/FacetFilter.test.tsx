import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FacetFilter } from './FacetFilter';

const owners = Array.from({ length: 9 }, (_, index) => ({
  value: `team-${index}`,
  count: index + 1,
}));

describe('FacetFilter', () => {
  it('shows the first values, those selected, and the rest on demand', async () => {
    render(
      <FacetFilter
        title="Owner"
        facet={owners}
        selected={['team-8']}
        onToggle={jest.fn()}
      />,
    );
    expect(screen.getAllByRole('checkbox')).toHaveLength(7);
    expect(screen.getByRole('checkbox', { name: 'team-8 (9)' })).toBeChecked();
    await userEvent.click(
      screen.getByRole('button', { name: 'All values of Owner' }),
    );
    expect(screen.getAllByRole('checkbox')).toHaveLength(9);
  });

  it('tells which value was chosen', async () => {
    const onToggle = jest.fn();
    render(
      <FacetFilter
        title="Owner"
        facet={owners}
        selected={[]}
        onToggle={onToggle}
      />,
    );
    await userEvent.click(screen.getByRole('checkbox', { name: 'team-0 (1)' }));
    expect(onToggle).toHaveBeenCalledWith('team-0');
  });
});
