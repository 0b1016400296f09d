import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers'

type Value = number | string | null | number[]
type Query = { sql: string; params?: Value[] | null }

/** Converts bytes, which workerd's D1 binding sends and reads as lists of numbers. */
const received = (value: Value) => (Array.isArray(value) ? new Uint8Array(value).buffer : value)
const answered = (value: SqlStorageValue) => (value instanceof ArrayBuffer ? Array.from(new Uint8Array(value)) : value)

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Database of a self-hosted server: SQLite in one file, behind workerd's D1 binding. */
export class Database extends DurableObject {
  readonly #sql = this.ctx.storage.sql

  #changes() {
    return this.#sql
      .exec<{ total: number; last: number }>('SELECT total_changes() AS total, last_insert_rowid() AS last')
      .one()
  }

  #run({ sql, params }: Query) {
    const before = this.#changes()
    const begun = performance.now()
    const cursor = this.#sql.exec(sql, ...(params ?? []).map(received))
    const rows = [...cursor.raw()].map((row) => row.map(answered))
    const duration = performance.now() - begun
    const after = this.#changes()
    const changes = after.total - before.total
    return {
      success: true,
      results: { columns: cursor.columnNames, rows },
      meta: {
        served_by: 'workerd',
        duration,
        changes,
        last_row_id: after.last,
        changed_db: changes > 0,
        size_after: this.#sql.databaseSize,
        rows_read: cursor.rowsRead,
        rows_written: cursor.rowsWritten,
      },
    }
  }

  /**
   * Runs the statements of a request in order, all or none. An error is returned as a response, as the binding expects.
   */
  override async fetch(request: Request) {
    const queries = [await request.json<Query | Query[]>()].flat()
    try {
      return Response.json(this.ctx.storage.transactionSync(() => queries.map((query) => this.#run(query))))
    } catch (error) {
      return Response.json({ success: false, error: messageOf(error) })
    }
  }
}

/** Forwards the binding's statements to the only database. */
export class DatabaseProxy extends WorkerEntrypoint<{ DATABASE: DurableObjectNamespace<Database> }> {
  override fetch(request: Request) {
    const { DATABASE } = this.env
    return DATABASE.get(DATABASE.idFromName('daymark')).fetch(request)
  }
}
