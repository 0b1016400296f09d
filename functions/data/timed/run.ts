import { personOf } from '../../account/auth/person'
import { dropExpiredSignIns } from '../../account/auth/queries'
import { overduePeople } from '../../account/reminders/queries'
import { runReminders } from '../../account/reminders/run'
import type { Bindings, PersonHead, User } from '../../lib/env'
import { tidyAll } from '../../lib/hooks'
import { secretsProblem } from '../../lib/http/security'
import { errorFacts } from '../../lib/log'
import { refreshDue } from '../../people/meetings/calendars/refresh'
import { runDaily } from '../backups/daily'
import { dueBackup } from '../backups/schema'
import { peopleToBackUp, peopleWithDueCalendars } from './queries'

/** Time in ms after which a run starts no further work. The next run continues. */
const longest = 20_000

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

/** Sends reminders that were missed. Normally each person's own alarm sends them (workers/live). */
const remind: Work = async (env, { id }, _, now) => {
  const next = await runReminders(env, id, now)
  if (next !== null) await env.LIVE?.get(env.LIVE.idFromName(id)).remind(id, next)
  return true
}

/**
 * Runs work that would otherwise wait for a visit: daily backups and cleanups, calendars, missed reminders, and expired
 * sign-ins. A failure for one person is logged and does not affect others. Returns counts of the work.
 * @param now epoch ms
 */
export const runTimed = async (env: Bindings, now = Date.now()) => {
  const problem = secretsProblem(env)
  if (problem) throw new Error(problem)
  const end = Date.now() + longest
  const works = [
    { name: 'backups', people: peopleToBackUp, work: backUp },
    { name: 'calendars', people: peopleWithDueCalendars, work: readCalendars },
    { name: 'reminders', people: overduePeople, work: remind },
  ]
  const done: Record<string, number> = { failed: 0 }
  for (const { name, people, work } of works) {
    done[name] = 0
    for (const row of await people(env.DB, now)) {
      if (Date.now() > end) break
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
