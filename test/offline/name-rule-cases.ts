import { failure, frame } from '../support/test-results.ts';
import { type RuleCase, seeded, thrown, unloaded } from './registry-rule-cases.ts';

/** A package that answers for old names itself, with types that only checkers see. */
const BOX_PY = {
  'box/__init__.py':
    'from .lid import close\nfrom .lid import open_lid\n\n\ndef __getattr__(name):\n    raise AttributeError(name)\n',
  'box/lid.py':
    'from __future__ import annotations\n\nimport typing as t\n\nif t.TYPE_CHECKING:\n    from decimal import Decimal\n\n\ndef close(size: Decimal | None) -> str:\n    return "closed"\n\n\ndef open_lid():\n    return "open"\n',
  'box/hinge.py':
    'from __future__ import annotations\n\n\nclass Hinge:\n    def __init__(self):\n        self.turns = {}\n\n    def turned(self, name):\n        if name not in self.turns:\n            return 0\n        return self.turns[name]\n\n    def itself(self) -> Hinge:\n        return self\n\n\ndef __getattr__(name):\n    return globals()[f"_{name}"]\n',
  'box/stack.py':
    'def given(**functions):\n    def into(taker):\n        for name, function in functions.items():\n            setattr(taker, name, function)\n        return taker\n\n    return into\n\n\n@given(measure=lambda self: 1)\nclass Stack:\n    def height(self):\n        return self.measure()\n',
  'box/_size.py': 'def size_of(text):\n    return len(text)\n',
  'box/label.py': 'from box import _size\n\n\ndef label(text):\n    return _size.size_of(text)\n',
  'tests/test_box.py':
    'import box\nfrom box.hinge import Hinge\nfrom box.label import label\nfrom box.stack import Stack\n\n\ndef test_box():\n    assert box.close(None) == "closed"\n    assert box.open_lid() == "open"\n    assert Hinge().turned("a") == 0\n    assert Stack().height() == 1\n    assert label("a") == 1\n',
};
const inBox = { test: 'tests/test_box.py' };

/** An index under whose names nothing else is imported, and a package beside modules of the project. */
const PARTS_TS = {
  'package.json': '{"name":"parts","type":"module","dependencies":{"maker":"1.0.0"}}',
  'src/index.ts':
    "import { joined } from './lib/joined.ts'\nimport { html as htmlBase } from './lib/html.ts'\n\nexport const page = joined(htmlBase)\n",
  'src/lib/joined.ts': 'export const joined = (parts: string[]) => parts.join()\n',
  'src/lib/html.ts': "export const html = ['a', 'b']\n",
  'src/form.ts':
    "import { Maker } from 'maker'\nimport { cut, glued } from './tools.ts'\n\nexport class Form<in out Part> {\n  maker = new Maker()\n\n  made(part: Part) {\n    return glued(cut(part))\n  }\n}\n",
  'src/tools.ts': 'export const cut = (part: unknown) => [part]\nexport const glued = (parts: unknown[]) => parts\n',
  'test/parts.test.ts':
    "import { Form } from '../src/form.ts'\nimport { page } from '../src/index.ts'\n\nnew Form().made(page)\n",
};
const inParts = { test: 'test/parts.test.ts' };

/** Names that the file of the message has, or that no message names. */
export const NAME_RULE_CASES: readonly RuleCase[] = [
  seeded(BOX_PY, 'box/lid.py', 'from __future__ import annotations\n\n', '', {
    ...inBox,
    title: 'Python: annotations that only checkers can work out are worked out',
    rule: 'future-annotations',
    operator: 'future-annotations',
    told: unloaded('NameError', "name 'Decimal' is not defined", frame('box/lid.py', 7)),
  }),
  seeded(BOX_PY, 'box/hinge.py', 'from __future__ import annotations\n\n\n', '\n\n', {
    ...inBox,
    title: 'Python: a class names itself in its annotations',
    rule: 'future-annotations',
    operator: 'future-annotations',
    told: unloaded('NameError', "name 'Hinge' is not defined", frame('box/hinge.py', 12)),
  }),
  seeded(BOX_PY, 'box/hinge.py', 'name not in self.turns', 'name not in turns', {
    ...inBox,
    title: 'Python: `self.` is missing, in a module that looks names up by itself, and no message tells it',
    rule: 'undefined-names',
    operator: 'add-receiver',
    told: failure('assert None == 0', {
      kind: 'assertion',
      errorType: 'AssertionError',
      frames: [frame('tests/test_box.py', 10, true)],
    }),
  }),
  seeded(BOX_PY, 'box/label.py', 'from box import _size', 'from typing import _size', {
    ...inBox,
    title: 'Python: a private module of a package is asked of the standard library',
    rule: 'imported-names',
    operator: 'module-path',
    told: unloaded(
      'ImportError',
      "cannot import name '_size' from 'typing' (/usr/lib/python3.11/typing.py)",
      frame('box/label.py', 1),
    ),
    repaired: BOX_PY['box/label.py'].replace('from box', 'from .'),
  }),
  seeded(BOX_PY, 'box/stack.py', 'self.measure()', 'measure()', {
    ...inBox,
    title: 'Python: `self.` is missing before what a decorator gives the class',
    rule: 'undefined-names',
    operator: 'add-receiver',
    told: thrown('NameError', "name 'measure' is not defined", frame('box/stack.py', 13)),
  }),
  seeded(BOX_PY, 'box/__init__.py', 'from .lid import open_lid\n', '', {
    ...inBox,
    title: 'Python: a package that says no more than the name has lost a re-export',
    rule: 'module-members',
    operator: 'add-export',
    told: thrown('AttributeError', 'open_lid', frame('tests/test_box.py', 9, true)),
    repaired: BOX_PY['box/__init__.py'].replace('close\nfrom .lid import open_lid', 'close, open_lid'),
  }),
  seeded(PARTS_TS, 'src/index.ts', "import { html as htmlBase } from './lib/html.ts'\n", '', {
    ...inParts,
    title: 'TypeScript: the one import of a module, under another name, is missing',
    rule: 'undefined-names',
    operator: 'add-import',
    told: unloaded('ReferenceError', 'htmlBase is not defined', frame('src/index.ts', 3)),
  }),
  seeded(PARTS_TS, 'src/form.ts', "'./tools.ts'", "'maker'", {
    ...inParts,
    title: 'TypeScript: several names are asked of a package that is not known',
    rule: 'imported-names',
    operator: 'module-path',
    told: unloaded(
      'SyntaxError',
      "The requested module 'maker' does not provide an export named 'cut'",
      frame('src/form.ts', 2),
    ),
  }),
];
