import { z } from 'zod'

/**
 * The subjects under which the ledger counts a session: `all`, its `project:<id>` and `goal:<id>`, or for want of one
 * `project:none` and `goal:none`. These two are not told apart by an id but by their words.
 */
export const subjectsWithout: Partial<Record<string, string>> = { 'project:none': 'No project', 'goal:none': 'No goal' }

/** What figures and lists can be limited to. */
export const subjectPattern = /^(all|(project|goal):[\w-]{1,64})$/
export const subjectMessage = 'Choose all, a project or a goal'

/** A subject of a request; of one that is not there, there is nothing. */
export const subjectGiven = z.string(subjectMessage).regex(subjectPattern, subjectMessage).default('all').meta({
  description: '`all`, `project:<id>`, `goal:<id>`, or what has none: `project:none`, `goal:none`.',
  example: 'all',
})
