/** Files of tests of what all people share: accounts, mail, limits, the tables themselves. */
const patterns = [
  /\/functions\/(account\/(account|auth|mail)|apps\/admin)\//,
  /\/functions\/account\/settings\/(sign-in|tokens)\//,
  /\/test\/(security-headers|hostile|stored-markup|migrations)[^/]*$/,
  /\/test\/api\/answers-as-described\.test\.ts$/,
]

/** True for a file of tests that has storage of its own (test/support/setup.ts). */
export const isApart = (path: string) => patterns.some((pattern) => pattern.test(path))
