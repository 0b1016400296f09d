/** Names of the personal tokens by which requests came, by the database of the request. */
const tokenNames = new WeakMap<D1Database, string>()

export const setTokenName = (db: D1Database, name: string) => tokenNames.set(db, name)

/** Name of the personal token that makes the request; null for the person, and other programs. */
export const tokenNameOf = (db: D1Database) => tokenNames.get(db) ?? null
