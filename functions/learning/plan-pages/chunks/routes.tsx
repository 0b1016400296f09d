import { type Context, Hono } from 'hono'
import { AddChunk, ChunkList, ChunksPage } from '../../../../views/learning/plan-pages/chunks'
import { newSeq } from '../../../lib/db/sql'
import type { App } from '../../../lib/env'
import { type AnyDraft, form, submittedText } from '../../../lib/http/form'
import { ProblemError } from '../../../lib/http/problem'
import { respond, wantsFragment } from '../../../lib/http/respond'
import { moveItem, moveOf, orderOf, outdatedOrder } from '../../../lib/http/selection'
import { quoteShort } from '../../../lib/text/text'
import { chunksLimit } from '../../plans/document'
import { loadDocument, type PlanEnv, parseStoredPlan } from '../../plans/load'
import { addChunk, deleteChunk, mergeChunk, newChunkId, orderChunks } from '../../plans/markdown/blocks'
import type { ReadPlan } from '../../plans/markdown/read'
import { saveMovedRows } from '../../plans/put'
import * as q from '../../plans/queries'
import type { PlanWithContent } from '../../plans/schema'
import { chunksPath, partOfChunks, planUndoPath } from '../../plans/schema'
import {
  type ChunkPair,
  editLatest,
  moveToChunk,
  type PlanTextEdit,
  savedOrThrow,
  selectChunkRows,
  shownChunk,
} from '../fragments'
import { chunkForms, loadChunk } from './forms'
import { ChunkForm, chunkFormValues } from './schema'

const listProps = <E extends App>(c: Context<E>, row: PlanWithContent, chunk = shownChunk(c)) => ({
  plan: row,
  part: partOfChunks(parseStoredPlan(row).read.chunks, chunk),
})

type Change = {
  message?: string
  /** True if the message offers to undo the edit. */
  canUndo?: boolean
  /** Id of the chunk that the page scrolls to without JavaScript. */
  chunk?: string
  /** Text announced to screen readers. */
  said?: string
  /** True if a chunk was added: its form is cleared for the next one. */
  added?: boolean
}

/** Responds to an edit of chunks with their list. */
export const respondWithChunks = <E extends App>(c: Context<E>, row: PlanWithContent, change: Change) => {
  const { message, canUndo, chunk, said, added } = change
  return respond(c, {
    toast: message === undefined ? undefined : { message, undo: canUndo ? planUndoPath(row, 'chunks') : undefined },
    page: chunksPath(row.id, chunk),
    fragments: () => (
      <>
        {added && <AddChunk planId={row.id} />}
        <hx-partial hx-target="#chunk-list" hx-swap="outerMorph">
          <ChunkList {...listProps(c, row, chunk)} />
        </hx-partial>
        {said && (
          <hx-partial hx-target="#chunk-said" hx-swap="textContent">
            {said}
          </hx-partial>
        )}
      </>
    ),
  })
}

const renderChunks = <E extends PlanEnv>(c: Context<E>, invalid: { draft?: AnyDraft; errors?: string[] } = {}) => {
  const { plan } = c.var
  return c.render(<ChunksPage {...listProps(c, plan)} {...invalid} />, { title: `Edit ${plan.title}`, heading: true })
}

/** An invalid form of a new chunk: alone for htmx, on its page without JavaScript. */
const newChunkAgain = (c: Context<PlanEnv>, draft: AnyDraft) =>
  wantsFragment(c) ? (
    <AddChunk planId={c.var.plan.id} draft={draft} />
  ) : (
    <ChunksPage {...listProps(c, c.var.plan)} draft={draft} />
  )

const noNext = {
  status: 422,
  code: 'invalid',
  title: 'Nothing to merge with',
  detail: 'This is the last chunk. Merge the one before it instead.',
} as const

const latest = <E extends PlanEnv>(c: Context<E>) => q.plan(c.env.DB, c.var.user.id, c.var.plan.id)

/** Edits the chunks of a plan. Null if the plan or the chunk does not exist. @throws ProblemError 422 */
const editChunks = async <E extends PlanEnv>(
  c: Context<E>,
  edit: PlanTextEdit,
  also?: (row: PlanWithContent, now: number) => D1PreparedStatement[],
) => savedOrThrow(await editLatest(c, c.var.plan.id, { edit, after: () => latest(c), also }))

/** Responds 409 to a stale order of chunks, with the current list. */
const rejectOrder = (c: Context<PlanEnv>) => {
  const message = outdatedOrder('chunks')
  c.status(409)
  return wantsFragment(c) ? respondWithChunks(c, c.var.plan, { message }) : renderChunks(c, { errors: [message] })
}

const idsOf = ({ chunks }: ReadPlan) => chunks.map(({ id }) => id)

/** Position of a chunk: `Ser and estar: 2 of 6`. */
const placeText = ({ chunks }: PlanWithContent, id: string) => {
  const place = chunks.findIndex((chunk) => chunk.id === id)
  return `${chunks[place]?.title}: ${place + 1} of ${chunks.length}`
}

/** `/plans/:id/chunks`: pages and edits of chunks. */
export const planChunks = new Hono<PlanEnv>()
  .get('/:id/chunks', loadDocument, (c) => renderChunks(c))

  .post(
    '/:id/chunks',
    loadDocument,
    form(ChunkForm, 'New chunk', (c: Context<PlanEnv>, draft) => newChunkAgain(c, draft as AnyDraft)),
    async (c) => {
      const values = chunkFormValues(c.req.valid('form'))
      const isFull = c.var.plan.chunks.length >= chunksLimit
      const outcome = isFull
        ? { refused: `A plan has at most ${chunksLimit} chunks` }
        : await editLatest(c, c.var.plan.id, {
            edit: (read, now) => addChunk(read, newChunkId(read), values, null, now),
            after: () => latest(c),
          })
      if (outcome === null) return c.notFound()
      if ('saved' in outcome)
        return respondWithChunks(c, outcome.saved, {
          message: `Chunk ${quoteShort(values.title)} added`,
          canUndo: true,
          added: true,
        })
      c.status(422)
      const draft = { values: submittedText(c), errors: { text: [outcome.refused] } }
      return c.render(newChunkAgain(c, draft), { title: 'New chunk', heading: true })
    },
  )

  .post('/:id/order', loadDocument, async (c) => {
    const order = await orderOf(c)
    const row = await editChunks(c, (read, now) => {
      const ids = idsOf(read)
      const { chunks, start } = partOfChunks(read.chunks, ...order)
      return orderChunks(read, ids.toSpliced(start, chunks.length, ...order), now)
    })
    if (row === null) return rejectOrder(c)
    return respondWithChunks(c, row, { message: 'Chunks reordered', canUndo: true, chunk: order[0] })
  })

  .post('/:id/chunks/:chunk/move', loadDocument, loadChunk, async (c) => {
    const { id } = c.var.chunk
    const to = moveOf(c, 'a chunk')
    const row = await editChunks(c, (read, now) =>
      idsOf(read).includes(id) ? orderChunks(read, moveItem(idsOf(read), id, to), now) : null,
    )
    if (row === null) return c.notFound()
    return respondWithChunks(c, row, { chunk: id, said: placeText(row, id) })
  })

  .post('/:id/chunks/:chunk/merge', loadDocument, loadChunk, async (c) => {
    const { DB } = c.env
    const { plan, user, chunk } = c.var
    const next = plan.chunks[plan.chunks.findIndex(({ id }) => id === chunk.id) + 1]
    if (!next) throw new ProblemError(noNext)
    const pair: ChunkPair = { from: next.id, into: chunk.id }
    const row = await editChunks(
      c,
      (read, now) => {
        const merged = mergeChunk(read, chunk.id, now)
        return merged?.gone === next.id ? merged.text : null
      },
      (_, now) => [
        saveMovedRows(DB, user.id, plan.id, selectChunkRows(user.id, plan.id, pair)),
        ...moveToChunk(DB, user.id, plan.id, pair, newSeq(user.id), now),
      ],
    )
    if (row === null) return rejectOrder(c as unknown as Context<PlanEnv>)
    return respondWithChunks(c, row, { message: 'Chunks merged', canUndo: true, chunk: chunk.id })
  })

  .post('/:id/chunks/:chunk/delete', loadDocument, loadChunk, async (c) => {
    const { id } = c.var.chunk
    const row = await editChunks(c, (read, now) => deleteChunk(read, id, now))
    return row ? respondWithChunks(c, row, { message: 'Chunk deleted', canUndo: true }) : c.notFound()
  })

  .route('/', chunkForms)
