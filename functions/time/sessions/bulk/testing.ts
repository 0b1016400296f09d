import { expect } from 'vitest'
import type { Client } from '../../../../test/client'

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
