import type { ProjectRow } from '../../functions/filing/projects/schema'
import type { Preferences } from '../../functions/lib/preferences'
import { dayOf } from '../../functions/lib/time/days'
import type { NamedPlan } from '../../functions/line/names'
import type { SessionData } from '../../functions/programs/sync/core/protocol'
import { type Interpretation, interpret, lineDayBounds, readEntry } from '../../functions/time/entry/interpret'
import { sessionTitleLimit } from '../../functions/time/sessions/schema'
import type { Context } from '../context'
import { Failure } from '../failure'
import { namedPlans } from '../plans/plans'
import { refreshNames } from '../remote/names'
import type { Database } from '../store/database'
import { readStoredNote } from '../store/notes'
import { storedPreferences } from '../store/person'
import { latestEnd } from '../store/queries'

type Filed = Pick<SessionData, 'title' | 'project_id' | 'goal_id' | 'plan_id' | 'chunk_id'>

/** Members that a line does not use. */
const unused = {
  classification: 'work',
  color: 'sky',
  organization_id: null,
  tech_stack: '[]',
  repository: null,
  seq: 0,
} as const

/** Plans that are not archived. Their chunks are read only if the line has `%plan/chunk`. */
const plansFor = (db: Database, text: string): NamedPlan[] => {
  if (!text.includes('%')) return []
  const initials = Array.from(text.matchAll(/%["“]?\\?(.)/gu), ([, letter = '']) => letter)
  return namedPlans(db, text.includes('/') ? initials : [], false)
}

/** The names that a line may use, as this device knows them. */
const namesFor = (db: Database, text: string) => ({
  projects: (readStoredNote(db, 'projects') ?? []).map((project): ProjectRow => ({ ...unused, ...project })),
  goals: readStoredNote(db, 'goals') ?? [],
  tags: [],
  plans: plansFor(db, text),
})

/** Reads a line as the browser does, with the names stored on this device. @param now epoch ms */
const readLine = (db: Database, text: string, now: number, zone: Preferences): Interpretation => {
  const names = namesFor(db, text)
  const today = dayOf(now, zone)
  const line = readEntry({ text }, names, today)
  const day = lineDayBounds(line, today, zone)
  const freeFrom = (day && latestEnd(db, day.from, day.to)) ?? undefined
  return interpret(line, { text }, names, { now, zone, freeFrom })
}

type Line = ReturnType<typeof readLine>

/** True if a line has an unknown name, which the server may know by now. */
const isUnknown = ({ project, goal, ofPlan }: Line) =>
  project?.kind === 'unknown' || goal?.id === null || ofPlan?.error !== undefined

const similar = ({ project }: Line) =>
  project?.kind === 'unknown' && project.similar.length > 0
    ? `Similar: ${project.similar.map(({ name }) => `@"${name}"`).join(', ')}.`
    : undefined

const errorsOf = ({ errors, project }: Line) =>
  errors.map((error) =>
    project?.kind === 'unknown' && error === project.error ? `No project is called “${project.name}”.` : error,
  )

/** Sync carries no tags of sessions, so they stay in the title. */
const titleOf = ({ title, tags }: Line) => {
  const whole = [title, ...tags.map((tag) => `#${tag}`)].filter(Boolean).join(' ')
  if ([...whole].length > sessionTitleLimit)
    throw new Failure('usage', `A title has at most ${sessionTitleLimit} characters.`)
  return whole
}

/**
 * Reads a line. Asks the server once for names that this device does not know.
 * @throws Failure with the reasons if the line cannot be read
 */
export const readSessionLine = async (context: Context, text: string): Promise<{ line: Line; filed: Filed }> => {
  const { store, now } = context
  const { db } = store()
  const read = () => readLine(db, text, now(), storedPreferences(db))
  const first = read()
  const line = isUnknown(first) && (await refreshNames(context)) ? read() : first
  if (line.ofTask)
    throw new Failure('usage', 'A task can’t be named on the command line. Leave out the ^ and its name.')
  const errors = errorsOf(line)
  if (errors.length > 0) throw new Failure('usage', errors.join(' '), similar(line))
  return {
    line,
    filed: {
      title: titleOf(line),
      project_id: line.project?.id ?? null,
      goal_id: line.goal?.id ?? null,
      plan_id: line.ofPlan?.plan_id ?? null,
      chunk_id: line.ofPlan?.chunk_id ?? null,
    },
  }
}
