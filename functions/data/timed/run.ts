import { personOf } from '../../account/auth/person'
import { dropExpiredSignIns } from '../../account/auth/queries'
import { overduePeople, setNextRun } from '../../account/reminders/queries'
import { runReminders } from '../../account/reminders/run'
import type { Bindings, PersonHead, User } from '../../lib/env'
import { tidyAll } from '../../lib/hooks'
import { secretsProblem } from '../../lib/http/security'
import { errorFacts } from '../../lib/log'
import { refreshDue } from '../../people/meetings/calendars/refresh'
import { runDaily } from '../backups/daily'
import { dueBackup } from '../backups/schema'
import { peopleToBackUp, peopleWithDueCalendars } from './queries'

/** Time in ms for each kind of work in a run. */
const share = 7_000

type Work = (env: Bindings, user: User, head: PersonHead, now: number) => Promise<boolean>

const backUp: Work = async (env, user, head, now) => {
  const date = dueBackup(user, head.seq > 0, now)
  if (date === null) return false
  await runDaily(env, user, date)
  await tidyAll(env, user.id, now)
  return true
}

const readCalendars: Work = async (env, user, _, now) => {
  await refreshDue(env, user, now)
  return true
}

/** Time in ms after which reminders that failed are tried again, behind those of others. */
const retryAfter = 3_600_000

/** Sends reminders that were missed. Normally each person's own alarm sends them (workers/live). */
const remind: Work = async (env, { id }, _, now) => {
  await setNextRun(env.DB, id, now + retryAfter).run()
  const next = await runReminders(env, id, now)
  if (next !== null) await env.LIVE?.get(env.LIVE.idFromName(id)).remind(id, next)
  return true
}

/**
 * Runs work that would otherwise wait for a visit: daily backups and cleanups, calendars, missed reminders, and expired
 * sign-ins. Each kind of work has a share of the time and a number of people, and the next run continues with those who
 * wait longest. A failure for one person is logged and does not affect others. Returns counts of the work.
 * @param now epoch ms
 */
export const runTimed = async (env: Bindings, now = Date.now()) => {
  const problem = secretsProblem(env)
  if (problem) throw new Error(problem)
  const works = [
    { name: 'backups', people: peopleToBackUp, work: backUp, most: 20 },
    { name: 'calendars', people: peopleWithDueCalendars, work: readCalendars, most: 50 },
    { name: 'reminders', people: overduePeople, work: remind, most: 100 },
  ]
  const done: Record<string, number> = { failed: 0 }
  for (const { name, people, work, most } of works) {
    done[name] = 0
    const end = Date.now() + share
    for (const row of await people(env.DB, now)) {
      if (done[name] >= most || Date.now() > end) break
      const { user, head } = personOf(row)
      try {
        if (await work(env, user, head, now)) done[name] += 1
      } catch (error) {
        done.failed = (done.failed ?? 0) + 1
        console.error(JSON.stringify({ level: 'error', timed: name, ...errorFacts(error as Error) }))
      }
    }
  }
  await env.DB.batch(dropExpiredSignIns(env.DB, now))
  return done
}
