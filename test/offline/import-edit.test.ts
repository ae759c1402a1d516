import { describe, expect, it } from '@jest/globals';
import { importEdit } from '../../src/offline/imports/import-edit.ts';
import type { ImportRequest } from '../../src/offline/imports/import-request.ts';
import { ProjectSources } from '../../src/offline/project-sources.ts';
import { applyTextEdits } from '../../src/offline/text-edit.ts';
import { memoryProject } from '../support/memory-project.ts';

async function imported(
  path: string,
  text: string,
  request: Partial<ImportRequest>,
  module = true,
): Promise<string | null> {
  const sources = await ProjectSources.open(
    memoryProject({ 'package.json': module ? '{"type":"module"}' : '{}', [path]: text, 'app/model.py': '' }),
  );
  try {
    const whole = {
      path,
      specifier: './task.js',
      style: 'named',
      imported: 'Task',
      local: 'Task',
      typeOnly: false,
    } as const;
    const edit = importEdit(sources, { ...whole, ...request });
    return edit === null ? null : applyTextEdits(text, [edit]);
  } finally {
    sources.dispose();
  }
}

describe('an import in an ES module', () => {
  it.each([
    ['joins the names of its module', "import { A } from './task.js';\n", {}, "import { A, Task } from './task.js';\n"],
    [
      'joins a list over several lines',
      "import {\n  A,\n  B,\n} from './task.js';\n",
      {},
      "import {\n  A,\n  B,\n  Task,\n} from './task.js';\n",
    ],
    ['stands beside a default import', "import a from './task.js';\n", {}, "import a, { Task } from './task.js';\n"],
    [
      'stands before named imports as a default',
      "import { A } from './task.js';\n",
      { style: 'default', local: 'task' },
      "import task, { A } from './task.js';\n",
    ],
    [
      'follows the imports of its kind',
      "import fs from 'node:fs';\nimport { b } from './b.js';\n\nb(fs);\n",
      {},
      "import fs from 'node:fs';\nimport { b } from './b.js';\nimport { Task } from './task.js';\n\nb(fs);\n",
    ],
    [
      'of a package stands before those of the project',
      "import { b } from './b.js';\n",
      { specifier: 'node:path', style: 'default', local: 'path' },
      "import path from 'node:path';\nimport { b } from './b.js';\n",
    ],
    [
      'takes over quotes, line ends and missing semicolons',
      'import { b } from "./b.js"\r\nb()\r\n',
      {},
      'import { b } from "./b.js"\r\nimport { Task } from "./task.js"\r\nb()\r\n',
    ],
    [
      'stays behind hashbang and licence',
      '#!/usr/bin/env node\n// Licence\nrun();\n',
      {},
      "#!/usr/bin/env node\n// Licence\nimport { Task } from './task.js';\n\nrun();\n",
    ],
    [
      'can have another name',
      "import { b } from './b.js';\n",
      { local: 'Job' },
      "import { b } from './b.js';\nimport { Task as Job } from './task.js';\n",
    ],
    [
      'can be of types only',
      "import { A } from './task.js';\n",
      { typeOnly: true },
      "import { A } from './task.js';\nimport type { Task } from './task.js';\n",
    ],
    [
      'can be the whole module',
      "import { A } from './task.js';\n",
      { style: 'namespace', local: 'tasks' },
      "import { A } from './task.js';\nimport * as tasks from './task.js';\n",
    ],
  ] as const)('%s', async (_title, text, request, expected) => {
    expect(await imported('src/main.ts', text, request)).toBe(expected);
  });
});

describe('a require', () => {
  it.each([
    [
      'joins a pattern',
      "const { a } = require('./task');\n",
      { specifier: './task' },
      "const { a, Task } = require('./task');\n",
    ],
    [
      'follows the others',
      "'use strict';\n\nconst fs = require('fs');\n\nfs();\n",
      { specifier: 'path', style: 'default', local: 'path' },
      "'use strict';\n\nconst fs = require('fs');\nconst path = require('path');\n\nfs();\n",
    ],
    [
      'uses var where the file does',
      "var a = require('./a');\n",
      { specifier: './task' },
      "var a = require('./a');\nvar { Task } = require('./task');\n",
    ],
    [
      'stands behind the directive',
      "'use strict';\n\nmodule.exports = 1;\n",
      { specifier: './task' },
      "'use strict';\n\nconst { Task } = require('./task');\n\nmodule.exports = 1;\n",
    ],
  ] as const)('%s', async (_title, text, request, expected) => {
    expect(await imported('lib/main.js', text, request, false)).toBe(expected);
  });
});

describe('an import in Python', () => {
  it.each([
    [
      'joins the names of its module',
      'from .model import A\n',
      { specifier: '.model' },
      'from .model import A, Task\n',
    ],
    [
      'joins a list in parentheses',
      'from .model import (\n    A,\n)\n',
      { specifier: '.model' },
      'from .model import (\n    A,\n    Task,\n)\n',
    ],
    [
      'joins its group',
      'import os\n\nfrom .a import b\n',
      { specifier: 're', style: 'namespace', local: 're' },
      'import os\nimport re\n\nfrom .a import b\n',
    ],
    [
      'opens a group of its own',
      'import os\n\nos\n',
      { specifier: 'app.model' },
      'import os\n\nfrom app.model import Task\n\nos\n',
    ],
    [
      'stays behind docstring and future',
      '"""Doc."""\n\nfrom __future__ import annotations\n\nx = 1\n',
      { specifier: 're', style: 'namespace', local: 're' },
      '"""Doc."""\n\nfrom __future__ import annotations\n\nimport re\n\nx = 1\n',
    ],
    [
      'stands behind the docstring',
      '"""Doc."""\n\nx = 1\n',
      { specifier: 're', style: 'namespace', local: 're' },
      '"""Doc."""\n\nimport re\n\nx = 1\n',
    ],
    [
      'can have another name',
      'x = 1\n',
      { specifier: 'app.model', style: 'namespace', local: 'm' },
      'import app.model as m\n\n\nx = 1\n',
    ],
  ] as const)('%s', async (_title, text, request, expected) => {
    expect(await imported('app/main.py', text, request)).toBe(expected);
  });
});
