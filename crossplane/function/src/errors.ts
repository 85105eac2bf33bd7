/**
 * Input that cannot be composed. The message is one sentence that says what is wrong and whose move it is.
 *
 * @public
 */
export class InvalidInputError extends Error {
  private constructor(
    message: string,
    /** Who can put it right: the owner of the claim, or the platform team. */
    readonly move: 'owner' | 'platform',
  ) {
    super(message);
    this.name = 'InvalidInputError';
  }

  /** Something in the claim is wrong; `remedy` completes "the owner of the claim must ...". */
  static inClaim(problem: string, remedy: string): InvalidInputError {
    return new InvalidInputError(
      `${problem}: the owner of the claim must ${remedy}.`,
      'owner',
    );
  }

  /** Something in the platform's settings is wrong. */
  static inSettings(problem: string): InvalidInputError {
    return new InvalidInputError(
      `${problem}: the platform team must correct the PlatformSettings in the input of the Composition.`,
      'platform',
    );
  }
}
