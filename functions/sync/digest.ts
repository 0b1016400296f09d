import { z } from 'zod'
import { hex } from '../lib/secrets'
import { part, rowsAs, type SqlPart, sql } from '../lib/sql'
import { type Digests, digestLine, type EntityType, entityTypes } from './core/protocol'
import { storedData } from './rows'
import { cardJson, planJson, sessionJson, withWaiting } from './wire'

/** Rows that are read at once; plans hold whole documents. */
const pageRows = { plan: 20, session: 1_000, card: 1_000 }

const pageOf = (userId: string, type: EntityType, after: string): SqlPart => {
  if (type === 'plan') {
    return part`
      SELECT id, updated_at, ${planJson} AS data FROM plans
      WHERE user_id = ${userId} AND id > ${after} AND deleted_at IS NULL ORDER BY id LIMIT ${pageRows.plan}`
  }
  if (type === 'session') {
    return part`
      SELECT id, updated_at, ${sessionJson} AS data FROM sessions
      WHERE user_id = ${userId} AND id > ${after} AND deleted_at IS NULL AND status <> 'abandoned'
      ORDER BY id LIMIT ${pageRows.session}`
  }
  return part`
      SELECT cards.id, cards.updated_at, ${cardJson} AS data FROM cards ${withWaiting}
      WHERE cards.user_id = ${userId} AND cards.id > ${after} AND cards.deleted_at IS NULL
      ORDER BY cards.id LIMIT ${pageRows.card}`
}

const Row = z.object({ id: z.string(), updated_at: z.number(), data: z.string() })

const digestOf = async <Type extends EntityType>(db: D1Database, userId: string, type: Type) => {
  const stream = new crypto.DigestStream('SHA-256')
  const writer = stream.getWriter()
  const text = new TextEncoder()
  let [count, after, isMore] = [0, '', true]
  while (isMore) {
    const rows = await rowsAs(Row, sql(db)`${pageOf(userId, type, after)}`)
    const lines = rows.map(({ id, updated_at, data }) => {
      const line = digestLine(type, { id, updated_at, data: storedData[type].parse(JSON.parse(data)) })
      return `${line}\n`
    })
    await writer.write(text.encode(lines.join('')))
    count += rows.length
    after = rows.at(-1)?.id ?? after
    isMore = rows.length === pageRows[type]
  }
  await writer.close()
  return { count, sha256: hex(await stream.digest) }
}

/** Count and SHA-256 of what is there of each type, for a device to check itself. Reads every row. */
export const digests = async (db: D1Database, userId: string): Promise<Digests> => {
  const [plan, session, card] = await Promise.all(entityTypes.map((type) => digestOf(db, userId, type)))
  const none = { count: 0, sha256: '' }
  return { plan: plan ?? none, session: session ?? none, card: card ?? none }
}
