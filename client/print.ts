// Shows the button that prints a document, and writes the words of the foot of its pages, which no element can be in.
const button = document.querySelector<HTMLButtonElement>('#print')
if (button) button.hidden = false
button?.addEventListener('click', () => print())

/** A text as a string of CSS. */
const cssString = (text: string) =>
  `"${text.replace(/["\\\p{Cc}]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`

const foot = document.querySelector<HTMLElement>('[data-foot]')?.dataset.foot
if (foot) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`@page { @bottom-left { content: ${cssString(foot)} } }`)
  document.adoptedStyleSheets.push(sheet)
}

// Makes this file a module.
export {}
