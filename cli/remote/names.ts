import type { Preferences } from '../../functions/lib/preferences'
import type { Context } from '../context'
import { type SignedInAccount, saveAccount, storedAccount } from '../store/account'
import { readStoredNote, type StoredValues, saveNote } from '../store/notes'
import { type Caller, callOrFail, parseJsonBody } from './call'

type Page<Item> = { items: Item[]; next_cursor: string | null }
type Goal = StoredValues['goals'][number] & { status: string }
type Me = { id: string; email: string | null; username: string; preferences: Preferences }

/** Maximum number of pages read of a list. */
const mostPages = 20

const listOf = async <Item>(caller: Caller, { server, token }: SignedInAccount, path: string, timeoutMs: number) => {
  const items: Item[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const response = await callOrFail(caller, { server, token, path: `${path}?limit=100${query}`, timeoutMs })
    const read: Page<Item> = await parseJsonBody(response, server)
    items.push(...read.items)
    cursor = read.next_cursor
    if (cursor === null) break
  }
  return items
}

export const readMe = async (caller: Caller, server: string, token: string, timeoutMs?: number) =>
  parseJsonBody<Me>(await callOrFail(caller, { server, token, path: '/api/v1/me', timeoutMs }), server)

/** Reads preferences and the names that a line may use. @throws Failure */
export const readNames = async (context: Context, account: SignedInAccount, timeoutMs: number) => {
  const { db } = context.store()
  const [me, projects, goals] = await Promise.all([
    readMe(context, account.server, account.token, timeoutMs),
    listOf<StoredValues['projects'][number]>(context, account, '/api/v1/projects', timeoutMs),
    listOf<Goal>(context, account, '/api/v1/goals', timeoutMs),
  ])
  const open = goals.filter(({ status }) => status === 'not_started' || status === 'in_progress')
  db.transaction(() => {
    if (storedAccount(db)?.token !== account.token) return
    saveAccount(db, { ...account, preferences: me.preferences })
    const shown = projects.map(({ id, name, client, status }) => ({ id, name, client, status }))
    saveNote(db, 'projects', shown)
    saveNote(
      db,
      'goals',
      open.map(({ id, title }) => ({ id, title })),
    )
    saveNote(db, 'names_at', context.now())
  })
}

const oldMs = 10 * 60_000

export const areNamesStale = ({ store, now }: Pick<Context, 'store' | 'now'>) =>
  now() - (readStoredNote(store().db, 'names_at') ?? 0) > oldMs

const quickMs = 1_500

/** Reads names with a short timeout; false if the server is unreachable or nobody is signed in. */
export const refreshNames = async (context: Context) => {
  const account = storedAccount(context.store().db)
  if (!account?.token) return false
  try {
    await readNames(context, { ...account, token: account.token }, quickMs)
    return true
  } catch {
    return false
  }
}
