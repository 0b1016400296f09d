import type { ReadChunk } from '../../functions/learning/plans/markdown/read'
import { duration } from '../../functions/lib/time/duration'
import type { Context, Run } from '../context'
import { meter } from '../output/table'
import { padRight, sanitize, sanitizeLine, truncateToWidth, widthOf, wrapParagraph } from '../output/text'
import { progressOf, resolvePlan, trackedSeconds } from '../plans/plans'

const marks = {
  completed: ['✓', 'green'],
  in_progress: ['●', 'yellow'],
  not_started: ['○', 'dim'],
  skipped: ['–', 'dim'],
} as const

const timeOf = ({ duration_minutes }: ReadChunk, seconds: number) => {
  const planned = duration_minutes === null ? '' : duration(duration_minutes * 60)
  if (seconds === 0) return planned
  return planned === '' ? duration(seconds) : `${duration(seconds)} of ${planned}`
}

type Widths = { id: number; title: number }

const chunkLine = ({ terminal }: Context, chunk: ReadChunk, seconds: number, widths: Widths) => {
  const [mark, colour] = marks[chunk.status]
  const time = timeOf(chunk, seconds)
  const head = `${terminal.paint(colour, mark)} ${terminal.paint('bold', padRight(chunk.id, widths.id))}  `
  const room = Math.min(widths.title, terminal.width - widthOf(head) - widthOf(time) - 2)
  return `${head}${padRight(truncateToWidth(sanitizeLine(chunk.title), room), room)}  ${terminal.paint('cyan', time)}`.trimEnd()
}

/** Maximum width of the id column, in characters. */
const widestId = 24

/** Shows a plan and its chunks. */
export const planShow: Run = async (context) => {
  const { store, args, options, terminal } = context
  const { db } = store()
  const { plan } = resolvePlan(db, args.join(' '))
  const { data, read } = plan
  if (options.markdown)
    return { json: { id: plan.id, content: data.content }, text: [sanitize(data.content.replace(/\r?\n$/, ''))] }
  const tracked = trackedSeconds(db, plan.id)
  const progress = progressOf(read)
  const total = tracked.get(plan.id) ?? 0
  const planned = data.total_hours === null ? '' : ` of ${duration(data.total_hours * 3600)}`
  const widest = (texts: string[]) => Math.max(0, ...texts.map(widthOf))
  const widths = {
    id: Math.min(widestId, widest(read.chunks.map(({ id }) => id))),
    title: widest(read.chunks.map(({ title }) => sanitizeLine(title))),
  }
  const tags = data.tags.map((tag) => `#${sanitizeLine(tag)}`).join(' ')
  return {
    json: {
      id: plan.id,
      ...data,
      tracked_seconds: total,
      progress_percentage: Math.floor(progress.share * 100),
      chunks: read.chunks.map(({ id, title, status, duration_minutes, objectives, resources, deliverable }) => ({
        id,
        title,
        status: status.replaceAll('_', '-'),
        duration_minutes,
        objectives,
        resources,
        deliverable,
        tracked_seconds: tracked.get(`${plan.id}/${id}`) ?? 0,
      })),
    },
    text: [
      ...wrapParagraph(sanitizeLine(data.title), terminal.width).map((line) => terminal.paint('bold', line)),
      [plan.id, data.status, `${duration(total)}${planned} tracked`, tags].filter(Boolean).join(' · '),
      `${terminal.paint('cyan', meter(progress.share, 20))} ${progress.completed} of ${progress.counted} chunks`,
      ...(read.chunks.length > 0 ? [''] : []),
      ...read.chunks.map((chunk) => chunkLine(context, chunk, tracked.get(`${plan.id}/${chunk.id}`) ?? 0, widths)),
    ],
  }
}
