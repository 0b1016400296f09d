/** Hashed name of the style sheet (scripts/build.ts). */
declare const appStyle: string

const names: Record<string, string> = { '/': 'Today', '/goals': 'Goals', '/stats': 'Statistics' }

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"

/** Says that a page needs the network, and leads to those that do not. */
export const offlinePage = async (path: string, others: string[]) => {
  const links = others.map((one) => `<a class="link" href="${one}">${names[one]}</a>`).join(', ')
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark"><title>Offline · Daymark</title><link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="${appStyle}"></head>
<body><header class="masthead"><a class="brand" href="/"><i class="i i-brand"></i>Daymark</a></header>
<div class="deck"><main id="main"><div class="error-page stack"><h1>This page needs the network</h1>
<p>You are offline, or Daymark can’t be reached. Lines that wait are kept on this device, and sent once there is a connection.</p>
<div class="actions"><a class="button primary" href="${escaped(path)}">Try again</a></div>
<p>As you last saw them: ${links}</p></div></main></div></body></html>`
  return new Response(html, {
    status: 503,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy },
  })
}

/** The one option of the palette (views/data/palette/list.tsx) without a network: keeps its line. Null for a line that looks for something. */
export const offlineOption = ({ searchParams }: URL) => {
  const line = searchParams
    .get('line')
    ?.replace(/^\s*\+/, '')
    .trim()
  if (!line || /^[/?]/.test(line)) return null
  const words = escaped(line)
  return `<div role="group" aria-labelledby="palette-group-0"><h3 id="palette-group-0" role="presentation">Offline</h3>
<form method="post" action="/capture" hx-post="/capture" hx-target="#palette-note" hx-swap="innerHTML"><input type="hidden" name="entry" value="${words}">
<button type="submit" class="hit" id="palette-option-0" role="option" tabindex="-1" aria-selected="true"><i class="i i-plus"></i><span><bdi>Add ${words}</bdi></span><small>sent once there is a connection</small></button></form></div>`
}
