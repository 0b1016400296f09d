import { Hono } from 'hono'
import { z } from 'zod'
import { describeOperation } from '../../lib/api/describe'
import { query } from '../../lib/api/request'
import { listPage, listQuery, pageSchema } from '../../lib/api/values'
import { versioned } from '../../lib/api/version'
import type { App } from '../../lib/env'
import { taggedKinds } from '../../lib/kinds'
import { allTags, tagsAfter } from './queries'
import type { TagRow } from './schema'

const TagJson = z
  .object({
    tag: z.string(),
    status: z.enum(['active', 'inactive']).meta({ description: 'Archived (inactive) tags are no longer suggested.' }),
    session_count: z.int().meta({ description: 'Number of sessions with the tag.' }),
    counts: z
      .object(Object.fromEntries(taggedKinds.map((kind) => [kind, z.int()])))
      .meta({ description: 'Number of rows of each kind with the tag.' }),
  })
  .meta({ id: 'Tag' })

const tagJson = ({ tag, counts, inactive }: TagRow) => ({
  tag,
  status: inactive === 1 ? 'inactive' : 'active',
  session_count: counts.session ?? 0,
  counts: Object.fromEntries(taggedKinds.map((kind) => [kind, counts[kind] ?? 0])),
})

export const tagsApi = new Hono<App>().get(
  '/',
  describeOperation({
    summary: 'List tags',
    description:
      'Those of sessions, learnings, plans and cards, in alphabetical order. Tags are case-sensitive: `Deep` and `deep` are two tags.',
    tag: 'Tags',
    versioned: true,
    answers: { schema: pageSchema(TagJson) },
  }),
  query(z.object(listQuery)),
  versioned,
  async (c) => {
    const { cursor = '', limit } = c.req.valid('query')
    const tags = await allTags(c.env.DB, c.var.user.id)
    return c.json(listPage(tagsAfter(tags, cursor, limit), limit, ({ tag }) => tag, tagJson))
  },
)
