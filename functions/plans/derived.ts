import { cleanLine, cleanText, firstCharacters } from '../lib/text'
import type { ReadPlan } from './markdown/read'
import { tagsOf } from './markdown/tags'

/** In characters. A longer text would cost more to index than it helps to find. */
const outlineLimit = 10_000

/** Words by which a search finds a plan: titles of its chunks, then what these are about. */
const outlineOf = ({ chunks }: ReadPlan) => {
  const texts = [
    ...chunks.map(({ title }) => title),
    ...chunks.flatMap(({ objectives, deliverable }) => [...objectives, deliverable]),
  ]
  return firstCharacters(cleanText(texts.filter((text) => text !== '').join(' · ')), outlineLimit)
}

/** Reads the columns of a plan and its chunks from its markdown. Their texts have no control characters. */
export const derived = (plan: ReadPlan) => {
  const { head, chunks } = plan
  const of = (status: string) => chunks.filter((chunk) => chunk.status === status)
  const counted = chunks.filter(({ status }) => status !== 'skipped')
  const next = of('in_progress')[0] ?? of('not_started')[0] ?? null
  return {
    plan: {
      title: cleanLine(head.title) || head.id,
      status: head.status,
      tags: tagsOf(plan),
      total_hours: head.total_hours,
      chunk_count: chunks.length,
      completed_count: of('completed').length,
      skipped_count: of('skipped').length,
      planned_minutes: counted.reduce((sum, { duration_minutes }) => sum + (duration_minutes ?? 0), 0),
      next_chunk: next?.id ?? null,
      next_title: next && (cleanLine(next.title) || next.id),
      outline: outlineOf(plan),
    },
    chunks: chunks.map(({ id, title, status, duration_minutes, objectives, resources, deliverable }, position) => ({
      id,
      position,
      title: cleanLine(title) || id,
      status,
      duration_minutes,
      objectives,
      resources,
      deliverable,
    })),
  }
}
