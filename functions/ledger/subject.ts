import { z } from 'zod'

/**
 * The kinds of subjects under which the ledger counts a session: what stands before the colon. `all` has none;
 * `project:<id>`, `goal:<id>`, `plan:<id>`, or for want of one `project:none` and `goal:none`; `repo:<owner>/<name>` and
 * `pr:<owner>/<name>#<number>`, in lower case; `tag:#<tag>`, or `tag:none`, and under `tag:several` what its tags count
 * more than once; `hour:<weekday>:<hour>` of the day and the clock, or `hour:<weekday>:none` until it is worked out.
 */
export type SubjectKind = 'all' | 'project' | 'goal' | 'plan' | 'repo' | 'pr' | 'tag' | 'hour'

/** The subjects of sessions without a project or a goal. These are not told apart by an id but by their words. */
export const noneLabels: Partial<Record<string, string>> = { 'project:none': 'No project', 'goal:none': 'No goal' }

/** What figures and lists can be limited to. */
export const subjectPattern = /^(all|(project|goal):[\w-]{1,64})$/
export const subjectMessage = 'Choose all, a project or a goal'

/** A subject of a request; of one that is not there, there is nothing. */
export const subjectField = z.string(subjectMessage).regex(subjectPattern, subjectMessage).default('all').meta({
  description: '`all`, `project:<id>`, `goal:<id>`, or what has none: `project:none`, `goal:none`.',
  example: 'all',
})

const lowered = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

const anyMessage = 'That is no subject of figures'

/**
 * A subject of a figure: one of the ledger's, or one that is resolved to these when it is read (stats/subjects.ts):
 * `client:=<client>` and `client:none`, `classification:<one>` and `classification:none`, `weekday:<1-7>`, `hour:<hour>` on
 * all weekdays, `repo:none` and `plan:none`. Repositories are found in any case.
 */
export const figureSubject = z
  .string(anyMessage)
  .regex(
    /^(all|(project|goal|plan):[\w-]{1,64}|client:(none|=.{1,100})|classification:(work|personal|learning|none)|weekday:[1-7]|tag:(none|several|#.{1,50})|repo:(none|[^\s/#]{1,100}\/[^\s/#]{1,100})|pr:[^\s/#]{1,100}\/[^\s/#]{1,100}#\d{1,10}|hour:([1-7]:)?(none|[01]\d|2[0-3]))$/,
    anyMessage,
  )
  .transform((subject) => (/^(repo|pr):/.test(subject) ? lowered(subject) : subject))
  .default('all')
  .meta({
    description:
      '`all`, `project:<id>`, `goal:<id>`, `client:=<client>`, `classification:work`, `weekday:1` (Monday) to `weekday:7`, `hour:<00-23>`, `hour:<weekday>:<00-23>`, `repo:<owner>/<name>`, `pr:<owner>/<name>#<number>`, `tag:#<tag>`; with `none` after the colon what has none; `tag:several` what tags count more than once.',
    example: 'all',
  })
