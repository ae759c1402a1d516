/** What stands in place of a secret of the project, in everything that is shown of it. */
export const MASK = '[masked secret]';
