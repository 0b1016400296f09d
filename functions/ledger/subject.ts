import { z } from 'zod'

/**
 * The part of a ledger subject before the colon. Subjects are `all`; `project:<id>`, `goal:<id>`, `plan:<id>`;
 * `project:none` and `goal:none`; `repo:<owner>/<name>` and `pr:<owner>/<name>#<number>`, in lower case; `tag:#<tag>`,
 * `tag:none`, and `tag:several` for time that is counted under more than one tag; `hour:<weekday>:<hour>`, or
 * `hour:<weekday>:none` until the hours of a session are computed.
 */
export type SubjectKind = 'all' | 'project' | 'goal' | 'plan' | 'repo' | 'pr' | 'tag' | 'hour'

/** Labels of the subjects of sessions without a project or a goal. */
export const noneLabels: Partial<Record<string, string>> = { 'project:none': 'No project', 'goal:none': 'No goal' }

/** Subjects by which lists are filtered. */
export const subjectPattern = /^(all|(project|goal):[\w-]{1,64})$/
export const subjectMessage = 'Choose a project or goal to filter by'

/** An unknown project or goal is valid and matches nothing. */
export const subjectInput = z.string(subjectMessage).regex(subjectPattern, subjectMessage).default('all').meta({
  description: '`all`, `project:<id>`, `goal:<id>`, or what has none: `project:none`, `goal:none`.',
  example: 'all',
})

const lowerCaseAscii = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

const figureSubjectMessage = 'Unknown subject'

/**
 * A subject of the ledger, or one that `resolveSubject` translates to these: `client:=<client>` and `client:none`,
 * `classification:<one>` and `classification:none`, `weekday:<1-7>`, `hour:<hour>` on all weekdays, `repo:none` and
 * `plan:none`. Repositories match in any case.
 */
export const figureSubject = z
  .string(figureSubjectMessage)
  .regex(
    /^(all|(project|goal|plan):[\w-]{1,64}|client:(none|=.{1,100})|classification:(work|personal|learning|none)|weekday:[1-7]|tag:(none|several|#.{1,50})|repo:(none|[^\s/#]{1,100}\/[^\s/#]{1,100})|pr:[^\s/#]{1,100}\/[^\s/#]{1,100}#\d{1,10}|hour:([1-7]:)?(none|[01]\d|2[0-3]))$/,
    figureSubjectMessage,
  )
  .transform((subject) => (/^(repo|pr):/.test(subject) ? lowerCaseAscii(subject) : subject))
  .default('all')
  .meta({
    description:
      '`all`, `project:<id>`, `goal:<id>`, `client:=<client>`, `classification:work`, `weekday:1` (Monday) to `weekday:7`, `hour:<00-23>`, `hour:<weekday>:<00-23>`, `repo:<owner>/<name>`, `pr:<owner>/<name>#<number>`, `tag:#<tag>`; with `none` after the colon what has none; `tag:several` what tags count more than once.',
    example: 'all',
  })
