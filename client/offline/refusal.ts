/** A way to send a refused line: the label of its button, and the values that it sets in the line. */
export type RefusalChoice = { words: string; values: [string, string][] }

type Refusal = {
  words: string
  choices: RefusalChoice[]
  /** True if the server would refuse the line every time. */
  isFinal: boolean
}

/** Codes of refusals that editing the line cannot resolve. */
const finalCodes = ['not_found', 'already_sent', 'too_old']

const wordsIn = (element: Element | null) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''

/** Messages of a problem, of fields, of a line's wrong parts, and of a whole form. */
const messages = '[data-error], .error, .chip.wrong bdi, [data-errors] p, [data-toast] p'

/** `Title: At most 200 characters` */
const messageIn = (element: Element) =>
  [element.closest('.field')?.querySelector('.label') ?? null, element].map(wordsIn).filter(Boolean).join(': ')

/** Parses the server's refusal, with the choices of its form. @param text of a line that can be edited */
export const refusalOf = (html: string, text?: string): Refusal => {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  for (const template of parsed.querySelectorAll('template')) parsed.body.append(template.content)
  const found = [...parsed.querySelectorAll<HTMLElement>(messages)].filter(wordsIn)
  const words = [...new Set(found.map(messageIn))].join(' · ')
  const code = found[0]?.dataset.error ?? 'invalid'
  const buttons = [...parsed.querySelectorAll<HTMLButtonElement>('[data-answers] button[name]')]
  const answers = buttons.map((button) => [wordsIn(button), button.name, button.value])
  // The line's own button already creates the project that its text names.
  const offered = parsed.querySelector<HTMLInputElement>('form [name="offered"]')?.value
  if (offered) answers.unshift([`Create “${offered}” and send`, 'create', offered])
  return {
    words: code === 'not_found' ? 'It was deleted elsewhere.' : words || 'The server refused it.',
    choices: answers.map(([words = '', name = '', value = '']) => ({
      words,
      values: [
        ['asked', text ?? ''],
        [name, value],
      ],
    })),
    isFinal: finalCodes.includes(code) || text === undefined,
  }
}
