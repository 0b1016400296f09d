import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { EditChunk } from '../../../../views/learning/plan-pages/chunks'
import { SplitChunk } from '../../../../views/learning/plan-pages/chunks/split'
import { differences, type FieldDescriptions } from '../../../lib/http/conflict'
import { type AnyDraft, answerStale, form, submittedAll, submittedText } from '../../../lib/http/form'
import { redirectTo } from '../../../lib/http/respond'
import { sha256Hex } from '../../../lib/secrets'
import { duration } from '../../../lib/text/format'
import { isSameJson } from '../../../lib/text/text'
import { loadDocument, type PlanEnv, parseStoredPlan } from '../../plans/load'
import { newChunkId, splitChunk } from '../../plans/markdown/blocks'
import { type ChunkValues, changesOf, editChunk, garbledMember, valuesOf } from '../../plans/markdown/edit'
import type { ReadChunk } from '../../plans/markdown/read'
import * as q from '../../plans/queries'
import type { ChunkStatus, PlanWithContent } from '../../plans/schema'
import { chunkPath, chunkStatusNames, chunksPath, isDone, isOpenPlan, planPath, planUndoPath } from '../../plans/schema'
import { editLatest } from '../fragments'
import { ChunkForm, chunkFormValues, roundTripValues, SplitForm } from './schema'

type ChunkEnv = PlanEnv & {
  Variables: {
    chunk: ReadChunk
    /** Hash of the chunk. It does not change with the rest of the plan. */
    seen: string
  }
}

const seenOf = async (chunk: ReadChunk) => (await sha256Hex(JSON.stringify(valuesOf(chunk)))).slice(0, 16)

/** Loads the chunk of a path. Needs the plan in `c.var`. */
export const loadChunk = createMiddleware<ChunkEnv>(async (c, next) => {
  const chunk = parseStoredPlan(c.var.plan).read.chunks.find(({ id }) => id === c.req.param('chunk'))
  if (!chunk) return c.notFound()
  c.set('chunk', chunk)
  c.set('seen', await seenOf(chunk))
  await next()
})

const titleOf = (c: Context<ChunkEnv>, what: string) => `${what} ${c.var.chunk.title}`

const editPage = (c: Context<ChunkEnv>, draft?: AnyDraft) => {
  const { plan, chunk, seen } = c.var
  return <EditChunk planId={plan.id} chunk={chunk} seen={seen} draft={draft} />
}

const splitPage = (c: Context<ChunkEnv>, draft?: AnyDraft, isOutdated = false) => {
  const { plan, chunk, seen } = c.var
  return <SplitChunk planId={plan.id} chunk={chunk} seen={seen} draft={draft} isOutdated={isOutdated} />
}

const words = ({ duration_minutes, status, objectives, resources, ...texts }: ChunkValues) => ({
  ...texts,
  duration: duration_minutes === null ? '' : duration(duration_minutes * 60),
  status: chunkStatusNames[status satisfies ChunkStatus],
  objectives: objectives.join('; '),
  resources: resources.join('; '),
})

const described: FieldDescriptions<ReturnType<typeof words>> = {
  title: ['Title'],
  duration: ['Duration'],
  status: ['Status'],
  objectives: ['Objectives'],
  resources: ['Resources'],
  deliverable: ['Deliverable'],
  text: ['Text'],
}

/** Responds to a stale edit with both versions of the chunk, unless they are equal. */
const renderStale = async (c: Context<ChunkEnv>, row: PlanWithContent, values: ChunkValues) => {
  const { id } = c.var.chunk
  const saved = parseStoredPlan(row).read.chunks.find((one) => one.id === id)
  if (!saved) return c.notFound()
  const fields = differences(words(values), words(roundTripValues(saved)), described)
  if (fields.length === 0) return redirectTo(c, chunksPath(row.id, id))
  return answerStale(c, {
    what: 'chunk',
    title: titleOf(c, 'Edit'),
    page: chunksPath(row.id, id),
    action: chunkPath(row.id, id, 'edit'),
    saved: row,
    fields,
    values: { ...submittedText(c), seen: await seenOf(saved) },
  })
}

const notTyped = 'This would be read as a heading, a field or the end of a chunk. Edit the markdown instead'

const refuse = async (c: Context<ChunkEnv>, errors: AnyDraft['errors'], page: typeof editPage, what: string) => {
  c.status(422)
  return c.render(page(c, { values: submittedText(c), errors }), { title: titleOf(c, what), heading: true })
}

const latest = (c: Context<ChunkEnv>) => q.plan(c.env.DB, c.var.user.id, c.var.plan.id)

/** Forms to edit and to split a chunk. */
export const chunkForms = new Hono<ChunkEnv>()
  .get('/:id/chunks/:chunk/edit', loadDocument, loadChunk, (c) =>
    c.render(editPage(c), { title: titleOf(c, 'Edit'), heading: true }),
  )

  .post(
    '/:id/chunks/:chunk/edit',
    loadDocument,
    loadChunk,
    form(ChunkForm, 'Edit chunk', (c: Context<ChunkEnv>, draft) => editPage(c, draft as AnyDraft)),
    async (c) => {
      const { plan, chunk, seen } = c.var
      const sent = c.req.valid('form')
      const values = chunkFormValues(sent)
      if (sent.seen !== seen) return renderStale(c, plan, values)
      const changes = changesOf(roundTripValues(chunk), values)
      if (Object.keys(changes).length === 0) return redirectTo(c, chunksPath(plan.id, chunk.id))
      let newer: PlanWithContent | null = null
      let member = ''
      const outcome = await editLatest(c, plan.id, {
        edit: (read, now, row) => {
          const present = read.chunks.find(({ id }) => id === chunk.id)
          if (present && !isSameJson(valuesOf(present), valuesOf(chunk))) {
            newer = row
            return null
          }
          const text = editChunk(read, chunk.id, changes, now)
          if (text === 'garbled') member = garbledMember(read, chunk.id, changes, now)
          return text
        },
        after: () => latest(c),
      })
      if (newer) return renderStale(c, newer, values)
      if (outcome === null) return c.notFound()
      if ('saved' in outcome) {
        const { saved } = outcome
        // The plan's page offers to complete the plan.
        const isLast = changes.status === 'completed' && isOpenPlan(saved) && isDone(saved)
        return redirectTo(c, isLast ? planPath(plan.id) : chunksPath(plan.id, chunk.id), {
          message: 'Chunk saved',
          undo: planUndoPath(saved, isLast ? undefined : 'chunks'),
        })
      }
      const errors = member === '' ? { text: [outcome.refused] } : { [member]: [notTyped] }
      return refuse(c, errors, editPage, 'Edit')
    },
  )

  .get('/:id/chunks/:chunk/split', loadDocument, loadChunk, (c) =>
    c.render(splitPage(c), { title: titleOf(c, 'Split'), heading: true }),
  )

  .post(
    '/:id/chunks/:chunk/split',
    loadDocument,
    loadChunk,
    form(SplitForm, 'Split chunk', (c: Context<ChunkEnv>, draft) => splitPage(c, draft as AnyDraft)),
    async (c) => {
      const { plan, chunk, seen } = c.var
      const { title, duration: duration_minutes, seen: sent } = c.req.valid('form')
      const chosen = async (name: 'objectives' | 'resources') => {
        const places = submittedAll(c, name)
        return chunk[name].filter((_, index) => places.includes(String(index)))
      }
      const off = {
        title,
        duration_minutes,
        objectives: await chosen('objectives'),
        resources: await chosen('resources'),
      }
      let isNewer = sent !== seen
      let newId = ''
      const outcome = isNewer
        ? null
        : await editLatest(c, plan.id, {
            edit: (read, now) => {
              const present = read.chunks.find(({ id }) => id === chunk.id)
              isNewer = present !== undefined && !isSameJson(valuesOf(present), valuesOf(chunk))
              newId = newChunkId(read)
              return isNewer ? null : splitChunk(read, chunk.id, newId, off, now)
            },
            after: () => latest(c),
          })
      if (isNewer) {
        c.status(409)
        return c.render(splitPage(c, undefined, true), { title: titleOf(c, 'Split'), heading: true })
      }
      if (outcome === null) return c.notFound()
      if ('refused' in outcome) return refuse(c, { title: [outcome.refused] }, splitPage, 'Split')
      return redirectTo(c, chunksPath(plan.id, newId), {
        message: 'Chunk split',
        undo: planUndoPath(outcome.saved, 'chunks'),
      })
    },
  )
