/**
 * The subjects under which the ledger counts a session: `all`, its `project:<id>` and `goal:<id>`, or for want of one
 * `project:none` and `goal:none`. These two are not told apart by an id but by their words.
 */
export const subjectsWithout: Partial<Record<string, string>> = { 'project:none': 'No project', 'goal:none': 'No goal' }
