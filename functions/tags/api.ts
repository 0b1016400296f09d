import { Hono } from 'hono'
import { z } from 'zod'
import { operation } from '../lib/api/describe'
import { badCursor, listPage, listQuery, pageOf } from '../lib/api/list'
import { invalidFields, query } from '../lib/api/request'
import { versioned } from '../lib/api/version'
import type { App } from '../lib/env'
import { taggedKinds } from '../lib/kinds'
import { tagsAfter } from './queries'
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

/** URL-safe base64 of the tag. */
const cursorOf = ({ tag }: TagRow) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(tag)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

const tagAt = (cursor: string) => {
  try {
    const bytes = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
    )
  } catch {
    throw invalidFields({ cursor: [badCursor] })
  }
}

export const tagsApi = new Hono<App>().get(
  '/',
  operation({
    summary: 'List tags',
    description:
      'Those of sessions, learnings, plans and cards, in alphabetical order. Tags are case-sensitive: `Deep` and `deep` are two tags.',
    tag: 'Tags',
    versioned: true,
    answers: { schema: pageOf(TagJson) },
  }),
  query(z.object(listQuery)),
  versioned,
  async (c) => {
    const { cursor = '', limit } = c.req.valid('query')
    return c.json(listPage(await tagsAfter(c.env.DB, c.var.user.id, tagAt(cursor), limit), limit, cursorOf, tagJson))
  },
)
