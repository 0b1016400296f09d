import type { ProjectRow } from '../../functions/filing/projects/schema'
import { dayOf } from '../../functions/lib/days'
import type { Preferences } from '../../functions/lib/preferences'
import type { NamedPlan } from '../../functions/line/names'
import { type Interpretation, interpret, otherDayOf, readEntry } from '../../functions/time/entry/interpret'
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

/** Reads a line as the browser does, with the names of this device. @param now epoch ms */
export const readLine = (db: Database, text: string, now: number, zone: Preferences): Interpretation => {
  const names = namesFor(db, text)
  const today = dayOf(now, zone)
  const line = readEntry({ text }, names, today)
  const day = otherDayOf(line, today, zone)
  const freeFrom = (day && lastEndWithin(db, day.from, day.to)) ?? undefined
  return interpret(line, { text }, names, { now, zone, freeFrom })
}
