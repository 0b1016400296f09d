import { expect, test } from 'vitest'
import manifest from '../../../public/assets/manifest.json'
import { request } from '../../../test/support/client'

const asked = { 'Sec-Fetch-Dest': 'document' }
const link = `<link rel="stylesheet" href="${manifest['app.css']}">`
const stored = `style=${encodeURIComponent(manifest['app.css'])}`

const hashOf = async (text: string) => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`
}

const pageOf = async (headers: HeadersInit) => {
  const answer = await request('/sign-in', { headers })
  const html = await answer.text()
  return { answer, html, style: /<style>([\s\S]*?)<\/style>/.exec(html)?.[1], cookies: answer.headers.getSetCookie() }
}

test('the first page of a browser has its style inside, as the policy allows, and the browser fetches the file', async () => {
  const { answer, html, style, cookies } = await pageOf(asked)
  expect(answer.headers.get('Content-Security-Policy')).toContain(`style-src 'self' '${await hashOf(style ?? '')}';`)
  const links = html.match(/<link rel="stylesheet"[^>]*>/g)
  expect(links).toEqual([expect.stringContaining('media="print"')])
  expect(html).toContain(`<link rel="prefetch" href="${manifest['app.css']}" as="style">`)
  expect(cookies).toEqual([expect.stringContaining(stored)])
})

test('later pages link to the file, until another build has another style', async () => {
  const later = await pageOf({ ...asked, Cookie: stored })
  expect([later.style, later.cookies]).toEqual([undefined, []])
  expect(later.html).toContain(link)
  expect((await pageOf({ ...asked, Cookie: 'style=%2Fassets%2Fapp-0.css' })).style).toBeDefined()
})

test('whoever does not say that a page is meant gets the link', async () => {
  for (const dest of ['', 'empty', 'document, x']) {
    const { html, style, cookies } = await pageOf({ 'Sec-Fetch-Dest': dest })
    expect([style, cookies]).toEqual([undefined, []])
    expect(html).toContain(link)
  }
})
