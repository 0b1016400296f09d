import { Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { describeOperation } from '../../../lib/api/describe'
import { once } from '../../../lib/api/once'
import { bodyOfType, fieldsProblem, query, readBodyText, wrongMedia } from '../../../lib/api/request'
import { flag, idInput } from '../../../lib/api/values'
import { type App, todayOf } from '../../../lib/env'
import { skippedJson, skippedMembers } from '../../../lib/files/left-out'
import { grouped } from '../../../lib/text/format'
import { planUploadLimit } from '../../plans/feature'
import { changesLimit } from '../plan-file/replace'
import {
  allLeftOut,
  freshCount,
  importCards,
  isPlaced,
  type PreviewedFile,
  planCardImport,
  readCardDocuments,
} from './import'

const ImportQuery = z.object({
  plan_id: idInput.optional().meta({ description: 'The plan of the cards; none by default.' }),
  dry_run: flag('Write nothing.'),
})

const ImportedCards = z
  .object({
    import_id: z.string().nullable().meta({ description: '“Recent changes” undoes it in the browser.' }),
    imported: z.int(),
    duplicates: z.int().meta({ description: 'Cards whose question the plan already has.' }),
    rejected: z.int().meta({ description: 'Rows that aren’t cards.' }),
    warnings: z.array(z.object({ line: z.int(), message: z.string() })),
    ...skippedMembers,
  })
  .meta({ id: 'ImportedCards' })

const importedJson = (previewed: PreviewedFile[], import_id: string | null) => {
  const placed = previewed.filter(isPlaced)
  return {
    import_id,
    imported: freshCount(previewed),
    duplicates: placed.flatMap(({ duplicates }) => duplicates).length,
    rejected: placed.flatMap(({ rejected }) => rejected).length,
    warnings: placed.flatMap(({ warnings }) => warnings),
    ...skippedJson(placed.flatMap(allLeftOut)),
  }
}

/** `/api/v1/cards/import` */
export const importCardsApi = new Hono<App>().post(
  '/import',
  describeOperation({
    summary: 'Import cards',
    description:
      'Takes Anki’s text with its head lines, and cards files, at most 2,000 new cards. `dry_run` returns the same and writes nothing.',
    tag: 'Cards',
    file: { types: ['text/plain'], maxBytes: planUploadLimit },
    once: true,
    stale: true,
    answers: { schema: ImportedCards },
  }),
  bodyOfType(/^\s*text\/(plain|markdown)\s*(;|$)/i, wrongMedia('text', 'text/plain')),
  query(ImportQuery),
  once(),
  async (c) => {
    const { DB } = c.env
    const { user, claim } = c.var
    const { plan_id: chosen = '', dry_run } = c.req.valid('query')
    const { text, leftOut } = await readBodyText(c)
    const documents = readCardDocuments([{ name: '', text, left_out: leftOut }])
    const { plans, previewed } = await planCardImport(DB, user.id, documents, chosen)
    if (chosen !== '' && plans.length === 0) throw fieldsProblem({ plan_id: ['No such plan'] })
    const errors = previewed.flatMap((one) => ('errors' in one ? one.errors : []))
    if (errors.length > 0) {
      throw fieldsProblem({ '': errors.map(({ line, message }) => (line > 0 ? `Line ${line}: ${message}` : message)) })
    }
    const count = freshCount(previewed)
    if (count > changesLimit) {
      throw fieldsProblem({
        '': [`These are ${grouped(count)} new cards; at most ${grouped(changesLimit)} come in at once`],
      })
    }
    if (dry_run || count === 0) return c.json(importedJson(previewed, null))
    const importId = uuid()
    const change = { importId, documents, chosen }
    const done = await importCards(DB, user, change, todayOf(c), (all) => claim(importId, importedJson(all, importId)))
    return c.json(importedJson(done, importId))
  },
)
