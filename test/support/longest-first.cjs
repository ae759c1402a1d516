// Jest orders by what it remembers of earlier runs. A new clone has no memory, and a long file that begins last has
// the machine to itself: the end-to-end tests go first, the longest of them before the others.
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = ['e2e/matrix', 'e2e/fault-matrix', 'e2e/replay', 'e2e/models', 'e2e/', 'llm/fault-matrix', 'pipeline/'];

const rank = ({ path }) => {
  const index = LONGEST.findIndex((part) => path.includes(`/test/${part}`));
  return index < 0 ? LONGEST.length : index;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...tests].sort((left, right) => rank(left) - rank(right) || (left.path < right.path ? -1 : 1));
  }
};
