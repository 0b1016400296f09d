import { env } from 'cloudflare:workers'
import type { Client } from '../../test/client'
import { dump } from '../../test/dump'

/** All that a person has, without the numbers of the change sequence. */
export const state = async (client: Client) => {
  await env.DB.prepare('DELETE FROM ledger_edits WHERE user_id = ?').bind(client.userId).run()
  await env.DB.prepare('UPDATE change_heads SET seq = 0, stats_seq = 0 WHERE user_id = ?').bind(client.userId).run()
  for (const table of ['sessions', 'projects', 'inactive_tags']) {
    await env.DB.prepare(`UPDATE ${table} SET seq = 0 WHERE user_id = ?`).bind(client.userId).run()
  }
  return dump(client.userId)
}
