import type { QueuedWrite } from './queue'

/** Id of the card in a URL: `/review/<id>` rates the card, `/review?card=<id>` requests its answer. */
const cardOf = (address = '') => {
  const { pathname, searchParams } = new URL(address, location.origin)
  const [, review, id] = pathname.split('/')
  return review === 'review' ? (id ?? searchParams.get('card')) : null
}

/** The next cards as rendered by the server (views/learning/review/ahead.tsx), and the ids of cards rated since. */
const keptCards = async () => {
  const { person = '' } = document.body.dataset
  const headers = { 'HX-Request': 'true', 'HX-Request-Type': 'partial', 'X-Person': person }
  const answer = await fetch('/review/ahead', { headers }).catch(() => undefined)
  const parsed = new DOMParser().parseFromString((await answer?.text()) ?? '', 'text/html')
  return {
    templates: [...parsed.querySelectorAll('template')],
    rated: answer?.headers.get('X-Rated')?.split(' ') ?? [],
  }
}

const show = (template: HTMLTemplateElement) => {
  const review = document.getElementById('review')
  const next = document.importNode(template.content, true).firstElementChild
  if (!review || !next) return
  const shown = next.querySelector<HTMLInputElement>('[name="shown"]')
  if (shown) shown.value = `${Date.now()}`
  review.replaceWith(next)
  htmx.process(next)
  next.querySelector<HTMLElement>('[autofocus], .button')?.focus()
}

/** If the card on screen is rated, shows the next card without a queued rating, or that more cards need the network. */
export const showNextCard = async (lines: QueuedWrite[]) => {
  const onScreen = document.querySelector<HTMLElement>('#review[data-card]')?.dataset.card
  if (onScreen === undefined) return
  const { templates, rated } = await keptCards()
  const answered = [...rated, ...lines.map(({ url }) => cardOf(url))]
  if (!answered.includes(onScreen)) return
  const next = templates.find(({ dataset }) => dataset.card && !answered.includes(dataset.card))
  const template = next ?? templates.find(({ dataset }) => 'end' in dataset)
  if (template) show(template)
}

/** Shows the answer of a card without network. False if the URL is not that of a card. */
export const showAnswer = async (address?: string) => {
  const id = cardOf(address)
  const answer = id && (await keptCards()).templates.find(({ dataset }) => dataset.answers === id)
  if (!answer) return false
  show(answer)
  return true
}
