import { duration } from '../../functions/lib/time/duration'
import type { Run } from '../context'
import { Failure } from '../failure'
import { sanitizeLine, truncateToWidth } from '../output/text'
import { storedPreferences } from '../store/person'
import { sessionLabel } from '../time/labels'
import { logSession, sessionJson } from '../time/sessions'
import { currentDay, spanText } from '../time/today'
import { readSessionLine } from '../time/understood'

/** Logs an ended session. */
export const log: Run = async (context) => {
  const { args, now, store, terminal } = context
  const opened = store()
  const { line, filed } = await readSessionLine(context, args.join(' ').trim())
  if (line.plan?.kind !== 'log') {
    throw new Failure(
      'usage',
      'Add a time, such as 25m, 9-10:30 or "yesterday 14-15".',
      'To start the timer, use daymark start.',
    )
  }
  const preferences = storedPreferences(opened.db)
  const session = logSession(opened, { ...filed, time_zone: preferences.time_zone }, line.plan.times, now())
  const today = currentDay(preferences, now())
  const { start_time, end_time, duration_seconds } = session.data
  const span = spanText(start_time, end_time, preferences, today)
  const label = truncateToWidth(sanitizeLine(sessionLabel(opened.db, session.data)), terminal.width - 30)
  return {
    json: { session: sessionJson(session) },
    text: [`Logged ${terminal.paint('bold', label)}, ${terminal.paint('cyan', duration(duration_seconds))} (${span})`],
    hasWritten: true,
  }
}
