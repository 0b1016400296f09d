import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { z } from 'zod'
import { describeOperation } from '../../lib/api/describe'
import { body, fieldsProblem, hasMarkdown, noMarkdown, readBodyText } from '../../lib/api/request'
import { rowTag, versioned } from '../../lib/api/version'
import { type App, appContext } from '../../lib/env'
import { fileDownload, markdownType } from '../../lib/files/download'
import { ProblemError } from '../../lib/http/problem'
import { contentLimit } from '../../lib/text/text'
import { readUploadedPlan } from './document'
import { documentProblem, editAtVersion, ifMatchSeq, planOfRequest, respondPlan } from './edit-by-version'
import { ChunkJson, ChunkPatch, chunksJson, PlanJson } from './json'
import { loadPlan, type PlanEnv } from './load'
import { editChunk, garbledMember } from './markdown/edit'
import { formatLines } from './markdown/lines'

const tag = 'Plans'

/** Routes for the markdown of a plan and for its chunks. */
export const planPartsApi = new Hono<App>()
  .get(
    '/:id/markdown',
    describeOperation({
      summary: 'Read the markdown of a plan',
      tag,
      versioned: true,
      item: true,
      answers: { schema: z.string(), media: 'text/markdown' },
    }),
    versioned,
    loadPlan,
    (c) => {
      const { id, seq, content } = c.var.plan
      c.header('ETag', rowTag(seq))
      return fileDownload(c, { name: `${id}.md`, type: markdownType }, content)
    },
  )

  .put(
    '/:id/markdown',
    describeOperation({
      summary: 'Replace the markdown of a plan',
      description:
        'Kept byte for byte, with ids where chunks have none. Errors and warnings name the line as it was sent. An edit of an earlier version whose text is kept is merged block by block, unless both changed the same one.',
      tag,
      body: true,
      media: { 'text/markdown': z.string().max(contentLimit) },
      item: true,
      stale: true,
      matches: true,
      answers: { schema: PlanJson },
    }),
    loadPlan,
    async (c) => {
      const { plan } = c.var
      if (!hasMarkdown(c)) throw new ProblemError(noMarkdown)
      const seq = await ifMatchSeq(c, plan)
      const sent = await readBodyText(c)
      const read = readUploadedPlan(sent.text, null, sent.leftOut)
      if ('errors' in read) throw documentProblem(read, '')
      const done = await editAtVersion(c, {
        row: plan,
        seq,
        path: '',
        edit: () => ({ content: formatLines(read.lines) }),
      })
      return done ? respondPlan(appContext(c), plan.id, 200, { warnings: read.warnings, ...done }) : c.notFound()
    },
  )

  .patch(
    '/:id/chunks/:chunk_id',
    describeOperation({
      summary: 'Edit a chunk of a plan',
      description:
        'Writes only the lines of the members that change, and `updated` in the front matter. The versions are those of the plan.',
      tag,
      body: true,
      item: true,
      stale: true,
      matches: true,
      answers: { schema: ChunkJson },
    }),
    loadPlan,
    createMiddleware<PlanEnv>(async (c, next) => {
      const isThere = c.var.plan.chunks.some(({ id }) => id === c.req.param('chunk_id'))
      return isThere ? next() : c.notFound()
    }),
    body(ChunkPatch),
    async (c) => {
      const { plan } = c.var
      const id = c.req.param('chunk_id')
      const version = await ifMatchSeq(c, plan)
      const { seq = version, ...changes } = c.req.valid('json')
      const done = await editAtVersion(c, {
        row: plan,
        seq,
        edit: (opened, now) => {
          if (Object.keys(changes).length === 0) return {}
          const content = editChunk(opened.read, id, changes, now)
          if (content !== 'garbled') return content === null ? {} : { content }
          const message = 'This would be read as a heading or a field of a chunk'
          throw fieldsProblem({ [garbledMember(opened.read, id, changes, now)]: [message] })
        },
      })
      const after = done ? await planOfRequest(c, plan.id) : null
      const chunk = after && chunksJson(after).find((one) => one.id === id)
      if (!chunk) return c.notFound()
      c.header('ETag', rowTag(after.seq))
      return c.json({ ...chunk, ...done })
    },
  )
