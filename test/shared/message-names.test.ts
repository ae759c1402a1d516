import { describe, expect, it } from '@jest/globals';
import { namesIn } from '../../src/shared/message-names.ts';
import { failure } from '../support/test-results.ts';

const module = (specifier: string, importer: string | null = null, exported: string | null = null) => ({
  kind: 'module',
  specifier,
  importer,
  exported,
});

// Wordings as the runtimes print them.
const MESSAGES: readonly (readonly [string, object])[] = [
  ['ReferenceError: Task is not defined', { kind: 'undefined', name: 'Task' }],
  ["NameError: name 'Task' is not defined", { kind: 'undefined', name: 'Task' }],
  [
    "UnboundLocalError: cannot access local variable 'n' where it is not associated with a value",
    { kind: 'undefined', name: 'n' },
  ],
  ["ReferenceError: Cannot access 'limit' before initialization", { kind: 'undefined', name: 'limit' }],
  ["src/a.ts(3,5): error TS2304: Cannot find name 'Task'.", { kind: 'undefined', name: 'Task' }],
  ['TypeError: cart.totl is not a function', { kind: 'member', name: 'totl' }],
  ['TypeError: (0 , _math.sum).run is not a function', { kind: 'member', name: 'run' }],
  ["AttributeError: 'Cart' object has no attribute 'totl'", { kind: 'member', name: 'totl' }],
  ["TypeError: Cannot read properties of undefined (reading 'id')", { kind: 'member', name: 'id' }],
  ['TypeError: sum is not a function', { kind: 'function', name: 'sum' }],
  ["TypeError: total() missing 1 required positional argument: 'rate'", { kind: 'function', name: 'total' }],
  ["Cannot find module './models' from 'src/routes.js'", module('./models', 'src/routes.js')],
  [
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/ci/app/src/models' imported from /ci/app/src/routes.js",
    module('/ci/app/src/models', '/ci/app/src/routes.js'),
  ],
  ["ModuleNotFoundError: No module named 'app.modles'", module('app.modles')],
  ["ImportError: cannot import name 'Taks' from 'app.models' (/ci/app/models.py)", module('app.models', null, 'Taks')],
  [
    "SyntaxError: The requested module './task.js' does not provide an export named 'Taks'",
    module('./task.js', null, 'Taks'),
  ],
  ['Error: Failed to resolve import "./helprs" from "src/a.ts". Does the file exist?', module('./helprs', 'src/a.ts')],
];

describe('the name in', () => {
  it.each(MESSAGES)('%s', (message, expected) => {
    expect(namesIn(failure(message))).toContainEqual(expected);
  });

  it('an assertion is none', () => {
    expect(namesIn(failure('Expected values to be strictly equal:\n\n11.81 !== 7.14\n'))).toEqual([]);
  });
});
