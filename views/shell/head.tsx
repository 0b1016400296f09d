import { html, raw } from 'hono/html'
import style from '../../public/assets/style.json'
import { assets } from '../ui/module'

export type HeadProps = {
  /** Title of the page; the document's is `X · Daymark`. */
  title: string
  theme: string
  /** Loads the script of charts and calendars. */
  charts?: boolean
  /** The style goes into the page, because the browser has not stored its file yet. */
  styleInside?: boolean
}

/**
 * Swaps no error but the 409 of a stale edit and the 422 of an invalid form, which bring the form again. Injects no
 * style, which the content security policy would refuse. Morphing keeps the order of writes (client/submit-once.ts).
 */
const htmxConfig =
  '{"noSwap":[204,304,400,401,402,403,404,405,406,407,408,"41x","43x","45x",429,"5xx"],"includeIndicatorCSS":false,"defaultSettleDelay":0,"defaultTimeout":10000,"prefix":"","history":true,"morphIgnore":["data-htmx-powered","hx-sync"]}'

const description =
  'Daymark shows your goals, working time, learning and app use on one page, and tells you where your days went.'

const linkedStyle = html`<link rel="stylesheet" href="${assets['app.css']}">`
const ownStyle = html`<style>${raw(style.content)}</style><link rel="prefetch" href="${assets['app.css']}" as="style">`

/** It loads the script that draws when the first chart comes into view: on a wide screen mostly at once. */
const statsScript = html`<script src="${assets['stats.js']}" data-chart="${assets['chart.js']}" defer></script><link rel="modulepreload" href="${assets['chart.js']}" media="(width >= 56.25rem)">`

/** A template, because `<head>` as an element slows down every page (views/ui/svg.tsx). */
export const Head = ({ title, theme, charts, styleInside }: HeadProps) =>
  html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="description" content="${description}">
<meta name="color-scheme" content="${theme === 'system' ? 'light dark' : theme}">
<title>${title === 'Daymark' ? title : `${title} · Daymark`}</title>
<meta name="htmx-config" content="${htmxConfig}">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${styleInside ? ownStyle : linkedStyle}
<script src="${assets['app.js']}" defer></script>${charts && statsScript}
</head>`
