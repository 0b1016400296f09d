/** The questions of a review. The review's text has the answers as sections, with the questions as headings. */
export const prompts = {
  well: 'What went well?',
  badly: 'What did not?',
  change: 'What will you change?',
} as const
export type Prompt = keyof typeof prompts

export const promptNames = Object.keys(prompts) as Prompt[]

const isPrompt = (name: string): name is Prompt => name in prompts

/** Answers to the questions, and in `words` the text outside them. */
export type Answers = Record<Prompt | 'words', string>

const withText = (text: string, more: string) => [text, more.trim()].filter(Boolean).join('\n\n')

/** Splits a review's text at the headings that are questions. */
export const answersOf = (words: string): Answers => {
  const answers: Answers = { words: '', well: '', badly: '', change: '' }
  const names = new Map(promptNames.map((name) => [prompts[name] as string, name]))
  let name: Prompt | 'words' = 'words'
  let lines: string[] = []
  const close = () => {
    answers[name] = withText(answers[name], lines.join('\n'))
    lines = []
  }
  for (const line of words.split('\n')) {
    const next = line.startsWith('## ') ? names.get(line.slice(3).trim()) : undefined
    if (next) {
      close()
      name = next
    } else lines.push(line)
  }
  close()
  return answers
}

/** Combines the answers into the text of a review, each below its question. */
export const answersText = (answers: Answers) =>
  promptNames.reduce(
    (words, name) => (answers[name].trim() ? withText(words, `## ${prompts[name]}\n\n${answers[name].trim()}`) : words),
    answers.words.trim(),
  )

/** The text without the questions, for a list. */
export const answerText = (words: string) => {
  const answers = answersOf(words)
  return [answers.words, ...promptNames.map((name) => answers[name])].filter(Boolean).join('\n\n')
}

const linesOf = (answer: string) => answer.trimEnd().split('\n')

/** True if an answer contains a line of the evidence. */
export const hasLine = (answer: string, title: string) => linesOf(answer).includes(`- ${title}`)

/** Adds a line of the evidence to an answer, or removes it again. */
export const toggleAnswerLine = (answer: string, title: string) => {
  const line = `- ${title}`
  const lines = linesOf(answer)
  if (hasLine(answer, title)) return lines.filter((one) => one !== line).join('\n')
  return [...(answer.trim() ? lines : []), line].join('\n')
}

/** Value of the button that adds a line: `well Ship the import`. */
export const takeValue = (prompt: Prompt, title: string) => `${prompt} ${title}`

/** Adds or removes the line of a pressed button. */
export const toggleLine = (answers: Answers, take: string): Answers => {
  const [name = ''] = take.split(' ', 1)
  const title = take.slice(name.length + 1)
  return isPrompt(name) && title !== '' ? { ...answers, [name]: toggleAnswerLine(answers[name], title) } : answers
}
