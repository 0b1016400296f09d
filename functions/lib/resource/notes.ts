import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { fieldsProblem } from '../api/request'
import { conflict, retryEdit } from '../db/retry'
import { commitVersion, constant, part, sql } from '../db/sql'
import type { App } from '../env'
import { submittedText } from '../http/form'
import { seenVersion } from './members'
import { setRow } from './row-writes'

/** A text that is saved while it is typed. Each change advances its version. */
type SavedNote = { version: number; text: string }

/** Schema of a note's text. */
export type NoteMember = z.ZodType<string>

/**
 * Saves a note over the version that was edited, or responds 409 with the saved note. If the saved text equals `sent`,
 * which the browser had sent without getting a response, it is no conflict.
 * @param write returns the new version; null if another write came first
 */
export const saveNote = async (
  c: Context,
  member: NoteMember,
  read: () => Promise<SavedNote | null>,
  write: (text: string, saved: SavedNote) => Promise<number | null>,
) => {
  const before = await read()
  if (before === null) return c.notFound()
  const typed = z
    .object({ text: member, base: seenVersion('note'), sent: member.optional() })
    .safeParse(submittedText(c))
  if (!typed.success) throw fieldsProblem(z.flattenError(typed.error).fieldErrors)
  const { text, base, sent } = typed.data
  const answer = await retryEdit<SavedNote, Response>(before, read, async (saved) => {
    if (saved.text === text) return c.json({ version: saved.version })
    if (saved.version !== base && (saved.version < base || saved.text !== sent)) return c.json(saved, 409)
    const version = await write(text, saved)
    return version === null ? conflict : c.json({ version })
  })
  return answer ?? c.notFound()
}

/** `POST /:id/notes/:field` for text columns of a table. The version of a note is that of its row. */
export const noteRoutes = (table: string, members: Record<string, NoteMember>) =>
  new Hono<App>().post('/:id/notes/:field', (c) => {
    const { DB } = c.env
    const { user } = c.var
    const { id, field } = c.req.param()
    const member = Object.hasOwn(members, field) ? members[field] : undefined
    if (!member) return c.notFound()
    const read = () =>
      sql(DB)`
        SELECT seq AS version, ${constant(field)} AS text FROM ${constant(table)}
        WHERE user_id = ${user.id} AND id = ${id} AND deleted_at IS NULL`.first<SavedNote>()
    return saveNote(c, member, read, async (text, { version }) => {
      const write = setRow(DB, table, user.id, id, { [field]: text }, Date.now(), part`AND seq = ${version}`)
      return (await commitVersion(DB, user.id, [], write))?.seq ?? null
    })
  })
