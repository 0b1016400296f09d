import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers'

/** Key-value store with expiry (epoch ms), behind workerd's KV binding: get, put and delete of a single key. */
export class Keys extends DurableObject {
  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env)
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value BLOB, expires INTEGER)')
  }

  override async fetch(request: Request) {
    const { sql } = this.ctx.storage
    const { pathname, searchParams } = new URL(request.url)
    const key = decodeURIComponent(pathname.slice(1))
    const now = Date.now()
    if (request.method === 'PUT') {
      const seconds = Number(searchParams.get('expiration_ttl'))
      const expires = seconds > 0 ? now + seconds * 1000 : null
      sql.exec('DELETE FROM entries WHERE expires <= ?', now)
      sql.exec('INSERT OR REPLACE INTO entries VALUES (?, ?, ?)', key, await request.arrayBuffer(), expires)
    } else if (request.method === 'DELETE') sql.exec('DELETE FROM entries WHERE key = ?', key)
    else {
      const found = 'SELECT value FROM entries WHERE key = ? AND coalesce(expires > ?, 1)'
      const [entry] = sql.exec<{ value: ArrayBuffer }>(found, key, now)
      return entry ? new Response(entry.value) : new Response(null, { status: 404 })
    }
    return new Response()
  }
}

export class Entries extends WorkerEntrypoint<{ KEYS: DurableObjectNamespace<Keys> }> {
  override fetch(request: Request) {
    const { KEYS } = this.env
    return KEYS.get(KEYS.idFromName('daymark')).fetch(request)
  }
}
