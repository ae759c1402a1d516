import { noMembers, notAnArray, wrongArguments, wrongOperands } from './calls.ts';
import type { Remedy } from './compile-error.ts';
import { conversions, unexpectedReturn } from './conversions.ts';
import {
  abstractMethod,
  fileName,
  nameless,
  notStatic,
  overridesNothing,
  privateAccess,
  weakerAccess,
} from './definitions.ts';
import {
  declaredTwice,
  finalAssigned,
  missingReturnStatement,
  notInitialized,
  unreachable,
  unreportedException,
} from './flow.ts';
import { missingPackage } from './java-imports.ts';
import { missingSymbol } from './missing-symbol.ts';
import { braces, missingMark, notAStatement, openText, untypedLoop } from './punctuation.ts';

/** Registry of what is done about javac's errors. */
export const REMEDIES: readonly Remedy[] = [
  missingSymbol,
  missingPackage,
  conversions,
  unexpectedReturn,
  wrongArguments,
  notAnArray,
  noMembers,
  wrongOperands,
  missingReturnStatement,
  unreportedException,
  notInitialized,
  finalAssigned,
  declaredTwice,
  unreachable,
  overridesNothing,
  abstractMethod,
  privateAccess,
  weakerAccess,
  notStatic,
  nameless,
  fileName,
  missingMark,
  braces,
  notAStatement,
  openText,
  untypedLoop,
];
