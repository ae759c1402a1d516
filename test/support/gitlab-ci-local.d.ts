declare module 'gitlab-ci-local/src/schema/schema.js' {
  /** JSON Schema of .gitlab-ci.yml as GitLab publishes it. */
  export const schema: object;
}
