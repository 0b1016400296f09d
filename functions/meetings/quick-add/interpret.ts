import { foundNames, knownNames, readNames } from '../../entry/marked-names'
import { peopleNamedIn } from '../../entry/people-names'
import type { User } from '../../lib/env'
import { duration, wallClock } from '../../lib/format'
import type { Org } from '../../lib/org'
import { errorsOf, foundPart, part, type Understood } from '../../tasks/quick-add/interpret'
import { dateText } from '../../tasks/words'
import { namesError, namesText } from '../attendees'
import { type NewMeetingValues, titleLimit } from '../schema'
import { readMeeting } from './read'

/** Understands a line such as `Ada, Tom tomorrow 14:00 45m the plan`. A meeting without a date is today. */
export const interpretMeeting = async (
  db: D1Database,
  user: User,
  org: Org,
  line: string,
  today: string,
): Promise<{ values: NewMeetingValues } & Understood> => {
  const [names, known] = await Promise.all([readNames(db, user.id, org, line), peopleNamedIn(db, user.id, line)])
  const read = readMeeting(line, today, known, knownNames(names))
  const { title, people, added, whoErrors, whenErrors, project: named, ...when } = read
  const { project } = foundNames({ project: named }, names)
  const { date = today, time = '', duration_minutes = 0 } = when
  const tooMany = namesError(namesText(people))
  return {
    values: {
      ...{ title, people: namesText(people), date, time: time || null, duration_minutes: duration_minutes || null },
      project_id: project?.id ?? null,
    },
    errors: [
      ...errorsOf(title, titleLimit, [project]),
      ...whoErrors,
      ...whenErrors,
      ...(tooMany === null ? [] : [tooMany]),
    ],
    does: `Add meeting for ${dateText(date, today)}`,
    parts: [
      ...part('meeting', title),
      ...people.map((text) => ({ label: added.includes(text) ? 'new person' : 'with', text })),
      ...whoErrors.map((text) => ({ label: 'with', text, isWrong: true })),
      ...part('on', dateText(date, today)),
      ...(time
        ? part('at', wallClock(time, user.preferences.clock))
        : [{ label: '+ time', text: 'e.g. 14:00', isOpen: true }]),
      ...part('for', duration_minutes > 0 && duration(duration_minutes * 60)),
      ...whenErrors.map((text) => ({ label: 'time', text, isWrong: true })),
      ...foundPart('project', project),
    ],
  }
}
