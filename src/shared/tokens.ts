/** Estimated tokens of a text: characters / 4, good enough to choose a provider and to stay below a cap. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
