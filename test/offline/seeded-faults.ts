import { type Files, LIBRARY, PLANNER, TILL } from './seeded-projects.ts';

/** One fault in one of the programs: `right` stands once in the file and becomes `wrong`. */
export interface SeededFault {
  readonly name: string;
  readonly files: Files;
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
}

function fault(name: string, files: Files, file: string, right: string, wrong: string): SeededFault {
  return { name, files, file, right, wrong };
}

/** Faults that the source or the message gives away. */
export const VISIBLE_FAULTS: readonly SeededFault[] = [
  fault('namespace import missing', LIBRARY, 'src/loans.js', "import * as dates from './dates.js';\n\n", ''),
  fault('named import missing', LIBRARY, 'src/catalogue/catalogue.js', "import { Book } from './book.js';\n\n", ''),
  fault(
    'named for default',
    LIBRARY,
    'src/catalogue/index.js',
    'export { default as Catalogue }',
    'export { Catalogue }',
  ),
  fault('await missing', LIBRARY, 'src/loans.js', 'await catalogue.find', 'catalogue.find'),
  fault('return missing', LIBRARY, 'src/catalogue/catalogue.js', 'return book.title;', 'book.title;'),
  fault('require missing', TILL, 'lib/discounts.js', "const { round } = require('./money');\n\n", ''),
  fault('module path', TILL, 'lib/basket.js', "require('./discounts')", "require('./discount')"),
  fault('misspelt property', TILL, 'lib/basket.js', 'entry.name === name', 'entry.nmae === name'),
  fault('relative import missing', PLANNER, 'planner/parsing.py', 'from .model import Task\n\n', ''),
  fault('library import missing', PLANNER, 'planner/parsing.py', 'import re\n\n', ''),
  fault('misspelt name', PLANNER, 'planner/schedule.py', 'finished.append(task', 'finishd.append(task'),
  fault('self missing', PLANNER, 'planner/schedule.py', 'return self.order()', 'return order()'),
  fault('imported name', PLANNER, 'planner/schedule.py', 'import defaultdict', 'import default_dict'),
];

/** Faults of logic, not all of them the exact inverse of one operator. */
export const LOGIC_FAULTS: readonly SeededFault[] = [
  fault('boundary', LIBRARY, 'src/loans.js', 'times >= 3', 'times > 3'),
  fault('negated part', LIBRARY, 'src/loans.js', '!book.isAvailable()', 'book.isAvailable()'),
  fault('arguments swapped', LIBRARY, 'src/loans.js', '(loan.due, returned)', '(returned, loan.due)'),
  fault('page off by one', LIBRARY, 'src/catalogue/catalogue.js', '(page - 1) * size', 'page * size'),
  fault('or for and', TILL, 'lib/discounts.js', 'code === code && total', 'code === code || total'),
  fault('assignment for sum', TILL, 'lib/basket.js', 'line.quantity += quantity', 'line.quantity = quantity'),
  fault('min for max', TILL, 'lib/discounts.js', 'Math.max(', 'Math.min('),
  fault('sum for product', TILL, 'lib/basket.js', 'line.price * line.quantity', 'line.price + line.quantity'),
  fault('condition negated', PLANNER, 'planner/parsing.py', 'if match is None', 'if match is not None'),
  fault('not dropped', PLANNER, 'planner/model.py', 'return not self.done', 'return self.done'),
  fault('boundary in Python', PLANNER, 'planner/schedule.py', 'task.hours <= 4', 'task.hours < 4'),
  fault('slice bound', PLANNER, 'planner/schedule.py', '[-count:]', '[count:]'),
  fault('any for all', PLANNER, 'planner/model.py', 'all(name', 'any(name'),
];
