import { env } from 'cloudflare:workers'
import { unpackTar } from 'modern-tar'

/** Texts of an archive in the bucket by the names of its members, read by the library alone. */
export const unpackBackup = async (key: string): Promise<Map<string, string>> => {
  const object = await env.BACKUPS.get(key)
  if (!object) throw new Error(`no object ${key}`)
  const entries = await unpackTar(object.body.pipeThrough(new DecompressionStream('gzip')))
  return new Map(entries.map(({ header, data }) => [header.name, new TextDecoder().decode(data)]))
}

/** Keys of a person's objects in the bucket. */
export const keysOf = async (userId: string) =>
  (await env.BACKUPS.list({ prefix: `${userId}/` })).objects.map(({ key }) => key.slice(userId.length + 1))

/** Lets the account be as old as that, so that a daily backup is due. */
export const agedBy = (userId: string, days: number) =>
  env.DB.prepare('UPDATE users SET created_at = created_at - ?, backup_day = NULL WHERE id = ?')
    .bind(days * 86_400_000, userId)
    .run()
