import { z } from 'zod'
import { splitTags } from '../../../lib/tags'
import { cleanLine, countCharacters } from '../../../lib/text/text'
import { parseDuration } from '../../../lib/time/typed-time'
import { planTagsMember, titleSchema } from '../../plans/json'
import type { ChunkValues, HeadValues } from '../../plans/markdown/edit'
import { titleLength } from '../../plans/markdown/front-matter'
import type { PlanSettings } from '../../plans/put'
import { type PlanRow, retention, scheduler } from '../../plans/schema'

export const frontMatterError = 'The front matter of this plan can’t be edited here. Edit the markdown instead'

const hoursMessage = 'Enter the hours as a number from 0 to 99999, with at most two decimals'

const hours = z.string('Enter the hours as text').transform((text, { addIssue }) => {
  const typed = text.trim().replace(',', '.')
  if (typed === '') return null
  if (/^\d{1,5}(\.\d{1,2})?$/.test(typed)) return Number(typed)
  addIssue({ code: 'custom', message: hoursMessage })
  return z.NEVER
})

const link = (kind: 'goal' | 'project') =>
  z
    .string(`Choose one of your ${kind}s`)
    .max(100, `Choose one of your ${kind}s`)
    .transform((id) => id || null)

const fields = {
  title: titleSchema,
  tags: z.string('Enter the tags as text').transform(splitTags).pipe(planTagsMember),
  total_hours: hours,
  goal_id: link('goal'),
  project_id: link('project'),
}

/** Retention as a share or in percent. If missing, the plan keeps its retention. */
const typedRetention = z
  .string('Enter the retention as text')
  .transform((text) => Number(text.trim().replace(',', '.').replace(/ *%$/, '') || Number.NaN))
  .transform((number) => (number > 1 ? number / 100 : number))
  .pipe(retention)
  .optional()

/** Form of a plan's details, with a hash of the details from which it was rendered. */
export const DetailsForm = z.object({
  ...fields,
  scheduler,
  retention: typedRetention,
  seen: z.string().max(100).catch(''),
})
export type DetailsForm = z.output<typeof DetailsForm>

const mostLines = 100

/** Maximum characters of a line with a title and a duration. */
const lineLength = titleLength + 50

/** Reads a line such as `Joins, 1h 30m`. Without a duration, the whole line is the title. */
const firstChunk = (line: string): Pick<ChunkValues, 'title' | 'duration_minutes'> => {
  const [, before = '', typed = ''] = /^(.*\S)\s*,\s*([^,]*)$/.exec(line) ?? []
  const minutes = Math.round((parseDuration(typed) ?? 0) / 60)
  if (before !== '' && minutes >= 1 && minutes <= 10_000) return { title: before, duration_minutes: minutes }
  return { title: line, duration_minutes: null }
}

const chunks = z
  .string('Enter the chunks as text')
  .transform((text) =>
    text
      .split(/\r\n?|\n/)
      .map(cleanLine)
      .filter(Boolean),
  )
  .pipe(
    z
      .array(z.string().max(lineLength, `Use at most ${titleLength} characters for the title of a chunk`))
      .max(mostLines, `Enter at most ${mostLines} chunks. Add the others later`),
  )
  .transform((lines) => lines.map(firstChunk))
  .refine((all) => all.every((chunk) => countCharacters(chunk.title) <= titleLength), {
    message: `Use at most ${titleLength} characters for the title of a chunk`,
  })

export const NewPlanForm = z.object({ ...fields, chunks })
export type NewPlanForm = z.output<typeof NewPlanForm>

export type Details = Omit<HeadValues, 'status'> & PlanSettings

export const detailsOf = (row: PlanRow): Details => {
  const { title, tags, total_hours, goal_id, project_id, scheduler, retention } = row
  return { title, tags, total_hours, goal_id, project_id, scheduler, retention }
}
