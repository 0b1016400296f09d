import { backupsPath, keptStateOf } from '../backups/kept'
import type { Bindings } from '../lib/env'
import { refuseWhileBusy } from '../lib/jobs/queries'
import { ProblemError } from '../lib/problem'
import { conflict, retry } from '../lib/retry'
import { asPlannedAt, commit, headOf } from '../lib/sql'
import { identityOf, moveGitHubToken, swapStates } from './swap'

const gone = new ProblemError({
  status: 409,
  code: 'no_kept_state',
  title: 'There is nothing to bring back',
  detail: 'That restore was undone already, or a week has passed since. Nothing was changed.',
  again: backupsPath,
})

/**
 * Brings the kept state back and keeps the present one instead, so that this can be undone, too. Returns the id that the
 * person has then. @throws ProblemError 409 where it is not there any more, or a job is not finished
 */
export const undoRestore = async (env: Bindings, userId: string, keptId: string) => {
  const { DB } = env
  await retry(async () => {
    await refuseWhileBusy(DB, userId)
    const now = Date.now()
    const head = await headOf(DB, userId)
    const [kept, identity] = await Promise.all([keptStateOf(DB, userId, now), identityOf(DB, userId)])
    if (kept?.id !== keptId || identity === null) throw gone
    const swap = swapStates(DB, { from: userId, to: keptId, identity }, now)
    return (await commit(DB, userId, ['stats'], [asPlannedAt(DB, userId, head.seq), ...swap])) ? true : conflict
  })
  await moveGitHubToken(env, userId, keptId)
  return keptId
}
