import { z } from 'zod'
import {
  type FilterName,
  type FilterValues,
  filterMembers,
  filterNames,
  filterOf,
  filterText,
  groupLimit,
  isWholeFilter,
  markGroups,
  parseMarkedGroups,
  parseSubjectParam,
  partsOf,
} from '../lib/filter'
import { cleanLine, countCharacters, decodeTexts } from '../lib/text/text'
import { relativeRanges } from './range'

/**
 * The part of a ledger subject before the colon. Subjects are `all`; `project:<id>`, `goal:<id>`, `plan:<id>`,
 * `chunk:<plan>/<chunk>`, `task:<id>`; `project:none` and `goal:none`; `repo:<owner>/<name>` and
 * `pr:<owner>/<name>#<number>`, in lower case; `tag:#<tag>`, `tag:none`, and `tag:several` for time that is counted for
 * more than one tag; `hour:<weekday>:<hour>`.
 */
export type SubjectKind =
  | 'all'
  | 'project'
  | 'organization'
  | 'goal'
  | 'plan'
  | 'chunk'
  | 'task'
  | 'repo'
  | 'pr'
  | 'tag'
  | 'hour'

/** Labels for sessions without a project, goal and so on. */
export const noneLabels = new Map([
  ['project:none', 'No project'],
  ['goal:none', 'No goal'],
  ['plan:none', 'No plan'],
  ['chunk:none', 'No chunk'],
  ['task:none', 'No task'],
  ['repo:none', 'No repository'],
])

/** Weekday (1 to 7) and hour (0 to 23) of `hour:<weekday>:<hour>`. */
export const parseHourSubject = (subject: string) => {
  const [, weekday, hour] = subject.split(':')
  return { weekday: Number(weekday), hour: Number(hour) }
}

export const subjectMessage = 'Choose a project or goal to filter by'

const lowerCaseAscii = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

const figureSubjectMessage = 'Unknown subject'
const severalMessage = 'Choose at most 20 projects, organizations, tags, plans, repositories or goals'

const normalSubject = (subject: string) => {
  if (subject.startsWith('text:=')) return cleanLine(subject)
  if (/^tag:(?!#|(none|several)$)/.test(subject)) return subject.replace(':', ':#')
  return /^(repo|pr):/.test(subject) ? lowerCaseAscii(subject) : subject
}

const pattern =
  /^(all|(project|goal|task):[\w-]{1,64}|plan:[\w.-]{1,100}|chunk:(none|[\w.-]{1,100}\/[\w.-]{1,100})|goal-tree:[\w-]{1,64}(@\d{4}-\d{2}-\d{2})?|client:(none|=.{1,100})|organization:[\w-]{1,64}|classification:(work|personal|learning|none)|weekday:[1-7]|tag:(none|several|#.{1,50})|repo:(none|[^\s/#]{1,100}\/[^\s/#]{1,100})|pr:[^\s/#]{1,100}\/[^\s/#]{1,100}#\d{1,10}|hour:([1-7]:)?([01]\d|2[0-3])|type:(timer|manual|import|extension|cli)|billable:(yes|no)|gone:(project|goal|plan|chunk|task|organization))$/

/** True for `text:=…`, a search for words in titles, notes or tags. */
const isText = (subject: string) =>
  subject.startsWith('text:=') && /[\p{L}\p{N}]/u.test(subject.slice(6)) && countCharacters(subject.slice(6)) <= 200

const isSubject = (subject: string) => pattern.test(subject) || isText(subject)

/** True if the subject can be one of several alternatives. */
const canBeOneOf = (subject: string) =>
  countsTime(subject) ||
  /^(type:.*|billable:.*|gone:.*|(project|client|organization|classification|goal|plan|chunk|task|tag|repo):none)$/.test(
    subject,
  )

/** True for a single valid subject, or several that can be alternatives. */
const isGroup = (group: string[]) =>
  group.length > 1 ? group.length <= subjectLimit && group.every(canBeOneOf) : group.every(isSubject)

/** Validates a subject; null if it is invalid. */
export const parseSubject = (text: string) => figureSubject.safeParse(text).data ?? null

/**
 * A subject of the ledger, or one that `resolveSubject` translates into ledger subjects: `client:=<client>`,
 * `organization:<id>`, `goal-tree:<id>` (a goal with its subgoals) and `goal-tree:<id>@<date>` (with its subgoals on a
 * date), `classification:<one>`, `weekday:<1-7>`, `hour:<hour>` on all weekdays, and `none` of a client, organization,
 * classification, repo, plan, chunk or task. `gone:<kind>` replaces a deleted row in a saved filter and matches
 * nothing. Repositories ignore case. Alternatives are separated by `|`, and decoded by `decodeTexts`.
 */
export const figureSubject = z
  .string(figureSubjectMessage)
  .transform((text, { addIssue }) => {
    const { all, none } = isWholeFilter(text) ? partsOf(text) : { all: [parseSubjectParam(text)], none: [] }
    const read = { all: all.map((group) => group.map(normalSubject)), none: none.map(normalSubject) }
    if (all.length + none.length <= groupLimit && read.all.every(isGroup) && read.none.every(isSubject))
      return filterText(read)
    addIssue(all.some((group) => group.length > 1) ? severalMessage : figureSubjectMessage)
    return z.NEVER
  })
  .default('all')
  .meta({
    description:
      '`all`, `project:<id>`, `goal:<id>`, `goal-tree:<id>` with its subgoals, `goal-tree:<id>@<date>` with those of that date, `client:=<client>`, `organization:<id>`, `classification:work`, `plan:<id>`, `chunk:<plan>/<chunk>`, `task:<id>`, `weekday:1` (Monday) to `weekday:7`, `hour:<00-23>`, `hour:<weekday>:<00-23>`, `repo:<owner>/<name>`, `pr:<owner>/<name>#<number>`, `tag:#<tag>`; use `none` after the colon for what has none, and `tag:several` for time counted under several tags. Any of several: `project:<id>|tag:#<tag>`.',
    example: 'all',
  })

const said = (description: string) =>
  z
    .string(figureSubjectMessage)
    .or(z.array(z.string(figureSubjectMessage)))
    .optional()
    .meta({ description })

const memberField = said(
  'Filters by its id, a client, tag or repository by its name; `none` without one. Repeated: any of them.',
)
const outField = said('Leaves out what it names, as the member without `not_`.')

/** Query parameters of a filter in the API. `filtered` reads them; `withPeriod` reads the name of a period. */
export const filterFields = {
  range: z.enum(relativeRanges, 'Unknown period').optional().meta({
    description: 'The dates of a period as of today, instead of `from` and `to`.',
  }),
  ...(Object.fromEntries([
    ...filterMembers.flatMap((name) => [
      [name, memberField],
      [`not_${name}`, outField],
    ]),
    ['q', said('Words in the title, the notes or the tags.')],
    ['billable', said('`yes` for billable time, `no` for the rest.')],
    ['type', said('How the session was added: `timer`, `manual`, `import`, `extension` or `cli`.')],
  ]) as Record<(typeof filterMembers)[number] | `not_${(typeof filterMembers)[number]}`, typeof memberField>),
  subject: said(
    `${figureSubject.meta()?.description} Repeated, and with other members of a filter: all of them count it.`,
  ),
}

/** Combines the parameters of a filter into one `figureSubject`. */
export const combineFilter = <V extends FilterValues>(values: V, { addIssue }: z.RefinementCtx) => {
  const subject = values.subject === '' ? null : parseSubject(filterOf(values))
  if (subject === null) {
    const wrong = filterNames.find(
      (name) => values[name] !== undefined && parseSubject(filterOf({ [name]: values[name] })) === null,
    )
    addIssue({ code: 'custom', path: [wrong ?? 'subject'], message: figureSubjectMessage })
    return z.NEVER
  }
  const others = Object.entries(values).filter(([name]) => !filterNames.some((one) => one === name))
  return { ...(Object.fromEntries(others) as Omit<V, FilterName>), subject }
}

/** Subjects that a goal can count, including apps: `app:<package>`, `app-category:<category>`. */
export const countedPattern =
  /^(all|(project|goal|task|organization):[\w-]{1,64}|plan:[\w.-]{1,100}|chunk:[\w.-]{1,100}\/[\w.-]{1,100}|client:=.{1,100}|classification:(work|personal|learning)|tag:#.{1,50}|repo:[^\s/#]{1,100}\/[^\s/#]{1,100}|app:[\w.]{1,255}|app-category:.{1,100})$/u

/** True if the subject counts tracked time (not apps) and can be one of several. */
const countsTime = (subject: string) => countedPattern.test(subject) && !subject.startsWith('app')

/** Maximum number of alternative subjects in a filter. */
export const subjectLimit = 20

const countedGroup = z.array(z.string('Unknown subject').max(300).transform(normalSubject)).min(1).max(subjectLimit)

/** JSON of a goal's filter in the API. */
export const GoalFilterJson = z.strictObject({
  any_of: countedGroup,
  and_any_of: countedGroup.optional().meta({ description: 'And any of these.' }),
  not: countedGroup.optional().meta({ description: 'And none of these.' }),
})

/** Filter text from the JSON of the API. */
export const countedText = ({ any_of, and_any_of = [], not = [] }: z.infer<typeof GoalFilterJson>) =>
  filterText({ all: [any_of, and_any_of], none: not })

/** JSON of a filter, the inverse of `countedText`. */
export const countedJson = (subject: string): z.infer<typeof GoalFilterJson> => {
  const { any, also, none } = parseMarkedGroups(markGroups(subject))
  return { any_of: any, ...(also.length > 0 && { and_any_of: also }), ...(none.length > 0 && { not: none }) }
}

/**
 * Reads a filter from a repeated form field, one subject each (`markGroups`). Empty values are ignored; the filter is
 * empty if there are no subjects.
 */
export const chosenFilter = (message: string, isOne = (subject: string) => countedPattern.test(subject)) =>
  z
    .union([z.string(message).transform(decodeTexts), z.array(z.string(message))], message)
    .transform((values) => parseMarkedGroups(values.filter(Boolean)))
    .transform(({ any, also, none }) => ({
      any: any.map(normalSubject),
      also: also.map(normalSubject),
      none: none.map(normalSubject),
    }))
    .refine(({ any, also, none }) => [...any, ...also, ...none].every(isOne), message)
    .refine(({ any, also, none }) => any.length > 0 || also.length + none.length === 0, 'Choose first what counts')
    .refine(
      ({ any, also, none }) => any.length + also.length + none.length <= subjectLimit,
      `Choose at most ${subjectLimit}`,
    )
    .transform(({ any, also, none }) => (any.length > 0 ? filterText({ all: [any, also], none }) : ''))
