import { expect } from 'vitest'
import { type Client, rows } from '../../../test/client'

type Sent = Record<string, string | string[]>

/** Hidden fields of a preview. */
export const confirmation = (html: string) => {
  const [form = ''] = /<form method="post" action="[^"]*\/confirm">.*?<\/form>/s.exec(html) ?? []
  return Object.fromEntries(
    [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

/** Posts a preview; returns its status, HTML and the fields that confirm it. */
export const preview = async (client: Client, path: string, sent: Sent) => {
  const answer = await client.post(`${path}/preview`, sent)
  const html = await answer.text()
  return { status: answer.status, html, confirm: confirmation(html) }
}

/** Previews and confirms a batch; returns its undo path, or null if nothing changes. */
export const doBatch = async (client: Client, path: string, sent: Sent) => {
  const { html, confirm } = await preview(client, path, sent)
  if (confirm.seen === undefined) {
    expect(html).toContain('Nothing to change')
    return null
  }
  const answer = await client.post(`${path}/confirm`, confirm)
  expect(answer.status).toBe(303)
  const [, flash = ''] = /flash=([^;]+)/.exec(answer.headers.get('Set-Cookie') ?? '') ?? []
  const { undo }: { undo: string } = JSON.parse(decodeURIComponent(flash))
  return undo
}

/** Sessions whose ledger does not match their tracked seconds. */
export const uneven = (client: Client) =>
  rows(
    `SELECT id FROM sessions WHERE user_id = ?1 AND iif(deleted_at IS NULL, duration_seconds, 0) IS NOT
       (SELECT CAST(total(seconds) AS INTEGER) FROM session_days
        WHERE user_id = ?1 AND session_id = sessions.id AND subject = 'all')
     UNION ALL
     SELECT subject FROM (SELECT subject, sum(seconds) AS seconds FROM session_days WHERE user_id = ?1 GROUP BY subject)
     WHERE seconds IS NOT
       (SELECT total_seconds FROM total_stats WHERE user_id = ?1 AND total_stats.subject = subject)
       AND subject = 'all'`,
    client.userId,
  )
