import { describeNameCheck } from './nameVerdict';

describe('describeNameCheck', () => {
  const free = { value: { name: 'churn', available: true } };

  it('says nothing before a name is typed', () => {
    expect(describeNameCheck('', '', {})).toEqual({ state: 'empty' });
  });

  it('names what is wrong with an illegal name without asking', () => {
    expect(describeNameCheck('Churn!', 'Churn!', {})).toMatchObject({
      state: 'illegal',
      message: expect.stringContaining('lower-case'),
    });
  });

  it('does not take the answer for another name', () => {
    expect(describeNameCheck('churn-2', 'churn', free)).toEqual({
      state: 'checking',
    });
    expect(
      describeNameCheck('churn-2', 'churn', { error: new Error('down') }),
    ).toEqual({ state: 'checking' });
  });

  it('tells a free name from a taken one', () => {
    expect(describeNameCheck('churn', 'churn', free).state).toBe('free');
    expect(
      describeNameCheck('churn', 'churn', {
        value: { name: 'churn', available: false, reason: 'Somebody has it.' },
      }),
    ).toEqual({ state: 'taken', message: 'Somebody has it.' });
  });

  it('admits that it could not ask', () => {
    expect(
      describeNameCheck('churn', 'churn', { error: new Error('down') }),
    ).toMatchObject({
      state: 'unchecked',
      message: expect.stringContaining('down'),
    });
  });
});
