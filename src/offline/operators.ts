import { argumentInsert } from './operators/argument-insert.ts';
import { argumentSwap } from './operators/argument-swap.ts';
import { arithmeticOperator } from './operators/arithmetic-operator.ts';
import { assignmentTarget } from './operators/assignment-target.ts';
import { attributeReplace } from './operators/attribute-replace.ts';
import { augmentedOperator } from './operators/augmented-operator.ts';
import { binaryExtension } from './operators/binary-extension.ts';
import { blockCopy } from './operators/block-copy.ts';
import { booleanLiteral } from './operators/boolean-literal.ts';
import { callStatement } from './operators/call-statement.ts';
import { callToAssignment } from './operators/call-to-assignment.ts';
import { callWrap } from './operators/call-wrap.ts';
import { choiceSwap } from './operators/choice-swap.ts';
import { comparisonAndLiteral } from './operators/comparison-and-literal.ts';
import { comparisonBoundary } from './operators/comparison-boundary.ts';
import { comparisonOperator } from './operators/comparison-operator.ts';
import { defaultParameter } from './operators/default-parameter.ts';
import { deleteStatement } from './operators/delete-statement.ts';
import { dropOperand } from './operators/drop-operand.ts';
import { elseInsert } from './operators/else-insert.ts';
import { emptyLiteral } from './operators/empty-literal.ts';
import { entryDefault } from './operators/entry-default.ts';
import { entryInsert } from './operators/entry-insert.ts';
import { entryTotal } from './operators/entry-total.ts';
import { exceptionType } from './operators/exception-type.ts';
import { expectedLiteral } from './operators/expected-literal.ts';
import { expressionCopy } from './operators/expression-copy.ts';
import { expressionToVariable } from './operators/expression-to-variable.ts';
import { extendCondition } from './operators/extend-condition.ts';
import { fallbackInsert } from './operators/fallback-insert.ts';
import { guardCondition } from './operators/guard-condition.ts';
import { guardInsert } from './operators/guard-insert.ts';
import { guardThrow } from './operators/guard-throw.ts';
import { indexChange } from './operators/index-change.ts';
import { indexSwap } from './operators/index-swap.ts';
import { insertAssignment } from './operators/insert-assignment.ts';
import { insertCall } from './operators/insert-call.ts';
import { jumpInsert } from './operators/jump-insert.ts';
import { logicalFlip } from './operators/logical-flip.ts';
import { loopCapture } from './operators/loop-capture.ts';
import { loopKeyword } from './operators/loop-keyword.ts';
import { loopProgress } from './operators/loop-progress.ts';
import { methodReplace } from './operators/method-replace.ts';
import { minMaxWrap } from './operators/min-max-wrap.ts';
import { missingAwaitOperator } from './operators/missing-await.ts';
import { missingReturn } from './operators/missing-return.ts';
import { moveStatement } from './operators/move-statement.ts';
import { nameFamily } from './operators/name-family.ts';
import { negateCondition } from './operators/negate-condition.ts';
import { neverChanged } from './operators/never-changed.ts';
import { nullGuard } from './operators/null-guard.ts';
import { numberReplace } from './operators/number-replace.ts';
import { numberType } from './operators/number-type.ts';
import { offByOne } from './operators/off-by-one.ts';
import { operandSwap } from './operators/operand-swap.ts';
import type { RegisteredOperator } from './operators/operator.ts';
import { outerVariable } from './operators/outer-variable.ts';
import { ownCopy } from './operators/own-copy.ts';
import { parallelInsert } from './operators/parallel-insert.ts';
import { parallelWord } from './operators/parallel-word.ts';
import { parameterSwap } from './operators/parameter-swap.ts';
import { patternChange } from './operators/pattern-change.ts';
import { plusMinusOne } from './operators/plus-minus-one.ts';
import { receiverSwap } from './operators/receiver-swap.ts';
import { regroup } from './operators/regroup.ts';
import { replaceCondition } from './operators/replace-condition.ts';
import { returnCondition } from './operators/return-condition.ts';
import { signChange } from './operators/sign-change.ts';
import { sliceBounds } from './operators/slice-bounds.ts';
import { sliceInsert } from './operators/slice-insert.ts';
import { sortOrder } from './operators/sort-order.ts';
import { squareHalve } from './operators/square-halve.ts';
import { startValue } from './operators/start-value.ts';
import { statementCopy } from './operators/statement-copy.ts';
import { textReplace } from './operators/text-replace.ts';
import { typeGuard } from './operators/type-guard.ts';
import { unusedValue } from './operators/unused-value.ts';
import { unwrapCall } from './operators/unwrap-call.ts';
import { valueEquality } from './operators/value-equality.ts';
import { variableReplace } from './operators/variable-replace.ts';

/** Registry of the search operators, in the order of their priors. */
export const REPAIR_OPERATORS: readonly RegisteredOperator[] = [
  loopProgress,
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
  regroup,
  parallelWord,
  operandSwap,
  augmentedOperator,
  nameFamily,
  outerVariable,
  guardThrow,
  loopCapture,
  receiverSwap,
  sortOrder,
  valueEquality,
  plusMinusOne,
  unwrapCall,
  emptyLiteral,
  ownCopy,
  exceptionType,
  defaultParameter,
  dropOperand,
  moveStatement,
  signChange,
  entryInsert,
  textReplace,
  minMaxWrap,
  unusedValue,
  comparisonAndLiteral,
  squareHalve,
  numberType,
  parallelInsert,
  patternChange,
  variableReplace,
  methodReplace,
  expressionToVariable,
  parameterSwap,
  elseInsert,
  entryDefault,
  entryTotal,
  loopKeyword,
  indexChange,
  sliceBounds,
  sliceInsert,
  insertCall,
  blockCopy,
  jumpInsert,
  numberReplace,
  startValue,
  binaryExtension,
  attributeReplace,
  extendCondition,
  neverChanged,
  argumentInsert,
  callStatement,
  assignmentTarget,
  fallbackInsert,
  guardCondition,
  nullGuard,
  typeGuard,
  guardInsert,
  deleteStatement,
  expressionCopy,
  insertAssignment,
  callWrap,
  replaceCondition,
  statementCopy,
];

export function isOperator(name: string): boolean {
  return REPAIR_OPERATORS.some((operator) => operator.name === name);
}
