import type { JsonSchema } from '../domain/model-provider.ts';

/** Values of `action` in a reply. */
export const PATCH_ACTIONS = ['replace', 'create', 'delete', 'rename'] as const;

/**
 * What a model is asked to reply. Code travels as arrays of lines: in measured replies models escape a line
 * more reliably than a whole block, and a missing line end cannot glue two lines together. `analysis` stands first,
 * so that the model thinks before it writes code; `cannotFix` is the honest way out.
 */
export const PATCH_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    analysis: { type: 'string', description: 'What is wrong and where, in a few sentences.' },
    cannotFix: {
      type: 'string',
      description:
        'Empty when patches are given. Otherwise the reason why no honest change of the program can make the tests pass.',
    },
    patches: {
      type: 'array',
      description: 'The smallest set of changes that repairs the program; empty when cannotFix is given.',
      items: {
        type: 'object',
        properties: {
          file: { type: 'string', description: 'Path of the file, relative to the top of the project.' },
          action: { type: 'string', enum: PATCH_ACTIONS },
          search: {
            type: 'array',
            items: { type: 'string' },
            description:
              'For replace: consecutive whole lines exactly as they stand in the file, enough of them to be unique. Else empty.',
          },
          replace: {
            type: 'array',
            items: { type: 'string' },
            description:
              'For replace: the lines that take their place (empty to remove them). For create: all lines of the file. Else empty.',
          },
          startLine: {
            type: 'integer',
            description: 'Line number of the first searched line; only needed when the lines stand in several places.',
          },
          newPath: { type: 'string', description: 'For rename: the new path.' },
        },
        required: ['file', 'action', 'search', 'replace'],
      },
    },
    explanation: {
      type: 'string',
      description: 'Why the patches repair the failing tests, in one or two sentences for the user.',
    },
  },
  required: ['analysis', 'cannotFix', 'patches', 'explanation'],
};

/** The same in words, for the prompt: providers without schemas have nothing else. */
export const PATCH_INSTRUCTIONS = `Reply with one JSON object and nothing else, of this form:
{
  "analysis": "what is wrong and where, in a few sentences",
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

Rules for the patches:
- Code is given as arrays of strings, one string for each line, with its indentation and without a line end.
- "action" is one of ${PATCH_ACTIONS.map((action) => `"${action}"`).join(', ')}.
- "replace": "search" holds consecutive whole lines copied exactly from the file, without line numbers and with nothing left out; take as few as are needed to be unique in the file. "replace" holds the lines that take their place; an empty array removes them. To insert lines, search for a neighbouring line and repeat it in "replace". When the same lines stand in several places, add "startLine", the line number of the first one.
- "create": a new file; "replace" holds all of its lines and "search" is empty. "delete": both are empty. "rename": both are empty and "newPath" is the new path.
- Never stand in for code with comments such as "... rest unchanged" or "existing code".
- Several changes in one file are several patches; each of them refers to the file as it is now, and they must not overlap.
- Change only what the repair needs; keep the style of the code around it.
- Repair the program, not the tests: never touch tests, snapshots, mocks, test fixtures, configuration of test runners or CI, package scripts, dependencies or lock files, and never special-case the tests' inputs or expected values. Such patches are refused.
- If no honest change of the program can make the tests pass, leave "patches" empty and say why in "cannotFix". That is a good answer; a patch that only hides the failure is not.`;
