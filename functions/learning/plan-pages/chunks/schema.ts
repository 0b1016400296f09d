import { z } from 'zod'
import { cleanLine, contentLimit } from '../../../lib/text/text'
import { parseDuration } from '../../../lib/time/typed-time'
import { lineSchema, linesSchema, titleSchema } from '../../plans/json'
import { type ChunkValues, valuesOf } from '../../plans/markdown/edit'
import { chunkStatus } from '../../plans/schema'

const durationMessage = 'Enter a duration such as 1h 30m, up to 10,000 minutes'

/** Parses a typed duration to whole minutes; null if empty. */
const duration = z.string('Enter the duration as text').transform((text, { addIssue }) => {
  if (text.trim() === '') return null
  const minutes = Math.round((parseDuration(text) ?? 0) / 60)
  if (minutes >= 1 && minutes <= 10_000) return minutes
  addIssue({ code: 'custom', message: durationMessage })
  return z.NEVER
})

const listed = (what: string) =>
  z
    .string(`Enter the ${what}s as text`)
    .transform((text) => text.split(/\r\n?|\n/))
    .pipe(linesSchema(what))

/** Normalizes line breaks, and removes control characters and surrounding blank lines. */
const cleanMarkdown = (text: string) =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()

const markdown = z
  .string('Enter the text as text')
  .transform(cleanMarkdown)
  .pipe(z.string().max(contentLimit, 'Use at most 512 KB for the text'))

/** Hash of the chunk from which a form was rendered. */
const seen = z.string().max(100).catch('')

export const ChunkForm = z.object({
  title: titleSchema,
  duration,
  status: chunkStatus,
  objectives: listed('objective'),
  resources: listed('resource'),
  deliverable: lineSchema(2000, 'the deliverable'),
  text: markdown,
  seen,
})
export type ChunkForm = z.output<typeof ChunkForm>

export const SplitForm = z.object({ title: titleSchema, duration, seen })

export const chunkFormValues = ({ duration: duration_minutes, seen: _, ...values }: ChunkForm): ChunkValues => ({
  ...values,
  duration_minutes,
})

/** Values of a chunk after a round trip through its form, so that lossy fields do not count as edits. */
export const roundTripValues = (chunk: ChunkValues): ChunkValues => ({
  ...valuesOf(chunk),
  title: cleanLine(chunk.title),
  objectives: chunk.objectives.map(cleanLine).filter(Boolean),
  resources: chunk.resources.map(cleanLine).filter(Boolean),
  deliverable: cleanLine(chunk.deliverable),
  text: cleanMarkdown(chunk.text),
})
