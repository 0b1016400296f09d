import { z } from 'zod'
import { attendeeIds } from './plan'
import { Invited, type ReadCalendar, Remark } from './schema'
import { countsOf, type Imported } from './write'

/** Remarks of one kind, and unknown people, in an answer. */
const remarksLimit = 100
const unknownLimit = 1_000

const remarks = (description: string) =>
  z
    .array(Remark)
    .meta({ description: `${description} The first ${remarksLimit}, by the line that the event begins on.` })

export const ImportedMeetings = z
  .object({
    change_id: z.string().nullable().meta({ description: 'The change that Undo takes back; null for a preview.' }),
    added: z.int(),
    updated: z.int(),
    people_added: z.int(),
    unchanged: z.int().meta({ description: 'Imported before, as the calendar has them.' }),
    deleted: z.int().meta({ description: 'Imported before, and deleted since. They stay deleted.' }),
    outside: z.int().meta({ description: 'Events on other dates only.' }),
    meetings: z
      .array(
        z.object({
          status: z.enum(['added', 'changed']),
          id: z.string().nullable().meta({ description: 'Null while it is only a preview.' }),
          title: z.string(),
          date: z.string().meta({ format: 'date' }),
          time: z.string().nullable(),
          duration_minutes: z.int().nullable(),
          attendees: z.array(z.string()).meta({ description: 'Ids of people.' }),
          recurring: z.boolean(),
        }),
      )
      .meta({ description: 'Those that are new, and those that the calendar has changed.' }),
    unknown: z
      .array(Invited)
      .meta({ description: 'Attendees of new meetings who are none of your people: the first 1,000.' }),
    refused: remarks('Events that can’t be read.'),
    skipped: remarks('Events that are cancelled, or that you declined.'),
    warnings: remarks('About events that come in.'),
  })
  .meta({ id: 'ImportedMeetings' })

export const importedJson = (
  read: ReadCalendar,
  { plan, options, change_id }: Imported,
  isPreview = false,
): z.output<typeof ImportedMeetings> => {
  const { added, updated, people } = countsOf(plan, options)
  const brief = ({ title, date, time, duration_minutes, repeats }: ReadCalendar['meetings'][number]) => ({
    title,
    date,
    time,
    duration_minutes,
    recurring: repeats,
  })
  const ofPeople = options.add_people && !isPreview ? plan.unknown : []
  const first = (list: Remark[]) => list.slice(0, remarksLimit)
  return {
    change_id,
    added,
    updated,
    people_added: people,
    unchanged: plan.same,
    deleted: plan.deleted,
    outside: read.outside,
    meetings: [
      ...plan.added.map((meeting) => ({
        status: 'added' as const,
        id: isPreview ? null : meeting.id,
        ...brief(meeting),
        attendees: attendeeIds(meeting, ofPeople),
      })),
      ...plan.changed.map(({ before, meeting }) => ({
        status: 'changed' as const,
        id: before.id,
        ...brief(meeting),
        attendees: [],
      })),
    ],
    unknown: plan.unknown.slice(0, unknownLimit).map(({ name, email }) => ({ name, email })),
    refused: first(read.refused),
    skipped: first(read.skipped),
    warnings: first(read.warnings),
  }
}
