import { toAtlasTagValue, toAwsTagValue, toLabelValue } from './tags';

describe('a tag value', () => {
  it.each([
    [
      'group:default/team-a',
      'group:default/team-a',
      'group.default.team-a',
      'group.default.team-a',
    ],
    ['team-a', 'team-a', 'team-a', 'team-a'],
    [
      'Forschung & Lehre',
      'Forschung - Lehre',
      'Forschung - Lehre',
      'Forschung---Lehre',
    ],
    ['Zoë', 'Zoë', 'Zo-', 'Zo'],
    [
      'a@example.com; b',
      'a@example.com- b',
      'a@example.com; b',
      'a-example.com--b',
    ],
    ['{{evil}}"\n', '--evil----', '--evil----', 'evil'],
    ['', '', '', ''],
    ['///', '///', '...', ''],
    ['x'.repeat(300), 'x'.repeat(256), 'x'.repeat(255), 'x'.repeat(63)],
  ])(
    '%j becomes legal for AWS, Atlas and Kubernetes',
    (value, aws, atlas, label) => {
      expect(toAwsTagValue(value)).toBe(aws);
      expect(toAtlasTagValue(value)).toBe(atlas);
      expect(toLabelValue(value)).toBe(label);
    },
  );
});
