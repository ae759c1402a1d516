import { argumentSwap } from './operators/argument-swap.ts';
import { arithmeticOperator } from './operators/arithmetic-operator.ts';
import { assignmentTarget } from './operators/assignment-target.ts';
import { attributeReplace } from './operators/attribute-replace.ts';
import { augmentedOperator } from './operators/augmented-operator.ts';
import { binaryExtension } from './operators/binary-extension.ts';
import { booleanLiteral } from './operators/boolean-literal.ts';
import { callToAssignment } from './operators/call-to-assignment.ts';
import { choiceSwap } from './operators/choice-swap.ts';
import { comparisonAndLiteral } from './operators/comparison-and-literal.ts';
import { comparisonBoundary } from './operators/comparison-boundary.ts';
import { comparisonOperator } from './operators/comparison-operator.ts';
import { deleteStatement } from './operators/delete-statement.ts';
import { dropOperand } from './operators/drop-operand.ts';
import { emptyLiteral } from './operators/empty-literal.ts';
import { expectedLiteral } from './operators/expected-literal.ts';
import { expressionToVariable } from './operators/expression-to-variable.ts';
import { extendCondition } from './operators/extend-condition.ts';
import { guardCondition } from './operators/guard-condition.ts';
import { indexChange } from './operators/index-change.ts';
import { indexSwap } from './operators/index-swap.ts';
import { insertAssignment } from './operators/insert-assignment.ts';
import { insertCall } from './operators/insert-call.ts';
import { logicalFlip } from './operators/logical-flip.ts';
import { minMaxWrap } from './operators/min-max-wrap.ts';
import { missingAwaitOperator } from './operators/missing-await.ts';
import { missingReturn } from './operators/missing-return.ts';
import { moveStatement } from './operators/move-statement.ts';
import { nameFamily } from './operators/name-family.ts';
import { negateCondition } from './operators/negate-condition.ts';
import { nullGuard } from './operators/null-guard.ts';
import { offByOne } from './operators/off-by-one.ts';
import { operandSwap } from './operators/operand-swap.ts';
import type { RegisteredOperator } from './operators/operator.ts';
import { plusMinusOne } from './operators/plus-minus-one.ts';
import { replaceCondition } from './operators/replace-condition.ts';
import { returnCondition } from './operators/return-condition.ts';
import { signChange } from './operators/sign-change.ts';
import { sliceBounds } from './operators/slice-bounds.ts';
import { sliceInsert } from './operators/slice-insert.ts';
import { sortOrder } from './operators/sort-order.ts';
import { squareHalve } from './operators/square-halve.ts';
import { unusedValue } from './operators/unused-value.ts';
import { unwrapCall } from './operators/unwrap-call.ts';
import { variableReplace } from './operators/variable-replace.ts';

/** Registry of the search operators, in the order of their priors. */
export const REPAIR_OPERATORS: readonly RegisteredOperator[] = [
  comparisonBoundary,
  missingAwaitOperator,
  expectedLiteral,
  indexSwap,
  returnCondition,
  missingReturn,
  arithmeticOperator,
  argumentSwap,
  callToAssignment,
  logicalFlip,
  comparisonOperator,
  negateCondition,
  booleanLiteral,
  offByOne,
  choiceSwap,
  operandSwap,
  augmentedOperator,
  nameFamily,
  unwrapCall,
  sortOrder,
  plusMinusOne,
  emptyLiteral,
  dropOperand,
  moveStatement,
  signChange,
  minMaxWrap,
  unusedValue,
  comparisonAndLiteral,
  squareHalve,
  variableReplace,
  expressionToVariable,
  indexChange,
  sliceBounds,
  sliceInsert,
  insertCall,
  binaryExtension,
  attributeReplace,
  assignmentTarget,
  guardCondition,
  nullGuard,
  deleteStatement,
  insertAssignment,
  replaceCondition,
  extendCondition,
];

export function isOperator(name: string): boolean {
  return REPAIR_OPERATORS.some((operator) => operator.name === name);
}
