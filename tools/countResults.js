/**
 * Prints the closing line of CI, `N passed, N failed[, N skipped]`, from jest's JSON results (first argument).
 * Plain JavaScript, since CI calls it with whichever Node the machine has. Exits with 1 where a test failed, was
 * skipped, or none ran.
 */
import { readFileSync } from 'node:fs';

/** @param {string} file @returns {{passed: number, failed: number, skipped: number}} */
function count(file) {
  const results = JSON.parse(readFileSync(file, 'utf8'));
  const brokenSuites = results.numRuntimeErrorTestSuites;
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + brokenSuites,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

let counted = { passed: 0, failed: 1, skipped: 0 };
try {
  counted = count(process.argv[2]);
} catch (error) {
  console.error(`No results to count: ${error.message}`);
}
const { passed, failed, skipped } = counted;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || skipped > 0 || passed === 0 ? 1 : 0;
