import { createMiddleware } from 'hono/factory'
import { hashed } from '../../lib/secrets'
import { open } from '../../plans/edit'
import type { PlanEnv } from '../../plans/load'
import { valuesOf } from '../../plans/markdown/edit'
import type { ReadChunk } from '../../plans/markdown/read'

export type ChunkEnv = PlanEnv & {
  Variables: {
    chunk: ReadChunk
    /** Changes with the chunk, and not with the rest of its plan. */
    seen: string
  }
}

export const seenOf = async (chunk: ReadChunk) => (await hashed(JSON.stringify(valuesOf(chunk)))).slice(0, 16)

/** Loads the chunk of a path, after its plan. */
export const loadChunk = createMiddleware<ChunkEnv>(async (c, next) => {
  const chunk = open(c.var.plan).read.chunks.find(({ id }) => id === c.req.param('chunk'))
  if (!chunk) return c.notFound()
  c.set('chunk', chunk)
  c.set('seen', await seenOf(chunk))
  await next()
})
