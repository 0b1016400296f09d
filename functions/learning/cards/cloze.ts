/** A deletion as Anki writes it: `{{c1::answer}}` or `{{c1::answer::hint}}`. */
const deletion = /\{\{c([1-9]\d{0,2})::((?:(?!\{\{).)*?)\}\}/gs

/** Numbers of the deletions of a text, each once, in their order. */
const numbersOf = (text: string) =>
  [...new Set([...text.matchAll(deletion)].map(([, number]) => Number(number)))].toSorted((a, b) => a - b)

export const hasCloze = (text: string) => numbersOf(text).length > 0

/** Writes the deletions of one number anew, and the others as their answers. */
const written = (text: string, number: number, write: (whole: string, answer: string, hint: string) => string) =>
  text.replace(deletion, (whole, of, content: string) => {
    const [answer = '', hint = ''] = content.split('::')
    return Number(of) === number ? write(whole, answer, hint) : answer
  })

/** A card asks for its lowest number; one that was added has no other. */
const asked = (text: string) => numbersOf(text)[0] ?? 0

/** The text as it asks: `The capital is […]`, or with the hint in place of the dots. */
export const clozeQuestion = (text: string, [before, after] = ['[', ']']) =>
  written(text, asked(text), (_, _answer, hint) => `${before}${hint.trim() || '…'}${after}`)

/** The text with what it asked for between two signs. */
export const clozeAnswer = (text: string, [before, after] = ['', '']) =>
  written(text, asked(text), (_, answer) => `${before}${answer}${after}`)

/** The words that a text asks for, which are its answer where there is no other. */
export const deletedWords = (text: string) => {
  const words: string[] = []
  written(text, asked(text), (_, answer) => {
    words.push(answer.trim())
    return ''
  })
  return words.join(', ')
}

/** A card for each number of a text, as in Anki, with the other deletions as plain words; itself without any. */
export const cardsOfCloze = <C extends { question: string; answer: string }>(card: C): C[] => {
  const { question, answer } = card
  if (!hasCloze(question)) return [card]
  return numbersOf(question).map((number) => {
    const own = written(question, number, (whole) => whole)
    return { ...card, question: own, answer: answer.trim() === '' ? deletedWords(own) : answer }
  })
}
