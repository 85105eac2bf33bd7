import {
  imageRequirements,
  isUnavailable,
  pinnedVersion,
  requirementLines,
  withPrerelease,
} from './requirements';

describe("the image's requirements", () => {
  it('name one version of every package', () => {
    for (const line of imageRequirements().lines) {
      expect(line).toMatch(/^[\w-]+(\[\w+\])?==[\d.]+$/);
    }
  });

  it('are read without comments', () => {
    expect(requirementLines('# why\na==1 # because\n\n  b==2\n')).toEqual([
      'a==1',
      'b==2',
    ]);
  });

  it('are known by another name once one of them changes', () => {
    const pinned = imageRequirements();
    expect(withPrerelease(pinned).hash).not.toBe(pinned.hash);
  });

  it('give way to a pre-release of the store alone', () => {
    const pinned = imageRequirements();
    const version = pinnedVersion(pinned, 'mlflow-mongodb');
    const changed = withPrerelease(pinned).lines.filter(
      line => !pinned.lines.includes(line),
    );
    expect(changed).toEqual([`mlflow-mongodb>=${version}.dev0,<=${version}`]);
  });

  it('give way only when that version is not to be had', () => {
    const pinned = imageRequirements();
    const version = pinnedVersion(pinned, 'mlflow-mongodb');
    const missing = 'ERROR: No matching distribution found for';
    expect(isUnavailable(pinned, `${missing} mlflow-mongodb==${version}`)).toBe(
      true,
    );
    expect(isUnavailable(pinned, `${missing} boto3==0.0.1`)).toBe(false);
  });
});
