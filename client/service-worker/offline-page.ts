import { plural } from '../../functions/lib/time/duration'

/** Hashed name of the style sheet (scripts/build.ts). */
declare const appStyle: string

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"

const part = (title: string, main: string) => `<div class="error-page stack"><h1>${title}</h1>${main}</div>`

const answer = (title: string, main: string) => {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark"><title>Offline · Daymark</title><link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="${appStyle}"></head>
<body><header class="masthead"><a class="brand" href="/"><i class="i i-brand"></i>Daymark</a></header>
<div class="deck"><main id="main">${part(title, main)}</main></div></body></html>`
  return new Response(html, {
    status: 503,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy },
  })
}

const linesAreKept = 'Lines that wait are kept on this device, and sent once there is a connection.'

const again = (path: string) =>
  `<div class="actions"><a class="button primary" href="${escaped(path)}">Try again</a></div>`

/** A kept page on which a timer has run on since an instant (epoch ms). */
const atPresent = (html: string, since: string | null) =>
  html.replace(/ data-now="(\d+)"/g, (_, now) => ` data-now="${Number(now) + Date.now() - Number(since)}"`)

/** The strip of the timer. */
export const timer = /<section class="timer[^>]* id="timer".*?<\/section>/s

/**
 * A kept page with a timer that came later. For client/waiting-known.ts it says which one the rest of the page has:
 * `1764379053000 Reading`.
 * @param from HTML that has it
 * @param at when it came (epoch ms)
 */
const withTimer = (html: string, from: string, at: number) => {
  const [later] = timer.exec(from) ?? []
  const [own] = timer.exec(html) ?? []
  if (!later || !own) return html
  const [, start = ''] = / data-started-at="(\d+)"/.exec(own) ?? []
  const [, title = ''] = / data-title="([^"]*)"/.exec(own) ?? []
  return html
    .replace(timer, () => later)
    .replace('<body ', () => `<body data-strip="${at}" data-own="${start} ${title}" `)
}

/** A page that is kept, as it was asked for at an instant (epoch ms), with what is known of the time since. */
export type Kept = { html: string; at: number; strip?: { html: string; at: number } | undefined; sent: object[] }

/** A kept page as it is at present. `marks` are attributes of its body. */
export const presentPage = ({ html, at, strip, sent }: Kept, marks = '') => {
  const now = atPresent(html, `${at}`)
  const timed = strip ? withTimer(now, atPresent(strip.html, `${strip.at}`), strip.at) : now
  const lines = sent.length > 0 ? `data-sent="${escaped(JSON.stringify(sent))}" ` : ''
  return timed.replace('<body ', () => `<body data-seen="${at}" ${lines}${marks}`)
}

/** The sign-in page with how many lines wait on this device, whoever made them. */
export const withLines = (html: string, lines: number) => {
  const [verb, they] = lines === 1 ? ['waits', 'It is'] : ['wait', 'They are']
  const words = `${plural(lines, 'line')} ${verb} on this device. ${they} sent once whoever entered them signs in.`
  return lines === 0
    ? html
    : html.replace(/<main\b[^>]*>/, (start) => `${start}<p class="note" role="status">${words}</p>`)
}

/** A page with another part in its frame. */
export const withMain = (html: string, main: string) =>
  html.replace(/(<main\b[^>]*>).*<\/main>/s, (_, start) => `${start}${main}</main>`)

/** Stands after the last card that is kept, as the end of a review does. */
export const cardsEnd = (title: string) =>
  `<div id="review" class="review"><h1 class="unseen">Review</h1><div class="review-end"><div class="empty"><div><h2>${title}</h2>
<p class="grey">${linesAreKept} The next cards need the network.</p><div class="actions"><a class="button primary" href="/review">Try again</a><a class="button" href="/">Done</a></div></div></div></div></div>`

/**
 * Says that a page needs the network, and leads to those that do not, by their paths and names.
 * @param frame a page that is kept: its tabs and its timer stay
 */
export const offlinePage = (path: string, others: [string, string][], frame?: Kept, headers?: Headers) => {
  const links = others.map(([one, name]) => `<a class="link" href="${one}">${name}</a>`).join(', ')
  const main = `<p>You are offline, or Daymark can’t be reached. ${linesAreKept}</p>${again(path)}`
  const title = 'This page needs the network'
  const all = links ? `${main}<p>As you last saw them: ${links}</p>` : main
  if (!frame) return answer(title, all)
  // client/waiting.ts opens the page once there is a network.
  const framed = presentPage(frame, 'data-missing ')
    .replaceAll(/ aria-current="\w+"/g, '')
    .replace(/<title>.*?<\/title>/s, '<title>Offline · Daymark</title>')
  return new Response(withMain(framed, part(title, all)), { status: 503, headers: headers ?? {} })
}

/** Says that a person has signed out without a network. */
export const signedOutPage = () =>
  answer(
    'You are signed out on this device',
    `<p>Nothing of yours is kept here. Signing in needs the network.</p>${again('/')}`,
  )

/** The one option of the palette (views/data/palette/list.tsx) without a network: keeps its line. Null for a line that looks for something. */
export const offlineOption = ({ searchParams }: URL) => {
  const line = searchParams
    .get('line')
    ?.replace(/^\s*\+/, '')
    .trim()
  if (!line || /^[/?]/.test(line)) return null
  const words = escaped(line)
  return `<div role="group" aria-labelledby="palette-group-0"><h3 id="palette-group-0" role="presentation">Offline: sent once there is a connection</h3>
<form method="post" action="/capture" hx-post="/capture" hx-target="#palette-note" hx-swap="innerHTML"><input type="hidden" name="entry" value="${words}">
<button type="submit" class="hit" id="palette-option-0" role="option" tabindex="-1" aria-selected="true"><i class="i i-plus"></i><span><bdi>Add ${words}</bdi></span></button></form></div>`
}
