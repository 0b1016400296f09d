// Shows the print buttons, which need script, and sets the page footer of the printout, which only CSS can do.
import { closestTo } from '../dom'

for (const button of document.querySelectorAll<HTMLElement>('[data-prints]')) button.hidden = false
document.addEventListener('click', (event) => {
  if (closestTo(event, '[data-prints]')) print()
})

/** Quotes a text as a CSS string. */
const cssString = (text: string) =>
  `"${text.replace(/["\\\p{Cc}]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`

const wordsOf = (element: Element | null) => element?.textContent?.trim().replace(/\s+/g, ' ')

/** Footer text: the document's own, else the printed page's head and title. */
const foot =
  document.querySelector<HTMLElement>('[data-foot]')?.dataset.foot ??
  [wordsOf(document.querySelector('.on-paper')), wordsOf(document.querySelector('h1'))].filter(Boolean).join(' · ')

const sheet = new CSSStyleSheet()
sheet.replaceSync(`@page { @bottom-left { content: ${cssString(foot)} } }`)
document.adoptedStyleSheets.push(sheet)
