/** Hashed name of the style sheet (scripts/build.ts). */
declare const appStyle: string

const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"

/** A page for a browser in which nobody is signed in. */
const page = (title: string, words: string) => {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark"><title>Offline · Daymark</title><link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="${appStyle}"></head>
<body><header class="masthead"><a class="brand" href="/"><i class="i i-brand"></i>Daymark</a></header>
<div class="deck"><main id="main"><div class="stack max-w-160"><h1>${title}</h1><p>${words}</p>
<div class="actions"><a class="button primary" href="">Try again</a></div></div></main></div></body></html>`
  return new Response(html, {
    status: 503,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy },
  })
}

/** Says that a page needs the network. Used if the server's page for this (views/data/offline.tsx) is not cached. */
export const offlinePage = () => page('This page needs a connection', 'You are offline, or Daymark can’t be reached.')

/** Says that the person has signed out without a network. */
export const signedOutPage = () =>
  page('You are signed out on this device', 'None of your data is kept here. You need a connection to sign in.')
