import { digestsMatch, digestsOf } from './digests'
import type { Outcome, SyncOptions } from './outcome'
import { startResync } from './receive'
import type { Remote, SyncRefusal } from './remote'
import { newRun, runRound, type SyncRun } from './round'
import type { DeviceStore } from './store'

const untilComplete = async (
  store: DeviceStore,
  remote: Remote,
  run: SyncRun,
  tell: () => void,
): Promise<SyncRefusal | null> => {
  for (;;) {
    const next = await runRound(store, remote, run)
    tell()
    if (next === 'complete') return null
    if (next !== 'again') return next
  }
}

/** Compares digests. A concurrent change may make them differ, so only the second difference starts a full resync. */
const comparing = async (
  store: DeviceStore,
  remote: Remote,
  run: SyncRun,
  settle: () => Promise<SyncRefusal | null>,
): Promise<boolean | SyncRefusal> => {
  for (let attempt = 1; ; attempt += 1) {
    const theirs = await remote.digests()
    if (theirs.kind !== 'digests') return theirs
    if (digestsMatch(await digestsOf(store), theirs.digests)) return true
    if (attempt === 3) return false
    if (attempt === 2) {
      run.progress.resyncs += 1
      startResync(store)
    }
    const refusal = await settle()
    if (refusal) return refusal
  }
}

/** Sends queued writes and receives deltas until neither side has more. */
export const sync = async (
  store: DeviceStore,
  remote: Remote,
  { verify = false, onProgress = () => undefined }: SyncOptions = {},
): Promise<Outcome> => {
  const run = newRun()
  const progress = () => ({ ...run.progress, waiting: store.pendingCount() })
  const settle = () => untilComplete(store, remote, run, () => onProgress(progress()))
  const refusal = await settle()
  if (refusal) return { ...progress(), ...refusal }
  const compared = verify ? await comparing(store, remote, run, settle) : null
  if (compared !== null && typeof compared === 'object') return { ...progress(), ...compared }
  return { ...progress(), kind: 'done', digestsAgree: compared }
}
