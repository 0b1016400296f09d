import { type Interpretation, interpret } from '../../functions/entry/interpret'
import { parseEntry } from '../../functions/entry/parse'
import { addDays, dayOf, dayStart } from '../../functions/lib/days'
import type { Preferences } from '../../functions/lib/preferences'
import { cleanLine } from '../../functions/lib/text'
import { parsePastDate } from '../../functions/lib/typed-date'
import type { NamedPlan } from '../../functions/line/names'
import type { ProjectRow } from '../../functions/projects/schema'
import { namedPlans } from '../plans/plans'
import type { Database } from '../store/database'
import { noteIn } from '../store/notes'
import { lastEndWithin } from '../store/queries'

/** Members that a line does not use. */
const unused = {
  classification: 'work',
  color: 'sky',
  organization_id: null,
  tech_stack: '[]',
  repository: null,
  seq: 0,
} as const

/** Plans that are not archived, with the chunks of those that a line with `%plan/chunk` may mean. */
const plansFor = (db: Database, text: string): NamedPlan[] => {
  if (!text.includes('%')) return []
  const initials = Array.from(text.matchAll(/%["“]?\\?(.)/gu), ([, letter = '']) => letter)
  return namedPlans(db, text.includes('/') ? initials : [], false)
}

/** The names of a line, as this device knows them. */
const namesFor = (db: Database, text: string) => ({
  projects: (noteIn(db, 'projects') ?? []).map((project): ProjectRow => ({ ...unused, ...project })),
  goals: noteIn(db, 'goals') ?? [],
  tags: [],
  plans: plansFor(db, text),
})

/** Where a length without a start begins on another day: behind the last session there. */
const freeFromOf = (db: Database, text: string, now: number, preferences: Preferences) => {
  const today = dayOf(now, preferences)
  const line = parseEntry(cleanLine(text), today)
  const date = line.date === undefined ? today : (parsePastDate(line.date, today) ?? today)
  if (date === today) return undefined
  return lastEndWithin(db, dayStart(date, preferences), dayStart(addDays(date, 1), preferences)) ?? undefined
}

/** Reads a line as the browser does, with the names of this device. @param now epoch ms */
export const readLine = (db: Database, text: string, now: number, preferences: Preferences): Interpretation =>
  interpret({ text }, namesFor(db, text), now, preferences, freeFromOf(db, text, now, preferences))
