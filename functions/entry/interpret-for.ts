import { openGoals } from '../ledger/open-goals'
import { addDays, dayOf, dayStart } from '../lib/days'
import { allOrgs } from '../lib/org'
import { cleanLine } from '../lib/text'
import { parseSessionDate } from '../lib/typed-date'
import { projects } from '../projects/queries'
import type { Owner } from '../timer/actions'
import { activeTimer, lastTimerEnd } from '../timer/queries'
import { startError, wholeSecond } from '../timer/times'
import { type EntryInput, type Interpretation, interpret } from './interpret'
import { parseEntry } from './parse'
import { plansNamedIn } from './plan-names'
import { lastEndWithin, openTasks, tagsBeginning } from './queries'
import { tokenize } from './tokenize'

/** The running timer that a start would stop, and errors if a timer cannot start at the line's time. */
const checkStart = async (db: D1Database, user: Owner, { plan }: Interpretation, now: number) => {
  if (plan?.kind !== 'start') return { running: null, errors: [] }
  const active = await activeTimer(db, user.id)
  if (plan.started_at === undefined) return { running: active, errors: [] }
  const start = wholeSecond(plan.started_at)
  const lastEnd = start > now ? null : await lastTimerEnd(db, user.id, start, now)
  const errors = Object.values(startError(start, { now, active, lastEnd, user }) ?? {}).flat()
  return { running: errors.length > 0 ? null : active, errors }
}

/** Where a length without a start begins on another day: behind the last session there, if there is one. */
const freeFromOf = async (db: D1Database, user: Owner, text: string, now: number) => {
  const today = dayOf(now, user.preferences)
  const line = parseEntry(cleanLine(text), today)
  const date = line.date === undefined ? today : (parseSessionDate(line.date, today) ?? today)
  if (date === today) return undefined
  const [from, to] = [dayStart(date, user.preferences), dayStart(addDays(date, 1), user.preferences)]
  return (await lastEndWithin(db, user.id, from, to)) ?? undefined
}

/** Interprets a line with the names that the person has, and checks that a timer can start at its time. */
export const interpretFor = async (db: D1Database, user: Owner, input: EntryInput, now: number) => {
  const { text, org = allOrgs } = input
  const hasFirst = org !== allOrgs
  const [freeFrom, ownProjects, goals, tags, plans, tasks, ...first] = await Promise.all([
    freeFromOf(db, user, text, now),
    text.includes('@') ? projects(db, user.id) : [],
    text.includes('!') ? openGoals(db, user.id) : [],
    text.includes('#') ? tagsBeginning(db, user.id, tokenize(cleanLine(text)).tags) : [],
    plansNamedIn(db, user.id, text),
    text.includes('^') ? openTasks(db, user.id) : [],
    hasFirst && text.includes('@') ? projects(db, user.id, org) : [],
    hasFirst && text.includes('!') ? openGoals(db, user.id, org) : [],
    hasFirst && text.includes('^') ? openTasks(db, user.id, org) : [],
  ])
  const ofContext = { projects: first[0], goals: first[1], tasks: first[2] }
  const names = { projects: ownProjects, goals, tags, plans, tasks, first: ofContext }
  const interpretation = interpret(input, names, now, user.preferences, freeFrom)
  const { running, errors } = await checkStart(db, user, interpretation, now)
  const checked =
    errors.length > 0
      ? { ...interpretation, plan: null, errors: [...errors, ...interpretation.errors] }
      : interpretation
  return { interpretation: checked, projectCount: ownProjects.length, running }
}
