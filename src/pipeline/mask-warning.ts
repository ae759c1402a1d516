/** Tells that secrets of the project were kept back from the models. */
export function maskWarning(masked: number): string {
  return `${masked} ${masked === 1 ? 'value that looks like a secret is' : 'values that look like secrets are'} masked in what the models are shown`;
}
