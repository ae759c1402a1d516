import type { JsonSchema } from '../domain/model-provider.ts';

/** Values of `action` in a reply. */
export const PATCH_ACTIONS = ['replace', 'create', 'delete', 'rename'] as const;

/**
 * What a model is asked to reply. Code travels as arrays of lines: in measured replies models escape a line
 * more reliably than a whole block, and a missing line end cannot glue two lines together. `analysis` stands first,
 * so that the model thinks before it writes code; `cannotFix` is the honest way out. Without descriptions: the
 * instructions tell all, and some providers are sent the schema as text beside them.
 */
export const PATCH_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    analysis: { type: 'string' },
    cannotFix: { type: 'string' },
    patches: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          file: { type: 'string' },
          action: { type: 'string', enum: PATCH_ACTIONS },
          search: { type: 'array', items: { type: 'string' } },
          replace: { type: 'array', items: { type: 'string' } },
          startLine: { type: 'integer' },
          newPath: { type: 'string' },
        },
        required: ['file', 'action', 'search', 'replace'],
      },
    },
    explanation: { type: 'string' },
  },
  required: ['analysis', 'cannotFix', 'patches', 'explanation'],
};

/** The same in words, for the prompt. */
export const PATCH_INSTRUCTIONS = `Reply with one JSON object and nothing else, of this form:
{
  "analysis": "root cause: what is wrong and where, in a few sentences",
  "cannotFix": "",
  "patches": [
    {
      "file": "src/example.js",
      "action": "replace",
      "search": ["  if (count > limit) {", "    return null;"],
      "replace": ["  if (count >= limit) {", "    return null;"]
    }
  ],
  "explanation": "why this repairs the failing tests, in one or two sentences"
}

- Code is an array of strings: one string for each line, with its indentation, without a line end.
- "action" is one of ${PATCH_ACTIONS.map((action) => `"${action}"`).join(', ')}.
- "replace": "search" holds consecutive whole lines copied exactly from the file, nothing left out, as few as are unique in it; "replace" holds the lines that take their place, none to remove them. To insert, repeat a neighbouring line in both. When the same lines stand in several places, take more lines around them or add "startLine", the number of the first one.
- "create": "replace" holds all lines of the new file. "delete". "rename": "newPath" is the new path. "search" is empty in all three.
- Several changes in one file are several patches; each refers to the file as it is now, and they must not overlap.
- Never stand in for code with comments such as "... rest unchanged".
- Never touch tests, snapshots, mocks, test fixtures, configuration of test runners or CI, package scripts, dependencies or lock files: such patches are refused.
- If no honest change of the program can make the tests pass, or if code that you would have to see is not shown, leave "patches" empty and say in "cannotFix" why, and which file or function you miss. That is a good answer; a guess, or a patch that only hides the failure, is not.`;
