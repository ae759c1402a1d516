import { lineOf } from '../../syntax/nodes.ts';
import { importEdit } from '../imports/import-edit.ts';
import type { ImportRequest } from '../imports/import-request.ts';
import { aliasedImports, unusedImports } from '../names/aliased-imports.ts';
import { exportedByProject, type ImportCandidate, importedElsewhere, moduleByName } from '../names/import-sources.ts';
import { forgottenPackages, fromDependencies, fromStandardLibrary } from '../names/library-imports.ts';
import { nearbyNames, qualifiedNames, type Respelling, receiverNames, variableMembers } from '../names/respellings.ts';
import { type UndefinedName, undefinedNamesIn } from '../names/undefined-name.ts';
import type { RepairContext } from '../repair-context.ts';
import { type Finding, findingYield, type RepairRule, type RuleProposal, rankProposals } from './rule.ts';

const MOST_PROPOSALS = 6;

/** Names that nothing defines: a missing import, a misspelling, a missing `this.` or a missing module prefix. */
export const undefinedNames: RepairRule = {
  name: 'undefined-names',
  summary: 'imports what is missing, corrects misspelt names, adds `this.`, `self.` or a module prefix',
  *find(context, files) {
    for (const path of files) {
      for (const missing of undefinedNamesIn(context, path)) {
        const first = missing.uses[0];
        if (first === undefined) continue;
        yield {
          path,
          line: lineOf(first),
          misses: missing.name,
          yield: findingYield(context, path, isNamed(context, missing.name)),
          proposals: () => proposalsFor(context, missing),
        } satisfies Finding;
      }
    }
  },
};

/** A name of `__all__` that is missing is an attribute or a key that is missing. */
function isNamed({ clues }: RepairContext, name: string): boolean {
  return clues.undefinedNames.has(name) || clues.missingMembers.has(name);
}

function proposalsFor(context: RepairContext, missing: UndefinedName): RuleProposal[] {
  const imports = [
    ...importedElsewhere(context, missing),
    ...exportedByProject(context, missing),
    ...moduleByName(context, missing),
    ...fromStandardLibrary(context, missing),
    ...fromDependencies(context, missing),
    ...forgottenPackages(context, missing),
    ...aliasedImports(context, missing),
  ];
  const respellings = [
    ...nearbyNames(context, missing),
    ...qualifiedNames(context, missing),
    ...receiverNames(context, missing),
    ...variableMembers(context, missing),
    ...unusedImports(context, missing),
  ];
  const proposals = [
    ...imports.flatMap((candidate) => importProposal(context, candidate) ?? []),
    ...respellings.map((respelling) => respellingProposal(missing, respelling)),
  ];
  return rankProposals(proposals, MOST_PROPOSALS);
}

function importProposal(context: RepairContext, { request, confidence, reason }: ImportCandidate): RuleProposal | null {
  const edit = importEdit(context.sources, request);
  if (edit === null) return null;
  return {
    operator: 'add-import',
    rationale: `Import ${importedName(request)} from '${request.specifier}', ${reason}.`,
    edits: [edit],
    confidence,
  };
}

function importedName({ imported, local }: ImportRequest): string {
  return imported === null || imported === local ? `\`${local}\`` : `\`${imported}\` as \`${local}\``;
}

function respellingProposal(missing: UndefinedName, { text, operator, confidence, reason }: Respelling): RuleProposal {
  const edits = missing.uses.map((use) => ({
    path: missing.path,
    start: use.startIndex,
    end: use.endIndex,
    replacement: use.type === 'shorthand_property_identifier' ? `${missing.name}: ${text}` : text,
  }));
  return {
    operator,
    rationale: `Replace \`${missing.name}\`, which nothing defines, by \`${text}\`, ${reason}.`,
    edits,
    confidence,
  };
}
