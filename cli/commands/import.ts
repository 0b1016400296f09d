import { plural } from '../../functions/lib/time/duration'
import type { Context, Run } from '../context'
import { Failure } from '../failure'
import { progressLine } from '../output/progress'
import { sanitizeLine } from '../output/text'
import { fullSync } from '../sending/full-sync'
import { storedAccount } from '../store/account'
import { saveNote } from '../store/notes'
import { storedPreferences } from '../store/person'
import { type FoundData, faultText } from '../tracker/found'
import { type QueueCounts, queueFound } from '../tracker/queue'
import { readSource } from '../tracker/source'

/** Maximum number of faults printed; the JSON output has all. */
const mostFaults = 20

export const importAsJson = ({ plans, sessions, cards, faults, notes }: FoundData) => ({
  plans: plans.length,
  sessions: sessions.length,
  cards: cards.length,
  faults,
  notes,
})

/** Lists counts, notes and faults. */
export const importAsLines = ({ terminal }: Context, found: FoundData) => {
  const { plans, sessions, cards, faults, notes } = found
  const more = faults.length - mostFaults
  return [
    `Found ${plural(plans.length, 'plan')}, ${plural(sessions.length, 'session')} and ${plural(cards.length, 'card')}.`,
    ...notes.map((note) => terminal.paint('dim', sanitizeLine(note))),
    ...faults.slice(0, mostFaults).map((fault) => terminal.paint('yellow', sanitizeLine(faultText(fault)))),
    ...(more > 0 ? [terminal.paint('yellow', `… and ${plural(more, 'further fault')}; --json lists all.`)] : []),
  ]
}

export const queuedLine = ({ queued, unchanged, newer }: QueueCounts) => {
  const parts = [
    `${plural(queued, 'change')} queued`,
    ...(unchanged > 0 ? [`${unchanged} known already`] : []),
    ...(newer > 0 ? [`${newer} newer on this device`] : []),
  ]
  return `${parts.join(', ')}.`
}

/** Queues the found rows for sending. @throws Failure after Ctrl-C */
export const queueImport = async (context: Context, found: FoundData) => {
  const progress = progressLine(context, context.isJson)
  const queued = await queueFound(
    context.store(),
    found,
    (done, total) => progress.show('Queueing', done, total),
    context.signal,
  ).finally(progress.clear)
  if (context.signal.aborted) throw new Failure('error', 'Interrupted.', 'Run it again to go on.')
  return queued
}

const isEmpty = ({ plans, sessions, cards }: FoundData) => plans.length + sessions.length + cards.length === 0

/** Sends all queued writes after a command has done its work. Being offline does not fail the command. */
const sendNow = async (context: Context) => {
  try {
    const { sent, rejected, superseded } = await fullSync(context)
    const refused = rejected > 0 ? [`${plural(rejected, 'change')} refused. See daymark sync status.`] : []
    return {
      json: { state: 'synced', sent, rejected, superseded },
      text: [`${plural(sent, 'change')} sent.`, ...refused],
    }
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'offline') throw error
    const waiting = context.store().device.pendingCount()
    const text = `Kept on this device (${plural(waiting, 'change')}): offline, will sync later.`
    return { json: { state: 'waiting', waiting, reason: 'offline' }, text: [context.terminal.paint('dim', text)] }
  }
}

/** Imports a plan, cards, or a learning tracker's home folder. */
export const importPath: Run = async (context) => {
  const { store, args, options, isJson, terminal } = context
  const opened = store()
  const { found, home } = await readSource(opened, args[0] ?? '', storedPreferences(opened.db).time_zone)
  const lines = importAsLines(context, found)
  if (options['dry-run']) return { json: { found: importAsJson(found) }, text: lines }
  if (isEmpty(found)) {
    if (found.faults.length === 0) return { json: { found: importAsJson(found) }, text: lines }
    throw new Failure('error', found.faults.slice(0, mostFaults).map(faultText).join('\n'), 'Nothing was imported.')
  }
  if (!isJson) terminal.write(`${lines.join('\n')}\n`)
  const queued = await queueImport(context, found)
  if (home !== null) saveNote(opened.db, 'tracker', home)
  const sent = storedAccount(opened.db)?.token ? await sendNow(context) : null
  const kept = sent === null ? ['Kept on this device. Sign in with daymark login EMAIL to sync it.'] : sent.text
  return {
    json: {
      found: importAsJson(found),
      ...queued,
      sync: sent?.json ?? { state: 'waiting', waiting: opened.device.pendingCount() },
    },
    text: [queuedLine(queued), ...kept],
  }
}
