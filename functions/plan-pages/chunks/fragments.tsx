import type { Context } from 'hono'
import { AddChunk } from '../../../views/plan-pages/chunks/form'
import { ChunkList, ChunksPage } from '../../../views/plan-pages/chunks/page'
import { wantsFragment } from '../../lib/page'
import type { AnyDraft } from '../../lib/resource/pages'
import { respond } from '../../lib/respond'
import { open } from '../../plans/edit'
import type { PlanEnv } from '../../plans/load'
import { chunksPath, undoPath } from '../../plans/paths'
import type { PlanWithContent } from '../../plans/schema'

export const listProps = (row: PlanWithContent) => ({ plan: row, chunks: open(row).read.chunks })

type Change = {
  message?: string
  /** The message offers to undo the edit. */
  canUndo?: boolean
  /** Id of the chunk to which the page scrolls without script. */
  chunk?: string
  /** Announced to screen readers. */
  said?: string
  /** The form for a new chunk is emptied for the next. */
  added?: boolean
}

/** Answers an edit of chunks with their list. */
export const chunksChanged = <E extends PlanEnv>(c: Context<E>, row: PlanWithContent, change: Change) => {
  const { message, canUndo, chunk, said, added } = change
  return respond(c, {
    toast: message === undefined ? undefined : { message, undo: canUndo ? undoPath(row) : undefined },
    page: chunksPath(row.id, chunk),
    fragments: () => (
      <>
        {added && <AddChunk planId={row.id} />}
        <hx-partial hx-target="#chunk-list" hx-swap="outerMorph">
          <ChunkList {...listProps(row)} />
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

export const renderChunks = <E extends PlanEnv>(
  c: Context<E>,
  invalid: { draft?: AnyDraft; errors?: string[] } = {},
) => {
  const { plan } = c.var
  return c.render(<ChunksPage {...listProps(plan)} {...invalid} />, { title: `Edit ${plan.title}`, heading: true })
}

/** The form of a new chunk that was invalid: by itself for htmx, on its page without script. */
export const newChunkAgain = (c: Context<PlanEnv>, draft: AnyDraft) =>
  wantsFragment(c) ? (
    <AddChunk planId={c.var.plan.id} draft={draft} />
  ) : (
    <ChunksPage {...listProps(c.var.plan)} draft={draft} />
  )
