import { z } from 'zod'

/**
 * The kinds of subjects under which the ledger counts a session: what stands before the colon. `all` has none;
 * `project:<id>`, `goal:<id>`, `plan:<id>`, or for want of one `project:none` and `goal:none`; `repo:<owner>/<name>` and
 * `pr:<owner>/<name>#<number>`, in lower case; `tag:#<tag>`, or `tag:none`, and under `tag:several` what its tags count
 * more than once; `hour:<weekday>:<hour>` of the day and the clock, or `hour:<weekday>:none` until it is worked out.
 */
export type SubjectKind = 'all' | 'project' | 'goal' | 'plan' | 'repo' | 'pr' | 'tag' | 'hour'

/** The subjects of sessions without a project or a goal. These are not told apart by an id but by their words. */
export const subjectsWithout: Partial<Record<string, string>> = { 'project:none': 'No project', 'goal:none': 'No goal' }

/** What figures and lists can be limited to. */
export const subjectPattern = /^(all|(project|goal):[\w-]{1,64})$/
export const subjectMessage = 'Choose all, a project or a goal'

/** A subject of a request; of one that is not there, there is nothing. */
export const subjectGiven = z.string(subjectMessage).regex(subjectPattern, subjectMessage).default('all').meta({
  description: '`all`, `project:<id>`, `goal:<id>`, or what has none: `project:none`, `goal:none`.',
  example: 'all',
})
