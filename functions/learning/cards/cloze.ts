/**
 * A deletion in Anki's syntax: `{{c1::answer}}` or `{{c1::answer::hint}}`, with one number or more. It may be nested.
 */
type Deletion = { numbers: number[]; opened: string; nodes: Node[] }
type Node = string | Deletion

const signs = /\{\{c([\d,]+)::|\}\}/g

/** Maximum depth of nested deletions, as in Anki. */
const deepest = 10

const numbersIn = (list: string) =>
  list
    .split(',')
    .map(Number)
    .filter((number) => number > 0 && number < 1000)

/** Parses text and deletions by Anki’s rule: each `}}` closes the last open deletion. An unclosed deletion is text. */
const parsed = (text: string): Node[] => {
  const root: Node[] = []
  const open: Deletion[] = []
  let at = 0
  const put = (...nodes: Node[]) => (open.at(-1)?.nodes ?? root).push(...nodes)
  for (const sign of text.matchAll(signs)) {
    const numbers = numbersIn(sign[1] ?? '')
    put(text.slice(at, sign.index))
    at = sign.index + sign[0].length
    const closed = sign[1] === undefined ? open.pop() : undefined
    // As in Anki, a deletion with the number 0 never becomes a question.
    const isDeletion = numbers.length > 0 || /^0+$/.test(sign[1] ?? '')
    if (isDeletion && open.length < deepest) open.push({ numbers, opened: sign[0], nodes: [] })
    else put(closed ?? sign[0])
  }
  put(text.slice(at))
  for (let last = open.pop(); last; last = open.pop()) put(last.opened, ...last.nodes)
  return root
}

/** Distinct numbers of the deletions, in the order of the text. */
const numbersOf = (nodes: Node[]): number[] =>
  nodes.flatMap((node) => (typeof node === 'string' ? [] : [...node.numbers, ...numbersOf(node.nodes)]))

export const hasCloze = (text: string) => numbersOf(parsed(text)).length > 0

type Write = (answer: string, hint: string) => string

/** Renders the cloze deletions of one number with `write`, and all others as their answers. */
const writtenNodes = (nodes: Node[], number: number, write: Write): string =>
  nodes
    .map((node) => {
      if (typeof node === 'string') return node
      const [own, hint] = node.nodes.reduce(
        ([all, hint], one): [Node[], string] => {
          if (typeof one !== 'string' || !one.includes('::')) return [[...all, one], hint]
          const end = one.indexOf('::')
          return [[...all, one.slice(0, end)], one.slice(end + 2)]
        },
        [[], ''] as [Node[], string],
      )
      const isAsked = node.numbers.includes(number)
      return isAsked ? write(writtenNodes(own, 0, write), hint) : writtenNodes(own, number, write)
    })
    .join('')

const written = (text: string, number: number, write: Write) => {
  const nodes = parsed(text)
  return numbersOf(nodes).length > 0 ? writtenNodes(nodes, number, write) : text
}

/** Number of the deletion that a card asks for: the lowest one. Infinity without deletions. */
const asked = (text: string) => Math.min(...numbersOf(parsed(text)))

/** The question of a cloze: `The capital is […]`, or with the hint in place of the dots. */
export const clozeQuestion = (text: string, [before, after] = ['[', ']']) =>
  written(text, asked(text), (_, hint) => `${before}${hint.trim() || '…'}${after}`)

/** The full text of a cloze with its answer between two marks. */
export const clozeAnswer = (text: string, [before, after] = ['', '']) =>
  written(text, asked(text), (answer) => `${before}${answer}${after}`)

/** The deleted words, which are the answer of a card without an answer of its own. */
export const deletedWords = (text: string) => {
  const words: string[] = []
  written(text, asked(text), (answer) => {
    words.push(answer.trim())
    return ''
  })
  return words.join(', ')
}

/**
 * One card for each number in the question, as in Anki, with the other deletions as plain text. A card without
 * deletions is returned unchanged.
 */
export const cardsOfCloze = <C extends { question: string; answer: string }>(card: C): C[] => {
  const { question, answer } = card
  const numbers = [...new Set(numbersOf(parsed(question)))].toSorted((a, b) => a - b)
  if (numbers.length === 0) return [card]
  return numbers.map((number) => {
    const own = written(question, number, (text, hint) => `{{c${number}::${text}${hint === '' ? '' : `::${hint}`}}}`)
    return { ...card, question: own, answer: answer.trim() === '' ? deletedWords(own) : answer }
  })
}
