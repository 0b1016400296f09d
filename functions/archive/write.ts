import { cardFilesOf, lists, type Owner, pageAfter, type Row } from '../export/queries'
import { kinds } from '../lib/kinds'
import { pagesFrom } from '../lib/streamed'
import { cardsName, dataName, planName, sessionsName } from './manifest'
import { type MemberSource, textMember } from './pack'
import type { Spool } from './spool'

/** Plans that are not deleted, a few at a time. */
async function* plansOf(db: D1Database, userId: string): AsyncGenerator<Row> {
  const list = lists.find(({ table }) => table === kinds.plan.table)
  if (!list) return
  const read = (after: Row | null) => pageAfter(db, userId, list, after)
  for await (const rows of pagesFrom(await read(null), read, list.limit)) {
    for (const row of rows) if (row.deleted_at === null) yield row
  }
}

/** Members of an archive, in their order. */
export async function* membersOf(
  db: D1Database,
  user: Owner,
  { data, csv }: { data: Spool; csv: Spool },
): AsyncGenerator<MemberSource> {
  yield { name: dataName, bytes: data.bytes(), content: data.read() }
  for await (const { id, content } of plansOf(db, user.id)) yield textMember(planName(String(id)), String(content))
  for await (const rows of cardFilesOf(db, user)) {
    for (const { plan_id, content } of rows) yield textMember(cardsName(String(plan_id)), String(content))
  }
  yield { name: sessionsName, bytes: csv.bytes(), content: csv.read() }
}
