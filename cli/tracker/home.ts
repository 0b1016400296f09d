import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { newPlanText } from '../../functions/learning/plans/markdown/blocks'
import { formatPlanInstant } from '../../functions/learning/plans/markdown/edit'
import { plural } from '../../functions/lib/time/duration'
import { joinCards } from './card-rows'
import { type FileCard, planIdOf, readCardsFile } from './cards-file'
import { readTrackerTables, type TrackerRow, type TrackerTables } from './database-rows'
import { emptyFound, type FileFault, type FoundData, type FoundRow } from './found'
import { instantOf, parseList } from './instants'
import { readPlanFile } from './plan-file'
import { readSession } from './session-rows'

/** True if a folder looks like a tracker's home. */
export const isTrackerHome = (path: string) =>
  ['plans', 'cards', 'sessions.db'].some((name) => existsSync(join(path, name)))

const filesIn = (home: string, folder: string, ending: string) => {
  const path = join(home, folder)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter((name) => name.toLowerCase().endsWith(ending) && !name.startsWith('.'))
    .toSorted()
    .map((name) => ({ name: `${folder}/${name}`, path: join(path, name) }))
    .filter((file) => statSync(file.path).isFile())
}

type KnownPlan = { chunks: Map<number, string>; createdAt: number }
type KnownPlans = Map<string, KnownPlan>

const readPlans = (home: string, found: FoundData): KnownPlans => {
  const known: KnownPlans = new Map()
  for (const { name, path } of filesIn(home, 'plans', '.md')) {
    if (name.toLowerCase().endsWith('.cards.md')) continue
    const read = readPlanFile(name, readFileSync(path, 'utf8'), Math.floor(statSync(path).mtimeMs))
    found.faults.push(...read.faults, ...read.warnings)
    if (!read.row) continue
    if (known.has(read.row.id)) {
      found.faults.push({ file: name, line: 1, message: `Another plan has the id ${read.row.id}, too.` })
      continue
    }
    found.plans.push(read.row)
    known.set(read.row.id, { chunks: read.chunks, createdAt: read.row.data.created_at })
  }
  return known
}

const readCards = (home: string, plans: KnownPlans, faults: FileFault[]): FileCard[] =>
  [...filesIn(home, 'cards', '.cards.md'), ...filesIn(home, 'plans', '.cards.md')].flatMap(({ name, path }) => {
    const planId = planIdOf(name) ?? ''
    const changedAt = Math.floor(statSync(path).mtimeMs)
    const plan = plans.get(planId) ?? { chunks: new Map(), createdAt: changedAt }
    const place = { planId, ...plan, changedAt }
    const read = readCardsFile(name, readFileSync(path, 'utf8'), place)
    faults.push(...read.faults, ...read.warnings)
    return read.cards
  })

/** Builds a plan from its database row if its file is missing. */
const planOfRow = (row: TrackerRow): FoundRow<'plan'> | null => {
  const [created, updated] = [instantOf(row.created_at), instantOf(row.updated_at)]
  const at = updated ?? created ?? 0
  const text = newPlanText(String(row.id), String(row.title), parseList(row.tags), formatPlanInstant(created ?? at))
  const content = text.replace('\nstatus: not-started\n', `\nstatus: ${String(row.status)}\n`)
  return readPlanFile('sessions.db', content, at).row
}

const joinPlans = (rows: TrackerRow[], found: FoundData) => {
  const files = new Map(found.plans.map((plan) => [plan.id, plan]))
  const differing = rows.filter(({ id, status }) => {
    const file = files.get(String(id))
    return file !== undefined && file.data.status !== status
  })
  if (differing.length > 0) {
    const have = differing.length === 1 ? 'has' : 'have'
    found.notes.push(`${plural(differing.length, 'plan')} ${have} another status in sessions.db; the file’s counts.`)
  }
  for (const row of rows.filter(({ id }) => !files.has(String(id)))) {
    const plan = planOfRow(row)
    if (plan) found.plans.push(plan)
    const message = plan
      ? `The plan ${plan.id} has no file; it is made from its row, without chunks.`
      : `The plan ${String(row.id)} has no file and can’t be made from its row.`
    if (plan) found.notes.push(message)
    else found.faults.push({ file: 'sessions.db', line: 0, message })
  }
}

const readSessions = (rows: TrackerRow[], found: FoundData, timeZone: string) => {
  let running = 0
  for (const row of rows) {
    const read = readSession(row, 'sessions.db', timeZone)
    if ('row' in read) found.sessions.push(read.row)
    else if ('fault' in read) found.faults.push(read.fault)
    else running += 1
  }
  if (running === 0) return
  const [are, have] = running === 1 ? ['is', 'it has'] : ['are', 'they have']
  const text = `${plural(running, 'session')} ${are} still running in the tracker. Import again once ${have} ended.`
  found.notes.push(text)
}

const noTables: TrackerTables = { plans: [], sessions: [], cards: [] }

const tablesIn = (home: string, faults: FileFault[]): TrackerTables => {
  const path = join(home, 'sessions.db')
  if (!existsSync(path)) return noTables
  try {
    const { tables, missing } = readTrackerTables(path)
    for (const name of missing) faults.push({ file: 'sessions.db', line: 0, message: `It has no table ${name}.` })
    return tables
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    faults.push({ file: 'sessions.db', line: 0, message: `It can’t be read: ${reason}.` })
    return noTables
  }
}

/** Reads a learning tracker's home folder without writing to it. */
export const readHome = (home: string, timeZone: string): FoundData => {
  const found = emptyFound()
  const plans = readPlans(home, found)
  const filed = readCards(home, plans, found.faults)
  const tables = tablesIn(home, found.faults)
  joinPlans(tables.plans, found)
  const { cards, faults, both, differing } = joinCards(filed, tables.cards, 'sessions.db')
  found.cards.push(...cards)
  found.faults.push(...faults)
  if (both > 0) {
    const detail = differing > 0 ? ` ${plural(differing, 'schedule')} differed.` : ''
    found.notes.push(
      `${plural(both, 'card')} ${both === 1 ? 'is' : 'are'} in a file and in sessions.db: the text is the file’s, the schedule the database’s.${detail}`,
    )
  }
  readSessions(tables.sessions, found, timeZone)
  return found
}
