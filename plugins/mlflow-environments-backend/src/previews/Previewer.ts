import { InputError, isError } from '@backstage/errors';
import {
  ANNOTATION_CLAIM_PATH,
  ANNOTATION_CLAIM_REPOSITORY,
  buildClaim,
  checkName,
  ClaimParameters,
  claimPath,
  defaultClaim,
  EnvironmentClaim,
  Preview,
  PreviewRequest,
  Problem,
  renderClaim,
  validateClaim,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  InvalidInputError,
  plan,
  PlannedResource,
} from '@mlops-platform/function-mlflow-environments';
import { TargetConfig } from '../config';
import { estimateCost, Prices } from '../environments/cost';
import { toJsonObject } from '../lib/json';
import { redactText } from '../lib/redactText';
import { Targets } from '../targets';
import { CompositionSettings } from './CompositionSettings';

/** Says what a claim would come to, without storing anything. */
export class Previewer {
  constructor(
    private readonly options: {
      targets: Targets;
      settings: CompositionSettings;
      prices: Prices;
    },
  ) {}

  /** Throws an InputError for a name or place that no claim could have; what else is wrong is in the preview. */
  async preview(request: PreviewRequest): Promise<Preview> {
    const { namespace } = request;
    const target = this.options.targets.require(request.target, namespace);
    const parameters = requireName(request.parameters);
    const path = claimPath({
      path: target.path,
      namespace,
      environmentID: parameters.environmentID,
    });
    const claim = buildClaim({
      namespace,
      parameters,
      annotations: {
        [ANNOTATION_CLAIM_REPOSITORY]: target.cloneUrl,
        [ANNOTATION_CLAIM_PATH]: path,
      },
    });
    const shown = {
      claim: renderClaim(claim),
      claimPath: path,
      target: target.name,
    };

    const problems = validateClaim(claim);
    if (problems.length > 0) {
      return { ...shown, problems, resources: [] };
    }
    return {
      ...shown,
      ...(await this.plan(claim, target)),
      cost: estimateCost(
        toJsonObject(defaultClaim(claim).spec.parameters),
        this.options.prices,
      ),
    };
  }

  private async plan(
    claim: EnvironmentClaim,
    target: TargetConfig,
  ): Promise<Pick<Preview, 'problems' | 'resources'>> {
    try {
      const settings = await this.options.settings.of(target.cluster);
      return {
        problems: [],
        resources: plan({ ...claim }, settings).map(toApi),
      };
    } catch (error) {
      return { problems: [toProblem(error, target)], resources: [] };
    }
  }
}

function requireName(
  parameters: PreviewRequest['parameters'],
): ClaimParameters {
  const { environmentID } = parameters;
  const problem =
    typeof environmentID === 'string'
      ? checkName(environmentID)
      : 'A name is required.';
  if (environmentID === undefined || problem) {
    throw new InputError(`parameters.environmentID: ${problem}`);
  }
  return { ...parameters, environmentID };
}

function toApi(resource: PlannedResource): Preview['resources'][number] {
  const { name, apiVersion, kind, objectName, externalName } = resource;
  return {
    compositionResourceName: name,
    apiVersion,
    kind,
    name: objectName,
    externalName,
    waitsFor: resource.waitsFor,
    retained: resource.retained,
  };
}

/** What the platform's settings refuse is the person's to mend; that they can't be read is not. */
function toProblem(error: unknown, target: TargetConfig): Problem {
  const message = redactText(isError(error) ? error.message : String(error));
  if (error instanceof InvalidInputError && error.move === 'owner') {
    return { path: 'spec.parameters', message };
  }
  return {
    path: '',
    message: `What would be created can't be shown, because the Composition of cluster ${target.cluster} can't be read: ${message}`,
  };
}
