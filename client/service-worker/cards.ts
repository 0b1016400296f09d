import { plural } from '../../functions/lib/time/duration'
import { linesOf } from './database'
import { copyOf, fragment, isKeptToday, keptPerson, put } from './kept'
import { type Line, waits } from './line'
import { cardsEnd, withMain } from './offline-page'
import { fetchOurs } from './ours'

/** The next cards to review, as the server draws them (views/learning/review/ahead.tsx). */
const path = '/review/ahead'

type Card = { whole: string; id: string; title: string; question: string; answer: string }

const drawn = /<template data-card="([^"]+)" data-title="([^"]*)">(.*?)<\/template><template>(.*?)<\/template>/gs

const cardsIn = (html: string): Card[] =>
  [...html.matchAll(drawn)].map(([whole, id = '', title = '', question = '', answer = '']) => ({
    ...{ whole, id, title: decodeURIComponent(title), question, answer },
  }))

/** Cards that are left when more are asked for. */
const few = 10

/** When cards were answered since this worker started (epoch ms): a list that was asked for before has them still. */
const answeredAt = new Map<string, number>()

/** One change of the list at a time. */
const inTurn = (act: () => Promise<void>) => navigator.locks.request('keep cards', act)

/** Keeps the next cards. True where they came. */
export const keepCards = async () => {
  const person = await keptPerson()
  if (person === null) return false
  const begun = Date.now()
  const answer = await fetchOurs(fragment(path, { 'X-Person': person }), { priority: 'low' })
  if (!answer?.ok || answer.redirected) return false
  const html = await answer.text()
  await inTurn(() => {
    const isAnswered = ({ id }: Card) => (answeredAt.get(id) ?? 0) >= begun
    const left = cardsIn(html).filter(isAnswered)
    return put(
      person,
      path,
      left.reduce((rest, { whole }) => rest.replace(whole, () => ''), html),
      answer.headers,
    )
  })
  return true
}

/** Keeps them once a day. */
export const keepCardsOfToday = async () => {
  if (!(await isKeptToday(path))) await keepCards()
}

/** The card that a line answers. */
export const cardOf = ({ url }: Pick<Line, 'url'>) => /^\/review\/([^/?]+)/.exec(url)?.[1]

/** Forgets a card that the server knows to be answered, or that is suspended. */
export const forgetCard = async (id: string) => {
  answeredAt.set(id, Date.now())
  await inTurn(async () => {
    const person = await keptPerson()
    const copy = await copyOf(path)
    const html = await copy?.text()
    const card = cardsIn(html ?? '').find((one) => one.id === id)
    const left = card && html?.replace(card.whole, () => '')
    if (person && copy && left !== undefined) await put(person, path, left, copy.headers)
  })
}

/** Keeps more cards once few are left of them. */
export const keepMoreCards = async () => {
  const html = (await (await copyOf(path))?.text()) ?? ''
  if (html.endsWith('<hr/>') && cardsIn(html).length < few) await keepCards()
}

/** Puts the moment at which a question was shown into a card (epoch ms). */
const shownAt = (html: string, at: string | number) =>
  html.replaceAll(/(&amp;shown=|name="shown" value=")\d+/g, (_, name) => name + at)

/** A card that comes again is another review of it, after which it waits for as long as only the server knows. */
const again = (html: string) =>
  html
    .replace(/name="review" value="[^"]*"/, `name="review" value="${crypto.randomUUID()}"`)
    .replaceAll(/<small>[^<]*<\/small><\/button>/g, '</button>')

/** Cards that are kept, and answers of a person that wait for the server. */
const read = async (person: string) => {
  const html = person === (await keptPerson()) ? await (await copyOf(path))?.text() : undefined
  const lines = (await linesOf(person)).filter((line) => cardOf(line))
  return { isKept: html !== undefined, cards: cardsIn(html ?? ''), lines }
}

/** The question that comes next: a card without an answer, else one that was forgotten once. */
const nextIn = ({ cards, lines }: { cards: Card[]; lines: Line[] }) => {
  const linesFor = ({ id }: Card) => lines.filter((line) => cardOf(line) === id)
  const isForgotten = (card: Card) => {
    const [first, ...others] = linesFor(card)
    return others.length === 0 && first !== undefined && waits(first) && /\brating=1\b/.test(first.body)
  }
  const next = cards.find((card) => linesFor(card).length === 0) ?? cards.find(isForgotten)
  return next && shownAt(next.question, Date.now())
}

/** `5 answers wait to be sent`: a card that was forgotten has two of them. */
const waitingWords = (lines: Line[]) => {
  const { length } = lines.filter(waits)
  return `${plural(length, 'answer')} ${length === 1 ? 'waits' : 'wait'} to be sent`
}

/** Answers a rating that is kept with the next card, else with how many answers wait. */
export const afterLine = async (line: Line) => {
  const all = await read(line.person)
  // Cards of a plan or with a tag are not told apart here.
  const isScoped = /(^|&)(plan|tag)=[^&]/.test(line.body)
  return {
    title: all.cards.find(({ id }) => id === cardOf(line))?.title,
    html: (!isScoped && nextIn(all)) || cardsEnd(waitingWords(all.lines)),
  }
}

/** A kept page of the review with the card that comes next. */
export const withNextCard = async (html: string, person: string) => {
  const all = await read(person)
  const hasWaiting = all.lines.some(waits)
  const end = hasWaiting ? waitingWords(all.lines) : 'No more cards are kept here'
  const isOver = all.lines.length > 0 || (all.isKept && html.includes('class="review-card"'))
  const main = nextIn(all) ?? (isOver ? cardsEnd(end) : undefined)
  return main ? withMain(html, main) : html
}

/** A page from the server, with another card where it asks for one whose answer waits here. */
export const withoutAnswered = async (answer: Response, person: string) => {
  const lines = (await linesOf(person)).filter((line) => cardOf(line))
  if (lines.length === 0) return answer
  const html = await answer.text()
  const isAnswered = lines.some((line) => html.includes(`"/review/${cardOf(line)}/suspend"`))
  return new Response(isAnswered ? await withNextCard(html, person) : html, { headers: answer.headers })
}

/** The answer of a kept card. */
export const keptAnswer = async ({ pathname, searchParams }: URL) => {
  const person = pathname === '/review' && searchParams.has('answer') && (await keptPerson())
  if (!person) return
  const { cards, lines } = await read(person)
  const card = cards.find(({ id }) => id === searchParams.get('card'))
  const html = card && shownAt(card.answer, searchParams.get('shown')?.match(/^\d+$/)?.[0] ?? Date.now())
  return html && lines.some((line) => cardOf(line) === card.id) ? again(html) : html
}
