import type { Context, Run } from '../context'
import { Failure } from '../failure'
import { requireAccount } from '../remote/call'
import { readStoredNote, saveNote } from '../store/notes'
import { storedPreferences } from '../store/person'
import { readSource } from '../tracker/source'
import { importAsJson, importAsLines, queuedLine, queueImport } from './import'
import { syncAndReport } from './sync'

const homeFor = ({ args, store }: Context) => {
  const home = args[0] ?? readStoredNote(store().db, 'tracker')
  if (home) return home
  throw new Failure(
    'usage',
    'PATH is missing: no tracker was imported yet.',
    'Enter the tracker’s home, as in daymark sync push --all ~/.learning.',
  )
}

/**
 * Fetches first, so that the import compares the tracker's rows with the latest ones. Offline, this step is skipped.
 */
const fetchFirst = async (context: Context) => {
  try {
    await syncAndReport(context)
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'offline') throw error
  }
}

/** Sends queued writes; with --all, first imports the tracker's home folder again. */
export const syncPush: Run = async (context) => {
  const { store, args, options, isJson, terminal } = context
  requireAccount(context)
  if (!options.all) {
    if (args.length > 0) throw new Failure('usage', 'PATH needs --all.', 'To import once, use daymark import PATH.')
    return syncAndReport(context)
  }
  const opened = store()
  const source = await readSource(opened, homeFor(context), storedPreferences(opened.db).time_zone)
  if (!isJson) terminal.write(`${importAsLines(context, source.found).join('\n')}\n`)
  await fetchFirst(context)
  const queued = await queueImport(context, source.found)
  if (source.home !== null) saveNote(opened.db, 'tracker', source.home)
  if (!isJson) terminal.write(`${queuedLine(queued)}\n`)
  const sent = await syncAndReport(context)
  return { json: { found: importAsJson(source.found), ...queued, ...sent.json }, text: sent.text }
}
