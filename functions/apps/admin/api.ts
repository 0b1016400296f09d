import { Hono } from 'hono'
import { z } from 'zod'
import { body, query } from '../../lib/api/request'
import { listPage, listQuery, listQueryOf, pageSchema } from '../../lib/api/values'
import { prefetchResponse } from '../../lib/db/reads'
import type { App } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import { cleanLine } from '../../lib/text/text'
import { auditBefore } from './audit/queries'
import { auditNumber } from './audit/schema'
import { AuditJson, adminOperation, auditJson, UserJson, UserPatch, userJson } from './json'
import { refusalWords } from './users/actions'
import * as q from './users/queries'
import { findPeople, loadPerson } from './users/queries'
import { searchLimit } from './users/schema'
import { changeAccess } from './users/writes'

const filter = (what: string) =>
  z
    .string()
    .max(254, `Enter the ${what}`)
    .optional()
    .meta({ description: `Only entries with this ${what}.` })

export const adminApi = new Hono<App>()
  .get(
    '/users',
    adminOperation({
      summary: 'List users',
      description: 'Names and account status, in the order of joining. Their data is not included.',
      answers: { schema: pageSchema(UserJson) },
    }),
    query(
      z.object({
        ...listQuery,
        q: z.string().max(searchLimit, `Search for at most ${searchLimit} characters`).default('').meta({
          description: 'Matches the email address, username or GitHub name, ignoring case and accents.',
        }),
      }),
    ),
    async (c) => {
      const { cursor, limit, q: typed } = c.req.valid('query')
      const after = cursor === undefined ? null : JSON.stringify([cursor])
      const rows = await findPeople(c.env.DB, 'id', { q: cleanLine(typed), after }, limit + 1)
      return c.json(listPage(rows, limit, ({ id }) => id, userJson))
    },
  )

  .get(
    '/users/:id',
    adminOperation({ summary: 'Read a user', item: true, answers: { schema: UserJson } }),
    loadPerson,
    (c) => c.json(userJson(c.var.person)),
  )

  .patch(
    '/users/:id',
    adminOperation({
      summary: 'Suspend or restore a user, or set their role',
      description: 'Unchanged values are ignored. Each change is written to the audit log.',
      body: true,
      item: true,
      stale: true,
      answers: { schema: UserJson },
      errors: {
        409: 'It would leave no admin (`last_admin`) or suspend the caller (`yourself`). Nothing changed.',
      },
    }),
    loadPerson,
    body(UserPatch),
    async (c) => {
      const { id } = c.var.person
      // Reads the response in the batch of the write, which saves a round trip.
      prefetchResponse(c.env.DB, () => q.person(c.env.DB, id))
      const outcome = await changeAccess(c, id, c.req.valid('json'))
      if (outcome === 'last_admin' || outcome === 'yourself') {
        const detail = refusalWords[outcome]
        throw new ProblemError({ status: 409, code: outcome, title: 'Not allowed', detail })
      }
      const person = outcome === 'gone' ? null : await q.person(c.env.DB, id)
      return person ? c.json(userJson(person)) : c.notFound()
    },
  )

  .get(
    '/audit',
    adminOperation({
      summary: 'Read the audit log',
      description:
        'Admin activity, newest first. An import, or another change of many apps, is one entry; `rows` has the first 20 apps in it.',
      answers: { schema: pageSchema(AuditJson) },
    }),
    query(
      z.object({
        ...listQueryOf((position) => auditNumber('').safeParse(position).success),
        admin_id: filter('admin_id'),
        subject: filter('subject'),
        action: filter('action'),
        inside: z.string().max(254, 'Enter the subject of an entry').optional().meta({
          description: 'Only the entries inside the entry with this `subject`: one per app of an import.',
        }),
      }),
    ),
    async (c) => {
      const { cursor, limit, admin_id: admin = '', subject = '', action = '', inside = '' } = c.req.valid('query')
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
      const rows = await auditBefore(c.env.DB, { admin, subject, action, inside }, before, limit + 1)
      return c.json(listPage(rows, limit, ({ number }) => String(number), auditJson))
    },
  )
