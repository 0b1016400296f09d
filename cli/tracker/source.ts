import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { readPlan } from '../../functions/learning/plans/markdown/read'
import { Failure } from '../failure'
import { sanitizeLine } from '../output/text'
import type { Store } from '../store/open'
import { visibleRow } from '../sync/visible-row'
import { planIdOf, readCardsFile } from './cards-file'
import { emptyFound, type FoundData } from './found'
import { isTrackerHome, readHome } from './home'
import { readPlanFile } from './plan-file'

/** `home` is the path of a tracker's home; null for other sources. */
type Source = { found: FoundData; home: string | null }

const noHome = (typed: string) =>
  new Failure(
    'error',
    `${sanitizeLine(typed)} isn’t the home of a tracker.`,
    'It would have plans/, cards/ or sessions.db.',
  )

const chunksIn = (content: string | undefined) => {
  const read = content === undefined ? null : readPlan(content)
  return read === null || 'errors' in read ? new Map() : new Map(read.chunks.map(({ number, id }) => [number, id]))
}

const changedAt = (path: string) => Math.floor(statSync(path).mtimeMs)

/** Reads a file of cards. They belong to the plan on this device that the file's name gives. */
const readCards = ({ device }: Store, path: string): FoundData => {
  const planId = planIdOf(path) ?? ''
  const plan = visibleRow(device, 'plan', planId)
  const beside = join(dirname(path), `${planId}.md`)
  if (!plan && !existsSync(beside)) {
    throw new Failure(
      'error',
      `There is no plan ${sanitizeLine(planId)} for these cards.`,
      'Import the plan first; its id is the name of this file.',
    )
  }
  const own = plan ? emptyFound() : readOnePlan(beside)
  const content = plan?.content ?? own.plans[0]?.data.content
  const at = changedAt(path)
  const place = {
    planId,
    chunks: chunksIn(content),
    createdAt: plan?.created_at ?? own.plans[0]?.data.created_at ?? at,
    changedAt: at,
  }
  const { cards, faults, warnings } = readCardsFile(basename(path), readFileSync(path, 'utf8'), place)
  const rows = cards.map(({ key: _, hasSchedule: __, ...card }) => card)
  return { ...own, cards: rows, faults: [...own.faults, ...faults, ...warnings] }
}

const readOnePlan = (path: string): FoundData => {
  const { row, faults, warnings } = readPlanFile(basename(path), readFileSync(path, 'utf8'), changedAt(path))
  return { ...emptyFound(), plans: row ? [row] : [], faults: [...faults, ...warnings] }
}

/** Reads an archive of a tracker's home folder. */
const readArchive = async (path: string, typed: string, timeZone: string): Promise<Source> => {
  const { unpackHome: unpackedHome } = await import('./archive')
  const folder = await unpackedHome(path)
  try {
    if (!isTrackerHome(folder)) throw noHome(typed)
    return { found: readHome(folder, timeZone), home: null }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Reads a plan, the cards of a plan, a tracker's home or its archive. @throws Failure for any other file */
export const readSource = async (store: Store, typed: string, timeZone: string): Promise<Source> => {
  const path = resolve(typed)
  if (!existsSync(path)) throw new Failure('error', `${sanitizeLine(typed)} doesn’t exist.`)
  if (statSync(path).isDirectory()) {
    if (isTrackerHome(path)) return { found: readHome(path, timeZone), home: path }
    throw noHome(typed)
  }
  if (/\.(tar|tar\.gz|tgz|zip)$/i.test(path)) return readArchive(path, typed, timeZone)
  if (path.toLowerCase().endsWith('.cards.md')) return { found: readCards(store, path), home: null }
  if (path.toLowerCase().endsWith('.md')) return { found: readOnePlan(path), home: null }
  throw new Failure(
    'usage',
    `${sanitizeLine(typed)} isn’t a plan (.md), cards (.cards.md), or the home of a tracker or its archive.`,
  )
}
